"""What the phones saw, one diary a phone: the evidence that the invariants are judged by.

A diary is in the order of what happened on that phone. `data` is the contract's `data`, as it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias, TypeVar

from halobestie.domain import Role

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A command left. The same id again is the same command, sent again."""

    at: datetime
    id: str
    type: str
    data: Data


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply came; `code` is None for ok. `sent_at` is when the command first left."""

    at: datetime
    id: str
    type: str
    sent_at: datetime
    code: str | None
    data: Data


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Silence: the connection stood, and no reply came in time."""

    at: datetime
    id: str
    type: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An event came."""

    at: datetime
    type: str
    data: Data


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`ready` came. The server read it between `asked_at` and `at`."""

    asked_at: datetime
    at: datetime
    data: Data


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection ended: `lost` by the phone itself, or with the server's close code."""

    at: datetime
    how: Literal["lost", "put_away", "server"]
    code: int | None


Entry: TypeAlias = Sent | Answered | Unanswered | Told | Snapshot | Cut
E = TypeVar("E", Sent, Answered, Unanswered, Told, Snapshot, Cut)


@dataclass(slots=True)
class Diary:
    """One phone's. `phone` is its owner's number, in digits after the country code.

    `finished` becomes True when its owner got to the end of the story; `trouble` is a code.
    """

    role: Role
    account_id: str
    phone: str | None = None
    entries: list[Entry] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    finished: bool = False
    trouble: str | None = None

    def of(self, kind: type[E]) -> Iterator[E]:
        return (entry for entry in self.entries if isinstance(entry, kind))

    def told(self, *types: str) -> Iterator[Told]:
        return (entry for entry in self.of(Told) if entry.type in types)

    def answered(self, *types: str) -> Iterator[Answered]:
        return (entry for entry in self.of(Answered) if entry.type in types)


@dataclass(frozen=True, slots=True)
class Probe:
    """Asked of REST the moment a customer was told of a session: is it there?"""

    session_id: str
    found: bool
