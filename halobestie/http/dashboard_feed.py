"""The live board for everyone who watches: one look a second, however many they are.

    somebody watches ─▶ look ─▶ changed? one frame for all ─▶ wait a second ─▶ look …
    nobody watches   ─▶ nothing is asked of PostgreSQL

A watcher holds the newest frame only: one that reads slowly misses some, and one that does not
read at all is left by the handler. Sessions that ended elsewhere are noticed within CHECK_EVERY_S.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Final

import orjson
import structlog

from halobestie.clock import Clock
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.db.reports import Dashboard, dashboard
from halobestie.db.user_logins import living_user_sessions
from halobestie.errors import Refusal

log = structlog.get_logger(__name__)

EVERY_S: Final = 1.0
CHECK_EVERY_S: Final = 5.0
KEEP_ALIVE_S: Final = 15.0
MAX_WATCHERS: Final = 500

_ALIVE: Final = b": nothing new\n\n"


class Watcher:
    """One who watches: the newest frame that was not yet read, and whether it is over."""

    __slots__ = ("_frame", "_news", "ended", "id_hash", "user_id")

    def __init__(self, id_hash: bytes, user_id: str) -> None:
        self.id_hash = id_hash
        self.user_id = user_id
        self.ended = False
        self._frame = b""
        self._news = asyncio.Event()

    def give(self, frame: bytes) -> None:
        self._frame = frame
        self._news.set()

    def end(self) -> None:
        self.ended = True
        self._news.set()

    async def next(self) -> bytes | None:
        """The next bytes to send; a comment when there is no news for a while; None at the end."""
        try:
            async with asyncio.timeout(KEEP_ALIVE_S):
                await self._news.wait()
        except TimeoutError:
            return _ALIVE
        self._news.clear()
        return None if self.ended else self._frame


class DashboardFeed:
    """`idle` is after how long without a request a session is over. `close` it at the end."""

    def __init__(
        self, database: Database, clock: Clock, idle: timedelta, every_s: float = EVERY_S
    ) -> None:
        self._database = database
        self._clock = clock
        self._idle = idle
        self._every_s = every_s
        self._watchers: set[Watcher] = set()
        self._producer: asyncio.Task[None] | None = None
        self._board: Dashboard | None = None
        self._frame = b""
        self._checked_at = 0.0
        self._closed = False
        self.looks = 0

    def __len__(self) -> int:
        return len(self._watchers)

    def __iter__(self) -> Iterator[Watcher]:
        return iter(tuple(self._watchers))

    @contextmanager
    def watching(self, id_hash: bytes, user_id: str) -> Iterator[Watcher]:
        """Watch until the session ends. Raises Refusal("unavailable") when too many do."""
        if self._closed or len(self._watchers) >= MAX_WATCHERS:
            raise Refusal("unavailable")
        watcher = Watcher(id_hash, user_id)
        self._watchers.add(watcher)
        if self._producer is None:
            self._producer = asyncio.get_running_loop().create_task(self._produce())
        elif self._frame:
            watcher.give(self._frame)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def end_session(self, id_hash: bytes) -> None:
        """This session is over: so is all that it watches."""
        self._end(lambda watcher: watcher.id_hash == id_hash)

    def end_user(self, user_id: str, keep: bytes | None = None) -> None:
        """All sessions of the user are over, but the one with the hash `keep`."""
        self._end(lambda watcher: watcher.user_id == user_id and watcher.id_hash != keep)

    async def close(self) -> None:
        self._closed = True
        self._end(lambda _: True)
        if self._producer is not None:
            self._producer.cancel()
            await asyncio.gather(self._producer, return_exceptions=True)

    def _end(self, over: Callable[[Watcher], bool]) -> None:
        for watcher in self:
            if over(watcher):
                watcher.end()

    async def _produce(self) -> None:
        while self._watchers:
            try:
                await self._look()
                await self._check_sessions()
            except DatabaseUnavailable as away:
                log.warning("dashboard_unavailable", why=away.why)
            except Exception as failure:
                _log_mistake(failure)
            await asyncio.sleep(self._every_s)
        self._producer, self._board, self._frame = None, None, b""

    async def _look(self) -> None:
        self.looks += 1
        board = await dashboard(self._database, self._clock.now())
        if self._board is not None and replace(board, as_of=self._board.as_of) == self._board:
            return
        self._board, self._frame = board, _frame_of(board)
        for watcher in self._watchers:
            watcher.give(self._frame)

    async def _check_sessions(self) -> None:
        now_s = asyncio.get_running_loop().time()
        if now_s - self._checked_at < CHECK_EVERY_S:
            return
        self._checked_at = now_s
        hashes = {watcher.id_hash for watcher in self._watchers}
        at = self._clock.now()
        living = await living_user_sessions(self._database, hashes, at, self._idle)
        self._end(lambda watcher: watcher.id_hash in hashes - living)


def _log_mistake(failure: Exception) -> None:
    places = "".join(traceback.format_tb(failure.__traceback__))
    log.error("dashboard_failed", exception=type(failure).__name__, traceback=places)


def _frame_of(board: Dashboard) -> bytes:
    data = orjson.dumps(board, option=orjson.OPT_UTC_Z)
    return b"event: dashboard\ndata: " + data + b"\n\n"
