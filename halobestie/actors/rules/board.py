"""The board that the coordinator looks at: who is online, who has room, which requests wait.

It changes in place: copying fifty thousand seats for each message would cost more than the message
(docs/decisions/0003). The order is kept in every handler: look first, then change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from halobestie.actors.rules.routing import RoundRobin, WeightedRoundRobin
from halobestie.domain import (
    Load,
    MitraId,
    NodeId,
    ReplyTo,
    Request,
    RequestId,
    SessionId,
)

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


@dataclass(frozen=True, slots=True)
class Abroad:
    """Where an accept came from: its answer goes to that node."""

    node_id: NodeId


@dataclass(frozen=True, slots=True)
class Forward:
    """An accept whose answer is out at the request's home: asked `again_at`, given up `until`."""

    session_id: SessionId
    home: NodeId
    again_at: datetime
    until: datetime


@dataclass(slots=True)
class Waiting:
    """A request that waits. `offered` is who has it on the screen, and since when.

    `home` is the node that decides about it, None for this one: a request of another node is here
    so that this node's mitra can be offered it. `sent_to` is the node of a mitra who is not of
    this one, and whose turn it is.
    """

    request: Request
    home: NodeId | None = None
    sent_to: NodeId | None = None
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
    """How a request ended; `winner` is set when it was accepted."""

    state: Literal["accepted", "cancelled", "expired"]
    winner: MitraId | None = None


@dataclass(slots=True)
class Board:
    """`node_id` is empty where there are no other nodes: then nothing is said to any."""

    capacity: int
    node_id: NodeId = ""
    takes_part: bool = True
    """False while this node's lease is in doubt: it offers nothing and claims nothing."""
    seats: dict[MitraId, Seat] = field(default_factory=dict)
    available: dict[MitraId, None] = field(default_factory=dict)
    full: dict[MitraId, None] = field(default_factory=dict)
    """Online, but without room. `available` and `full` together are `seats`: kept, not computed."""
    waiting: dict[RequestId, Waiting] = field(default_factory=dict)
    """Oldest first."""
    claims: dict[tuple[RequestId, MitraId], list[ReplyTo | Abroad]] = field(default_factory=dict)
    forwards: dict[tuple[RequestId, MitraId], Forward] = field(default_factory=dict)
    abroad: dict[MitraId, NodeId] = field(default_factory=dict)
    """Mitra of other nodes who have room: they are in the lines, too."""
    said: dict[MitraId, dict[NodeId, int]] = field(default_factory=dict)
    """Which nodes say that a mitra is in line with them, and the weight: several may for a moment,
    when somebody moves. `abroad` has the one that said so last, if there is no seat here."""
    arriving: set[MitraId] = field(default_factory=set)
    """Who has just come, and is about to be online: their taps are to be tried again."""
    line_news: dict[MitraId, int] = field(default_factory=dict)
    """Whose place in line the others are still to be told: the weight, 0 for one who left."""
    telling_at: datetime | None = None
    closed: dict[RequestId, Closed] = field(default_factory=dict)
    brought: dict[RequestId, set[MitraId]] = field(default_factory=dict)
    """Who declined a request elsewhere that is not known here yet."""
    round_robin: RoundRobin = field(default_factory=RoundRobin)
    weighted: WeightedRoundRobin = field(default_factory=WeightedRoundRobin)

    def is_full(self, seat: Seat) -> bool:
        """Full for good, not only until an accept is answered."""
        return seat.load.sessions >= self.capacity

    def has_room(self, seat: Seat) -> bool:
        return seat.load.sessions + seat.holds < self.capacity

    def in_flight(self, mitra_id: MitraId) -> int:
        """Accepts of this mitra that wait for their answer."""
        here = sum(
            accept is not None and accept.mitra_id == mitra_id
            for waiting in self.waiting.values()
            for accept in (waiting.claiming, *waiting.queue)
        )
        return here + sum(forwarded == mitra_id for _, forwarded in self.forwards)

    def sit(self, seat: Seat) -> None:
        self.arriving.discard(seat.mitra_id)
        self._unseat(seat.mitra_id)
        if self.abroad.pop(seat.mitra_id, None) is not None:
            self._leave(seat.mitra_id)
        self.seats[seat.mitra_id] = seat
        self.full[seat.mitra_id] = None

    def stand(self, mitra_id: MitraId) -> None:
        self.arriving.discard(mitra_id)
        self._unseat(mitra_id)
        self._find_abroad(mitra_id)

    def _unseat(self, mitra_id: MitraId) -> None:
        if self.seats.pop(mitra_id, None) is not None:
            self.close_to_offers(mitra_id)
            del self.full[mitra_id]

    def open_to_offers(self, seat: Seat) -> None:
        del self.full[seat.mitra_id]
        self.available[seat.mitra_id] = None
        self._join(seat.mitra_id, seat.weight)
        if self.node_id:
            self.line_news[seat.mitra_id] = seat.weight

    def close_to_offers(self, mitra_id: MitraId) -> None:
        if mitra_id in self.available:
            del self.available[mitra_id]
            self.full[mitra_id] = None
            self._leave(mitra_id)
            if self.node_id:
                self.line_news[mitra_id] = 0

    def join_abroad(self, mitra_id: MitraId, weight: int, node_id: NodeId) -> None:
        """In line for another node. Whoever has a seat here is ours, until they leave it."""
        said = self.said.setdefault(mitra_id, {})
        said.pop(node_id, None)
        said[node_id] = weight
        self._find_abroad(mitra_id)

    def leave_abroad(self, mitra_id: MitraId, node_id: NodeId) -> None:
        self.said.get(mitra_id, {}).pop(node_id, None)
        if self.abroad.get(mitra_id) == node_id:
            del self.abroad[mitra_id]
            self._leave(mitra_id)
        self._find_abroad(mitra_id)

    def _find_abroad(self, mitra_id: MitraId) -> None:
        said = self.said.get(mitra_id)
        if not said:
            self.said.pop(mitra_id, None)
        elif mitra_id not in self.seats:
            node_id = next(reversed(said))
            self.abroad[mitra_id] = node_id
            self._join(mitra_id, said[node_id])

    def of_node(self, node_id: NodeId) -> dict[MitraId, int]:
        """Who is in line for that node, as it said, with the weights."""
        return {m: said[node_id] for m, said in self.said.items() if node_id in said}

    def _join(self, mitra_id: MitraId, weight: int) -> None:
        self.round_robin.join(mitra_id, weight)
        self.weighted.join(mitra_id, weight)

    def _leave(self, mitra_id: MitraId) -> None:
        self.round_robin.leave(mitra_id)
        self.weighted.leave(mitra_id)

    def pick(self, waiting: Waiting) -> MitraId | None:
        """Whose turn it is, for a request whose offers go one by one. Decliners are left out."""
        if waiting.request.pairing_method == "round_robin":
            return self.round_robin.pick(waiting.declined)
        return self.weighted.pick(waiting.declined)

    def has_declined(self, mitra_id: MitraId, request_id: RequestId) -> None:
        """On another node, perhaps before the request was heard of here."""
        waiting = self.waiting.get(request_id)
        if waiting is not None:
            waiting.declined.add(mitra_id)
        elif request_id not in self.closed:
            self.brought.setdefault(request_id, set()).add(mitra_id)
            if len(self.brought) > CLOSED_REMEMBERED:
                del self.brought[next(iter(self.brought))]

    def remember(self, request_id: RequestId, closed: Closed) -> None:
        self.closed[request_id] = closed
        if len(self.closed) > CLOSED_REMEMBERED:
            del self.closed[next(iter(self.closed))]
