"""What goes wrong with an embedded server, said so that an operator can act on it."""

from __future__ import annotations


class EmbeddedServerError(Exception):
    """An embedded server cannot do what was asked.

    `code` is for programs, the text is one sentence or two for the operator, and `retryable`
    says whether the same call may succeed later without anybody changing anything.

    Codes: `no_server`, `data_folder_in_use`, `data_folder_unusable`, `socket_folder_unusable`,
    `cannot_run_here`, `wrong_version`, `still_running`, `start_failed`, `kept_dying`,
    `not_started`.
    """

    def __init__(self, code: str, sentence: str, *, retryable: bool = False) -> None:
        super().__init__(sentence)
        self.code = code
        self.retryable = retryable
