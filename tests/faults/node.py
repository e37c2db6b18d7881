"""One node as a process: the very same command as run.py, with places where a test may strike it.

Production code has no switch for this: the committer and the outlet that the composition root
builds are replaced, in this process alone, by ones that look at the trigger file on their way.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from halobestie import app
from halobestie.cli import main
from halobestie.db.committer import Committer
from halobestie.effects import Claim, Effect, Reply
from halobestie.outlet.outlet import Outlet
from tests.faults.cuts import VARIABLE, Trigger

TRIGGER: Final = Trigger(Path(os.environ[VARIABLE]))
PR_SET_PDEATHSIG: Final = 1
ANSWER_GONE_S: Final = 0.05
"""The loop writes at the end of its turn: after so long the winner's answer has left."""


class StruckCommitter(Committer):
    """Commits as ever, unless it is struck before, amid or after it."""

    async def _fetch(self, claims: Sequence[Claim]) -> Sequence[Any]:
        TRIGGER.strike("before_transaction")
        if TRIGGER.due("before_commit") is None:
            rows = await super()._fetch(claims)
        else:
            async with self._conn.transaction():
                rows = await super()._fetch(claims)
                TRIGGER.strike("before_commit")
        TRIGGER.strike("after_commit")
        return rows


def _tells_the_winner(effect: Effect) -> bool:
    result = effect.result if isinstance(effect, Reply) else None
    return isinstance(result, dict) and "session" in result


class StruckOutlet(Outlet):
    """Performs as ever, until it is struck after an accept's answer: what comes next is held."""

    _struck = False
    _held: tuple[Effect, ...] = ()

    def perform(self, effect: Effect) -> None:
        if self._struck:
            self._held = (*self._held, effect)
            return
        super().perform(effect)
        if _tells_the_winner(effect) and TRIGGER.due("after_answer"):
            self._struck = True
            asyncio.get_running_loop().call_later(ANSWER_GONE_S, self._strike)

    def _strike(self) -> None:
        TRIGGER.strike("after_answer")
        # Only a sleeper comes here: it goes on where it was.
        self._struck = False
        held, self._held = self._held, ()
        for effect in held:
            super().perform(effect)


def _end_with_the_test() -> None:
    """However the process that started us ends, the kernel ends us with it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    _end_with_the_test()
    setattr(app, "Committer", StruckCommitter)  # noqa: B010
    setattr(app, "Outlet", StruckOutlet)  # noqa: B010
    main()
