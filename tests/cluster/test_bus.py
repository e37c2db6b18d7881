"""What every bus promises: the same stories for the one in process and the one through Valkey."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from halobestie.cluster.bus import Bus
from halobestie.cluster.local_bus import LocalExchange
from halobestie.cluster.valkey_bus import ValkeyBus
from tests.cluster.given import Node, nodes_of, until
from tests.cluster.valkey_process import valkey_in

NAMES = ("node-1", "node-2", "node-10")


@pytest.fixture(params=["local", "valkey"])
async def three(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[Node]]:
    """Three nodes that reach each other. One's name begins like another's."""
    if request.param == "local":
        exchange = LocalExchange()
        async with nodes_of(*(exchange.bus(name) for name in NAMES)) as nodes:
            yield nodes
        return
    with valkey_in(tmp_path) as server:
        async with nodes_of(*(ValkeyBus(server.url, name) for name in NAMES)) as nodes:
            yield nodes


async def test_an_announcement_reaches_every_other_node(three: list[Node]) -> None:
    """And not the one who made it."""
    one, two, ten = three

    one.bus.announce(b"settings changed")
    ten.bus.announce(b"me too")

    await until(lambda: len(two.heard) == 2 and one.heard and ten.heard)
    assert sorted(two.heard) == [b"me too", b"settings changed"]
    assert one.heard == [b"me too"]
    assert ten.heard == [b"settings changed"]


async def test_a_message_to_one_reaches_that_one(three: list[Node]) -> None:
    """Nobody else hears it; to oneself, or to nobody, it goes nowhere."""
    one, two, ten = three

    one.bus.send("node-10", b"to ten")
    one.bus.send("node-1", b"to myself")
    one.bus.send("node-99", b"to nobody")
    one.bus.announce(b"to all")

    await until(lambda: b"to all" in two.heard and b"to all" in ten.heard)
    assert (one.heard, two.heard, ten.heard) == ([], [b"to all"], [b"to ten", b"to all"])
    await until(lambda: one.bus.stats.published == 3)


async def test_one_senders_messages_come_in_order(three: list[Node]) -> None:
    """Announcements and messages to one, mixed."""
    one, two, _ = three
    said = [b"%d" % number for number in range(2000)]

    for number, text in enumerate(said):
        if number % 3:
            one.bus.announce(text)
        else:
            one.bus.send("node-2", text)

    await until(lambda: len(two.heard) == len(said))
    assert two.heard == said


async def test_any_bytes_may_be_said(three: list[Node]) -> None:
    """Nothing, NULs, line ends, and more than one buffer holds."""
    one, two, _ = three
    said = [b"", b"\0\0", b"\r\n$-1\r\n", bytes(range(256)) * 2000]

    for data in said:
        one.bus.announce(data)

    await until(lambda: len(two.heard) == len(said))
    assert two.heard == said


async def test_nobody_hears_inside_the_speakers_call(three: list[Node]) -> None:
    """The speaker goes on first, whatever the others do with it."""
    one, two, _ = three

    one.bus.announce(b"later")

    assert two.heard == []
    await until(lambda: two.heard)


async def test_everybody_is_told_once_that_it_begins(three: list[Node]) -> None:
    """The first subscription is a gap too: who comes in knows nothing yet."""
    assert [node.rejoined for node in three] == [1, 1, 1]
    assert [node.bus.state() for node in three] == ["ok", "ok", "ok"]
    assert [await node.bus.check() for node in three] == ["ok", "ok", "ok"]


async def test_a_listeners_mistake_ends_nothing(three: list[Node]) -> None:
    """It is logged; the next message is heard as if nothing had been."""
    one, two, ten = three
    heard: list[bytes] = []

    def stumble(data: bytes) -> None:
        heard.append(data)
        if data == b"stone":
            raise RuntimeError("stumbled")

    await ten.bus.close()
    await ten.bus.start(stumble, lambda: None)
    await until(lambda: ten.bus.state() == "ok")
    one.bus.announce(b"stone")
    one.bus.announce(b"path")

    await until(lambda: len(heard) == 2)
    assert two.bus.stats.reconnects == 0


async def test_a_closed_bus_is_silent(three: list[Node]) -> None:
    """It hears nothing more, says nothing more, and counts what it did not say."""
    one, two, ten = three

    await ten.bus.close()
    await ten.bus.close()
    ten.bus.announce(b"from beyond")
    one.bus.announce(b"to the living")

    await until(lambda: two.heard)
    assert two.heard == [b"to the living"]
    assert (ten.heard, ten.bus.state()) == ([], "degraded")
    assert ten.bus.stats.dropped == 1


async def test_last_words_are_heard(three: list[Node]) -> None:
    """What was said before the close leaves with it, even when it is a lot."""
    one, two, _ = three
    said = [b"%d" % number for number in range(600)]

    for data in said:
        one.bus.announce(data)
    await one.bus.close()

    await until(lambda: len(two.heard) == len(said))
    assert two.heard == said


async def test_everything_said_is_counted(three: list[Node]) -> None:
    """Messages and bytes, out and in."""
    one, two, ten = three

    one.bus.announce(b"12345")
    one.bus.send("node-2", b"123")

    await until(lambda: len(two.heard) == 2 and ten.heard and one.bus.stats.published == 2)
    out, came = one.bus.stats, two.bus.stats
    assert (out.published, out.bytes_out, out.dropped, out.outbox_length) == (2, 8, 0, 0)
    assert (came.delivered, came.bytes_in) == (2, 8)
    assert ten.bus.stats.delivered == 1


def test_both_are_buses(tmp_path: Path) -> None:
    """mypy holds them to the protocol; this line is for the reader."""
    both: tuple[Bus, Bus] = (
        LocalExchange().bus("node-1"),
        ValkeyBus("valkey://127.0.0.1:1", "node-1"),
    )
    assert [bus.state() for bus in both] == ["degraded", "degraded"]
