"""The rules of the desk, one a node: what PostgreSQL alone decides about sessions, told to all.

    SessionOpened ─▶ both: pending_payment ─▶ payment port ─PaymentConfirmed─▶ both: started
    SessionEndAsked, CancelAsked, RerouteAsked ─▶ asked of PostgreSQL ─▶ everyone concerned is told

The desk remembers nothing: its state is None. It also answers for actors that are not here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from halobestie import messages
from halobestie.domain import Load, ReplyTo, Session
from halobestie.effects import (
    CloseRequest,
    Effect,
    EndSession,
    Push,
    Reply,
    RequestPayment,
    Reroute,
    StartSession,
    Tell,
)
from halobestie.errors import Refused
from halobestie.events import (
    CustomerEvent,
    CustomerSessionPendingPayment,
    CustomerSessionStarted,
    MitraCard,
    MitraEvent,
    MitraSessionPendingPayment,
    MitraSessionStarted,
    RequestAccepted,
    RequestCancelled,
    SessionAssigned,
    SessionEnded,
    SessionReassigned,
    SessionRerouted,
    to_customer,
    to_mitra,
)
from halobestie.messages import (
    COORDINATOR,
    DESK,
    CancelAsked,
    EffectFailed,
    EffectRefused,
    Key,
    LoadChanged,
    OfflineForced,
    PaymentConfirmed,
    PresenceAsked,
    RequestClosed,
    RerouteAsked,
    SessionEndAsked,
    SessionOpened,
)

Canceller = Literal["customer", "control_center"]


def step(state: None, event: object, now: datetime) -> tuple[None, tuple[Effect, ...]]:
    return state, _decide(event, now)


def _decide(event: object, now: datetime) -> tuple[Effect, ...]:
    match event:
        case SessionOpened(session):
            return _opened(session)
        case PaymentConfirmed(session_id):
            return (StartSession(session_id, now),)
        case messages.SessionStarted(session):
            return _started(session)
        case SessionEndAsked():
            return (_end(event, now),)
        case messages.SessionEnded():
            return _ended(event)
        case RerouteAsked():
            return (_reroute(event, now),)
        case messages.SessionRerouted():
            return _rerouted(event)
        case CancelAsked():
            return (_cancel(event, now),)
        case RequestClosed():
            return _closed(event)
        case EffectRefused(effect, code):
            return _reply(getattr(effect, "reply_to", None), Refused(code))
        case EffectFailed(effect):
            return _reply(getattr(effect, "reply_to", None), Refused("unavailable"))
        case OfflineForced(_, reply_to):
            return _reply(reply_to, {})  # no actor here: offline already
        case PresenceAsked(_, _, reply_to):
            return _reply(reply_to, Refused("unavailable"))
    return ()


# -- a session's way ------------------------------------------------------------------------


def _opened(session: Session) -> tuple[Effect, ...]:
    card = MitraCard(session.mitra_id, session.mitra_name)
    accepted = RequestAccepted(session.request_id, session.session_id, card)
    return (
        _to_customer(session, accepted),
        _to_customer(session, CustomerSessionPendingPayment(to_customer(session))),
        _to_mitra(session, MitraSessionPendingPayment(to_mitra(session))),
        RequestPayment(session.session_id),
    )


def _started(session: Session) -> tuple[Effect, ...]:
    return (
        _to_customer(session, CustomerSessionStarted(to_customer(session))),
        _to_mitra(session, MitraSessionStarted(to_mitra(session))),
    )


def _end(asked: SessionEndAsked, now: datetime) -> Effect:
    return EndSession(
        asked.session_id,
        asked.customer_id,
        asked.mitra_id,
        asked.user_id,
        "customer" if asked.customer_id else "mitra" if asked.mitra_id else "control_center",
        now,
        asked.reply_to,
        note=asked.note,
    )


def _ended(ended: messages.SessionEnded) -> tuple[Effect, ...]:
    told = SessionEnded(ended.session.session_id, ended.reason)
    return (
        *_reply(ended.reply_to, {}),
        _to_customer(ended.session, told),
        _to_mitra(ended.session, told),
        *_count(ended.load),
    )


def _reroute(asked: RerouteAsked, now: datetime) -> Effect:
    return Reroute(
        asked.session_id,
        asked.mitra_id,
        asked.user_id,
        asked.reason,
        asked.override_capacity,
        now,
        asked.reply_to,
    )


def _rerouted(done: messages.SessionRerouted) -> tuple[Effect, ...]:
    session = done.session
    return (
        *_reply(done.reply_to, session),
        _to_customer(session, SessionRerouted(to_customer(session))),
        _to_mitra(session, SessionAssigned(to_mitra(session))),
        Push("mitra", done.old_mitra_id, SessionReassigned(session.session_id)),
        *(effect for load in done.loads for effect in _count(load)),
    )


# -- a request that is cancelled ------------------------------------------------------------


def _cancel(asked: CancelAsked, now: datetime) -> Effect:
    return CloseRequest(
        asked.request_id,
        asked.customer_id,
        "cancelled",
        asked.by,
        now,
        DESK,
        asked.user_id,
        asked.reply_to,
    )


def _closed(closed: RequestClosed) -> tuple[Effect, ...]:
    if closed.state is None:
        return _reply(closed.reply_to, Refused("request_not_found"))
    expired = closed.state == "expired"  # asked by an actor that has its answer, and is gone
    if expired or not closed.changed or closed.customer_id is None:
        return _reply(closed.reply_to, Refused("request_closed"))
    by: Canceller = "control_center" if closed.reason == "control_center" else "customer"
    # It says less than what was heard: without an actor it comes back here, and must end here.
    news = replace(closed, changed=False, reply_to=None)
    return (
        *_reply(closed.reply_to, {}),
        Push("customer", closed.customer_id, RequestCancelled(closed.request_id, by)),
        Tell(Key("request", closed.request_id), news),
    )


# -- who is told -----------------------------------------------------------------------------


def _reply(reply_to: ReplyTo | None, result: object) -> tuple[Effect, ...]:
    return (Reply(reply_to, result),) if reply_to else ()


def _to_customer(session: Session, event: CustomerEvent) -> Push:
    return Push("customer", session.customer_id, event)


def _to_mitra(session: Session, event: MitraEvent) -> Push:
    return Push("mitra", session.mitra_id, event)


def _count(load: Load) -> tuple[Effect, ...]:
    news = LoadChanged(load)
    return Tell(COORDINATOR, news), Tell(Key("mitra", load.mitra_id), news)
