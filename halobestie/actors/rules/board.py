"""The board that the coordinator looks at: who is online, who has room, which requests wait.

It changes in place: copying fifty thousand seats for each message would cost more than the message
(docs/decisions/0003). The order is kept in every handler: look first, then change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from halobestie.actors.rules.routing import RoundRobin, WeightedRoundRobin
from halobestie.domain import Load, MitraId, ReplyTo, Request, RequestId, Session, SessionId

CLOSED_REMEMBERED = 10_000
"""Requests whose end is remembered, so that late taps are answered without PostgreSQL."""


@dataclass(slots=True)
class Seat:
    """A mitra who is online. `holds` counts accepts whose answer is still out."""

    mitra_id: MitraId
    weight: int
    load: Load
    holds: int = 0


@dataclass(frozen=True, slots=True)
class Accept:
    mitra_id: MitraId
    session_id: SessionId


@dataclass(slots=True)
class Waiting:
    """A request that waits here. `offered` is who has it on the screen, and since when."""

    request: Request
    offered: dict[MitraId, datetime] = field(default_factory=dict)
    offer_expires_at: datetime | None = None
    declined: set[MitraId] = field(default_factory=set)
    lapsed: set[MitraId] = field(default_factory=set)
    claiming: Accept | None = None
    queue: list[Accept] = field(default_factory=list)
    """Accepts that came while one is being claimed, in the order in which they came."""

    def one_by_one(self) -> bool:
        return self.request.pairing_method != "blast"


@dataclass(frozen=True, slots=True)
class Closed:
    """How a request ended; `session` is set when it was accepted."""

    state: Literal["accepted", "cancelled", "expired"]
    session: Session | None = None
    winner: MitraId | None = None


@dataclass(slots=True)
class Board:
    capacity: int
    seats: dict[MitraId, Seat] = field(default_factory=dict)
    available: dict[MitraId, None] = field(default_factory=dict)
    full: dict[MitraId, None] = field(default_factory=dict)
    """Online, but without room. `available` and `full` together are `seats`: kept, not computed."""
    waiting: dict[RequestId, Waiting] = field(default_factory=dict)
    """Oldest first."""
    claims: dict[tuple[RequestId, MitraId], list[ReplyTo]] = field(default_factory=dict)
    closed: dict[RequestId, Closed] = field(default_factory=dict)
    round_robin: RoundRobin = field(default_factory=RoundRobin)
    weighted: WeightedRoundRobin = field(default_factory=WeightedRoundRobin)

    def is_full(self, seat: Seat) -> bool:
        """Full for good, not only until an accept is answered."""
        return seat.load.sessions >= self.capacity

    def has_room(self, seat: Seat) -> bool:
        return seat.load.sessions + seat.holds < self.capacity

    def in_flight(self, mitra_id: MitraId) -> int:
        """Accepts of this mitra that wait for their answer."""
        return sum(
            accept is not None and accept.mitra_id == mitra_id
            for waiting in self.waiting.values()
            for accept in (waiting.claiming, *waiting.queue)
        )

    def sit(self, seat: Seat) -> None:
        self.stand(seat.mitra_id)
        self.seats[seat.mitra_id] = seat
        self.full[seat.mitra_id] = None

    def stand(self, mitra_id: MitraId) -> None:
        if self.seats.pop(mitra_id, None) is not None:
            self.close_to_offers(mitra_id)
            del self.full[mitra_id]

    def open_to_offers(self, seat: Seat) -> None:
        del self.full[seat.mitra_id]
        self.available[seat.mitra_id] = None
        self.round_robin.join(seat.mitra_id, seat.weight)
        self.weighted.join(seat.mitra_id, seat.weight)

    def close_to_offers(self, mitra_id: MitraId) -> None:
        if mitra_id in self.available:
            del self.available[mitra_id]
            self.full[mitra_id] = None
            self.round_robin.leave(mitra_id)
            self.weighted.leave(mitra_id)

    def pick(self, waiting: Waiting) -> MitraId | None:
        """Whose turn it is, for a request whose offers go one by one. Decliners are left out."""
        if waiting.request.pairing_method == "round_robin":
            return self.round_robin.pick(waiting.declined)
        return self.weighted.pick(waiting.declined)

    def remember(self, request_id: RequestId, closed: Closed) -> None:
        self.closed[request_id] = closed
        if len(self.closed) > CLOSED_REMEMBERED:
            del self.closed[next(iter(self.closed))]
