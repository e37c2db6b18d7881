"""Nodes behind the balancer of `deploy/haproxy.cfg`: a rolling restart, and a node that dies.

Where HAProxy is not installed these are left out, unless REQUIRE_BALANCER is set.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.house import House
from tests.process.balancer import PROGRAM, Balancer, balancer_in, free_base
from tests.process.nodes import Fleet, Seat, fleet_in

GOING_AWAY = 4001
DELAY_S = 3.0
"""The balancer looks every second, and believes the second look."""
WITHIN_S = 30.0

pytestmark = pytest.mark.skipif(
    not Path(PROGRAM).exists() and not os.environ.get("REQUIRE_BALANCER"),
    reason="HAProxy is not installed here",
)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    # A connection for each request, as from as many phones.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


@pytest.fixture
async def place(tmp_path: Path, http: aiohttp.ClientSession) -> AsyncIterator[tuple[Fleet, House]]:
    """Two nodes behind the balancer, both known to it; and callers who know only the balancer."""
    public, internal = free_base(2)
    ports = ("--public-port", str(public), "--internal-port", str(internal))
    settings = {
        "HALOBESTIE_LEAVE_DELAY_S": str(DELAY_S),
        "HALOBESTIE_TRUSTED_PROXIES": '["127.0.0.1"]',
    }
    nodes = [(public, internal), (public + 10, internal + 10)]
    with (
        balancer_in(tmp_path, nodes) as balancer,
        fleet_in(tmp_path, "--nodes", "2", *ports, settings=settings) as fleet,
    ):
        await fleet.until_ready()
        await until_up(http, balancer, 2)
        yield fleet, Seat(balancer.public, balancer.internal, http)


async def until_up(http: aiohttp.ClientSession, balancer: Balancer, nodes: int) -> None:
    """The balancer's own figures name so many nodes as up, on both sides."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            async with http.get(f"{balancer.figures}/metrics") as answer:
                lines = (await answer.text()).splitlines()
            up = [
                line
                for line in lines
                if line.startswith("haproxy_server_status{")
                and 'proxy="nodes_' in line
                and 'state="UP"' in line
                and float(line.split()[-1]) == 1
            ]
            if len(up) == 2 * nodes:
                return
            await asyncio.sleep(0.05)


async def stay(house: House, token: str, closes: list[int | None], done: asyncio.Event) -> None:
    """A phone that comes back whenever it is closed; the first try must let it in."""
    while not done.is_set():
        phone = await house.connect("customer", token)
        assert phone.ready["customer"]["display_name"] == "Senja"
        closed = asyncio.ensure_future(phone.ws.receive())
        over = asyncio.ensure_future(done.wait())
        await asyncio.wait({closed, over}, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        if closed.done():
            closes.append(phone.ws.close_code)
        closed.cancel()


async def ask(house: House, answers: list[int], done: asyncio.Event) -> None:
    """Somebody who comes anew, twenty times a second."""
    while not done.is_set():
        async with house.http.get(f"{house.public}/v1/app-config") as answer:
            answers.append(answer.status)
        await asyncio.sleep(0.05)


async def test_a_rolling_restart_is_felt_as_a_reconnect(place: tuple[Fleet, House]) -> None:
    """Given phones connected through the balancer and others coming, when node after node is
    restarted, then each phone is told 4001 and is let in at its first try, and nobody who comes
    is turned away."""
    fleet, house = place
    token = await house.customer_token("Senja")
    closes: list[int | None] = []
    answers: list[int] = []
    done = asyncio.Event()
    callers = asyncio.gather(stay(house, token, closes, done), ask(house, answers, done))

    fleet.process.send_signal(signal.SIGUSR1)
    await fleet.until_said("node-2 is back")
    done.set()
    await callers

    print(f"rolling restart: {len(answers)} requests, {len(closes)} goodbyes")
    assert set(answers) == {200}
    assert closes
    assert set(closes) == {GOING_AWAY}


async def test_a_node_that_dies_turns_nobody_away(place: tuple[Fleet, House]) -> None:
    """When a node is killed, then whoever comes in the very same moment is served by another."""
    fleet, house = place
    os.kill(fleet.nodes[0].pid, signal.SIGKILL)
    for _ in range(20):
        async with house.http.get(f"{house.public}/version") as answer:
            assert (answer.status, (await answer.json())["node_id"]) == (200, "node-2")


async def test_the_two_listeners_never_meet(place: tuple[Fleet, House]) -> None:
    """What is internal is not at the public port, and figures are not at either; a page that came
    through the balancer may open a socket through it, and a page of somebody else may not."""
    _, house = place
    for url in (
        f"{house.public}/v1/dashboard",
        f"{house.public}/metrics",
        f"{house.internal}/metrics",
        f"{house.internal}/v1/app-config",
    ):
        async with house.http.get(url) as answer:
            assert answer.status in (401, 404), url
    async with house.http.get(f"{house.public}/v1/dashboard") as answer:
        assert answer.status == 404
    async with house.http.get(f"{house.internal}/v1/dashboard") as answer:
        assert answer.status == 401
    url = f"{house.public}/v1/customer/ws"
    async with house.http.ws_connect(url, origin=house.public) as ours:
        assert (await ours.receive_json())["type"] == "hello"
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await house.http.ws_connect(url, origin="http://elsewhere.example")


async def test_when_no_node_is_ready_it_says_so(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    """Nobody behind it: a problem of the contract's form, worth trying again."""
    with balancer_in(tmp_path, []) as balancer:
        async with asyncio.timeout(WITHIN_S):
            while True:
                try:
                    async with http.get(f"{balancer.public}/v1/app-config") as answer:
                        if answer.status == 503:
                            problem = await answer.json(content_type="application/problem+json")
                            break
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.05)
    assert (problem["code"], problem["temporary"]) == ("unavailable", True)
    assert answer.headers["Retry-After"] == "2"
