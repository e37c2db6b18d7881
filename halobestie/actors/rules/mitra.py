"""The rules of one mitra's presence: what is wanted, kept apart from what is observed.

                 PresenceAsked(online) / a sign of life while online is wanted
        offline ─────────────────────────────────────────────▶ opening
           ▲                                                     │ PeriodOpened
           │ PeriodClosed                                        ▼
        closing ◀──────────────────────────────────────────── online
                 PresenceAsked(offline), OfflineForced, MitraDeactivated, silence

The wish can change while PostgreSQL is being asked: when its answer is there, the wish decides what
comes next. Silence is measured from the last frame; a closed socket changes nothing about that. The
coordinator is told "offline" at once, and "online" only when the period is committed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from halobestie.domain import Load, MitraId, OfflineReason, PeriodId, ReplyTo, SocketId
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
from halobestie.events import PresenceChanged
from halobestie.messages import (
    COORDINATOR,
    EffectFailed,
    HeartbeatSeen,
    Key,
    LoadChanged,
    MitraArrived,
    MitraDeactivated,
    MitraEdited,
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

DEACTIVATED = 4503
RETRY = timedelta(seconds=1)
OUR_PAUSE = timedelta(seconds=2)
"""A reminder that rings later than this was held up by ourselves: nobody's silence."""
WISH_LASTS = timedelta(minutes=15)
"""A wish to be online outlives a lost network by this much; after it, online is pressed again."""

Told = Literal["mitra", "heartbeat_lost", "control_center", "deactivated"]


@dataclass(frozen=True, slots=True)
class State:
    mitra_id: MitraId
    presence_timeout_s: int
    capacity: int
    load: Load
    weight: int = 1
    wants_online: bool = False
    phase: Literal["offline", "opening", "online", "closing"] = "offline"
    period_id: PeriodId | None = None
    since: datetime | None = None
    last_seen: datetime | None = None
    socket_id: SocketId | None = None
    replies: tuple[ReplyTo, ...] = ()
    """Commands that are answered when PostgreSQL has answered."""
    closing: tuple[OfflineReason, datetime] | None = None
    wake_at: datetime | None = None
    """When the reminder rings that is already set; earlier ones are not set twice."""


Step = tuple[State, tuple[Effect, ...]]


def step(state: State, event: object, now: datetime) -> Step:
    match event:
        case HeartbeatSeen():
            return _seen(state, now)
        case MitraArrived():
            return _arrived(state, event, now)
        case MitraLeft(_, socket_id):
            return _left(state, socket_id)
        case PresenceAsked():
            return _asked(state, event, now)
        case OfflineForced(_, reply_to):
            return _forced(state, reply_to, now)
        case MitraDeactivated():
            return _deactivated(state, now)
        case PeriodOpened():
            return _opened(state, event, now)
        case PeriodClosed(_, _, reason):
            return _closed(state, reason)
        case PeriodRefused():
            return _refused(state)
        case EffectFailed():
            return _failed(state, now)
        case Woke():
            return _woke(state, now)
        case LoadChanged(load):
            return replace(state, load=max(state.load, load, key=lambda x: x.version)), ()
        case MitraEdited(_, weight):
            return _weighed(state, weight)
        case SettingsChanged(settings):
            timeout, capacity = settings.presence_timeout_s, settings.max_customers_per_mitra
            state = replace(state, presence_timeout_s=timeout, capacity=capacity)
            return _watch(state, now) if state.phase == "online" else (state, ())
    return state, ()


# -- signs of life, and their absence -----------------------------------------------------


def _arrived(state: State, arrived: MitraArrived, now: datetime) -> Step:
    profile = arrived.profile
    newest = max(state.load, profile.load, key=lambda x: x.version)
    state = replace(state, socket_id=arrived.socket_id, weight=profile.weight, load=newest)
    if state.last_seen is None:
        state = replace(state, wants_online=profile.wants_online)
    online = state.phase == "online"
    since = state.since if online else None
    welcome = WelcomeAsked(state.mitra_id, online, since, newest, arrived.reply_to)
    state, effects = _seen(state, now)
    return state, (Tell(COORDINATOR, welcome), *effects)


def _left(state: State, socket_id: SocketId) -> Step:
    if state.socket_id != socket_id:
        return state, ()
    return _rest(replace(state, socket_id=None))


def _seen(state: State, now: datetime) -> Step:
    lapsed = state.last_seen is not None and now - state.last_seen > WISH_LASTS
    state = replace(state, last_seen=now, wants_online=state.wants_online and not lapsed)
    if state.phase == "online" and state.period_id:
        return state, (NoteSeen(state.period_id, now),)
    if state.phase == "offline" and state.wants_online:
        return _open(state, now)
    return state, ()


def _watch(state: State, now: datetime) -> Step:
    """Is it silent for too long? If not, look again when it could be."""
    deadline = (state.last_seen or now) + timedelta(seconds=state.presence_timeout_s)
    if now < deadline:
        return _remind(state, deadline)
    return _go_offline(state, "heartbeat_lost", state.last_seen or now)


def _remind(state: State, at: datetime) -> Step:
    if state.wake_at is not None and state.wake_at <= at:
        return state, ()
    return replace(state, wake_at=at), (Remind(at),)


