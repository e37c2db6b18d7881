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

from dataclasses import replace
from datetime import datetime, timedelta

from halobestie.actors.rules import period
from halobestie.actors.rules.period import State, Step
from halobestie.domain import OfflineReason, ReplyTo, SocketId
from halobestie.effects import Effect, NoteSeen, Reply, Tell
from halobestie.messages import (
    COORDINATOR,
    EffectFailed,
    EpochBegan,
    HeartbeatSeen,
    LoadChanged,
    MitraArrived,
    MitraDeactivated,
    MitraEdited,
    MitraLeft,
    MitraMoved,
    MitraStands,
    OfflineForced,
    PeriodClosed,
    PeriodLost,
    PeriodOpened,
    PeriodRefused,
    PresenceAsked,
    SettingsChanged,
    WelcomeAsked,
    Woke,
)

__all__ = ["State", "step"]

OUR_PAUSE = timedelta(seconds=2)
"""A reminder that rings later than this was held up by ourselves: nobody's silence."""
WISH_LASTS = timedelta(minutes=15)
"""A wish to be online outlives a lost network by this much; after it, online is pressed again."""


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
            return period.period_opened(state, event, now)
        case PeriodClosed():
            return period.period_closed(state, event)
        case PeriodRefused(_, outcome):
            return period.period_refused(state, outcome, now)
        case PeriodLost(_, period_id):
            return period.lost(state, period_id, now)
        case EpochBegan():
            return period.lost(state, state.period_id or "", now)
        case MitraMoved():
            return period.moved(state)
        case MitraStands():
            return _stands(state, event, now)
        case EffectFailed(effect):
            return period.failed(state, effect, now)
        case Woke():
            return _woke(state, now)
        case LoadChanged(load):
            return replace(state, load=max(state.load, load, key=lambda x: x.version)), ()
        case MitraEdited(_, weight):
            return _weighed(state, weight)
        case SettingsChanged(settings):
            timeout, capacity = settings.presence_timeout_s, settings.max_customers_per_mitra
            state = replace(state, presence_timeout_s=timeout, capacity=capacity)
            return period.watch(state, now) if state.phase == "online" else (state, ())
    return state, ()


# -- signs of life, and their absence -----------------------------------------------------


def _arrived(state: State, arrived: MitraArrived, now: datetime) -> Step:
    profile = arrived.profile
    newest = max(state.load, profile.load, key=lambda x: x.version)
    changed = (newest, profile.weight) != (state.load, state.weight)
    state = replace(
        state,
        socket_id=arrived.socket_id,
        weight=profile.weight,
        load=newest,
        declined=profile.declined,
    )
    if state.last_seen is None:
        state = replace(state, wants_online=profile.wants_online)
    online = state.phase == "online"
    since = state.since if online else None
    told = (Tell(COORDINATOR, period.online(state)),) if online and changed else ()
    state, effects = _seen(state, now)
    opening = state.phase == "opening"
    welcome = WelcomeAsked(state.mitra_id, online, since, newest, arrived.reply_to, opening)
    return state, (*told, Tell(COORDINATOR, welcome), *effects)


def _left(state: State, socket_id: SocketId) -> Step:
    if state.socket_id != socket_id:
        return state, ()
    return period.rest(replace(state, socket_id=None))


def _seen(state: State, now: datetime) -> Step:
    lapsed = state.last_seen is not None and now - state.last_seen > WISH_LASTS
    state = replace(state, last_seen=now, wants_online=state.wants_online and not lapsed)
    if state.phase == "online" and state.period_id:
        return state, (NoteSeen(state.period_id, now),)
    if state.phase == "offline" and state.wants_online:
        return period.open_period(state, now)
    return state, ()


def _woke(state: State, now: datetime) -> Step:
    if state.wake_at is None or now < state.wake_at:
        return state, ()
    late = now - state.wake_at
    state = replace(state, wake_at=None)
    if state.phase == "online" and late > OUR_PAUSE:
        # We were held up, not the mitra: what was sent meanwhile is still to be read.
        return period.remind(state, now + OUR_PAUSE)
    if state.phase == "online":
        return period.watch(state, now)
    if state.phase == "closing" and state.closing:
        return state, (period.close_period(state, *state.closing),)
    if state.phase == "opening" and state.unsure:
        return period.ask_again(state, now)
    return state, ()


# -- wishes -----------------------------------------------------------------------------------


def _asked(state: State, asked: PresenceAsked, now: datetime) -> Step:
    state = replace(state, last_seen=now, replies=(*state.replies, asked.reply_to))
    effects: tuple[Effect, ...] = ()
    if not asked.online:
        state, effects = _end(state, "mitra", now)
    elif state.phase == "offline":
        state, effects = period.open_period(replace(state, wants_online=True), now)
    else:
        state = replace(state, wants_online=True)
    if state.phase != ("online" if asked.online else "offline"):
        return state, effects  # PostgreSQL is being asked: its answer looks at the wish
    return period.answer(state, period.presence(state))


def _forced(state: State, reply_to: ReplyTo | None, now: datetime) -> Step:
    state, effects = _end(state, "control_center", now)
    return state, (*effects, *((Reply(reply_to, {}),) if reply_to else ()))


def _deactivated(state: State, now: datetime) -> Step:
    """The sockets are closed when "offline" could be told, or at once if it was told before."""
    state, effects = _end(state, "deactivated", now)
    return state, (*effects, *(() if state.phase == "closing" else period.shut(state)))


def _end(state: State, reason: OfflineReason, at: datetime) -> Step:
    """Offline by somebody's will. The wish ends with it, also where silence was first."""
    wished = state.wants_online
    state = replace(state, wants_online=False)
    if state.phase == "closing" and state.closing:
        return replace(state, closing=(reason, state.closing[1])), ()
    if state.phase == "offline" and wished and state.period_id:
        state = replace(state, phase="closing", closing=(reason, at))
        return state, (period.close_period(state, reason, at),)
    return period.go_offline(state, reason, at)


def _weighed(state: State, weight: int) -> Step:
    state = replace(state, weight=weight)
    if state.phase != "online":
        return state, ()
    return state, (Tell(COORDINATOR, period.online(state)),)


# -- reconciling ------------------------------------------------------------------------------


def _stands(state: State, row: MitraStands, now: datetime) -> Step:
    """What PostgreSQL has, and no message has told. What is being asked just now is left alone."""
    effects: tuple[Effect, ...] = ()
    if row.load.version > state.load.version:
        state, effects = replace(state, load=row.load), (Tell(COORDINATOR, LoadChanged(row.load)),)
    if row.weight != state.weight:
        state, told = _weighed(state, row.weight)
        effects += told
    state, told = _presence_stands(state, row, now)
    return state, (*effects, *told)


def _presence_stands(state: State, row: MitraStands, now: datetime) -> Step:
    if not row.active and (state.phase == "online" or state.wants_online):
        return _deactivated(state, now)
    if state.phase == "online" and state.period_id == row.period_id and row.here:
        return _end(state, "control_center", now) if not row.wants_online else (state, ())
    if not row.settled:
        return state, ()
    if row.period_id is not None and not row.here and state.phase != "closing":
        return period.found_elsewhere(state)
    if state.phase == "online" and row.period_id != state.period_id:
        return period.lost(state, state.period_id or "", now)
    if state.phase == "offline" and row.here and row.period_id is not None:
        return period.left_open(state, row.period_id, now)
    return state, ()
