"""The rules of one request: from the press of "Mulai Curhat" until it is paired, cancelled or over.

    opening ──RequestOpened(new)──▶ waiting ──deadline──▶ closing ──RequestClosed──▶ (gone)
       │                             │  ▲                    │
       │ RequestOpened(not new)      │  └── EffectFailed ────┘   (asks again a second later)
       │ RequestRefused              │
       │ EffectFailed                ├──RequestClosed (accepted, or cancelled by somebody)──▶ (gone)
       │                             └──RequestMoved (another node has adopted it)──▶ (gone)
       └──▶ (gone)

The actor owns the deadlines: its own, and that of an offer when offers go one by one. Who is
offered what is the coordinator's; whether the request is still open is PostgreSQL's. When the
answer of a claim was lost (ClaimUnsure), the actor asks until it is known whether somebody won.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from halobestie.domain import MitraId, ReplyTo, Request, RequestId
from halobestie.effects import (
    Announce,
    CloseRequest,
    Effect,
    FindWinner,
    OpenRequest,
    Push,
    Remind,
    Reply,
    Stop,
    Tell,
)
from halobestie.errors import Refused
from halobestie.events import RequestSearching
from halobestie.messages import (
    COORDINATOR,
    DESK,
    ClaimUnsure,
    EffectFailed,
    Key,
    NoWinner,
    OfferRanOut,
    OffersMade,
    RequestAsked,
    RequestClosed,
    RequestGone,
    RequestMoved,
    RequestNews,
    RequestOpened,
    RequestRefused,
    RequestWaiting,
    Woke,
)

RETRY = timedelta(seconds=1)
"""How long to wait before PostgreSQL is asked again to close a request."""


@dataclass(frozen=True, slots=True)
class State:
    request_id: RequestId
    phase: Literal["opening", "waiting", "closing"] = "opening"
    reply_to: ReplyTo | None = None
    request: Request | None = None
    ever_offered: bool = False
    offered_to: MitraId | None = None
    offer_expires_at: datetime | None = None
    unsure: bool = False
    closed: bool = False
    """It was closed before it was known here that it is open."""


Step = tuple[State, tuple[Effect, ...]]


def step(state: State, event: object, now: datetime) -> Step:
    match event:
        case RequestAsked():
            return _ask(state, event, now)
        case RequestOpened():
            return _opened(state, event)
        case RequestRefused(code):
            return _leave(state, Refused(code))
        case OffersMade():
            return _offers_made(state, event)
        case RequestClosed():
            return _closed(state, event)
        case ClaimUnsure():
            return replace(state, unsure=True), (Remind(now + RETRY),)
        case RequestMoved():
            return _moved(state, event)
        case NoWinner():
            return replace(state, unsure=False), (Remind(now),)
        case Woke():
            return _woke(state, now)
        case EffectFailed():
            return _failed(state, now)
    return state, ()


def _ask(state: State, asked: RequestAsked, now: datetime) -> Step:
    owner = Key("request", state.request_id)
    wanted = OpenRequest(state.request_id, asked.customer_id, asked.command_id, now, owner)
    return replace(state, reply_to=asked.reply_to), (wanted,)


def _opened(state: State, opened: RequestOpened) -> Step:
    request = opened.request
    if state.request is not None:
        return state, ()
    answer = {"request_id": request.request_id, "expires_at": request.expires_at}
    if not opened.new or state.closed:
        return _leave(state, answer)
    searching = RequestSearching(request.request_id, request.expires_at)
    reply = (Reply(state.reply_to, answer),) if state.reply_to else ()
    return replace(state, phase="waiting", request=request, reply_to=None), (
        *reply,
        Push("customer", request.customer_id, searching),
        Tell(COORDINATOR, RequestWaiting(request)),
        Remind(request.expires_at),
    )


def _offers_made(state: State, made: OffersMade) -> Step:
    state = replace(state, ever_offered=True)
    if made.expires_at is None:
        return state, ()
    state = replace(state, offered_to=made.mitra_ids[0], offer_expires_at=made.expires_at)
    return state, (Remind(made.expires_at),)


def _woke(state: State, now: datetime) -> Step:
    request = state.request
    if request is None:
        return state, ()
    if state.unsure:
        return state, (FindWinner(request.request_id, Key("request", request.request_id)),)
    if now >= request.expires_at:
        return _expire(state, request, now)
    if state.offered_to and state.offer_expires_at and now >= state.offer_expires_at:
        ran_out = OfferRanOut(request.request_id, state.offered_to)
        state = replace(state, offered_to=None, offer_expires_at=None)
        return state, (Tell(COORDINATOR, ran_out),)
    return state, ()


def _expire(state: State, request: Request, now: datetime) -> Step:
    if state.phase == "closing":
        return state, ()
    wanted = CloseRequest(
        request.request_id,
        None,
        "expired",
        "timeout" if state.ever_offered else "no_mitra",
        now,
        Key("request", request.request_id),
    )
    return replace(state, phase="closing"), (wanted,)


def _closed(state: State, closed: RequestClosed) -> Step:
    if closed.state == "accepted" and not closed.changed:
        # Won, but this node has not announced it: the answer of the claim was lost.
        return state, (FindWinner(state.request_id, Key("request", state.request_id)),)
    if state.phase == "opening":
        return replace(state, closed=True), ()
    told: tuple[Effect, ...] = ()
    if closed.state in ("cancelled", "expired"):
        told = (Tell(COORDINATOR, RequestGone(state.request_id, closed.state)),)
    if closed.state == "expired" and closed.customer_id:
        reason: Literal["no_mitra", "timeout"] = (
            "no_mitra" if closed.reason == "no_mitra" else "timeout"
        )
        news = RequestNews(state.request_id, closed.customer_id, "expired", reason)
        told += (Tell(DESK, news), Announce(news))
    return state, (*told, Stop())


def _moved(state: State, moved: RequestMoved) -> Step:
    """This node was taken for lost. Nothing is said to the customer: the request goes on."""
    reply = (Reply(state.reply_to, Refused("unavailable")),) if state.reply_to else ()
    return replace(state, reply_to=None), (*reply, Tell(COORDINATOR, moved), Stop())


def _failed(state: State, now: datetime) -> Step:
    """PostgreSQL could not be asked. A press gets a retryable error; a deadline is tried again."""
    if state.phase == "opening":
        return _leave(state, Refused("unavailable"))
    return replace(state, phase="waiting"), (Remind(now + RETRY),)


def _leave(state: State, result: object) -> Step:
    reply = (Reply(state.reply_to, result),) if state.reply_to else ()
    return replace(state, reply_to=None), (*reply, Stop())
