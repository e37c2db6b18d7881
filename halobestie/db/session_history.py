"""Sessions as the control center looks at them: lists, and who had one from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.db.rows import Row, session_of
from halobestie.domain import EndReason, Session

SORTS: Final = MappingProxyType(
    {
        "created_at": "created_at",
        "started_at": "started_at",
        "ended_at": "ended_at",
        "state": "state",
        "customer_name": "lower(customer_name)",
        "mitra_name": "lower(mitra_name)",
    }
)
FILTERS: Final = ("state", "live", "needs_reroute", "mitra_id", "customer_id")


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """`needs_reroute`: it runs on, and its mitra was deactivated."""

    session: Session
    end_reason: EndReason | None
    needs_reroute: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One mitra's part of a session: from when, to when, how it came to be, by which user."""

    mitra_id: str
    mitra_name: str = field(repr=False)
    from_at: datetime
    to_at: datetime | None
    by: Literal["accept", "control_center"]
    user_id: str | None
    user_name: str | None = field(repr=False)
    reason: str | None = field(repr=False)
    override: bool


@dataclass(frozen=True, slots=True)
class SessionDetail:
    """`assignments` begin with the accept; each begins where the one before it ends."""

    session: Session
    end_reason: EndReason | None
    assignments: list[Assignment]
    needs_reroute: bool = False


async def list_sessions(db: Database, page: Page) -> tuple[list[SessionRecord], int]:
    """Filters: state, live and needs_reroute (bool), mitra_id, customer_id. `q` is part of a name
    of either."""
    filters = {k: page.filters.get(k) for k in FILTERS}
    rows, total = await fetch_page(db, "list_sessions", page, SORTS, "session_id", **filters)
    return [_record_of(row) for row in rows], total


async def read_session(db: Database, session_id: str) -> SessionDetail | None:
    async with db.connection() as conn:
        card = await db.queries.session(conn, session_id=session_id)
        rows = [row async for row in db.queries.assignments(conn, session_id=session_id)]
    if card is None:
        return None
    history = [Assignment(**row) for row in rows]
    return SessionDetail(session_of(card), card["end_reason"], history, card["needs_reroute"])


def _record_of(card: Row) -> SessionRecord:
    return SessionRecord(session_of(card), card["end_reason"], card["needs_reroute"])
