"""The bus in one process, and the failures that tests can give it."""

from __future__ import annotations

import asyncio

from halobestie.cluster.local_bus import LocalBus, LocalExchange
from tests.cluster.given import Node, nodes_of, until


async def test_a_node_that_is_cut_off_neither_hears_nor_is_heard() -> None:
    """It says degraded, counts what it could not say, and is told when it is back."""
    exchange = LocalExchange()
    bus = exchange.bus("node-1")
    async with nodes_of(bus, exchange.bus("node-2")) as (one, two):
        bus.cut()
        one.bus.announce(b"lost")
        two.bus.announce(b"lost too")
        assert one.bus.state() == "degraded"
        bus.mend()
        one.bus.announce(b"back")

        await until(lambda: two.heard == [b"back"] and one.rejoined == 2)
        assert one.bus.stats.dropped == 1
        assert two.rejoined == 1, "the others do not know, as in life"


async def test_what_is_on_its_way_to_a_node_that_is_cut_off_is_lost() -> None:
    """A message takes a turn of the loop; the cut comes before it."""
    exchange = LocalExchange()
    bus = exchange.bus("node-2")
    async with nodes_of(exchange.bus("node-1"), bus) as (one, two):
        one.bus.announce(b"on its way")
        bus.cut()
        await asyncio.sleep(0)
        bus.mend()
        one.bus.announce(b"after")

        await until(lambda: two.heard)
        assert two.heard == [b"after"]


async def test_a_node_that_is_alone_speaks_to_nobody() -> None:
    """A single node needs no exchange, and is well."""
    node = Node(LocalBus("node-1"))
    await node.start()

    node.bus.announce(b"is anybody there?")

    assert node.bus.state() == "ok"
    await until(lambda: node.rejoined == 1)
    assert node.heard == []
    await node.bus.close()


async def test_the_same_name_again_takes_the_place_of_the_first() -> None:
    """A node that comes back while its earlier life still hangs about: the new one hears."""
    exchange = LocalExchange()
    async with nodes_of(exchange.bus("node-1"), exchange.bus("node-2")) as (one, two):
        again = Node(exchange.bus("node-2"))
        await again.start()
        await two.bus.close()
        one.bus.announce(b"who are you?")

        await until(lambda: again.heard == [b"who are you?"])
        assert two.heard == []
        await again.bus.close()
