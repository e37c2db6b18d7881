"""Long answers, read piece by piece: a cursor on a connection of its own, closed with its reader.

A reader that takes its time must not hold one of the pool's connections, nor keep a transaction
open for ever: PostgreSQL itself ends one that was asked for nothing for PATIENCE_S.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final, Literal

import asyncpg

from halobestie.db.errors import translated
from halobestie.db.pool import Database

ExportName = Literal["export_requests", "export_sessions", "export_online_log"]

PATIENCE_S: Final = 60
STATEMENT_S: Final = 30
"""How long the first rows may take to be found and sorted."""
BATCH: Final = 500
"""Rows read at a time."""
APPLICATION: Final = "halobestie export"
"""How PostgreSQL shows these connections to whoever looks."""
_CLOSE_TIMEOUT_S: Final = 2.0


class Export:
    """The rows of one query, as of one moment. Made by `open_export`."""

    def __init__(self, conn: Any, columns: tuple[str, ...], cursor: Any) -> None:
        self._conn = conn
        self.columns = columns
        self._cursor = cursor

    async def batch(self) -> Sequence[Sequence[Any]]:
        """The next rows, none at the end. Raises `DatabaseUnavailable`."""
        with translated(self._conn):
            rows: Sequence[Sequence[Any]] = await self._cursor.fetch(BATCH, timeout=STATEMENT_S)
        return rows


@asynccontextmanager
async def open_export(
    db: Database, name: ExportName, since: datetime, until: datetime
) -> AsyncIterator[Export]:
    """Rows of [since, until), oldest first. Whoever leaves the block early ends the query."""
    query = getattr(db.queries, name)
    args = db.queries.driver_adapter.maybe_order_params(name, {"since": since, "until": until})
    conn = await db.connect()
    try:
        with translated(conn):
            await conn.execute(
                f"SET application_name = '{APPLICATION}';"
                f" SET idle_in_transaction_session_timeout = '{PATIENCE_S}s';"
                f" SET statement_timeout = '{STATEMENT_S}s'"
            )
            async with conn.transaction(readonly=True):
                statement = await conn.prepare(query.sql)
                columns = tuple(one.name for one in statement.get_attributes())
                yield Export(conn, columns, await statement.cursor(*args))
    finally:
        await _closed(conn)


async def _closed(conn: Any) -> None:
    try:
        await conn.close(timeout=_CLOSE_TIMEOUT_S)
    except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        conn.terminate()
