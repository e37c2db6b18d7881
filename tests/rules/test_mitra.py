"""Presence: what the mitra wants is kept apart from what the server observes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halobestie.actors.rules import mitra
from halobestie.domain import Load, MitraProfile
from halobestie.effects import (
    ClosePeriod,
    CloseSockets,
    Effect,
    NoteSeen,
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
    HeartbeatSeen,
    Key,
    LoadChanged,
    MitraArrived,
    MitraDeactivated,
    MitraLeft,
    MitraOffline,
    MitraOnline,
    OfflineForced,
    PeriodClosed,
    PeriodOpened,
    PeriodRefused,
    PresenceAsked,
    SettingsChanged,
    WelcomeAsked,
    Woke,
)
from tests.rules.stories import at, only, settings


class Phone:
    """One mitra's actor, driven message by message."""

    def __init__(self, wants_online: bool = False) -> None:
        self.state = mitra.State("m1", 90, 3, Load("m1", 0, -1))
        self.seconds = 0.0
        self.effects: tuple[Effect, ...] = ()
        profile = MitraProfile("m1", 2, wants_online, Load("m1", 1, 7))
        self.profile = profile
        self.tell(MitraArrived(profile, "socket-1", "hello"))

    def tell(self, message: object, seconds: float | None = None) -> tuple[Effect, ...]:
        self.seconds = self.seconds if seconds is None else seconds
        self.state, self.effects = mitra.step(self.state, message, at(self.seconds))
        return self.effects

    def goes_online(self, seconds: float = 0) -> None:
        self.tell(PresenceAsked("m1", True, "go"), seconds)
        self.tell(PeriodOpened("m1", "p1", at(seconds)))

    def told(self) -> list[tuple[bool, str]]:
        """`presence.changed` events: online, reason."""
        return [(e.event.online, e.event.reason) for e in only(Push, self.effects)]  # type: ignore[union-attr]

    def to_coordinator(self) -> list[type]:
        return [type(e.message) for e in only(Tell, self.effects)]


def test_online_is_said_only_when_the_period_is_committed() -> None:
    """The switch is pressed; reply, event and the coordinator wait for PostgreSQL."""
    phone = Phone()
    phone.tell(PresenceAsked("m1", True, "go"), 1)
    assert phone.effects == (OpenPeriod("m1", at(1), Key("mitra", "m1")),)
    phone.tell(PeriodOpened("m1", "p1", at(1)))
    (reply,) = only(Reply, phone.effects)
    assert reply == Reply("go", {"online": True, "since": at(1)})
    assert phone.told() == [(True, "mitra")]
    assert phone.to_coordinator() == [MitraOnline]
    assert only(Remind, phone.effects) == [Remind(at(91))]


def test_a_second_press_is_answered_without_postgresql() -> None:
    """Online twice is online once."""
    phone = Phone()
    phone.goes_online()
    phone.tell(PresenceAsked("m1", True, "again"), 5)
    assert only(Reply, phone.effects) == [Reply("again", {"online": True, "since": at(0)})]
    assert only(OpenPeriod, phone.effects) == []


def test_silence_ends_the_period_at_the_last_frame() -> None:
    """Heard at 30 s; at 120 s the period ends, as of 30 s, and the coordinator knows at once."""
    phone = Phone()
    phone.goes_online()
    assert phone.tell(HeartbeatSeen("m1"), 30) == (NoteSeen("p1", at(30)),)
    phone.tell(Woke(), 90)
    assert phone.effects == (Remind(at(120)),), "the reminder was a hint; the deadline decides"
    phone.tell(Woke(), 120)
    (closing,) = only(ClosePeriod, phone.effects)
    assert (closing.reason, closing.at) == ("heartbeat_lost", at(30))
    assert phone.to_coordinator() == [MitraOffline]
    phone.tell(PeriodClosed("m1", "p1", "heartbeat_lost"))
    assert phone.told() == [(False, "heartbeat_lost")]


def test_a_pause_of_the_server_is_nobodys_silence() -> None:
    """The process stood still for a minute: frames that wait are read before anybody is judged."""
    phone = Phone()
    phone.goes_online()
    phone.tell(Woke(), 150)
    assert phone.effects == (Remind(at(152)),)
    phone.tell(HeartbeatSeen("m1"), 150.5)
    phone.tell(Woke(), 152)
    assert phone.effects == (Remind(at(240.5)),)
    phone.tell(Woke(), 240.5)
    assert [c.at for c in only(ClosePeriod, phone.effects)] == [at(150.5)]


