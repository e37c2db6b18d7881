"""Words for the rule tests: people, instants, and what a list of effects says."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from halobestie.actors.rules import coordinator
from halobestie.actors.rules.board import Board
from halobestie.domain import Load, PairingMethod, Request, Session, Settings, Trial
from halobestie.effects import Announce, Broadcast, Claim, Effect, Reply, Send
from halobestie.errors import Refused
from halobestie.events import OfferNew, OfferWithdrawn
from halobestie.messages import (
    ClaimLost,
    ClaimWon,
    MitraOnline,
    OfferAccepted,
    RequestWaiting,
    Woke,
)

NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
T = TypeVar("T")


def at(seconds: float) -> datetime:
    return NIGHT + timedelta(seconds=seconds)


def request(
    name: str = "r1",
    method: PairingMethod = "blast",
    offer_timeout_s: int = 45,
    timeout_s: int = 180,
    born: float = 0,
) -> Request:
    limits = at(born), at(born + timeout_s)
    return Request(name, f"customer of {name}", "Senja", method, offer_timeout_s, *limits)


def session(claim: Claim, customer_id: str = "customer of r1") -> Session:
    return Session(
        claim.session_id,
        claim.request_id,
        "pending_payment",
        customer_id,
        "Senja",
        claim.mitra_id,
        f"Bestie {claim.mitra_id}",
        claim.at,
        None,
        None,
        None,
    )


def settings(version: int = 2, maximum: int = 3, presence_timeout_s: int = 90) -> Settings:
    trial = Trial(True, 15)
    limits = (maximum, "blast", 45, 180, 15, presence_timeout_s, 900)
    return Settings(version, True, *limits, trial, ())  # type: ignore[arg-type]


def only(kind: type[T], effects: tuple[Effect, ...] | list[Effect]) -> list[T]:
    return [e for e in effects if isinstance(e, kind)]


class Room:
    """A coordinator with its board, driven message by message; the clock is the test's."""

    def __init__(self, maximum: int = 3, node_id: str = "") -> None:
        self.board = Board(maximum, node_id)
        self.now = NIGHT
        self.effects: tuple[Effect, ...] = ()

    def tell(self, message: object) -> tuple[Effect, ...]:
        self.board, self.effects = coordinator.step(self.board, message, self.now)
        return self.effects

    def online(self, *mitra: str, weight: int = 1, sessions: int = 0) -> tuple[Effect, ...]:
        for name in mitra:
            self.tell(MitraOnline(name, weight, Load(name, sessions, 1)))
        return self.effects

    def waits(self, new: Request) -> tuple[Effect, ...]:
        return self.tell(RequestWaiting(new))

    def accepts(self, mitra: str, request_id: str = "r1", tap: str = "") -> tuple[Effect, ...]:
        reply_to = f"{mitra} about {request_id}{tap}"
        return self.tell(OfferAccepted(request_id, mitra, f"s-{request_id}-{mitra}", reply_to))

    def wins(self, claim: Claim, sessions: int = 1, version: int = 2) -> tuple[Effect, ...]:
        load = Load(claim.mitra_id, sessions, version)
        return self.tell(ClaimWon(session(claim, f"customer of {claim.request_id}"), load))

    def loses(self, claim: Claim, reason: str) -> tuple[Effect, ...]:
        return self.tell(ClaimLost(claim.request_id, claim.mitra_id, reason))  # type: ignore[arg-type]

    # what the last message led to

    def claim(self) -> Claim:
        (claim,) = only(Claim, self.effects)
        return claim

    def offered(self) -> list[tuple[str, tuple[str, ...]]]:
        """Which request was shown to whom, in order."""
        return [
            (e.event.request_id, e.mitra_ids)
            for e in only(Broadcast, self.effects)
            if isinstance(e.event, OfferNew)
        ]

    def withdrawn(self) -> dict[str, str]:
        """From whom an offer was taken back, and why."""
        return {
            mitra: e.event.reason
            for e in only(Broadcast, self.effects)
            if isinstance(e.event, OfferWithdrawn)
            for mitra in e.mitra_ids
        }

    def answers(self) -> dict[str, str]:
        """Who was answered what: a refusal's code, or `ok`."""
        return {
            e.reply_to: e.result.code if isinstance(e.result, Refused) else "ok"
            for e in only(Reply, self.effects)
        }


class NodeRoom(Room):
    """The coordinator of one of several nodes: what it says to the others goes into the post."""

    def __init__(self, node_id: str, post: Post, maximum: int = 3) -> None:
        super().__init__(maximum, node_id)
        self._post = post

    def tell(self, message: object) -> tuple[Effect, ...]:
        effects = super().tell(message)
        self._post.take(self.board.node_id, effects)
        return effects


class Post:
    """What the nodes say to each other, on its way until `carry` or `lose`.

    `effects` of a room are, after `carry`, all that came of what was carried to it.
    """

    def __init__(self, *node_ids: str, maximum: int = 3) -> None:
        self.letters: deque[tuple[str, object]] = deque()
        self.rooms = {node_id: NodeRoom(node_id, self, maximum) for node_id in node_ids}

    def take(self, sender: str, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Announce):
                others = [name for name in self.rooms if name != sender]
                self.letters += [(name, effect.message) for name in others]
            elif isinstance(effect, Send):
                self.letters.append((effect.node_id, effect.message))

    def said(self, kind: type[T]) -> list[T]:
        """Messages of this kind that are on their way."""
        return [message for _, message in self.letters if isinstance(message, kind)]

    def lose(self) -> None:
        self.letters.clear()

    def carry(self) -> None:
        """Everything arrives, in order, and so does what is said because of it."""
        came: dict[str, tuple[Effect, ...]] = dict.fromkeys(self.rooms, ())
        while self.letters:
            name, message = self.letters.popleft()
            if name in self.rooms:
                came[name] += self.rooms[name].tell(message)
        for name, room in self.rooms.items():
            room.effects = came[name]

    def wait(self, seconds: float) -> None:
        """Time passes for all; reminders ring, nothing is carried yet."""
        for room in self.rooms.values():
            room.now += timedelta(seconds=seconds)
            room.tell(Woke())

    def lines(self) -> None:
        """Who has room on which node is known to all."""
        self.wait(1)
        self.carry()
