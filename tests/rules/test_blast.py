"""Blast: everybody available at once, the first accept wins, everyone else is told."""

from __future__ import annotations

import pytest

from halobestie.domain import Load
from halobestie.effects import Claim, RecordOffers, Tell
from halobestie.messages import (
    ClaimUnsure,
    EffectFailed,
    LoadChanged,
    MitraOffline,
    OfferDeclined,
    RequestClosed,
    RequestGone,
    SessionOpened,
    SettingsChanged,
    WelcomeAsked,
)
from tests.rules.stories import Room, at, only, request, settings


def test_everybody_with_room_is_offered_at_once() -> None:
    """Two have room, one is full: two see it, and the ledger says why one was skipped."""
    room = Room(maximum=3)
    room.online("m1", "m2")
    room.online("m3", sessions=3)
    room.waits(request("r1"))
    assert room.offered() == [("r1", ("m1", "m2"))]
    lines = [(e.outcome, e.reason, e.mitra_ids) for e in only(RecordOffers, room.effects)]
    assert lines == [("offered", None, ("m1", "m2")), ("skipped", "at_capacity", ("m3",))]


def test_the_first_accept_is_claimed_and_the_others_wait_behind_it() -> None:
    """Three taps: one claim; nobody is answered before PostgreSQL has answered."""
    room = Room()
    room.online("m1", "m2", "m3")
    room.waits(request("r1"))
    room.accepts("m2")
    assert room.claim().mitra_id == "m2"
    assert room.accepts("m1") == ()
    assert room.accepts("m3") == ()


def test_when_the_claim_is_won_everybody_is_told() -> None:
    """The winner gets the session; who tapped later gets `offer_taken`; the rest see it go."""
    room = Room()
    room.online("m1", "m2", "m3")
    room.waits(request("r1"))
    room.accepts("m2")
    claim = room.claim()
    room.accepts("m1")
    room.wins(claim)
    assert room.answers() == {"m2 about r1": "ok", "m1 about r1": "offer_taken"}
    assert room.withdrawn() == {"m1": "taken", "m3": "taken"}
    told = [e.message for e in only(Tell, room.effects)]
    assert any(isinstance(m, SessionOpened) for m in told)
    assert any(isinstance(m, RequestClosed) and m.state == "accepted" for m in told)


def test_a_late_tap_is_answered() -> None:
    """After the end: the loser is told `taken` from memory; the winner gets the session as it is
    now, which PostgreSQL knows, and which may be over."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.accepts("m1")
    room.wins(room.claim())
    room.accepts("m2", tap=" again")
    assert (room.answers(), only(Claim, room.effects)) == ({"m2 about r1 again": "offer_taken"}, [])
    room.accepts("m1", tap=" again")
    assert room.answers() == {}
    room.wins(room.claim())
    assert room.answers() == {"m1 about r1 again": "ok"}


def test_two_taps_of_one_mitra_are_one_claim() -> None:
    """The second tap waits for the answer of the first, and gets the same."""
    room = Room()
    room.online("m1")
    room.waits(request("r1"))
    room.accepts("m1")
    claim = room.claim()
    assert room.accepts("m1", tap=" again") == ()
    room.wins(claim)
    assert room.answers() == {"m1 about r1": "ok", "m1 about r1 again": "ok"}


@pytest.mark.parametrize(
    ("reason", "code"), [("at_capacity", "at_capacity"), ("inactive", "not_online")]
)
def test_when_the_claim_is_lost_the_next_in_the_queue_is_claimed(reason: str, code: str) -> None:
    """The first may not have it after all: the second is not lost for it."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.accepts("m1")
    claim = room.claim()
    room.accepts("m2")
    room.loses(claim, reason)
    assert room.answers() == {"m1 about r1": code}
    assert room.claim().mitra_id == "m2"


def test_a_lost_answer_of_postgresql_is_said_and_looked_into() -> None:
    """The mitra hears `unavailable`, the request goes on, and somebody finds out who has it."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.accepts("m1")
    claim = room.claim()
    room.tell(EffectFailed(claim))
    assert room.answers() == {"m1 about r1": "unavailable"}
    assert any(isinstance(e.message, ClaimUnsure) for e in only(Tell, room.effects))
    room.accepts("m1", tap=" again")
    assert room.claim().mitra_id == "m1"


def test_a_winner_found_later_is_announced_like_any_other() -> None:
    """The commit was there, only its answer was lost: the losers and the customer are told."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.accepts("m1")
    claim = room.claim()
    room.tell(EffectFailed(claim))
    room.accepts("m2")
    second = room.claim()
    room.wins(claim)
    assert room.withdrawn() == {"m2": "taken"}
    room.loses(second, "taken")
    assert room.answers() == {"m2 about r1": "offer_taken"}


def test_an_accept_in_flight_fills_a_place() -> None:
    """With one place left a second accept is refused, and nothing new is offered meanwhile."""
    room = Room(maximum=1)
    room.online("m1")
    room.waits(request("r1"))
    room.waits(request("r2"))
    room.accepts("m1", "r1")
    claim = room.claim()
    room.accepts("m1", "r2")
    assert room.answers() == {"m1 about r2": "at_capacity"}
    room.waits(request("r3"))
    assert room.offered() == []
    room.loses(claim, "closed")
    assert room.offered() == [("r3", ("m1",))]