def test_a_closed_socket_only_starts_the_same_clock() -> None:
    """The network is lost for a minute: nothing is said, the next socket finds it online."""
    phone = Phone()
    phone.goes_online()
    assert phone.tell(MitraLeft("m1", "socket-1"), 10) == ()
    phone.tell(MitraArrived(phone.profile, "socket-2", "hello again"), 70)
    (welcome,) = [e.message for e in only(Tell, phone.effects)]
    assert isinstance(welcome, WelcomeAsked)
    assert (welcome.online, welcome.since) == (True, at(0))


def test_a_newer_socket_is_not_lost_with_the_older_one() -> None:
    """The older socket's end comes late and means nothing."""
    phone = Phone()
    phone.tell(MitraArrived(phone.profile, "socket-2", "hello again"), 1)
    assert phone.tell(MitraLeft("m1", "socket-1"), 2) == ()
    assert phone.state.socket_id == "socket-2"


def test_a_sign_of_life_brings_back_who_still_wants_to_be_online() -> None:
    """Out of the tunnel after two minutes: online again without a hand."""
    phone = Phone()
    phone.goes_online()
    phone.tell(Woke(), 90)
    phone.tell(PeriodClosed("m1", "p1", "heartbeat_lost"))
    assert len(only(OpenPeriod, phone.tell(HeartbeatSeen("m1"), 120))) == 1


def test_a_wish_from_last_night_is_not_for_this_morning() -> None:
    """After fifteen silent minutes the switch has to be pressed again."""
    phone = Phone()
    phone.goes_online()
    phone.tell(Woke(), 90)
    phone.tell(PeriodClosed("m1", "p1", "heartbeat_lost"))
    assert phone.tell(HeartbeatSeen("m1"), 8 * 3600) == ()


@pytest.mark.parametrize("how", ["pressed", "forced", "deactivated"])
def test_an_explicit_offline_is_never_overridden_by_activity(how: str) -> None:
    """Whatever frame comes afterwards, the mitra stays offline."""
    phone = Phone()
    phone.goes_online()
    event = {
        "pressed": PresenceAsked("m1", False, "off"),
        "forced": OfflineForced("m1", "off"),
        "deactivated": MitraDeactivated("m1"),
    }[how]
    phone.tell(event, 5)
    (closing,) = only(ClosePeriod, phone.effects)
    phone.tell(PeriodClosed("m1", "p1", closing.reason))
    assert phone.tell(HeartbeatSeen("m1"), 20) == ()
    assert phone.state.phase == "offline"


def test_offline_after_silence_ends_the_wish_in_postgresql_too() -> None:
    """Silence was first; the switch is pressed afterwards: no restart brings the mitra back."""
    phone = Phone()
    phone.goes_online()
    phone.tell(Woke(), 90)
    phone.tell(PresenceAsked("m1", False, "off"), 91)
    assert phone.effects == ()
    phone.tell(PeriodClosed("m1", "p1", "heartbeat_lost"))
    assert [(c.period_id, c.reason) for c in only(ClosePeriod, phone.effects)] == [("p1", "mitra")]
    phone.tell(PeriodClosed("m1", "p1", "mitra"))
    assert only(Reply, phone.effects) == [Reply("off", {"online": False, "since": None})]

    later = Phone()
    later.goes_online()
    later.tell(Woke(), 90)
    later.tell(PeriodClosed("m1", "p1", "heartbeat_lost"))
    later.tell(PresenceAsked("m1", False, "off"), 95)
    assert [(c.period_id, c.reason) for c in only(ClosePeriod, later.effects)] == [("p1", "mitra")]


def test_changing_ones_mind_while_postgresql_is_asked() -> None:
    """On, off, on: both presses are answered, the last wish is what counts."""
    phone = Phone()
    phone.tell(PresenceAsked("m1", True, "on"), 1)
    assert phone.tell(PresenceAsked("m1", False, "off"), 2) == ()
    phone.tell(PeriodOpened("m1", "p1", at(1)))
    assert phone.to_coordinator() == [MitraOffline]
    phone.tell(PresenceAsked("m1", True, "on again"), 3)
    phone.tell(PeriodClosed("m1", "p1", "mitra"))
    assert len(only(OpenPeriod, phone.effects)) == 1
    phone.tell(PeriodOpened("m1", "p2", at(4)))
    assert [r.reply_to for r in only(Reply, phone.effects)] == ["on", "off", "on again"]
    assert phone.state.phase == "online"


