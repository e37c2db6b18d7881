"""One request: opened, waiting, and always with an end."""

from __future__ import annotations

import pytest

from halobestie.actors.rules import request as rules
from halobestie.effects import (
    Announce,
    CloseRequest,
    Effect,
    FindWinner,
    OpenRequest,
    Push,
    Remind,
    Reply,
    Stop,
    Tell,
)
from halobestie.errors import Refused
from halobestie.events import RequestSearching
from halobestie.messages import (
    COORDINATOR,
    DESK,
    ClaimUnsure,
    EffectFailed,
    NoWinner,
    OfferRanOut,
    OffersMade,
    RequestAsked,
    RequestClosed,
    RequestGone,
    RequestNews,
    RequestOpened,
    RequestRefused,
    RequestWaiting,
    Woke,
)
from tests.rules.stories import at, only, request


class Press:
    """One press of "Mulai Curhat", driven message by message."""

    def __init__(self, opened: bool = True) -> None:
        self.state = rules.State("r1")
        self.effects: tuple[Effect, ...] = ()
        self.tell(RequestAsked("r1", "customer of r1", None, "press"))
        if opened:
            self.tell(RequestOpened(request("r1"), True))

    def tell(self, message: object, seconds: float = 0) -> tuple[Effect, ...]:
        self.state, self.effects = rules.step(self.state, message, at(seconds))
        return self.effects


def test_the_press_is_answered_when_it_is_committed() -> None:
    """First PostgreSQL, then the reply, "searching", and the coordinator."""
    press = Press(opened=False)
    assert len(only(OpenRequest, press.effects)) == 1
    assert only(Reply, press.effects) == []
    press.tell(RequestOpened(request("r1"), True))
    assert press.effects == (
        Reply("press", {"request_id": "r1", "expires_at": at(180)}),
        Push("customer", "customer of r1", RequestSearching("r1", at(180))),
        Tell(COORDINATOR, RequestWaiting(request("r1"))),
        Remind(at(180)),
    )


def test_a_second_press_gets_the_request_that_is_open() -> None:
    """Its own actor has nothing left to do."""
    press = Press(opened=False)
    press.tell(RequestOpened(request("r0"), False))
    assert press.effects[0] == Reply("press", {"request_id": "r0", "expires_at": at(180)})
    assert press.effects[1:] == (Stop(),)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [(RequestRefused("session_live"), "session_live"), (EffectFailed("open"), "unavailable")],
)
def test_a_refusal_is_an_answer(outcome: object, code: str) -> None:
    """Refused by a rule, or PostgreSQL is away: the customer is told, in one reply."""
    press = Press(opened=False)
    assert press.tell(outcome) == (Reply("press", Refused(code)), Stop())


@pytest.mark.parametrize(("offered", "reason"), [(False, "no_mitra"), (True, "timeout")])
def test_past_the_waiting_time_the_customer_gets_an_honest_answer(
    offered: bool, reason: str
) -> None:
    """`no_mitra` when nobody was ever offered it, `timeout` otherwise."""
    press = Press()
    if offered:
        press.tell(OffersMade("r1", ("m1", "m2"), None))
    assert press.tell(Woke(), 179) == ()
    (closing,) = only(CloseRequest, press.tell(Woke(), 180))
    assert (closing.state, closing.reason) == ("expired", reason)
    press.tell(RequestClosed("r1", "customer of r1", "expired", reason, True), 180)
    assert press.effects == (
        Tell(COORDINATOR, RequestGone("r1", "expired")),
        Tell(DESK, RequestNews("r1", "customer of r1", "expired", reason)),
        Announce(RequestNews("r1", "customer of r1", "expired", reason)),
        Stop(),
    )


def test_the_end_is_asked_for_until_postgresql_is_there() -> None:
    """The deadline came while PostgreSQL was away: a second later it is asked again."""
    press = Press()
    press.tell(Woke(), 180)
    assert press.tell(EffectFailed("close"), 183) == (Remind(at(184)),)
    assert len(only(CloseRequest, press.tell(Woke(), 184))) == 1


def test_cancelled_by_somebody_the_coordinator_is_told() -> None:
    """The desk has told the customer; the offers have to go."""
    press = Press()
    press.tell(RequestClosed("r1", "customer of r1", "cancelled", "customer", True))
    assert press.effects == (Tell(COORDINATOR, RequestGone("r1", "cancelled")), Stop())


def test_expired_and_won_at_one_moment_the_winner_is_announced() -> None:
    """The deadline finds it accepted, and nobody here knows: the winner is looked for."""
    press = Press()
    press.tell(Woke(), 180)
    press.tell(RequestClosed("r1", "customer of r1", "accepted", None, False), 180)
    assert [type(e) for e in press.effects] == [FindWinner]
    assert press.tell(RequestClosed("r1", "customer of r1", "accepted", None, True)) == (Stop(),)


def test_a_lost_answer_is_looked_into_until_it_is_known() -> None:
    """A second later PostgreSQL is asked who has it; nobody: it waits on."""
    press = Press()
    assert press.tell(ClaimUnsure("r1"), 10) == (Remind(at(11)),)
    assert [type(e) for e in press.tell(Woke(), 11)] == [FindWinner]
    press.tell(EffectFailed("find"), 12)
    assert [type(e) for e in press.tell(Woke(), 13)] == [FindWinner]
    press.tell(NoWinner("r1"), 13)
    assert press.tell(Woke(), 13) == ()
    assert len(only(CloseRequest, press.tell(Woke(), 180))) == 1


def test_an_offer_that_goes_one_by_one_has_a_limit_of_its_own() -> None:
    """The coordinator is told when it has run out, once."""
    press = Press()
    assert press.tell(OffersMade("r1", ("m1",), at(45))) == (Remind(at(45)),)
    assert press.tell(Woke(), 44) == ()
    assert press.tell(Woke(), 45) == (Tell(COORDINATOR, OfferRanOut("r1", "m1")),)
    assert press.tell(Woke(), 46) == ()
