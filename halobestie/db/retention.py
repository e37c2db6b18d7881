"""What falls off with time: old rows are forgotten in small batches, by whichever node comes first.

    every hour: for each kind ──▶ a batch ──▶ a full one? another ──▶ … ──▶ one line with the counts

How long each kind is kept is the operator's setting; docs/privacy.md has the reasons. A batch is a
transaction of its own, skips what somebody holds, and two nodes never wait for each other.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

import structlog

from halobestie.clock import Clock
from halobestie.config import Config
from halobestie.db.erasure import forget_customer
from halobestie.db.pool import Database, DatabaseUnavailable

log = structlog.get_logger(__name__)

EVERY_S: Final = 3600.0
BATCH: Final = 500
PEOPLE: Final = 50
"""Customers in a batch: each of them is several statements."""
BATCHES: Final = 40
"""Of one kind in one round; the rest is for the next hour."""

_SIMPLE: Final = MappingProxyType(
    {
        "offers": ("forget_old_offers", "keep_offers_days"),
        "requests": ("forget_old_requests", "keep_requests_days"),
        "online_periods": ("forget_old_online_periods", "keep_online_log_days"),
        "logins": ("forget_old_logins", "keep_logins_days"),
        "audit_log": ("forget_old_audit", "keep_audit_days"),
    }
)
"""Kind ▶ its query, and its setting."""

Batch = Callable[[datetime, datetime], Awaitable[int]]
"""Forgets some that are older than the first instant, as of the second; answers how many."""


class Retention:
    """One for a node. `forgotten` counts by kind, since the start."""

    def __init__(self, database: Database, clock: Clock, config: Config) -> None:
        self._database = database
        self._clock = clock
        self._config = config
        self.forgotten: Counter[str] = Counter()

    async def run_for_ever(self) -> None:
        """A round now, and another every hour, until it is cancelled."""
        while True:
            try:
                await self.run()
            except DatabaseUnavailable as away:
                log.warning("retention_postponed", why=away.why)
            except Exception:
                log.exception("retention_failed")
            await asyncio.sleep(EVERY_S)

    async def run(self) -> Counter[str]:
        """One round; how many of each kind it forgot. Raises DatabaseUnavailable."""
        now, done = self._clock.now(), Counter[str]()
        for kind, (query, setting) in _SIMPLE.items():
            done[kind] = await self._round(now, setting, partial(self._batch, query), BATCH)
        done["anonymous_customers"] = await self._round(
            now, "keep_anonymous_days", self._batch_of_people, PEOPLE
        )
        self.forgotten.update(done)
        (log.info if any(done.values()) else log.debug)("retention_done", **done)
        return done

    async def _round(self, now: datetime, setting: str, batch: Batch, full: int) -> int:
        before = now - timedelta(days=getattr(self._config, setting))
        total = 0
        for _ in range(BATCHES):
            count = await batch(before, now)
            total += count
            if count < full:
                break
        return total

    async def _batch(self, query: str, before: datetime, _: datetime) -> int:
        async with self._database.connection() as conn:
            forget = getattr(self._database.queries, query)
            return int(await forget(conn, before=before, most=BATCH))

    async def _batch_of_people(self, before: datetime, now: datetime) -> int:
        """Looked at twice: who came back before the lock was had is seen the second time."""
        queries = self._database.queries
        async with self._database.transaction() as conn:
            look = partial(queries.unused_anonymous, conn, before=before, at=now, most=PEOPLE)
            held = {row["customer_id"] async for row in look()}
            unused = [row async for row in look() if row["customer_id"] in held]
            for row in unused:
                await forget_customer(conn, row["customer_id"], row["created_at"])
        return len(unused)
