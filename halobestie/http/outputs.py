"""What the protocol wants done, as data: the one who holds it performs these in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from halobestie.http.frames import Command


@dataclass(frozen=True, slots=True)
class Send:
    """The UTF-8 text of one frame."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """The last output of all. What was sent before goes out before."""

    code: int


@dataclass(frozen=True, slots=True)
class Authenticate:
    """Find out whose login this is, and what the first snapshot says."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Run:
    """A command to be done; its result comes back with the ticket."""

    ticket: int
    id: str | None
    command: Command


@dataclass(frozen=True, slots=True)
class ReleaseHeld:
    """The snapshot is out: the events that happened meanwhile may follow."""


@dataclass(frozen=True, slots=True)
class SignOfLife:
    """The mitra was heard; at most four times a second, however much is sent."""


Output: TypeAlias = Send | Close | Authenticate | Run | ReleaseHeld | SignOfLife
Outputs: TypeAlias = tuple[Output, ...]
