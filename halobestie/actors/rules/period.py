"""A mitra's online period: opened, watched for silence, closed. A part of the mitra's rules.

What PostgreSQL could not be asked is asked again until it answers: it may be committed all the
same. Whoever waits to go online hears a retryable error meanwhile. An answer that is none to the
present question (the same was asked twice, and was answered before) changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from halobestie.domain import Load, MitraId, OfflineReason, PeriodId, ReplyTo, RequestId, SocketId
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
from halobestie.events import PresenceChanged
from halobestie.messages import (
    COORDINATOR,
    Key,
    MitraOffline,
    MitraOnline,
    PeriodClosed,
    PeriodOpened,
)

DEACTIVATED = 4503
GOING_AWAY = 4001
RETRY = timedelta(seconds=1)

Told = Literal["mitra", "heartbeat_lost", "control_center", "deactivated"]


@dataclass(frozen=True, slots=True)
class State:
    mitra_id: MitraId
    presence_timeout_s: int
    capacity: int
    load: Load
    weight: int = 1
    declined: tuple[RequestId, ...] = ()
    """Open requests that were declined before this node knew the mitra."""
    wants_online: bool = False
    phase: Literal["offline", "opening", "online", "closing"] = "offline"
    period_id: PeriodId | None = None
    since: datetime | None = None
    last_seen: datetime | None = None
    socket_id: SocketId | None = None
    replies: tuple[ReplyTo, ...] = ()
    """Commands that are answered when PostgreSQL has answered."""
    closing: tuple[OfflineReason, datetime] | None = None
    unsure: bool = False
    """The answer of OpenPeriod was lost: it is open or it is not, and must be asked again."""
    wake_at: datetime | None = None
    """When the reminder rings that is already set; earlier ones are not set twice."""


Step = tuple[State, tuple[Effect, ...]]


def watch(state: State, now: datetime) -> Step:
    """Is it silent for too long? If not, look again when it could be."""
    deadline = (state.last_seen or now) + timedelta(seconds=state.presence_timeout_s)
    if now < deadline:
        return remind(state, deadline)
    return go_offline(state, "heartbeat_lost", state.last_seen or now)


def remind(state: State, at: datetime) -> Step:
    if state.wake_at is not None and state.wake_at <= at:
        return state, ()
    return replace(state, wake_at=at), (Remind(at),)


def open_period(state: State, now: datetime) -> Step:
    return replace(state, phase="opening", unsure=False), (open_effect(state, now),)


def open_effect(state: State, now: datetime) -> OpenPeriod:
    return OpenPeriod(state.mitra_id, now, Key("mitra", state.mitra_id))


def period_opened(state: State, opened: PeriodOpened, now: datetime) -> Step:
    if state.phase != "opening":
        return state, ()
    again = (state.period_id, state.since) == (opened.period_id, opened.since)
    state = replace(state, phase="online", period_id=opened.period_id, since=opened.since)
    if not state.wants_online:
        return go_offline(state, "mitra", now)
    state, replies = answer(state, presence(state))
    state, watching = watch(state, now)
    told = () if again else (_push(state, True, "mitra"),)
    return state, (*replies, *told, Tell(COORDINATOR, online(state)), *watching)


def online(state: State) -> MitraOnline:
    return MitraOnline(state.mitra_id, state.weight, state.load, state.declined)


def lost(state: State, period_id: PeriodId, now: datetime) -> Step:
    """Others closed it, or the node's epoch did: asked for again, if the mitra is still there."""
    if state.phase != "online" or state.period_id != period_id:
        return state, ()
    if state.socket_id is None:
        # Perhaps they are online elsewhere by now: it is theirs to come back.
        return rest_offline(state)
    seen = state.last_seen or now
    if now - seen < timedelta(seconds=state.presence_timeout_s):
        return open_period(state, now)
    state, ended = go_offline(state, "heartbeat_lost", seen)
    return state, ended


def ask_again(state: State, now: datetime) -> Step:
    """Whether it was opened is not known. Whoever has left meanwhile may be online elsewhere, and
    what was opened here in their name is found by reconciling."""
    if state.wants_online and state.socket_id is None:
        return rest_offline(state)
    return open_period(state, now)


def rest_offline(state: State) -> Step:
    """Nothing here is open any more, or it is found and closed by reconciling."""
    state, replies = answer(replace(state, phase="offline", since=None), Refused("unavailable"))
    state, resting = rest(state)
    return state, (*replies, Tell(COORDINATOR, MitraOffline(state.mitra_id)), *resting)


