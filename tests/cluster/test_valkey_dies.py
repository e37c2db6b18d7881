"""Valkey dies, stands still, hangs up: nodes say that they are alone, and find each other again.

How soon is measured elsewhere; here it happens at all, and is told exactly once.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from structlog.testing import capture_logs

from halobestie.cluster.outbox import Bounds
from halobestie.cluster.valkey_bus import ValkeyBus
from tests.cluster.given import Node, is_heard, looks, nodes_of, nodes_on, they_talk_again, until
from tests.cluster.valkey_process import ValkeyProcess, free_port, valkey_in
from tests.embedded.machine import wait_until


async def test_a_killed_server_that_comes_back_is_a_single_gap(server: ValkeyProcess) -> None:
    """kill -9, a start on the same address: talk goes on, and each side was told once."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        server.kill()
        await until(lambda: one.bus.state() == two.bus.state() == "degraded")
        server.start()

        await they_talk_again(one, two)
        await looks(one, 2)
        await looks(two, 2)
        assert (one.rejoined, two.rejoined) == (2, 2)
        assert one.bus.stats.reconnects == two.bus.stats.reconnects == 1


async def test_a_server_that_was_restarted_at_once_is_a_gap_too(server: ValkeyProcess) -> None:
    """Even a server that nobody missed has forgotten who listened."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        server.kill()
        server.start()

        await until(lambda: one.rejoined == two.rejoined == 2)
        await they_talk_again(one, two)


async def test_a_frozen_server_is_noticed(server: ValkeyProcess) -> None:
    """SIGSTOP closes no socket. The probes stay out, so the node says degraded; then it thaws."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        server.freeze()
        one.bus.announce(b"into the ice")
        await until(lambda: one.bus.state() == two.bus.state() == "degraded")
        assert one.bus.stats.published + one.bus.stats.dropped == 1
        server.thaw()

        await they_talk_again(one, two)
        await looks(one, 2)
        assert (one.rejoined, two.rejoined) == (2, 2)
        assert two.heard.count(b"into the ice") <= 1, "at most once, even if it comes late"


async def test_a_listener_that_is_hung_up_on_returns(server: ValkeyProcess) -> None:
    """CLIENT KILL of the subscriptions: what was said meanwhile is lost, and this is told."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        with server.client() as operator:
            assert operator.client_kill_filter(_type="pubsub") == 2

        await until(lambda: one.rejoined == two.rejoined == 2)
        await they_talk_again(one, two)


async def test_a_speaker_that_is_hung_up_on_loses_nothing(server: ValkeyProcess) -> None:
    """What is said into a connection that the server has closed waits for the next."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        with server.client() as operator:
            mine = [each for each in operator.client_list() if each["name"] == "halobestie:node-1"]
            speaker = next(each["id"] for each in mine if each["sub"] == "0")
            operator.client_kill_filter(_id=speaker)
            wait_until(lambda: speaker not in {each["id"] for each in operator.client_list()})
        # One turn of the loop, in which the end of the connection is read.
        await asyncio.sleep(0)
        one.bus.announce(b"once")

        await until(lambda: one.rejoined == 2 and two.heard)
        assert two.heard == [b"once"]
        assert one.bus.stats.dropped == 0
        assert two.rejoined == 1


