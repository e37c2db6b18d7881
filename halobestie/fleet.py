"""Several nodes on one machine from one command: `run.py --nodes N`.

We own the embedded servers, migrate, seed, start the nodes, and say where they are. Each node is a
process of its own. None is started again by itself: who died is said, the others go on. SIGUSR1
asks for a rolling restart: node after node leaves and is started again, from the files of then.

starting ──all ready──▶ serving ──a signal, or all gone──▶ leaving ──▶ gone
    │                   ▲  │ SIGUSR1                         ▲
    │                   │  ▼                                 │
    │                  renewing ──a signal, or all gone──────┤
    └───one ended────────────────────────────────────────────┘
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator, Sequence
from typing import Self

import structlog
from rich.console import Console

from halobestie.clock import SystemClock
from halobestie.config import Config
from halobestie.db.migrations import migrate
from halobestie.fleet_plan import NodePlan, environment, plan
from halobestie.node_process import READY_WITHIN_S, NodeProcess, start_node
from halobestie.servers import Backends, own_backends
from halobestie.start import check_start, seed
from halobestie.stop import Stop
from halobestie.welcome import Place, welcome

log = structlog.get_logger(__name__)

BROKEN = 1
ENDED_WITHIN_S = 2.0


async def serve_fleet(config: Config, console: Console) -> int:
    """Returns the exit status when all nodes are gone: 0 after leaving as asked.

    When the start fails, or all have ended by themselves, it is the status that they ended with if
    that was one and the same, else 1. Raises EmbeddedServerError as `serve` does.
    """
    check_start(config)
    stop = Stop()
    async with own_backends(config, stop.fail) as backends:
        await migrate(backends.database_url)
        async with Fleet(config, backends, console) as fleet:
            places = await stop.before(fleet.until_ready())
            if places:
                first_admin = await seed(config, backends, SystemClock())
                welcome(console, config, places, first_admin)
                asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, fleet.renew)
                await stop.before(fleet.until_gone())
    stop.raise_failure()
    return judged(fleet.goodbyes if stop.asked else fleet.deaths, stop.asked)


class Fleet:
    """The nodes' processes, from the start of the first to the end of the last.

    Exit statuses (minus the signal's number for a death by signal): `deaths` of those who ended by
    themselves, `goodbyes` of those who were asked to, at the end.
    """

    def __init__(self, config: Config, backends: Backends, console: Console) -> None:
        self._config = config
        self._backends = backends
        self._console = console
        self._nodes: dict[NodePlan, NodeProcess] = {}
        self._watches: dict[NodeProcess, asyncio.Task[None]] = {}
        self._asked: set[NodeProcess] = set()
        self._renewal: asyncio.Task[None] | None = None
        self.deaths: list[int] = []
        self.goodbyes: list[int] = []

    async def __aenter__(self) -> Self:
        try:
            for one in plan(self._config):
                await self._start(one)
        except BaseException:
            await self._leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._leave()

    async def until_ready(self) -> Sequence[Place]:
        """Where they are; nothing as soon as one ended or is late, for then the start failed."""
        looks = [asyncio.create_task(self._ready(node)) for node in self._nodes.values()]
        try:
            for look in asyncio.as_completed(looks):
                if await look is None:
                    return ()
        finally:
            for task in looks:
                task.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        return [place for look in looks if (place := look.result())]

    async def until_gone(self) -> None:
        """Returns when nobody is left, and nobody is about to come."""
        while alive := {task for task in self._tasks() if not task.done()}:
            await asyncio.wait(alive, return_when=asyncio.FIRST_COMPLETED)

    def renew(self) -> None:
        """Begin a rolling restart, unless one is under way."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        """One after the other leaves and is started again; who was dead is started, too. When one
        does not get ready, the rest stay as they are."""
        for one, node in tuple(self._nodes.items()):
            self._asked.add(node)
            await node.leave()
            place = await self._ready(await self._start(one))
            if place is None:
                self._console.print(f"The rolling restart stops at {one.node_id}.")
                return
            self._console.print(f"{one.node_id} is back: process {place.pid}.")
            # A balancer takes as long to send people to it as it took to send none.
            await asyncio.sleep(self._config.leaves_after_s)

    async def _start(self, one: NodePlan) -> NodeProcess:
        settings = environment(one, self._config, self._backends, os.environ)
        node = await start_node(one.node_id, settings)
        self._nodes[one] = node
        self._watches[node] = asyncio.create_task(self._watch(node))
        return node

    async def _ready(self, node: NodeProcess) -> Place | None:
        place = await node.until_ready()
        if place is None:
            # Whoever says nothing has ended, or is about to; its status is what counts then.
            ended, _ = await asyncio.wait({self._watches[node]}, timeout=ENDED_WITHIN_S)
            if not ended:
                self._console.print(f"{node.node_id} is not ready in {READY_WITHIN_S:.0f} seconds.")
        return place

    async def _watch(self, node: NodeProcess) -> None:
        status = await node.process.wait()
        log.info("node_ended", node=node.node_id, pid=node.pid, status=status)
        if node not in self._asked:
            self.deaths.append(status)
            left = sum(other.status is None for other in self._nodes.values())
            self._console.print(
                f"{node.node_id} ended with status {status}; "
                f"{left} of {len(self._nodes)} nodes are left."
            )

    async def _leave(self) -> None:
        """All who are left are asked to leave at once, and waited for."""
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.wait({self._renewal})
        left = [node for node in self._watches if node.status is None]
        self._asked.update(left)
        if left:
            self._console.print("Leaving: sockets are told to come back elsewhere.")
        self.goodbyes += await asyncio.gather(*(node.leave() for node in left))
        await asyncio.gather(*self._watches.values())

    def _tasks(self) -> Iterator[asyncio.Task[None]]:
        yield from self._watches.values()
        if self._renewal is not None:
            yield self._renewal


def judged(statuses: Sequence[int], asked: bool) -> int:
    """The whole's exit status: of its goodbyes if it was asked to leave, else of its deaths."""
    if asked:
        return 0 if not any(statuses) else BROKEN
    same = statuses[0] if len(set(statuses)) == 1 else BROKEN
    return same if same >= 0 else BROKEN
