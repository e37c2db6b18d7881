"""How many exports a node writes at once: each holds a connection to PostgreSQL of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from halobestie.errors import Refusal

AT_ONCE: Final = 3
COME_BACK_S: Final = 10


class ExportRoom:
    """Room for AT_ONCE; `refused` counts those who came when it was full."""

    def __init__(self) -> None:
        self._writing = 0
        self.refused = 0

    def __len__(self) -> int:
        return self._writing

    @contextmanager
    def room(self) -> Iterator[None]:
        """Raises Refusal("unavailable") when there is none."""
        if self._writing >= AT_ONCE:
            self.refused += 1
            raise Refusal("unavailable", retry_after_s=COME_BACK_S)
        self._writing += 1
        try:
            yield
        finally:
            self._writing -= 1