async def test_nothing_is_kept_in_valkey(server: ValkeyProcess) -> None:
    """FLUSHALL: nobody notices."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        with server.client() as operator:
            operator.flushall()
            assert operator.dbsize() == 0

        await they_talk_again(one, two)
        assert (one.rejoined, two.rejoined) == (1, 1)


async def test_a_slow_listener_is_cut_off_and_told(tmp_path: Path) -> None:
    """Valkey keeps little for one who does not read; it hangs up, and the node reconciles."""
    options = {"client-output-buffer-limit": "pubsub 256kb 256kb 0"}
    with valkey_in(tmp_path, options=options) as server:
        async with nodes_on(server.url, "node-1", "node-2") as (one, two):
            # This client blocks the loop, so nobody in this process reads meanwhile.
            with server.client() as stranger:
                flood = b"stranger\0" + bytes(1_000_000)
                # Until nobody listens any more: how much the kernel keeps for them is its own.
                assert any(not stranger.publish("halobestie:all", flood) for _ in range(1_000))

            await until(lambda: one.rejoined >= 2 and two.rejoined >= 2)
            await they_talk_again(one, two)
            assert one.bus.stats.delivered < 60


async def test_a_burst_arrives_or_is_counted(server: ValkeyProcess) -> None:
    """Ten thousand at once: each is heard, in order, or is one of those counted as dropped."""
    async with nodes_on(server.url, "node-1", "node-2") as (one, two):
        said = [b"%06d" % number for number in range(10_000)]
        for data in said:
            one.bus.announce(data)

        await until(lambda: one.bus.stats.published + one.bus.stats.dropped == len(said))
        await until(lambda: len(two.heard) == one.bus.stats.published)
        assert two.heard == sorted(two.heard)
        assert one.bus.stats.dropped == len(said) - len(two.heard)


async def test_a_burst_beyond_the_bounds_is_told(server: ValkeyProcess) -> None:
    """What the outbox had to forget is counted, and once the burst is over we reconcile."""
    speaker = ValkeyBus(server.url, "node-1", bounds=Bounds(messages=100))
    async with nodes_of(speaker, ValkeyBus(server.url, "node-2")) as (one, two):
        for number in range(1000):
            one.bus.announce(b"%06d" % number)

        await until(lambda: one.rejoined == 2)
        assert one.bus.stats.dropped == 900
        await until(lambda: len(two.heard) == 100)
        assert two.heard[-1] == b"000999", "the newest stay"
        await looks(one, 2)
        assert (one.rejoined, two.rejoined) == (2, 1)


async def test_a_node_starts_without_valkey(tmp_path: Path) -> None:
    """Degraded, and in service; when the server appears, it is as if it had always been there."""
    late = ValkeyProcess(tmp_path)
    one, two = Node(ValkeyBus(late.url, "node-1")), Node(ValkeyBus(late.url, "node-2"))
    try:
        await one.start()
        await two.start()
        assert await one.bus.check() == "degraded"
        assert one.rejoined == 0
        late.start()

        await they_talk_again(one, two)
        assert (one.rejoined, two.rejoined) == (1, 1)
        assert one.bus.stats.reconnects == 0
    finally:
        await one.bus.close()
        await two.bus.close()
        late.kill()


async def test_an_unknown_host_is_no_reason_to_stop() -> None:
    """A name that leads nowhere: degraded, and closed without a fuss."""
    node = Node(ValkeyBus("valkey://valkey.invalid:6379", "node-1"))
    await node.start()
    node.bus.announce(b"hello?")

    assert node.bus.state() == "degraded"
    await node.bus.close()
    assert node.bus.stats.dropped == 1


async def test_memory_is_bounded_while_it_is_away() -> None:
    """A hundred thousand messages to nobody: two bounds hold, and the rest is counted."""
    bus = ValkeyBus(f"valkey://127.0.0.1:{free_port()}", "node-1", bounds=Bounds(size=1_000_000))
    node = Node(bus)
    await node.start()
    for number in range(100_000):
        node.bus.announce(b"%0200d" % number)
        if not number % 1000:
            await asyncio.sleep(0)

    stats = node.bus.stats
    assert stats.outbox_bytes <= 1_000_000
    assert 0 < stats.outbox_length <= 1_000_000 // 200
    assert stats.outbox_length + stats.dropped == 100_000
    await node.bus.close()
    assert (node.bus.stats.outbox_length, node.bus.stats.dropped) == (0, 100_000)


async def test_old_news_is_not_told_when_it_is_back(tmp_path: Path) -> None:
    """What waited beyond its age is forgotten; what is fresh is heard."""
    away = ValkeyProcess(tmp_path)
    forgetful = ValkeyBus(away.url, "node-1", bounds=Bounds(age_s=0.0))
    one, two = Node(forgetful), Node(ValkeyBus(away.url, "node-2"))
    try:
        await one.start()
        await two.start()
        one.bus.announce(b"old")
        away.start()
        await until(lambda: one.rejoined and two.rejoined)
        await is_heard(two, one)
        assert b"old" not in two.heard
        assert one.bus.stats.dropped == 1
    finally:
        await one.bus.close()
        await two.bus.close()
        away.kill()


async def test_closing_is_prompt_while_the_server_stands_still(server: ValkeyProcess) -> None:
    """Last words are given a moment: it is over before the server would have been given up."""
    with capture_logs() as lines:
        async with nodes_on(server.url, "node-1") as (one,):
            server.freeze()
            for _ in range(1000):
                one.bus.announce(bytes(10_000))
            closing = asyncio.create_task(one.bus.close())
            await until(closing.done)

    assert one.bus.state() == "degraded"
    assert one.bus.stats.dropped == 1000
    assert "bus_lost" not in {line["event"] for line in lines}
    server.thaw()