def test_a_mitra_who_is_full_loses_the_other_offers() -> None:
    """The last place is taken by r1: r2 goes off the screen, and comes back when there is room."""
    room = Room(maximum=1)
    room.online("m1")
    room.waits(request("r1"))
    room.waits(request("r2"))
    room.accepts("m1", "r1")
    room.wins(room.claim(), sessions=1, version=2)
    assert room.withdrawn() == {"m1": "at_capacity"}
    room.accepts("m1", "r2")
    assert room.answers() == {"m1 about r2": "at_capacity"}, "the tap crossed the withdrawal"
    room.tell(LoadChanged(Load("m1", 0, 3)))
    assert room.offered() == [("r2", ("m1",))]


def test_late_news_about_a_load_is_left_aside() -> None:
    """An older count than the one that is known changes nothing."""
    room = Room(maximum=1)
    room.online("m1", sessions=0)
    room.tell(LoadChanged(Load("m1", 1, 5)))
    room.tell(LoadChanged(Load("m1", 0, 4)))
    room.waits(request("r1"))
    assert room.offered() == []


def test_who_comes_online_is_offered_what_waits_oldest_first() -> None:
    """Nobody was there for three requests; the first mitra sees them in the order of their age."""
    room = Room()
    for name in ("r1", "r2", "r3"):
        room.waits(request(name))
        assert room.offered() == []
    room.online("m1")
    assert [request_id for request_id, _ in room.offered()] == ["r1", "r2", "r3"]


def test_a_decliner_is_not_asked_again() -> None:
    """Declined, offline, online again: the same request does not come back."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.tell(OfferDeclined("r1", "m1", "d1"))
    assert room.answers() == {"d1": "ok"}
    room.tell(OfferDeclined("r1", "m1", "d2"))
    assert room.answers() == {"d2": "ok"}, "declining twice is declining once"
    room.tell(MitraOffline("m1"))
    room.online("m1")
    assert room.offered() == []
    room.accepts("m1")
    assert room.answers() == {"m1 about r1": "offer_not_found"}


@pytest.mark.parametrize("end", ["cancelled", "expired"])
def test_when_the_request_ends_every_screen_is_cleared(end: str) -> None:
    """Everyone sees it go, and a late tap is answered `offer_closed`."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.tell(RequestGone("r1", end))  # type: ignore[arg-type]
    assert room.withdrawn() == {"m1": end, "m2": end}
    room.accepts("m1")
    assert room.answers() == {"m1 about r1": "offer_closed"}


def test_a_cancel_beside_a_claim_in_flight_leaves_nobody_without_an_answer() -> None:
    """The queue is answered at once, the one in flight when PostgreSQL has answered."""
    room = Room(maximum=1)
    room.online("m1", "m2")
    room.waits(request("r1"))
    room.accepts("m1")
    claim = room.claim()
    room.accepts("m2")
    room.tell(RequestGone("r1", "cancelled"))
    assert room.answers() == {"m2 about r1": "offer_closed"}
    room.loses(claim, "closed")
    assert room.answers() == {"m1 about r1": "offer_closed"}
    room.waits(request("r2"))
    assert room.offered() == [("r2", ("m1", "m2"))] or room.offered() == [("r2", ("m2", "m1"))]


def test_offline_takes_the_offers_away() -> None:
    """Who switches off sees the offers go, and can accept nothing."""
    room = Room()
    room.online("m1")
    room.waits(request("r1"))
    room.tell(MitraOffline("m1"))
    assert room.withdrawn() == {"m1": "offline"}
    room.accepts("m1")
    assert room.answers() == {"m1 about r1": "not_online"}


def test_an_unknown_request_is_asked_of_postgresql() -> None:
    """After a restart the memory is empty: the true answer is in PostgreSQL."""
    room = Room()
    room.accepts("m1", "r9")
    claim = room.claim()
    room.loses(claim, "taken")
    assert room.answers() == {"m1 about r9": "offer_taken"}


def test_a_smaller_maximum_governs_the_next_pairing() -> None:
    """Above the new maximum nothing is offered; below it again, it is."""
    room = Room(maximum=3)
    room.online("m1", sessions=2)
    room.tell(SettingsChanged(settings(maximum=1)))
    room.waits(request("r1"))
    assert room.offered() == []
    room.tell(LoadChanged(Load("m1", 1, 2)))
    assert room.offered() == []
    room.tell(LoadChanged(Load("m1", 0, 3)))
    assert room.offered() == [("r1", ("m1",))]


def test_the_snapshot_has_every_offer_on_the_screen() -> None:
    """Who reconnects is shown the offers that are still open, oldest first."""
    room = Room()
    room.online("m1")
    room.waits(request("r1"))
    room.now = at(3)
    room.waits(request("r2", born=3))
    room.tell(RequestGone("r1", "expired"))
    room.tell(WelcomeAsked("m1", True, at(0), Load("m1", 0, 1), "hello"))
    welcome = room.effects[0].result  # type: ignore[union-attr]
    assert [(o.request_id, o.offered_at) for o in welcome.offers] == [("r2", at(3))]  # type: ignore[union-attr]
