"""A mitra's presence when others have changed it: epochs, other nodes, and what PostgreSQL says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halobestie.actors.rules import mitra
from halobestie.domain import Load, MitraProfile
from halobestie.effects import (
    ClosePeriod,
    CloseSockets,
    Effect,
    OpenPeriod,
    Push,
    Remind,
    Reply,
    Stop,
    Tell,
)
from halobestie.errors import Refused
from halobestie.messages import (
    EffectFailed,
    EpochBegan,
    HeartbeatSeen,
    LoadChanged,
    MitraArrived,
    MitraMoved,
    MitraOffline,
    MitraOnline,
    MitraStands,
    PeriodClosed,
    PeriodLost,
    PeriodOpened,
    PeriodRefused,
    PresenceAsked,
    Woke,
)
from tests.rules.stories import at, only

HERE = MitraStands("m1", True, 2, True, Load("m1", 1, 7), "p1", here=True, settled=True)
"""As PostgreSQL has a mitra who is online here, and who is known here to be."""


class Phone:
    """One mitra's actor on one node, driven message by message."""

    def __init__(self, wants_online: bool = False) -> None:
        self.state = mitra.State("m1", 90, 3, Load("m1", 0, -1))
        self.effects: tuple[Effect, ...] = ()
        profile = MitraProfile("m1", 2, wants_online, Load("m1", 1, 7), ("r-no",))
        self.tell(MitraArrived(profile, "socket-1", "hello"), 0)

    def tell(self, message: object, seconds: float) -> tuple[Effect, ...]:
        self.state, self.effects = mitra.step(self.state, message, at(seconds))
        return self.effects

    def to_coordinator(self) -> list[type]:
        return [type(e.message) for e in only(Tell, self.effects)]

    def pushed(self) -> list[tuple[bool, str]]:
        """`presence.changed`: online, reason."""
        return [(e.event.online, e.event.reason) for e in only(Push, self.effects)]  # type: ignore[union-attr]


def online() -> Phone:
    """Online here since second 0, with the period p1."""
    phone = Phone()
    phone.tell(PresenceAsked("m1", True, "go"), 0)
    phone.tell(PeriodOpened("m1", "p1", at(0)), 0)
    return phone


# -- a new epoch, and periods that others closed --------------------------------------------------


@pytest.mark.parametrize("news", [EpochBegan(), PeriodLost("m1", "p1")])
def test_a_period_that_others_closed_is_asked_for_again(news: object) -> None:
    """The mitra is still there: a new period, and the coordinator hears of it when it stands."""
    phone = online()
    phone.tell(news, 10)
    assert [type(e) for e in phone.effects] == [OpenPeriod]
    phone.tell(PeriodOpened("m1", "p2", at(10)), 11)
    assert phone.to_coordinator() == [MitraOnline]
    assert phone.pushed() == [(True, "mitra")]


def test_who_was_silent_for_too_long_is_not_put_online_by_a_new_epoch() -> None:
    """The period ends where the silence began."""
    phone = online()
    phone.tell(HeartbeatSeen("m1"), 5)
    phone.tell(EpochBegan(), 200)
    (close,) = only(ClosePeriod, phone.effects)
    assert (close.reason, close.at) == ("heartbeat_lost", at(5))
    assert phone.to_coordinator() == [MitraOffline]


def test_the_loss_of_an_older_period_is_no_news() -> None:
    """It was lost, and asked for again, before."""
    phone = online()
    assert phone.tell(PeriodLost("m1", "p0"), 10) == ()


def test_a_new_epoch_puts_nobody_online_who_is_not() -> None:
    """Offline by will stays offline."""
    phone = Phone()
    assert phone.tell(EpochBegan(), 10) == ()


def test_refused_for_an_old_epoch_it_is_asked_again_a_second_later() -> None:
    """The node joins again by itself; the mitra hears a retryable error meanwhile."""
    phone = Phone()
    phone.tell(PresenceAsked("m1", True, "go"), 1)
    phone.tell(PeriodRefused("m1", "stale_epoch"), 2)
    assert only(Reply, phone.effects) == [Reply("go", Refused("unavailable"))]
    assert only(Remind, phone.effects) == [Remind(at(3))]
    assert phone.state.wants_online
    phone.tell(Woke(), 3)
    assert len(only(OpenPeriod, phone.effects)) == 1
    phone.tell(PeriodOpened("m1", "p2", at(3)), 4)
    assert phone.to_coordinator() == [MitraOnline]


# -- another node has the mitra -------------------------------------------------------------------


def test_who_moved_to_another_node_leaves_the_line_here_and_no_period_is_closed() -> None:
    """The period went along; a command that still waits is answered."""
    phone = online()
    phone.tell(MitraMoved("m1"), 10)
    assert phone.to_coordinator() == [MitraOffline]
    assert [type(e) for e in phone.effects] == [Tell, Stop]
    asking = Phone()
    asking.tell(PresenceAsked("m1", True, "go"), 1)
    asking.tell(MitraMoved("m1"), 2)
    assert only(Reply, asking.effects) == [Reply("go", Refused("unavailable"))]


