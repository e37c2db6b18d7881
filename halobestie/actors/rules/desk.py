"""The rules of the desk, one a node: what PostgreSQL alone decides about sessions, told to all.

    SessionOpened ─▶ both: pending_payment ─▶ payment port ─PaymentConfirmed─▶ both: started
    SessionEndAsked, CancelAsked, RerouteAsked ─▶ asked of PostgreSQL ─▶ everyone concerned is told

Whoever was answered by PostgreSQL tells the phones of its own node and announces the news; the
desks of the other nodes hear it and tell theirs. What was told is remembered in `Told`. The desk
also answers for actors that are not here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from halobestie import messages
from halobestie.actors.rules.news import Told
from halobestie.domain import Load, ReplyTo
from halobestie.effects import (
    Announce,
    CloseRequest,
    Effect,
    EndSession,
    Reply,
    RequestPayment,
    Reroute,
    StartSession,
    Tell,
)
from halobestie.errors import Refused
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
    RequestNews,
    RerouteAsked,
    SessionEndAsked,
    SessionNews,
    SessionOpened,
    SnapshotShown,
)

__all__ = ["Told", "step"]


def step(told: Told, event: object, now: datetime) -> tuple[Told, tuple[Effect, ...]]:
    return told, tuple(_decide(told, event, now))


def _decide(told: Told, event: object, now: datetime) -> tuple[Effect, ...]:
    match event:
        case SessionOpened(session, load):
            news = SessionNews(session, None, (load,))
            return *told.session(news), Announce(news), RequestPayment(session.session_id)
        case PaymentConfirmed(session_id):
            return (StartSession(session_id, now),)
        case messages.SessionStarted(session):
            return _said(told, SessionNews(session))
        case SessionEndAsked():
            return (_end(event, now),)
        case messages.SessionEnded():
            news = SessionNews(event.session, event.reason, (event.load,))
            return *_reply(event.reply_to, {}), *_said(told, news)
        case RerouteAsked():
            return (_reroute(event, now),)
        case messages.SessionRerouted(session, old_mitra_id, loads, reply_to):
            news = SessionNews(session, None, loads, old_mitra_id)
            return *_reply(reply_to, session), *_said(told, news)
        case CancelAsked():
            return (_cancel(event, now),)
        case RequestClosed():
            return _closed(told, event)
    return _heard(told, event)


def _heard(told: Told, event: object) -> tuple[Effect, ...]:
    """From other nodes, from reconciling, and for actors that are not here."""
    match event:
        case SessionNews():
            return *told.session(event), *_count(event.loads)
        case RequestNews():
            return _request_news(told, event)
        case SnapshotShown(sessions, request_id):
            return tuple(told.shown(sessions, request_id))
        case EffectRefused(effect, code):
            return _reply(getattr(effect, "reply_to", None), Refused(code))
        case EffectFailed(effect):
            return _reply(getattr(effect, "reply_to", None), Refused("unavailable"))
        case OfflineForced(_, reply_to):
            return _reply(reply_to, {})  # no actor here: offline already, or on another node
        case PresenceAsked(_, _, reply_to):
            return _reply(reply_to, Refused("unavailable"))
    return ()


def _said(told: Told, news: SessionNews) -> tuple[Effect, ...]:
    """Committed through this node: told here, counted here, and announced."""
    return *told.session(news), *_count(news.loads), Announce(news)


# -- a session's way ------------------------------------------------------------------------


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


def _closed(told: Told, closed: RequestClosed) -> tuple[Effect, ...]:
    if closed.state is None:
        return _reply(closed.reply_to, Refused("request_not_found"))
    expired = closed.state == "expired"  # asked by an actor that has its answer, and is gone
    if expired or not closed.changed or closed.customer_id is None:
        return _reply(closed.reply_to, Refused("request_closed"))
    told_all = RequestNews(closed.request_id, closed.customer_id, closed.state, closed.reason)
    # It says less than what was heard: without an actor it comes back here, and must end here.
    news = replace(closed, changed=False, reply_to=None)
    return (
        *_reply(closed.reply_to, {}),
        *told.request(told_all),
        Tell(Key("request", closed.request_id), news),
        Announce(told_all),
    )


def _request_news(told: Told, news: RequestNews) -> tuple[Effect, ...]:
    """Its actor is here when this is its home; it has not heard of it if another node closed it."""
    pushes = told.request(news)
    if news.state == "open":
        return tuple(pushes)
    closed = RequestClosed(news.request_id, news.customer_id, news.state, news.reason, False)
    return (
        *pushes,
        Tell(Key("request", news.request_id), closed),
        Tell(COORDINATOR, news),
    )


# -- who is told -----------------------------------------------------------------------------


def _reply(reply_to: ReplyTo | None, result: object) -> tuple[Effect, ...]:
    return (Reply(reply_to, result),) if reply_to else ()


def _count(loads: tuple[Load, ...]) -> tuple[Effect, ...]:
    return tuple(
        Tell(key, LoadChanged(load))
        for load in loads
        for key in (COORDINATOR, Key("mitra", load.mitra_id))
    )
