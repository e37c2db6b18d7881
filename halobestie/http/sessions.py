"""Sessions in the control center: list them, see who had one when, give one to another, end it.

Rerouting and ending are asked of the actors, who tell everyone concerned once it is committed.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final, Literal

import structlog
from pydantic import AfterValidator, Field

from halobestie.db.sessions import list_sessions, read_session
from halobestie.domain import Session, SessionState
from halobestie.errors import Refusal
from halobestie.http.asked import ask
from halobestie.http.body import Body
from halobestie.http.lists import Listing, Search, page_of
from halobestie.http.route import Call, Route
from halobestie.http.session_views import (
    SessionDetailView,
    SessionRow,
    SessionView,
    session_detail,
    session_row,
    session_view,
)
from halobestie.http.staff_gate import Caller
from halobestie.http.typed import Id
from halobestie.messages import DESK, RerouteAsked, SessionEndAsked

log = structlog.get_logger(__name__)

Reason = Annotated[str, Field(max_length=500), AfterValidator(str.strip)]


class SessionQuery(Search):
    """`live`: not ended. `needs_reroute`: its mitra was deactivated. `q` is part of the name of
    either party."""

    sort: Literal[
        "created_at", "started_at", "ended_at", "state", "customer_name", "mitra_name"
    ] = "created_at"
    state: SessionState | None = None
    live: bool | None = None
    needs_reroute: bool | None = None
    mitra_id: Id | None = None
    customer_id: Id | None = None


class Reroute(Body):
    mitra_id: Id
    reason: Reason | None = None
    override_capacity: bool = False


class End(Body):
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class SessionAnswer:
    session: SessionView


async def list_(call: Call) -> Listing[SessionRow]:
    page = page_of(call.query(SessionQuery))
    sessions, total = await list_sessions(call.services.database, page)
    return Listing([session_row(session) for session in sessions], total)


async def read(call: Call) -> SessionDetailView:
    found = await read_session(call.services.database, call.ids["session_id"])
    if found is None:
        raise Refusal("session_not_found")
    return session_detail(found)


async def reroute(call: Call) -> SessionAnswer:
    """All or nothing: one commit takes it from the old mitra and gives it to the new one."""
    session_id, user_id = call.ids["session_id"], call.caller(Caller).user.user_id
    body = call.body(Reroute)
    try:
        session = await ask(
            call,
            DESK,
            lambda reply_to: RerouteAsked(
                session_id,
                body.mitra_id,
                user_id,
                body.reason or None,
                body.override_capacity,
                reply_to,
            ),
        )
    except Refusal as no:
        log.info("reroute_refused", session_id=session_id, code=no.refused.code, by=user_id)
        raise
    assert isinstance(session, Session)
    log.info("session_rerouted", session_id=session_id, mitra_id=session.mitra_id, by=user_id)
    return SessionAnswer(session_view(session))


async def end(call: Call) -> None:
    """Both parties are told; why it was ended is in the audit log alone."""
    session_id, user_id = call.ids["session_id"], call.caller(Caller).user.user_id
    note = call.body(End).reason or None
    await ask(
        call,
        DESK,
        lambda reply_to: SessionEndAsked(session_id, reply_to, user_id=user_id, note=note),
    )
    log.info("session_ended", session_id=session_id, by=user_id)


SESSIONS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/sessions",
        list_,
        "Sessions, and who is paired with whom",
        who="staff",
        query=SessionQuery,
        answers={200: Listing[SessionRow]},
        tag="sessions",
    ),
    Route(
        "GET",
        "/v1/sessions/{session_id}",
        read,
        "One session, with every mitra who had it",
        who="staff",
        answers={200: SessionDetailView},
        refusals=("session_not_found",),
        tag="sessions",
    ),
    Route(
        "POST",
        "/v1/sessions/{session_id}/reroute",
        reroute,
        "Give a session to another mitra",
        who="staff",
        body=Reroute,
        answers={200: SessionAnswer},
        refusals=(
            "session_not_found",
            "session_closed",
            "mitra_not_found",
            "same_mitra",
            "mitra_inactive",
            "mitra_offline",
            "mitra_full",
        ),
        statuses=MappingProxyType({"mitra_inactive": 409}),  # 403 is for the mitra who asks
        tag="sessions",
    ),
    Route(
        "POST",
        "/v1/sessions/{session_id}/end",
        end,
        "End a session",
        who="staff",
        body=End,
        body_optional=True,
        refusals=("session_not_found", "session_closed"),
        tag="sessions",
    ),
)
