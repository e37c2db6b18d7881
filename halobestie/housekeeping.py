"""What the clock asks of a node: its beat, payments that never came, settings changed elsewhere.

Each job runs by itself, again and again; one that fails is logged and runs again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from halobestie.clock import Clock
from halobestie.db import nodes, payments, sessions, settings
from halobestie.db.nodes import Node
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.domain import RequestId, Settings
from halobestie.door import Door
from halobestie.effects import Effect, RequestPayment
from halobestie.messages import DESK, Key, RequestOpened

log = structlog.get_logger(__name__)

BEAT_EVERY_S = 2.0
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
        node: Node,
        door: Door,
        count_sockets: Callable[[], int],
        settings_found: Callable[[Settings], Awaitable[None]],
        perform: Callable[[Effect], None],
        has_actor: Callable[[Key], bool],
    ) -> None:
        self._database = database
        self._clock = clock
        self._node = node
        self._door = door
        self._count_sockets = count_sockets
        self._settings_found = settings_found
        self._perform = perform
        self._has_actor = has_actor
        self._unattended: set[RequestId] = set()
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = (
            loop.create_task(self._every(BEAT_EVERY_S, self._beat)),
            loop.create_task(self._every(UNPAID_EVERY_S, self._end_unpaid)),
            loop.create_task(self._every(PAYMENT_AGAIN_EVERY_S, self._ask_for_payment_again)),
            loop.create_task(self._every(UNATTENDED_EVERY_S, self._attend_requests)),
            loop.create_task(self._every(SETTINGS_EVERY_S, self._look_for_settings)),
        )

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _beat(self) -> None:
        now = self._clock.now()
        if not await nodes.beat(self._database, self._node, now, sockets=self._count_sockets()):
            log.error("epoch_lost", node=self._node.node_id, epoch=self._node.epoch)

    async def _end_unpaid(self) -> None:
        for ended in await sessions.end_unpaid(self._database, self._clock.now()):
            self._door.tell(DESK, ended)

    async def _ask_for_payment_again(self) -> None:
        """A node died between the accept and the payment, or PostgreSQL was away in between."""
        older_than = timedelta(seconds=PAYMENT_AGAIN_EVERY_S)
        now = self._clock.now()
        for session_id in await payments.unpaid_sessions(self._database, now, older_than):
            self._perform(RequestPayment(session_id))

    async def _attend_requests(self) -> None:
        """Open requests of this node without an actor get one: the answer of their opening was
        lost. Only those that had none the last time either: one that just ended is not revived."""
        alone = {
            request.request_id: request
            for request in await nodes.requests_at_home(self._database, self._node)
            if not self._has_actor(Key("request", request.request_id))
        }
        for request_id in alone.keys() & self._unattended:
            log.warning("request_found_unattended", request_id=request_id)
            self._door.tell(Key("request", request_id), RequestOpened(alone[request_id], True))
        self._unattended = set(alone)

    async def _look_for_settings(self) -> None:
        """Another node, or a hand in the database, may have changed them."""
        await self._settings_found(await settings.read_settings(self._database))

    @staticmethod
    async def _every(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await job()
            except DatabaseUnavailable:
                log.warning("job_postponed", job=getattr(job, "__name__", "job"))
            except Exception:
                log.exception("job_failed", job=getattr(job, "__name__", "job"))
