"""The herald: what is said is heard by the others as it was meant; what cannot be read, counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from halobestie.cluster.herald import Herald
from halobestie.cluster.local_bus import LocalBus, LocalExchange
from halobestie.messages import LineAsked, LoginEnded, NodeLeft, RequestOffered, Woke
from tests.cluster.given import until
from tests.rules.stories import request


class Listener:
    """A node's herald, and what it heard."""

    def __init__(self, exchange: LocalExchange, node_id: str) -> None:
        self.bus: LocalBus = exchange.bus(node_id)
        self.herald = Herald(self.bus)
        self.heard: list[object] = []
        self.rejoined = 0

    async def start(self) -> None:
        await self.herald.start(self.heard.append, self._count)

    def _count(self) -> None:
        self.rejoined += 1


@asynccontextmanager
async def three() -> AsyncIterator[tuple[LocalExchange, list[Listener]]]:
    exchange = LocalExchange()
    nodes = [Listener(exchange, f"n{n}") for n in (1, 2, 3)]
    for node in nodes:
        await node.start()
    await until(lambda: all(node.rejoined for node in nodes))
    yield exchange, nodes
    for node in nodes:
        await node.bus.close()


async def test_an_announcement_is_heard_by_every_other_node() -> None:
    """As the message it was, and not by oneself."""
    async with three() as (_, (one, two, other)):
        said = RequestOffered(request("r1"), "n1")
        one.herald.announce(said)
        await until(lambda: two.heard and other.heard)
        assert (one.heard, two.heard, other.heard) == ([], [said], [said])
        assert one.herald.said == {"RequestOffered": 1}
        assert two.herald.heard == {"RequestOffered": 1}


async def test_what_is_sent_to_one_is_heard_by_that_one() -> None:
    """In the order in which it was said."""
    async with three() as (_, (one, two, other)):
        said = [LoginEnded(f"l{n}", 4500) for n in range(20)]
        for message in said:
            one.herald.send("n2", message)
        one.herald.announce(LineAsked("n1"))
        await until(lambda: other.heard)
        assert two.heard == [*said, LineAsked("n1")]
        assert other.heard == [LineAsked("n1")]


async def test_what_is_no_message_is_said_to_nobody_and_stops_nobody() -> None:
    """Our own mistake is logged; the next message goes out."""
    async with three() as (_, (one, two, _other)):
        one.herald.announce(Woke())
        one.herald.send("n2", object())
        one.herald.announce(LoginEnded("\ud800", 4500))
        one.herald.announce(NodeLeft("n1"))
        await until(lambda: two.heard)
        assert two.heard == [NodeLeft("n1")]
        assert one.herald.said == {"NodeLeft": 1}


async def test_what_cannot_be_read_is_counted_and_what_follows_is_heard() -> None:
    """Damaged, of a newer release, or too new to be known: by its reason."""
    async with three() as (_, (one, two, _other)):
        for data in (
            b"\xff",
            b'{"v":9,"t":"node.left","d":{"node_id":"n1"}}',
            b'{"v":1,"t":"moon.rose","d":{}}',
        ):
            one.bus.announce(data)
        one.herald.announce(NodeLeft("n1"))
        await until(lambda: two.heard)
        assert two.heard == [NodeLeft("n1")]
        assert two.herald.unread == {"malformed": 1, "newer_version": 1, "unknown_type": 1}


async def test_a_listener_that_fails_hears_the_next_message() -> None:
    """One message that we cannot bear is not the end of the node."""
    exchange = LocalExchange()
    speaker, heard = Listener(exchange, "n1"), []
    listener = Herald(exchange.bus("n2"))

    def hear(message: object) -> None:
        heard.append(message)
        if len(heard) == 1:
            raise ValueError

    await speaker.start()
    await listener.start(hear, lambda: None)
    speaker.herald.announce(NodeLeft("a"))
    speaker.herald.announce(NodeLeft("b"))
    await until(lambda: len(heard) == 2)
    assert heard == [NodeLeft("a"), NodeLeft("b")]
    await speaker.bus.close()
    await listener.bus.close()


async def test_whoever_was_cut_off_is_told_that_something_may_be_missing() -> None:
    """What was said meanwhile is lost; `rejoined` says so once."""
    async with three() as (_, (one, two, other)):
        two.bus.cut()
        one.herald.announce(NodeLeft("a"))
        await until(lambda: other.heard)
        two.bus.mend()
        await until(lambda: two.rejoined == 2)
        one.herald.announce(NodeLeft("b"))
        await until(lambda: two.heard)
        assert two.heard == [NodeLeft("b")]
        assert one.rejoined == 1
