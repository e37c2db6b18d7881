"""The bus between processes: Valkey's pub/sub, which may vanish and come back at any time.

```
            ┌──────────────── lost, or never reached: wait a little ──────────────┐
            ▼                                                                     │
 start ▸ opening ──▶ open: `rejoined`, then talk until the wire fails ────────────┤
            │                                                                     │
            └──────────────────────── cannot be reached ─────────────────────────┘
```

Channels: `<prefix>:all`, and `<prefix>:node:<node_id>` for one. A frame is the sender's node_id,
a NUL, and the data. Why so, and what it costs: docs/decisions/0010.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from zlib import crc32

import structlog
from valkey.backoff import FullJitterBackoff

from halobestie.cluster.address import servers_of
from halobestie.cluster.bus import BusState, BusStats, Heard, Rejoined
from halobestie.cluster.outbox import Bounds
from halobestie.cluster.valkey_talk import NUL, Talk
from halobestie.cluster.valkey_wire import Wire, WireError

log = structlog.get_logger(__name__)

PAUSE = FullJitterBackoff(cap=1.0, base=0.05)
MOST_FAILURES = 8
STEADY_AFTER_S = 5.0
"""A wire that lived so long was a good one: the next pause is short again."""
LAST_WORDS_S = 0.5


class ValkeyBus:
    """A `Bus` through Valkey.

    `url` as in `address`; raises ValueError for one that cannot be read. Nodes that share a
    `prefix` hear each other.
    """

    def __init__(
        self, url: str, node_id: str, *, prefix: str = "halobestie", bounds: Bounds | None = None
    ) -> None:
        self.node_id = node_id
        self._prefix = prefix
        self._channels = (f"{prefix}:all", self._channel_of(node_id))
        self._talk = Talk(self._channels[1], node_id.encode() + NUL, bounds or Bounds())
        self._wires = [Wire(server, f"{prefix}:{node_id}") for server in servers_of(url)]
        # The nodes of a cluster's clients spread over its servers.
        self._turn = crc32(node_id.encode())
        self._opened = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def stats(self) -> BusStats:
        return self._talk.stats(reconnects=max(self._opened - 1, 0))

    def announce(self, data: bytes) -> None:
        self._talk.say(self._channels[0], data)

    def send(self, node_id: str, data: bytes) -> None:
        if node_id != self.node_id:
            self._talk.say(self._channel_of(node_id), data)

    def state(self) -> BusState:
        return "ok" if self._talk.is_on else "degraded"

    async def check(self) -> BusState:
        return self.state()

    async def start(self, heard: Heard, rejoined: Rejoined) -> None:
        self._talk.open()
        keeping = self._keep(_guarded(heard), _guarded(rejoined))
        self._task = asyncio.create_task(keeping, name="bus")

    async def close(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        if self._talk.is_on:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._talk.say_all(), LAST_WORDS_S)
        task.cancel()
        await asyncio.wait([task])
        self._talk.close()

    def _channel_of(self, node_id: str) -> str:
        return f"{self._prefix}:node:{node_id}"

    async def _keep(self, heard: Heard, rejoined: Rejoined) -> None:
        now = asyncio.get_running_loop().time
        failures = 0
        while True:
            begun = now()
            error = await self._one_life(heard, rejoined)
            failures = 1 if now() - begun > STEADY_AFTER_S else min(failures + 1, MOST_FAILURES)
            if failures < MOST_FAILURES:
                log.warning("bus_lost", node=self.node_id, error=error)
            await asyncio.sleep(PAUSE.compute(failures))

    async def _one_life(self, heard: Heard, rejoined: Rejoined) -> str:
        """Open a wire and talk until it fails; returns the kind of failure."""
        wire = self._wires[self._turn % len(self._wires)]
        error = ""
        try:
            await wire.open(self._channels)
            self._opened += 1
            log.info("bus_joined", node=self.node_id, reconnects=self._opened - 1)
            await self._talk.over(wire, heard, rejoined)
        except* WireError as failed:
            error = type(failed.exceptions[0]).__name__
        except* Exception:
            error = "mistake"
            log.exception("bus_failed", node=self.node_id)
        finally:
            self._turn += 1
            await wire.close()
        return error


def _guarded(callback: Callable[..., None]) -> Callable[..., None]:
    """A listener's mistake is logged, and ends no connection."""

    def call(*args: bytes) -> None:
        try:
            callback(*args)
        except Exception:
            log.exception("bus_listener_failed")

    return call
