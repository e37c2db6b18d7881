"""The connections to PostgreSQL: a pool, and the named queries of `sql/queries`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any, Final

import asyncpg
import orjson
import stamina

from halobestie.db.errors import DatabaseUnavailable, translated
from halobestie.db.queries import load_queries

__all__ = ["Database", "DatabaseUnavailable", "open_database"]

CONNECT_TIMEOUT_S: Final = 3.0
COMMAND_TIMEOUT_S: Final = 5.0
ACQUIRE_TIMEOUT_S: Final = 5.0
CLOSE_TIMEOUT_S: Final = 5.0
OPEN_WITHIN_S: Final = 15.0

# A node that is paused in the middle of something must not hold its locks for ever.
SERVER_SETTINGS: Final = MappingProxyType(
    {
        "application_name": "halobestie",
        "timezone": "UTC",
        "jit": "off",
        "statement_timeout": "5s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "5s",
    }
)


class Database:
    """A pool of connections and the queries that run on them. Made by `open_database`.

    uuid travels as text, jsonb as what orjson makes of it, instants as aware UTC datetimes.
    """

    def __init__(self, url: str, pool: Any) -> None:
        self._url = url
        self.pool = pool
        self.queries = load_queries()
        self.waited: Callable[[float], None] = lambda _: None
        """Hears how many seconds each caller waited for a connection."""

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """A connection for a query or two. Raises `DatabaseUnavailable`."""
        with translated():
            conn = await self._acquire()
            try:
                with translated(conn):
                    yield conn
            finally:
                await self.pool.release(conn, timeout=CLOSE_TIMEOUT_S)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        """A connection in a transaction that is committed at the end, rolled back on any error.

        Raises `DatabaseUnavailable`; then it is not known whether the commit happened.
        """
        async with self.connection() as conn, conn.transaction():
            yield conn

    async def connect(self) -> Any:
        """A connection outside the pool, the caller's own. Raises `DatabaseUnavailable`."""
        with translated():
            conn = await asyncpg.connect(self._url, **_OPTIONS)
            await _prepare(conn)
        return conn

    async def close(self) -> None:
        """Wait a bounded time for what is under way, then let go of everything."""
        try:
            await asyncio.wait_for(self.pool.close(), CLOSE_TIMEOUT_S)
        except (TimeoutError, asyncpg.PostgresError, OSError):
            self.pool.terminate()

    async def _acquire(self) -> Any:
        began = time.perf_counter()
        try:
            return await self.pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except asyncpg.InterfaceError:
            raise DatabaseUnavailable("closed") from None
        finally:
            self.waited(time.perf_counter() - began)


async def open_database(url: str, *, size: int = 8, within_s: float = OPEN_WITHIN_S) -> Database:
    """Connect to a database that is migrated; `size` is the most connections it will use.

    Tries again for `within_s` seconds, then raises `DatabaseUnavailable`. A wrong password or a
    database that does not exist is raised at once.
    """
    async for attempt in stamina.retry_context(
        on=DatabaseUnavailable, attempts=None, timeout=within_s, wait_initial=0.1, wait_max=1.0
    ):
        with attempt, translated():
            pool = await asyncpg.create_pool(
                url, min_size=1, max_size=size, init=_prepare, reset=_leave, **_OPTIONS
            )
    return Database(url, pool)


_OPTIONS: Final[dict[str, Any]] = {
    "timeout": CONNECT_TIMEOUT_S,
    "command_timeout": COMMAND_TIMEOUT_S,
    "server_settings": dict(SERVER_SETTINGS),
}


async def _prepare(conn: Any) -> None:
    """Set up a new connection, once."""
    await conn.set_type_codec("uuid", schema="pg_catalog", encoder=str, decoder=str)
    await conn.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: orjson.dumps(value).decode(),
        decoder=orjson.loads,
    )


async def _leave(conn: Any) -> None:
    # Nothing here changes a connection's settings, so the round trip that would set them back is
    # saved. An open transaction is rolled back by asyncpg before this.
    assert not conn.is_in_transaction()
