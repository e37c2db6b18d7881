"""News on several ways, doubled, late or lost: each phone hears what it has not heard yet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halobestie.actors.rules import desk, news
from halobestie.actors.rules.news import Told
from halobestie.domain import EndReason, Load, Session
from halobestie.effects import Announce, Claim, Effect, Push, Tell
from halobestie.messages import (
    LoadChanged,
    RequestClosed,
    RequestNews,
    SessionNews,
    SessionOpened,
    SessionStarted,
    SnapshotShown,
)
from tests.rules.stories import NIGHT, at, only, session

PENDING = session(Claim("r1", "m1", "s1", NIGHT))
ACTIVE = replace(PENDING, state="active", version=2, started_at=at(1))
REROUTED = replace(ACTIVE, mitra_id="m2", mitra_name="Bestie m2", version=3)
ENDED = replace(REROUTED, state="ended", version=4, ended_at=at(9))
STORY = (PENDING, ACTIVE, REROUTED, ENDED)


def of(session: Session) -> SessionNews:
    reason: EndReason | None = "mitra" if session.state == "ended" else None
    return SessionNews(session, reason)


class Desk:
    """A node's desk, and what its phones heard."""

    def __init__(self) -> None:
        self.told = Told()
        self.effects: tuple[Effect, ...] = ()

    def tell(self, message: object) -> list[tuple[str, str]]:
        """To whom, and what: a customer by "customer", a mitra by name."""
        _, self.effects = desk.step(self.told, message, NIGHT)
        return [
            (e.account_id if e.role == "mitra" else "customer", e.event.EVENT_TYPE)
            for e in only(Push, self.effects)
        ]


def test_each_step_is_told_once_whichever_way_it_comes() -> None:
    """Committed here, heard from another node, read in PostgreSQL: only the first is news."""
    here = Desk()
    here.tell(SessionOpened(PENDING, Load("m1", 1, 1)))
    assert here.tell(SessionStarted(ACTIVE)) == [
        ("customer", "session.started"),
        ("m1", "session.started"),
    ]
    assert here.tell(of(ACTIVE)) == []
    assert here.tell(of(PENDING)) == [], "late: it is older than what was told"


def test_what_this_node_committed_is_announced_and_what_it_heard_is_not() -> None:
    """News do not go in circles."""
    here, there = Desk(), Desk()
    here.tell(SessionOpened(PENDING, Load("m1", 1, 1)))
    (announced,) = [e.message for e in only(Announce, here.effects)]
    assert there.tell(announced) == [
        ("customer", "request.accepted"),
        ("customer", "session.pending_payment"),
        ("m1", "session.pending_payment"),
    ]
    assert only(Announce, there.effects) == []


def test_the_load_that_comes_with_the_news_is_counted_there() -> None:
    """By the coordinator and the mitra's actor, also when the phones know already."""
    there = Desk()
    for _ in range(2):
        there.tell(SessionNews(PENDING, None, (Load("m1", 1, 4),)))
        assert [e.message for e in only(Tell, there.effects)] == [LoadChanged(Load("m1", 1, 4))] * 2


def test_what_was_lost_in_between_is_made_good() -> None:
    """The first that is heard is "active": the search ends, the session starts."""
    there = Desk()
    told = there.tell(of(ACTIVE))
    assert told[0] == ("customer", "request.accepted")
    assert told[-2:] == [("customer", "session.started"), ("m1", "session.started")]


def test_a_reroute_and_a_start_that_were_both_lost_are_told_in_order() -> None:
    """The customer sees the new bestie, then that it has started; both mitra know whose it is."""
    there = Desk()
    there.tell(of(PENDING))
    told = there.tell(of(REROUTED))
    assert told == [
        ("customer", "session.rerouted"),
        ("customer", "session.started"),
        ("m2", "session.assigned"),
        ("m1", "session.reassigned"),
    ]


def test_a_reroute_away_and_back_that_was_missed_takes_nothing_from_anybody() -> None:
    """m1 had it, and has it: nobody hears "reassigned"."""
    there = Desk()
    there.tell(of(ACTIVE))
    told = there.tell(of(replace(ACTIVE, version=4)))
    assert "session.reassigned" not in [kind for _, kind in told]
    assert ("customer", "session.rerouted") not in told


def test_the_old_mitra_of_a_session_that_was_never_heard_of_loses_it_too() -> None:
    """The reroute itself says who had it."""
    there = Desk()
    told = there.tell(SessionNews(REROUTED, None, (), "m1"))
    assert ("m2", "session.assigned") in told
    assert ("m1", "session.reassigned") in told