def left_open(state: State, period_id: PeriodId, now: datetime) -> Step:
    """It is open in our name, and nobody here knows of it: the answer was lost, and given up."""
    if state.wants_online and state.socket_id is not None:
        return open_period(state, now)
    seen = state.last_seen or now
    state = replace(state, phase="closing", period_id=period_id, closing=("heartbeat_lost", seen))
    return state, (close_period(state, "heartbeat_lost", seen),)


def moved(state: State) -> Step:
    """The presence is on another node now, with the period: nothing here is to be closed."""
    state, replies = answer(state, Refused("unavailable"))
    return state, (*replies, Tell(COORDINATOR, MitraOffline(state.mitra_id)), Stop())


def found_elsewhere(state: State) -> Step:
    """No message said that they moved, so it is not known which socket is the newer one: whoever
    has one here is asked to come back, and is the newest then."""
    here = state.socket_id is not None
    closing = (CloseSockets("mitra", state.mitra_id, GOING_AWAY),) if here else ()
    state, effects = moved(state)
    return state, (*effects, *closing)


def go_offline(state: State, reason: OfflineReason, at: datetime) -> Step:
    if state.phase != "online":
        return state, ()
    state = replace(state, phase="closing", closing=(reason, at))
    return state, (
        Tell(COORDINATOR, MitraOffline(state.mitra_id)),
        close_period(state, reason, at),
    )


def close_period(state: State, reason: OfflineReason, at: datetime) -> ClosePeriod:
    owner = Key("mitra", state.mitra_id)
    return ClosePeriod(state.period_id or "", state.mitra_id, reason, at, owner)


def period_closed(state: State, closed: PeriodClosed) -> Step:
    reason = closed.reason
    if state.phase != "closing" or closed.period_id != state.period_id:
        return state, ()
    if state.closing and state.closing[0] != reason:
        # Silence was first, a will came after it: that is written as well.
        return state, (close_period(state, *state.closing),)
    since_closing = state.last_seen if state.closing is None else state.closing[1]
    state = replace(state, phase="offline", since=None, closing=None)
    told: Told = "heartbeat_lost" if reason == "node_lost" else reason
    pushed = _push(state, False, told)
    if state.wants_online and state.last_seen and state.last_seen != since_closing:
        # Switched on again, or heard again, while PostgreSQL was closing the period.
        state, opening = open_period(state, state.last_seen)
        return state, (pushed, *opening)
    state, replies = answer(state, presence(state))
    state, resting = rest(state)
    shutting = shut(state) if reason == "deactivated" else ()
    return state, (*replies, pushed, *shutting, *resting)


def shut(state: State) -> tuple[Effect, ...]:
    return (CloseSockets("mitra", state.mitra_id, DEACTIVATED),)


def period_refused(state: State, outcome: str, now: datetime) -> Step:
    if outcome == "stale_epoch":
        # This node was taken for lost. It joins again within seconds, and then it is asked again.
        return failed(state, open_effect(state, now), now)
    state = replace(state, phase="offline", wants_online=False)
    state, replies = answer(state, Refused("mitra_inactive"))
    state, resting = rest(state)
    # Where it was asked for again, the coordinator still believes in them.
    return state, (*replies, Tell(COORDINATOR, MitraOffline(state.mitra_id)), *resting)


def failed(state: State, effect: object, now: datetime) -> Step:
    """PostgreSQL could not be asked, or its answer was lost: ask again a second later."""
    if isinstance(effect, OpenPeriod) and state.phase == "opening":
        state, replies = answer(replace(state, unsure=True), Refused("unavailable"))
        state, again = remind(state, now + RETRY)
        return state, (*replies, *again)
    if isinstance(effect, ClosePeriod) and state.phase == "closing":
        state, again = remind(state, now + RETRY)
        closed = shut(state) if state.closing and state.closing[0] == "deactivated" else ()
        return state, (*again, *closed)
    return state, ()


# -- answers -----------------------------------------------------------------------------------


def presence(state: State) -> dict[str, object]:
    return {"online": state.phase == "online", "since": state.since}


def answer(state: State, result: object) -> Step:
    replies = tuple(Reply(reply_to, result) for reply_to in state.replies)
    return replace(state, replies=()), replies


def _push(state: State, online: bool, reason: Told) -> Push:
    changed = PresenceChanged(online, state.since, reason, state.capacity, state.load.sessions)
    return Push("mitra", state.mitra_id, changed)


def rest(state: State) -> Step:
    """Offline and nobody connected: there is nothing left to keep."""
    done = state.phase == "offline" and state.socket_id is None
    return state, (Stop(),) if done else ()
