"""A customer's own history: the sessions of the account, whichever phone asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import Field

from halobestie.db.logins import Login
from halobestie.db.pages import Page
from halobestie.db.sessions import SessionRecord, list_sessions
from halobestie.domain import EndReason
from halobestie.events import CustomerSession, to_customer
from halobestie.http.body import Query
from halobestie.http.lists import MAX_PER_PAGE
from halobestie.http.route import Call, Route


class OwnSessionsQuery(Query):
    """Pages count from 1. Whose sessions they are is said by the token alone."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=MAX_PER_PAGE)


@dataclass(frozen=True, slots=True)
class OwnSession(CustomerSession):
    """A session as its customer sees it, with the mitra who had it last; `end_reason` is null
    while it runs."""

    end_reason: EndReason | None


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """`items` are those of the page, `total` counts those of all pages."""

    items: list[OwnSession]
    total: int


async def read_own_sessions(call: Call) -> OwnSessions:
    """The newest first."""
    query = call.query(OwnSessionsQuery)
    mine = {"customer_id": call.caller(Login).account_id}
    page = Page(query.page, query.per_page, "created_at", "desc", filters=mine)
    sessions, total = await list_sessions(call.services.database, page)
    return OwnSessions([_shown(record) for record in sessions], total)


def _shown(record: SessionRecord) -> OwnSession:
    s = to_customer(record.session)
    return OwnSession(
        s.session_id,
        s.request_id,
        s.state,
        s.mitra,
        s.created_at,
        s.started_at,
        s.ends_at,
        s.ended_at,
        record.end_reason,
    )


CUSTOMER_SESSIONS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/customer/sessions",
        read_own_sessions,
        "The customer's own sessions, the newest first",
        who="customer",
        query=OwnSessionsQuery,
        answers={200: OwnSessions},
        tag="customer",
    ),
)
