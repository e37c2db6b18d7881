"""What the clock asks of a node, again and again: each job by itself, one failure is logged.

member:      beat 2 s, watch the lease 0.5 s, look around for lost nodes 1 s
reconciling: news 1 s, unattended requests 1 s, people 5 s; all at once when told to hurry
sessions:    unpaid ones 1 s, payments asked for again 5 s
settings:    0.5 s
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from halobestie.clock import Clock
from halobestie.db import payments, sessions, settings
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.domain import Settings
from halobestie.door import Door
from halobestie.effects import Effect, RequestPayment
from halobestie.membership import Membership
from halobestie.messages import DESK
from halobestie.reconciler import Reconciler

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[None]]

BEAT_EVERY_S = 2.0
WATCH_EVERY_S = 0.5
LOOK_AROUND_EVERY_S = 1.0
NEWS_EVERY_S = 1.0
PEOPLE_EVERY_S = 5.0
UNPAID_EVERY_S = 1.0
UNATTENDED_EVERY_S = 1.0
PAYMENT_AGAIN_EVERY_S = 5.0
SETTINGS_EVERY_S = 0.5


class Housekeeping:
    """Started last and closed first by the app."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        door: Door,
        membership: Membership,
        reconciler: Reconciler,
        settings_found: Callable[[Settings], Awaitable[None]],
        perform: Callable[[Effect], None],
        late: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._door = door
        self._membership = membership
        self._reconciler = reconciler
        self._settings_found = settings_found
        self._perform = perform
        self._late = late
        self._hurry: dict[str, asyncio.Event] = {}
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self.failures: Counter[str] = Counter()
        """Jobs that were postponed or failed, by name."""

    def start(self) -> None:
        member, reconciler = self._membership, self._reconciler
        jobs: tuple[tuple[float, Job], ...] = (
            (BEAT_EVERY_S, member.beat),
            (WATCH_EVERY_S, self._watch),
            (LOOK_AROUND_EVERY_S, member.look_around),
            (NEWS_EVERY_S, reconciler.look_for_news),
            (UNATTENDED_EVERY_S, reconciler.attend_requests),
            (PEOPLE_EVERY_S, reconciler.look_at_people),
            (UNPAID_EVERY_S, self._end_unpaid),
            (PAYMENT_AGAIN_EVERY_S, self._ask_for_payment_again),
            (SETTINGS_EVERY_S, self._look_for_settings),
        )
        loop = asyncio.get_running_loop()
        for name in ("look_for_news", "look_at_people"):
            self._hurry[name] = asyncio.Event()
        self._tasks = tuple(loop.create_task(self._every(s, job)) for s, job in jobs)

    def hurry(self) -> None:
        """Something may have been missed: look now, not in a while."""
        for event in self._hurry.values():
            event.set()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _watch(self) -> None:
        self._membership.watch()

    async def _end_unpaid(self) -> None:
        for ended in await sessions.end_unpaid(self._database, self._clock.now()):
            self._door.tell(DESK, ended)

    async def _ask_for_payment_again(self) -> None:
        """A node died between the accept and the payment, or PostgreSQL was away in between."""
        older_than = timedelta(seconds=PAYMENT_AGAIN_EVERY_S)
        now = self._clock.now()
        for session_id in await payments.unpaid_sessions(self._database, now, older_than):
            self._perform(RequestPayment(session_id))

    async def _look_for_settings(self) -> None:
        """Another node, or a hand in the database, may have changed them."""
        await self._settings_found(await settings.read_settings(self._database))

    async def _every(self, seconds: float, job: Job) -> None:
        loop = asyncio.get_running_loop()
        name = getattr(job, "__name__", "job")
        hurry = self._hurry.get(name)
        self.failures[name] += 0  # so that the first one is seen to grow
        while True:
            due = loop.time() + seconds
            await _sleep(seconds, hurry)
            if hurry is None:
                self._late(max(0.0, loop.time() - due))
            try:
                await job()
            except DatabaseUnavailable:
                self.failures[name] += 1
                log.warning("job_postponed", job=name)
            except Exception:
                self.failures[name] += 1
                log.exception("job_failed", job=name)


async def _sleep(seconds: float, hurry: asyncio.Event | None) -> None:
    """Until it is time, or until somebody hurries."""
    if hurry is None:
        await asyncio.sleep(seconds)
        return
    try:
        async with asyncio.timeout(seconds):
            await hurry.wait()
    except TimeoutError:
        return
    hurry.clear()