def test_what_comes_late_after_the_end_brings_nothing_back() -> None:
    """Ended is the last word."""
    there = Desk()
    for session_ in STORY:
        there.tell(of(session_))
    for session_ in STORY:
        assert there.tell(of(session_)) == []


def test_what_a_snapshot_has_shown_is_not_told_again() -> None:
    """The phone came back and saw it; the news of it is older. When they are the same, they are
    told: the other party may have a phone here, too, which was shown nothing."""
    there = Desk()
    there.tell(SnapshotShown((ACTIVE,)))
    assert there.tell(of(PENDING)) == []
    assert [kind for _, kind in there.tell(of(ACTIVE))] == [
        "request.accepted",
        "session.started",
        "session.started",
    ]
    assert there.tell(of(ACTIVE)) == []
    assert [kind for _, kind in there.tell(of(ENDED))][:1] == ["session.ended"]


def test_a_snapshot_that_is_older_than_what_was_told_takes_nothing_back() -> None:
    """It was read before the news, and came after."""
    there = Desk()
    there.tell(of(PENDING))
    there.tell(of(ACTIVE))
    there.tell(SnapshotShown((PENDING,)))
    assert there.tell(of(ACTIVE)) == []


@pytest.mark.parametrize(
    ("state", "reason", "kind"),
    [
        ("cancelled", "control_center", "request.cancelled"),
        ("cancelled", "customer", "request.cancelled"),
        ("expired", "no_mitra", "request.expired"),
        ("expired", "timeout", "request.expired"),
    ],
)
def test_how_a_request_ended_is_told_once_and_its_actor_learns_it(
    state: str, reason: str, kind: str
) -> None:
    """Closed through another node; the actor, if it is here, ends with it."""
    there = Desk()
    told = RequestNews("r1", "c1", state, reason)  # type: ignore[arg-type]
    assert there.tell(told) == [("customer", kind)]
    closed = RequestClosed("r1", "c1", state, reason, False)  # type: ignore[arg-type]
    assert closed in [e.message for e in only(Tell, there.effects)]
    assert there.tell(told) == []
    assert there.tell(closed) == [], "no actor here: it comes back to the desk, and ends there"
    assert there.effects == ()


def test_a_search_that_began_elsewhere_is_told_where_the_customer_is_now() -> None:
    """Asked on one node, and moved before the answer; the end is still to come."""
    there = Desk()
    searching = RequestNews("r1", "c1", "open", expires_at=at(180))
    assert there.tell(searching) == [("customer", "request.searching")]
    assert there.tell(searching) == []
    assert there.tell(RequestNews("r1", "c1", "expired", "no_mitra")) != []
    assert there.tell(searching) == [], "older news"


def test_an_end_after_the_session_is_known_is_no_news() -> None:
    """Accepted, and told as a session: no word that it is closed."""
    there = Desk()
    there.tell(of(PENDING))
    assert there.tell(RequestNews("r1", "customer of r1", "accepted", None, "m1")) == []
    assert there.tell(RequestNews("r1", "customer of r1", "expired", "timeout")) == []


def test_the_memory_of_what_was_told_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is forgotten first."""
    monkeypatch.setattr(news, "REMEMBERED", 3)
    there = Desk()
    for n in range(10):
        there.tell(of(replace(PENDING, session_id=f"s{n}", request_id=f"r{n}")))
    assert list(there.told.sessions) == ["s7", "s8", "s9"]
    assert list(there.told.requests) == ["r7", "r8", "r9"]


@given(st.lists(st.sampled_from(range(4)), max_size=12))
def test_however_news_come_nobody_hears_a_thing_twice_and_the_last_word_is_true(
    order: list[int],
) -> None:
    """Any order, any losses, any doubles."""
    there = Desk()
    heard = [told for step in order for told in there.tell(of(STORY[step]))]
    assert len(heard) == len(set(heard)), "each phone hears each kind once in this story"
    if order:
        known = there.told.sessions["s1"]
        newest = STORY[max(order)]
        assert (known.state, known.mitra_id) == (newest.state, newest.mitra_id)
    by_customer = [kind for who, kind in heard if who == "customer"]
    way = ["request.accepted", "session.pending_payment", "session.rerouted", "session.ended"]
    places = [way.index(kind) for kind in by_customer if kind in way]
    assert places == sorted(places)
    assert not order or by_customer[:1] == ["request.accepted"], "the search ends first"
    assert (3 in order) == ("session.ended" in by_customer)
