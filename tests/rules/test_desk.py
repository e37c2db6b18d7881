"""The desk: what PostgreSQL decided about sessions is told to everyone concerned."""

from __future__ import annotations

from dataclasses import replace

from halobestie import messages
from halobestie.actors.rules import desk
from halobestie.domain import Load
from halobestie.effects import (
    Claim,
    CloseRequest,
    Effect,
    EndSession,
    Push,
    Reply,
    RequestPayment,
    Tell,
)
from halobestie.errors import Refused
from halobestie.messages import (
    CancelAsked,
    EffectFailed,
    EffectRefused,
    LoadChanged,
    PaymentConfirmed,
    RequestClosed,
    RerouteAsked,
    SessionEndAsked,
    SessionOpened,
)
from tests.rules.stories import NIGHT, only, session

SESSION = session(Claim("r1", "m1", "s1", NIGHT))
LOAD = Load("m1", 1, 1)


def decide(message: object, told: desk.Told | None = None) -> tuple[Effect, ...]:
    return desk.step(told or desk.Told(), message, NIGHT)[1]


def pushes(effects: tuple[Effect, ...]) -> list[tuple[str, str, str]]:
    return [(e.role, e.account_id, e.event.EVENT_TYPE) for e in only(Push, effects)]


def test_a_won_claim_is_told_to_both_and_payment_is_asked_for() -> None:
    """ "Bestie ditemukan", then the pending payment, for customer and mitra."""
    effects = decide(SessionOpened(SESSION, LOAD))
    assert pushes(effects) == [
        ("customer", "customer of r1", "request.accepted"),
        ("customer", "customer of r1", "session.pending_payment"),
        ("mitra", "m1", "session.pending_payment"),
    ]
    assert effects[-1] == RequestPayment("s1")


def test_paid_is_asked_of_postgresql_and_started_is_told_to_both() -> None:
    """Nobody reads "started" before it is committed."""
    (start,) = decide(PaymentConfirmed("s1"))
    assert type(start).__name__ == "StartSession"
    assert pushes(decide(messages.SessionStarted(replace(SESSION, state="active", version=2)))) == [
        ("customer", "customer of r1", "request.accepted"),  # nothing was told of it before
        ("customer", "customer of r1", "session.started"),
        ("mitra", "m1", "session.started"),
    ]


def test_who_ends_a_session_is_its_reason() -> None:
    """Customer, mitra, or the control center."""
    asked = [
        SessionEndAsked("s1", "x", customer_id="c1"),
        SessionEndAsked("s1", "x", mitra_id="m1"),
        SessionEndAsked("s1", "x", user_id="u1"),
    ]
    reasons = [e.reason for a in asked for e in only(EndSession, decide(a))]
    assert reasons == ["customer", "mitra", "control_center"]


def test_why_a_user_ends_a_session_goes_with_the_end() -> None:
    """So that it is written in the same transaction."""
    (end,) = only(EndSession, decide(SessionEndAsked("s1", "x", user_id="u1", note="Too long.")))
    assert end.note == "Too long."


def test_an_ended_session_is_told_and_the_place_is_free() -> None:
    """Both parties, the coordinator and the mitra's actor."""
    load = Load("m1", 0, 4)
    ended = replace(SESSION, state="ended", version=3)
    effects = decide(messages.SessionEnded(ended, "customer", load, "end"))
    assert effects[0] == Reply("end", {})
    # Nothing was told of it before: the customer's search ends, and the offer leaves the screen.
    assert [e[2] for e in pushes(effects)] == [
        "request.accepted",
        "session.ended",
        "offer.withdrawn",
        "session.ended",
    ]
    assert [e.message for e in only(Tell, effects)] == [LoadChanged(load)] * 2


def test_a_reroute_is_told_to_all_three() -> None:
    """The customer sees the new bestie, the new mitra gets the session, the old one loses it."""
    loads = (Load("m0", 0, 3), Load("m1", 1, 2))
    rerouted = replace(SESSION, version=2)
    effects = decide(messages.SessionRerouted(rerouted, "m0", loads, "reroute"))
    assert effects[0] == Reply("reroute", rerouted)
    assert pushes(effects) == [
        ("customer", "customer of r1", "session.rerouted"),
        ("mitra", "m1", "session.assigned"),
        ("mitra", "m0", "session.reassigned"),
    ]
    assert len(only(Tell, effects)) == 4


def test_refusals_and_outages_are_answers() -> None:
    """A code of the contract, or `unavailable`."""
    (wanted,) = decide(RerouteAsked("s1", "m2", "u1", None, False, "reroute"))
    assert decide(EffectRefused(wanted, "mitra_full")) == (Reply("reroute", Refused("mitra_full")),)
    assert decide(EffectFailed(wanted)) == (Reply("reroute", Refused("unavailable")),)


def test_a_cancel_is_told_once() -> None:
    """The one that closed it: ok, event, and its actor. Too late: `request_closed`."""
    (wanted,) = only(CloseRequest, decide(CancelAsked("r1", "c1", "customer", "cancel")))
    assert (wanted.customer_id, wanted.state, wanted.reason) == ("c1", "cancelled", "customer")
    done = RequestClosed("r1", "c1", "cancelled", "customer", True, "cancel")
    effects = decide(done)
    assert effects[0] == Reply("cancel", {})
    assert pushes(effects) == [("customer", "c1", "request.cancelled")]
    assert len(only(Tell, effects)) == 1
    late = RequestClosed("r1", "c1", "accepted", None, False, "cancel")
    assert decide(late) == (Reply("cancel", Refused("request_closed")),)
    unknown = RequestClosed("r1", None, None, None, False, "cancel")
    assert decide(unknown) == (Reply("cancel", Refused("request_not_found")),)


def test_no_name_of_the_customer_but_the_chosen_one_reaches_a_mitra() -> None:
    """To a mitra a customer is a display name: no id, nothing else."""
    for push in only(Push, decide(SessionOpened(SESSION, LOAD))):
        if push.role == "mitra":
            assert "customer of r1" not in repr(push.event)