def test_a_period_that_postgresql_has_elsewhere_is_given_up_when_it_stays_there() -> None:
    """Once may be a moment in between; twice the same is how it is."""
    phone = online()
    elsewhere = replace(HERE, period_id="p2", here=False, settled=False)
    assert phone.tell(elsewhere, 10) == ()
    phone.tell(replace(elsewhere, settled=True), 15)
    assert phone.to_coordinator() == [MitraOffline]
    assert (only(Stop, phone.effects), only(ClosePeriod, phone.effects)) == ([Stop()], [])


def test_a_period_that_is_closed_in_postgresql_is_opened_again_when_it_stays_so() -> None:
    """The node was taken for lost, and has not noticed."""
    phone = online()
    closed = replace(HERE, period_id=None, here=False, settled=False)
    assert phone.tell(closed, 10) == ()
    phone.tell(replace(closed, settled=True), 15)
    assert [type(e) for e in phone.effects] == [OpenPeriod]


def test_a_period_of_ours_that_nobody_knows_of_is_taken_up_or_closed() -> None:
    """The answer of its opening was lost, and given up: by the wish it goes on, or ends."""
    wishing = Phone()
    wishing.tell(PresenceAsked("m1", True, "go"), 1)
    wishing.tell(EffectFailed(only(OpenPeriod, wishing.effects)[0]), 2)
    wishing.state = replace(wishing.state, phase="offline", unsure=False)
    wishing.tell(HERE, 10)
    assert [type(e) for e in wishing.effects] == [OpenPeriod]
    gone = Phone()
    gone.tell(replace(HERE, wants_online=False), 20)
    (close,) = only(ClosePeriod, gone.effects)
    assert (close.period_id, close.reason) == ("p1", "heartbeat_lost")
    gone.tell(PeriodClosed("m1", "p1", "heartbeat_lost"), 21)
    assert gone.state.phase == "offline"


# -- what staff did through another node, and its message was lost --------------------------------


def test_a_deactivation_that_was_not_heard_of_is_found() -> None:
    """At once, not when it has settled: offline, told why, and the socket closes with 4503."""
    phone = online()
    phone.tell(replace(HERE, active=False, period_id=None, settled=False), 10)
    assert phone.to_coordinator() == [MitraOffline]
    (close,) = only(ClosePeriod, phone.effects)
    phone.tell(PeriodClosed("m1", close.period_id, "deactivated"), 11)
    assert phone.pushed() == [(False, "deactivated")]
    assert only(CloseSockets, phone.effects) == [CloseSockets("mitra", "m1", 4503)]


def test_a_forced_offline_that_was_not_heard_of_is_found() -> None:
    """The wish is gone in PostgreSQL: the period ends, by the control center."""
    phone = online()
    phone.tell(replace(HERE, wants_online=False), 10)
    (close,) = only(ClosePeriod, phone.effects)
    assert close.reason == "control_center"
    phone.tell(PeriodClosed("m1", "p1", "control_center"), 11)
    assert phone.pushed() == [(False, "control_center")]
    phone.tell(HeartbeatSeen("m1"), 12)
    assert only(OpenPeriod, phone.effects) == [], "no sign of life overrides it"


def test_weight_and_load_that_were_not_heard_of_are_taken_over() -> None:
    """The coordinator hears both; what is older than known is left aside."""
    phone = online()
    phone.tell(replace(HERE, weight=9, load=Load("m1", 3, 8)), 10)
    assert phone.to_coordinator() == [LoadChanged, MitraOnline]
    told = only(Tell, phone.effects)[1].message
    assert isinstance(told, MitraOnline)
    assert (told.weight, told.load) == (9, Load("m1", 3, 8))
    phone.tell(replace(HERE, weight=9, load=Load("m1", 0, 5)), 15)
    assert phone.effects == ()


def test_when_all_is_as_it_should_be_nothing_happens() -> None:
    """Every five seconds, for every mitra: no effect at all."""
    assert online().tell(HERE, 10) == ()
    offline = replace(HERE, wants_online=False, period_id=None, here=False)
    assert Phone().tell(offline, 10) == ()


@pytest.mark.parametrize("here", [True, False])
def test_what_is_being_asked_just_now_is_left_alone(here: bool) -> None:
    """The row was read while PostgreSQL answers: its answer comes."""
    phone = online()
    phone.tell(PresenceAsked("m1", False, "stop"), 9)
    assert phone.tell(replace(HERE, here=here), 10) == ()
    phone.tell(PeriodClosed("m1", "p1", "mitra"), 11)
    assert phone.pushed() == [(False, "mitra")]


def test_the_nos_that_were_said_elsewhere_are_brought_along() -> None:
    """The coordinator hears them with "online"."""
    phone = online()
    told = phone.state.declined
    assert told == ("r-no",)
    phone.tell(EpochBegan(), 5)
    phone.tell(PeriodOpened("m1", "p2", at(5)), 5)
    (message,) = [e.message for e in only(Tell, phone.effects)]
    assert isinstance(message, MitraOnline)
    assert message.declined == ("r-no",)
