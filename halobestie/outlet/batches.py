"""What is written soon, together: lines of the offer ledger, and the newest heartbeats.

Both are bounded. When PostgreSQL is away the ledger keeps what it can and counts what it drops: a
lost line of the ledger is a pity, a server without memory is an outage.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from datetime import datetime

import structlog

from halobestie.db import pairing, presence
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.domain import PeriodId
from halobestie.effects import RecordOffers

log = structlog.get_logger(__name__)

LEDGER_LIMIT = 50_000
LEDGER_BATCH = 500
SEEN_EVERY_S = 1.0
RETRY_S = 1.0


class Batches:
    """Two writers, each a task: started and closed by the app."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ledger: deque[RecordOffers] = deque()
        self._seen: dict[PeriodId, datetime] = {}
        self._lines_wait = asyncio.Event()
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self.dropped = 0
        self.offers: Counter[str] = Counter()
        """By outcome, as totals."""

    def record(self, line: RecordOffers) -> None:
        self.offers[line.outcome] += len(line.mitra_ids)
        if len(self._ledger) >= LEDGER_LIMIT:
            self.dropped += 1
            return
        self._ledger.append(line)
        self._lines_wait.set()

    def __len__(self) -> int:
        return len(self._ledger)

    def seen(self, period_id: PeriodId, at: datetime) -> None:
        self._seen[period_id] = at

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = (
            loop.create_task(self._keep_ledger()),
            loop.create_task(self._keep_seen()),
        )

    async def close(self) -> None:
        """Write what is left, once."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.write_ledger()
        await self.write_seen()

    async def write_ledger(self) -> None:
        while self._ledger:
            batch = [self._ledger.popleft() for _ in range(min(LEDGER_BATCH, len(self._ledger)))]
            try:
                await pairing.record_offers(self._database, batch)
            except DatabaseUnavailable:
                self._ledger.extendleft(reversed(batch))
                return
            except Exception:
                self.dropped += len(batch)
                log.exception("ledger_lines_dropped", lines=len(batch))

    async def write_seen(self) -> None:
        seen, self._seen = self._seen, {}
        if not seen:
            return
        try:
            await presence.note_seen(self._database, seen)
        except DatabaseUnavailable:
            self._seen = seen | self._seen
        except Exception:
            log.exception("heartbeats_not_written", periods=len(seen))

    async def _keep_ledger(self) -> None:
        """At once when there is something; what comes while it is written goes with the next."""
        while True:
            await self._lines_wait.wait()
            self._lines_wait.clear()
            await self.write_ledger()
            if self._ledger:
                await asyncio.sleep(RETRY_S)
                self._lines_wait.set()

    async def _keep_seen(self) -> None:
        while True:
            await asyncio.sleep(SEEN_EVERY_S)
            await self.write_seen()
