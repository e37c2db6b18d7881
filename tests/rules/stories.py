"""Words for the rule tests: people, instants, and what a list of effects says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from halobestie.actors.rules import coordinator
from halobestie.actors.rules.board import Board
from halobestie.domain import Load, PairingMethod, Request, Session, Settings, Trial
from halobestie.effects import Broadcast, Claim, Effect, Reply
from halobestie.errors import Refused
from halobestie.events import OfferNew, OfferWithdrawn
from halobestie.messages import (
    ClaimLost,
    ClaimWon,
    MitraOnline,
    OfferAccepted,
    RequestWaiting,
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

    def __init__(self, maximum: int = 3) -> None:
        self.board = Board(maximum)
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
