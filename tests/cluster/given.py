"""Nodes that talk over a bus and write down what they hear; and patience with a bound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from halobestie.cluster.bus import Bus
from halobestie.cluster.valkey_bus import ValkeyBus

PATIENCE_S = 30.0
"""Far beyond what is promised: this machine may be busy with other things."""


@dataclass(slots=True)
class Node:
    """One bus, what was heard over it, and how often it said that something may be missing."""

    bus: Bus
    heard: list[bytes] = field(default_factory=list)
    rejoined: int = 0

    async def start(self) -> None:
        await self.bus.start(self.heard.append, self._count)

    def _count(self) -> None:
        self.rejoined += 1


async def until(happened: Callable[[], object]) -> None:
    """Let the loop go on until it has happened, or fail."""
    async with asyncio.timeout(PATIENCE_S):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


@asynccontextmanager
async def nodes_of(*buses: Bus) -> AsyncIterator[list[Node]]:
    """Started nodes that reach each other."""
    async with AsyncExitStack() as closing:
        nodes = [Node(bus) for bus in buses]
        for node in nodes:
            closing.push_async_callback(node.bus.close)
            await node.start()
        await until(lambda: all(node.rejoined for node in nodes))
        yield nodes


@asynccontextmanager
async def nodes_on(url: str, *node_ids: str) -> AsyncIterator[list[Node]]:
    """Started nodes that reach each other through Valkey."""
    async with nodes_of(*(ValkeyBus(url, node_id) for node_id in node_ids)) as nodes:
        yield nodes


async def they_talk_again(one: Node, two: Node) -> None:
    """Both are well, and each hears what the other says now."""
    await is_heard(one, two)
    await is_heard(two, one)
    await until(lambda: one.bus.state() == two.bus.state() == "ok")


async def is_heard(speaker: Node, listener: Node) -> None:
    """The speaker says where it is until the listener has heard: a single word may be lost."""
    words = b"%b is here" % speaker.bus.node_id.encode()

    def say_and_look() -> bool:
        speaker.bus.announce(words)
        return words in listener.heard

    await until(say_and_look)


async def looks(node: Node, number: int) -> None:
    """Wait until the node's bus has looked at its wire so many times and found it alive."""
    for _ in range(number):
        await until(_falls(lambda: node.bus.stats.quiet_s))


def _falls(measured: Callable[[], float]) -> Callable[[], bool]:
    """Whether the figure has become smaller since it was asked for last."""
    last = measured()

    def has_fallen() -> bool:
        nonlocal last
        before, last = last, measured()
        return last < before

    return has_fallen
