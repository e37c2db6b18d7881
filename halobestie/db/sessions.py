"""Sessions: started, ended, rerouted; each answers with the session as it is after the commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from halobestie.db.audit import write_audit
from halobestie.db.pool import Database
from halobestie.db.rows import Row, load_of, session_of
from halobestie.db.session_history import (
    Assignment,
    SessionDetail,
    SessionRecord,
    list_sessions,
    read_session,
)
from halobestie.db.staff import staff_of
from halobestie.domain import Load
from halobestie.effects import EndSession, Reroute, StartSession
from halobestie.errors import Refused
from halobestie.messages import SessionEnded, SessionRerouted, SessionStarted

__all__ = [
    "Assignment",
    "SessionDetail",
    "SessionRecord",
    "end_session",
    "end_unpaid",
    "list_sessions",
    "read_session",
    "reroute_session",
    "start_session",
]


async def start_session(db: Database, effect: StartSession) -> SessionStarted | Refused:
    """It is paid. Starting it again answers alike. Refused: session_not_found, session_closed."""
    async with db.connection() as conn:
        row = await db.queries.start_session(conn, session_id=effect.session_id, at=effect.at)
    if row["outcome"] not in ("started", "already"):
        return Refused(row["outcome"])
    return SessionStarted(session_of(row))


async def end_session(db: Database, effect: EndSession) -> SessionEnded | Refused:
    """End it for whoever asks; audited when a user did it.

    Refused: session_closed, session_not_found (also for somebody whose session it is not).
    """
    async with db.transaction() if effect.user_id else db.connection() as conn:
        row = await db.queries.end_session(
            conn,
            session_id=effect.session_id,
            customer_id=effect.customer_id,
            mitra_id=effect.mitra_id,
            user_id=effect.user_id,
            reason=effect.reason,
            at=effect.at,
        )
        if row["outcome"] != "ended":
            return Refused(row["outcome"])
        if effect.user_id:
            by = await staff_of(conn, effect.user_id)
            after = {"state": "ended", "reason": effect.reason, "note": effect.note}
            await write_audit(
                conn, by, "session.end", "session", effect.session_id, None, after, effect.at
            )
    return SessionEnded(session_of(row), row["end_reason"], load_of(row), effect.reply_to)


async def reroute_session(db: Database, effect: Reroute) -> SessionRerouted | Refused:
    """To another mitra, all or nothing, audited; with both loads, the old mitra's first.

    Refused: session_not_found, session_closed, mitra_not_found, same_mitra, mitra_inactive,
    mitra_offline, mitra_full.
    """
    async with db.transaction() as conn:
        row = await db.queries.reroute_session(
            conn,
            session_id=effect.session_id,
            mitra_id=effect.mitra_id,
            user_id=effect.user_id,
            reason=effect.reason,
            override_capacity=effect.override_capacity,
            at=effect.at,
        )
        if row["outcome"] != "rerouted":
            return Refused(row["outcome"])
        await _audit_reroute(conn, effect, row)
    old = Load(row["old_mitra"], row["old_sessions"], row["old_version"])
    loads = (old, load_of(row))
    return SessionRerouted(session_of(row), row["old_mitra"], loads, effect.reply_to)


async def end_unpaid(db: Database, at: datetime, limit: int = 100) -> list[SessionEnded]:
    """End what was not paid in time, and what has had its time; any number of nodes may sweep."""
    async with db.connection() as conn:
        rows = [row async for row in db.queries.end_overdue_sessions(conn, at=at, limit=limit)]
    return [SessionEnded(session_of(row), row["end_reason"], load_of(row)) for row in rows]


async def _audit_reroute(conn: Any, effect: Reroute, row: Row) -> None:
    by = await staff_of(conn, effect.user_id)
    after = {
        "mitra_id": row["mitra_id"],
        "reason": effect.reason,
        "override_capacity": effect.override_capacity,
    }
    before = {"mitra_id": row["old_mitra"]}
    await write_audit(
        conn, by, "session.reroute", "session", effect.session_id, before, after, effect.at
    )