def test_postgresql_away_is_a_retryable_answer_for_on_and_a_retry_for_off() -> None:
    """Whoever waits to go online hears `unavailable`; both are asked again until it is known."""
    phone = Phone()
    phone.tell(PresenceAsked("m1", True, "on"), 1)
    (opening,) = only(OpenPeriod, phone.effects)
    phone.tell(EffectFailed(opening), 1)
    assert only(Reply, phone.effects) == [Reply("on", Refused("unavailable"))]
    phone.tell(Woke(), 2)
    assert [e.mitra_id for e in only(OpenPeriod, phone.effects)] == ["m1"], "it may be committed"
    phone.goes_online(2)
    phone.tell(PresenceAsked("m1", False, "off"), 10)
    wanted = only(ClosePeriod, phone.effects)
    phone.tell(EffectFailed(wanted[0]), 10)
    phone.tell(Woke(), 11)
    assert only(ClosePeriod, phone.effects) == wanted, "the same period, the same instant"


def test_deactivation_closes_the_socket_once_offline_was_told() -> None:
    """First `presence.changed`, then close code 4503; at once when there is nothing to tell."""
    phone = Phone()
    phone.goes_online()
    phone.tell(MitraDeactivated("m1"), 5)
    assert only(CloseSockets, phone.effects) == []
    phone.tell(PeriodClosed("m1", "p1", "deactivated"))
    kinds = [type(e) for e in phone.effects]
    assert kinds.index(Push) < kinds.index(CloseSockets)
    assert only(CloseSockets, Phone().tell(MitraDeactivated("m1")))[0].code == 4503


def test_an_inactive_mitra_cannot_go_online() -> None:
    """PostgreSQL refuses the period; the wish is gone."""
    phone = Phone()
    phone.tell(PresenceAsked("m1", True, "on"), 1)
    phone.tell(PeriodRefused("m1", "inactive"))
    assert only(Reply, phone.effects) == [Reply("on", Refused("mitra_inactive"))]
    assert not phone.state.wants_online


def test_the_actor_ends_when_offline_and_alone() -> None:
    """Nobody connected and nothing to watch: no trace is kept."""
    phone = Phone()
    assert phone.tell(MitraLeft("m1", "socket-1"), 1) == (Stop(),)
    other = Phone()
    other.goes_online()
    other.tell(MitraLeft("m1", "socket-1"), 10)
    other.tell(Woke(), 90)
    other.tell(PeriodClosed("m1", "p1", "heartbeat_lost"))
    assert Stop() in other.effects


def test_a_restarted_server_takes_the_wish_from_postgresql() -> None:
    """The period ended with the node; the mitra's phone comes back and is online again."""
    assert len(only(OpenPeriod, Phone(wants_online=True).effects)) == 1
    assert only(OpenPeriod, Phone(wants_online=False).effects) == []


def test_settings_change_the_timeout_of_who_is_online() -> None:
    """A shorter timeout rings earlier; a longer one is looked at when the old one rings."""
    phone = Phone()
    phone.goes_online()
    phone.tell(SettingsChanged(settings(presence_timeout_s=30)), 10)
    assert only(Remind, phone.effects) == [Remind(at(30))]
    phone.tell(SettingsChanged(settings(version=3, presence_timeout_s=60)), 11)
    assert only(Remind, phone.effects) == [], "one reminder is enough"
    phone.tell(Woke(), 30)
    assert only(Remind, phone.effects) == [Remind(at(60))]


def test_a_hundred_changes_leave_one_reminder() -> None:
    """However often settings change, a mitra has one reminder set, not a hundred."""
    phone = Phone()
    phone.goes_online()
    set_again = 0
    for n in range(100):
        phone.tell(SettingsChanged(settings(version=n + 2)), 1 + n / 10)
        set_again += len(only(Remind, phone.effects))
    assert set_again == 0


def test_a_load_never_goes_back_in_time() -> None:
    """The newest count stays, in whatever order news arrives."""
    phone = Phone()
    phone.tell(LoadChanged(Load("m1", 3, 9)))
    phone.tell(LoadChanged(Load("m1", 2, 8)))
    assert phone.state.load == Load("m1", 3, 9)


def test_a_rule_leaves_the_state_it_was_given_alone() -> None:
    """The state is frozen: a step gives a new one."""
    phone = Phone()
    before = replace(phone.state)
    mitra.step(phone.state, PresenceAsked("m1", True, "on"), at(1))
    assert phone.state == before