def _woke(state: State, now: datetime) -> Step:
    if state.wake_at is None or now < state.wake_at:
        return state, ()
    late = now - state.wake_at
    state = replace(state, wake_at=None)
    if state.phase == "online" and late > OUR_PAUSE:
        # We were held up, not the mitra: what was sent meanwhile is still to be read.
        return _remind(state, now + OUR_PAUSE)
    if state.phase == "online":
        return _watch(state, now)
    if state.phase == "closing" and state.closing:
        return state, (_close(state, *state.closing),)
    return state, ()


# -- wishes -----------------------------------------------------------------------------------


def _asked(state: State, asked: PresenceAsked, now: datetime) -> Step:
    settled = "online" if asked.online else "offline"
    state = replace(state, wants_online=asked.online, last_seen=now)
    if state.phase == settled:
        return state, (Reply(asked.reply_to, _presence(state)),)
    state = replace(state, replies=(*state.replies, asked.reply_to))
    if asked.online and state.phase == "offline":
        return _open(state, now)
    if not asked.online and state.phase == "online":
        return _go_offline(state, "mitra", now)
    return state, ()  # the other way is under way: its outcome looks at the wish


def _forced(state: State, reply_to: ReplyTo, now: datetime) -> Step:
    state, effects = _go_offline(replace(state, wants_online=False), "control_center", now)
    return state, (*effects, Reply(reply_to, {}))


def _deactivated(state: State, now: datetime) -> Step:
    """The sockets are closed when "offline" could be told, or at once if it was told before."""
    online = state.phase == "online"
    state, effects = _go_offline(replace(state, wants_online=False), "deactivated", now)
    return state, effects if online else _shut(state)


def _weighed(state: State, weight: int) -> Step:
    state = replace(state, weight=weight)
    if state.phase != "online":
        return state, ()
    return state, (Tell(COORDINATOR, MitraOnline(state.mitra_id, weight, state.load)),)


# -- the period in PostgreSQL ------------------------------------------------------------------


def _open(state: State, now: datetime) -> Step:
    wanted = OpenPeriod(state.mitra_id, now, Key("mitra", state.mitra_id))
    return replace(state, phase="opening"), (wanted,)


def _opened(state: State, opened: PeriodOpened, now: datetime) -> Step:
    state = replace(state, phase="online", period_id=opened.period_id, since=opened.since)
    if not state.wants_online:
        return _go_offline(state, "mitra", now)
    state, replies = _answer(state, _presence(state))
    state, watch = _watch(state, now)
    online = MitraOnline(state.mitra_id, state.weight, state.load)
    return state, (*replies, _push(state, True, "mitra"), Tell(COORDINATOR, online), *watch)


def _go_offline(state: State, reason: OfflineReason, at: datetime) -> Step:
    if state.phase != "online":
        return state, ()
    state = replace(state, phase="closing", closing=(reason, at))
    return state, (
        Tell(COORDINATOR, MitraOffline(state.mitra_id)),
        _close(state, reason, at),
    )


def _close(state: State, reason: OfflineReason, at: datetime) -> ClosePeriod:
    owner = Key("mitra", state.mitra_id)
    return ClosePeriod(state.period_id or "", state.mitra_id, reason, at, owner)


def _closed(state: State, reason: OfflineReason) -> Step:
    since_closing = state.last_seen if state.closing is None else state.closing[1]
    state = replace(state, phase="offline", period_id=None, since=None, closing=None)
    told: Told = "heartbeat_lost" if reason == "node_lost" else reason
    pushed = _push(state, False, told)
    if state.wants_online and state.last_seen and state.last_seen != since_closing:
        # Switched on again, or heard again, while PostgreSQL was closing the period.
        state, opening = _open(state, state.last_seen)
        return state, (pushed, *opening)
    state, replies = _answer(state, _presence(state))
    state, rest = _rest(state)
    closed = _shut(state) if reason == "deactivated" else ()
    return state, (*replies, pushed, *closed, *rest)


def _shut(state: State) -> tuple[Effect, ...]:
    return (CloseSockets("mitra", state.mitra_id, DEACTIVATED),)


def _refused(state: State) -> Step:
    state = replace(state, phase="offline", wants_online=False)
    state, replies = _answer(state, Refused("mitra_inactive"))
    state, rest = _rest(state)
    return state, (*replies, *rest)


def _failed(state: State, now: datetime) -> Step:
    """PostgreSQL could not be asked: going online is given up, going offline is tried again."""
    if state.phase == "closing":
        state, again = _remind(state, now + RETRY)
        shut = _shut(state) if state.closing and state.closing[0] == "deactivated" else ()
        return state, (*again, *shut)
    state, replies = _answer(replace(state, phase="offline"), Refused("unavailable"))
    return state, replies


# -- answers -----------------------------------------------------------------------------------


def _presence(state: State) -> dict[str, object]:
    return {"online": state.phase == "online", "since": state.since}


def _answer(state: State, result: object) -> Step:
    replies = tuple(Reply(reply_to, result) for reply_to in state.replies)
    return replace(state, replies=()), replies


def _push(state: State, online: bool, reason: Told) -> Push:
    changed = PresenceChanged(online, state.since, reason, state.capacity, state.load.sessions)
    return Push("mitra", state.mitra_id, changed)


def _rest(state: State) -> Step:
    """Offline and nobody connected: there is nothing left to keep."""
    done = state.phase == "offline" and state.socket_id is None
    return state, (Stop(),) if done else ()
