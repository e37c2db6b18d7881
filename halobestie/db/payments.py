"""Sessions whose payment was asked for and has not come. Asking twice is harmless: it has an id."""

from __future__ import annotations

from datetime import datetime, timedelta

from halobestie.db.pool import Database
from halobestie.domain import SessionId


async def unpaid_sessions(
    db: Database, at: datetime, older_than: timedelta, most: int = 100
) -> list[SessionId]:
    """Sessions pending payment for longer than that, not yet overdue; the most urgent first."""
    async with db.connection() as conn:
        rows = db.queries.unpaid_sessions(conn, created_before=at - older_than, at=at, most=most)
        return [row["session_id"] async for row in rows]
