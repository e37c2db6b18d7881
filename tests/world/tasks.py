"""Coroutines of the house that ask nothing but PostgreSQL, taken one step at a time.

Task ──advance──▶ until it gives way ──advance──▶ … ──▶ done, or postponed
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from halobestie.db.errors import DatabaseUnavailable
from tests.world.violation import Violation


class Task:
    """`postponed`: PostgreSQL could not be asked, which housekeeping survives."""

    def __init__(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        self.name = name
        self.postponed = False
        self.began = 0.0
        self._work = work

    def advance(self) -> bool:
        """True when it is over."""
        try:
            self._work.send(None)
        except StopIteration:
            return True
        except DatabaseUnavailable:
            self.postponed = True
            return True
        return False

    def cancel(self) -> None:
        self._work.close()


def at_once(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of what never gives way."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise Violation("the world: this was to be answered at once")
