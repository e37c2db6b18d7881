"""What happened while a snapshot was read: nothing is lost, nothing old comes after newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from halobestie.events import (
    CustomerCard,
    Event,
    MitraSessionStarted,
    OfferNew,
    OfferWithdrawn,
    PresenceChanged,
    SessionEnded,
)
from halobestie.http.asyncapi_examples import EXAMPLES
from halobestie.http.hold import HELD, Hold
from tests.http.ws_house import NOW, WELCOME, uuid_of

OFFER = OfferNew(uuid_of(1), CustomerCard("Langit"), NOW, NOW)
WITHDRAWN = OfferWithdrawn(uuid_of(1), "taken")
STARTED: MitraSessionStarted = EXAMPLES[MitraSessionStarted]
ENDED = SessionEnded(uuid_of(2), "customer")
ONLINE = PresenceChanged(True, NOW, "mitra", 3, 0)
OFFLINE = PresenceChanged(False, None, "control_center", 3, 0)


def holding(*events: Event) -> Hold:
    hold = Hold()
    for event in events:
        assert hold.add(event, event.EVENT_TYPE.encode())
    return hold


def test_events_come_out_in_their_order() -> None:
    """Given events held, when the snapshot is out, then they follow as they came."""
    hold = holding(STARTED, ENDED)

    assert hold.release() == [b"session.started", b"session.ended"]
    assert hold.open
    assert hold.release() == []


def test_what_the_welcome_contains_is_dropped() -> None:
    """Offers and presence from before the welcome are in it; sessions are not."""
    hold = holding(OFFER, ONLINE, STARTED)
    hold.asked()
    hold.add(WITHDRAWN, b"offer.withdrawn")
    hold.add(ENDED, b"session.ended")

    hold.welcomed(WELCOME)

    assert hold.release() == [b"session.started", b"session.ended"]


def test_what_comes_after_the_welcome_stays() -> None:
    """An offer that is pushed after the answer was given is news."""
    hold = holding()
    hold.asked()
    hold.welcomed(WELCOME)
    hold.add(OFFER, b"offer.new")

    assert hold.release() == [b"offer.new"]


def test_a_presence_that_says_something_else_than_the_welcome_stays() -> None:
    """The mitra's actor was asked, then went offline, then the coordinator answered with what the
    actor had said: the change is newer than the answer."""
    hold = holding()
    hold.asked()
    hold.add(ONLINE, b"online")
    hold.add(OFFLINE, b"offline")

    hold.welcomed(WELCOME)

    assert hold.release() == [b"offline"]


def test_a_presence_that_the_welcome_has_already_is_dropped() -> None:
    """The same period in both: said once."""
    hold = holding()
    hold.asked()
    hold.add(ONLINE, b"online")

    hold.welcomed(replace(WELCOME, since=NOW))

    assert hold.release() == []


def test_a_presence_from_before_the_question_is_older_than_the_answer() -> None:
    """Pushed before the actors were asked: the answer knows better, whatever it says."""
    hold = holding(OFFLINE)
    hold.asked()

    hold.welcomed(replace(WELCOME, since=NOW - timedelta(hours=1)))

    assert hold.release() == []


def test_what_is_held_is_bounded() -> None:
    """One event too many is refused, so that the socket comes back for a fresh snapshot."""
    hold = holding(*[ENDED] * HELD)

    assert not hold.add(ENDED, b"one more")
