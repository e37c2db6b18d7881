"""A town: servers, nodes and people on them; what a scenario breaks, it mends and then judges."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp

from halobestie.db.migrations import migrate
from tests.faults.nodes import Node, make_nodes
from tests.faults.people import change_settings
from tests.faults.servers import Servers, servers

SETTINGS: Final = {
    "heartbeat_interval_s": 1,
    "presence_timeout_s": 6,
    "request_timeout_s": 40,
    "offer_timeout_s": 5,
    "max_customers_per_mitra": 3,
    "pairing_method": "blast",
}
MENDED_WITHIN_S: Final = 60.0


class Town:
    """Made by `town`. `nodes` are all alive when a scenario begins."""

    def __init__(
        self, folder: Path, backends: Servers, nodes: Sequence[Node], http: aiohttp.ClientSession
    ) -> None:
        self.folder = folder
        self.servers = backends
        self.nodes = nodes
        self.http = http
        self.capacity = 3

    @property
    def doors(self) -> list[str]:
        """The addresses of all nodes."""
        return [node.url for node in self.nodes]

    @property
    def bad_doors(self) -> list[str]:
        """The same, through the wires for phones."""
        return [node.bad_url for node in self.nodes]

    async def settings(self, **changes: object) -> None:
        """Those of every scenario, and these; in force everywhere when this returns."""
        wanted = SETTINGS | changes
        self.capacity = int(str(wanted["max_customers_per_mitra"]))
        await change_settings(self.servers, **wanted)
        await asyncio.sleep(0.8)  # each node looks for them twice a second

    async def mend(self) -> None:
        """Wires are good, sleepers wake, the dead are started again, and all are ready."""
        for node in self.nodes:
            node.trigger.disarm()
            node.database.mend()
            node.valkey.mend()
            node.phones.mend()
            if node.stopped and node.alive:
                node.wake()
        dead = [node for node in self.nodes if not node.alive]
        for node in dead:
            node.launch()
        await asyncio.gather(*(node.until_ready() for node in dead))
        await asyncio.gather(*(self._until_well(node) for node in self.nodes))

    async def _until_well(self, node: Node) -> None:
        until = time.monotonic() + MENDED_WITHIN_S
        while (found := await node.readyz())[1].get("status") != "ok":
            assert time.monotonic() < until, f"{node.node_id} does not get well: {found}"
            if not node.alive:
                await node.start()
            await asyncio.sleep(0.1)


@asynccontextmanager
async def town(folder: Path, nodes: int) -> AsyncIterator[Town]:
    """So many nodes on one PostgreSQL and one Valkey, all at home in `folder`."""
    async with AsyncExitStack() as stack:
        backends = await stack.enter_async_context(servers(folder / "data"))
        await migrate(backends.database_url)
        connector = aiohttp.TCPConnector(limit=0)
        http = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        made = await make_nodes(stack, folder, backends, nodes)
        yield Town(folder, backends, made, http)
