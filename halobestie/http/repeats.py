"""Doing a command once and answering alike: which commands of a socket run, and what was answered.

    begin ──▶ running ──finish──▶ answered (the last 64)
                 ▲ the same id: one more copy        ▲ the same id: the same answer again

A temporary error is not remembered: trying again with the same id then really tries again, and
every command of the contract may be done twice without harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REMEMBERED: Final = 64
RUNNING: Final = 64


@dataclass(slots=True)
class Running:
    """A command under way; `copies` counts how often it was sent."""

    id: str | None
    copies: int = 1


class Repeats:
    """The memory of one socket, bounded on both sides."""

    __slots__ = ("_answered", "_by_id", "_running", "_ticket")

    def __init__(self) -> None:
        self._ticket = 0
        self._running: dict[int, Running] = {}
        self._by_id: dict[str, Running] = {}
        self._answered: dict[str, bytes] = {}

    def answered(self, id_: str) -> bytes | None:
        """The frame that answered this id before."""
        return self._answered.get(id_)

    def joins(self, id_: str) -> bool:
        """Whether this id is under way; if so, its answer will be sent once more."""
        running = self._by_id.get(id_)
        if running is None:
            return False
        running.copies += 1
        return True

    def begin(self, id_: str | None) -> int | None:
        """A ticket for a command that starts now; None when too many are under way."""
        if len(self._running) >= RUNNING:
            return None
        self._ticket += 1
        running = self._running[self._ticket] = Running(id_)
        if id_ is not None:
            self._by_id[id_] = running
        return self._ticket

    def of(self, ticket: int) -> Running | None:
        """The command that has this ticket; None when it was answered already."""
        return self._running.get(ticket)

    def finish(self, ticket: int, answer: bytes | None) -> None:
        """The command is answered; with an answer to remember, or None to forget it."""
        running = self._running.pop(ticket)
        if running.id is None:
            return
        del self._by_id[running.id]
        if answer is not None:
            self._answered[running.id] = answer
            if len(self._answered) > REMEMBERED:
                del self._answered[next(iter(self._answered))]
