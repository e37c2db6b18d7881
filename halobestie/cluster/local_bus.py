"""The bus in one process: for a node that is alone, and for tests of several nodes.

    exchange = LocalExchange()
    one, two = exchange.bus("node-1"), exchange.bus("node-2")

Whoever is told hears it in a later turn of the loop, as with a real network. `cut` and `mend`
take a node off the exchange and bring it back: what is said meanwhile is lost.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from halobestie.cluster.bus import BusState, BusStats, Heard, Rejoined

log = structlog.get_logger(__name__)


class LocalExchange:
    """Where the buses of one process meet."""

    def __init__(self) -> None:
        self._joined: dict[str, LocalBus] = {}

    def bus(self, node_id: str) -> LocalBus:
        """A bus of this exchange; it takes part from its start to its close."""
        return LocalBus(node_id, self)

    def join(self, bus: LocalBus) -> None:
        self._joined[bus.node_id] = bus

    def leave(self, bus: LocalBus) -> None:
        if self._joined.get(bus.node_id) is bus:
            del self._joined[bus.node_id]

    def others(self, node_id: str) -> list[LocalBus]:
        """Everybody but this node, in the order of joining."""
        return [bus for name, bus in self._joined.items() if name != node_id]

    def find(self, node_id: str) -> LocalBus | None:
        return self._joined.get(node_id)


class LocalBus:
    """A `Bus` whose exchange is in this process."""

    def __init__(self, node_id: str, exchange: LocalExchange | None = None) -> None:
        self.node_id = node_id
        self._exchange = exchange or LocalExchange()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heard: Heard | None = None
        self._rejoined: Rejoined | None = None
        self._is_cut = False
        self._stats = BusStats()

    @property
    def stats(self) -> BusStats:
        return self._stats

    def announce(self, data: bytes) -> None:
        self._say(self._exchange.others(self.node_id), data)

    def send(self, node_id: str, data: bytes) -> None:
        if node_id == self.node_id:
            return
        there = self._exchange.find(node_id)
        self._say([there] if there else [], data)

    def state(self) -> BusState:
        return "degraded" if self._loop is None or self._is_cut else "ok"

    async def check(self) -> BusState:
        return self.state()

    async def start(self, heard: Heard, rejoined: Rejoined) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard, self._rejoined = heard, rejoined
        self._exchange.join(self)
        self._loop.call_soon(self._tell_rejoined)

    async def close(self) -> None:
        self._exchange.leave(self)
        self._loop = None

    def cut(self) -> None:
        """Off the network: nothing comes, nothing goes, and we are `degraded`."""
        self._is_cut = True

    def mend(self) -> None:
        """On the network again; `rejoined` follows. The others are told nothing, as in life."""
        self._is_cut = False
        if self._loop is not None:
            self._loop.call_soon(self._tell_rejoined)

    def _say(self, there: list[LocalBus], data: bytes) -> None:
        stats = self._stats
        if self._loop is None or self._is_cut:
            self._stats = replace(stats, dropped=stats.dropped + 1)
            return
        self._stats = replace(
            stats, published=stats.published + 1, bytes_out=stats.bytes_out + len(data)
        )
        for bus in there:
            self._loop.call_soon(bus.hear, data)

    def hear(self, data: bytes) -> None:
        """Another bus of the exchange says this; lost when we have left or are cut off."""
        if self.state() == "degraded" or self._heard is None:
            return
        stats = self._stats
        self._stats = replace(
            stats, delivered=stats.delivered + 1, bytes_in=stats.bytes_in + len(data)
        )
        try:
            self._heard(data)
        except Exception:
            log.exception("bus_listener_failed", node=self.node_id)

    def _tell_rejoined(self) -> None:
        if self.state() == "ok" and self._rejoined is not None:
            self._rejoined()
