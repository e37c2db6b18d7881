"""Several nodes from one command: one house with several doors, and each door may fall shut."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.embedded.machine import is_alive
from tests.process.nodes import Fleet, fleet_in
from tests.process.server import Server, run

MISCONFIGURED, UNAVAILABLE, BROKEN = 78, 69, 1
GOING_AWAY = 4001


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def answers(fleet: Fleet, http: aiohttp.ClientSession) -> list[str]:
    """Who says, at each node's own address, that it is there."""
    names = []
    for node in fleet.nodes:
        async with http.get(f"{node.public}/version") as answer:
            names.append((await answer.json())["node_id"])
    return names


async def test_three_nodes_are_one_house(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    """Who logs in at one node is known at the next; one that is killed takes nobody along; asked
    to leave, all leave: 4001, status 0, and nothing is left."""
    with fleet_in(tmp_path, "--nodes", "3") as fleet:
        await fleet.until_ready()
        assert await answers(fleet, http) == ["node-1", "node-2", "node-3"]
        assert len({node.pid for node in fleet.nodes} | {fleet.process.pid}) == 4
        first, second, third = (node.seat(http) for node in fleet.nodes)
        told = re.findall(r"^first admin +(\S+) +password (\S+) ", fleet.printed, re.MULTILINE)
        assert len(told) == 1
        await third.controlled("POST", "/login", {"email": told[0][0], "password": told[0][1]})
        customer = await third.connect("customer", await first.customer_token())
        mitra = await first.connect("mitra", await second.mitra_token("+6281200000001"))

        os.kill(fleet.nodes[1].pid, signal.SIGKILL)
        await fleet.until_said("node-2 ended with status -9; 2 of 3 nodes are left.")
        await customer.ok("heartbeat")
        await mitra.ok("heartbeat")

        goodbyes = asyncio.gather(customer.closed(), mitra.closed())
        status, seconds = await fleet.leave()
        print(f"three nodes, SIGTERM: gone after {seconds:.2f} s")
        assert list(await goodbyes) == [GOING_AWAY, GOING_AWAY]
        assert status == 0, fleet.complained
        assert fleet.left() == set()
        left = [line for line in fleet.log() if line["event"] == "leaving"]
        assert sorted(line["node"] for line in left) == ["node-1", "node-3"]


async def test_nodes_end_with_who_started_them(tmp_path: Path) -> None:
    """kill -9 of the command: its nodes and its servers are gone soon."""
    with fleet_in(tmp_path, "--nodes", "2", settings={"HALOBESTIE_NODE_ID": "jakarta"}) as fleet:
        await fleet.until_ready()
        assert [node.node_id for node in fleet.nodes] == ["jakarta-1", "jakarta-2"]

        fleet.process.kill()
        # The fixture fails if they are not.


async def test_when_all_nodes_are_gone_it_ends(tmp_path: Path) -> None:
    """Nodes are not started again: the last one's death is the end, and no success."""
    with fleet_in(tmp_path, "--nodes", "2") as fleet:
        await fleet.until_ready()
        for node in fleet.nodes:
            os.kill(node.pid, signal.SIGKILL)

        assert await fleet.ended() == BROKEN
        assert "0 of 2 nodes are left." in fleet.printed
        assert fleet.left() == set()


async def test_a_rolling_restart(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    """Given one node of two is dead, when a rolling restart is asked for, then both are new
    processes, one after the other, and who was connected finds everything as it was."""
    with fleet_in(tmp_path, "--nodes", "2") as fleet:
        await fleet.until_ready()
        first = fleet.nodes[0].seat(http)
        token = await first.customer_token("Senja")
        customer = await first.connect("customer", token)
        os.kill(fleet.nodes[1].pid, signal.SIGKILL)
        await fleet.until_said("node-2 ended with status -9; 1 of 2 nodes are left.")

        goodbye = asyncio.ensure_future(customer.closed())
        fleet.process.send_signal(signal.SIGUSR1)
        await fleet.until_said("node-2 is back")

        assert await goodbye == GOING_AWAY
        back = [int(pid) for pid in re.findall(r"is back: process (\d+)\.", fleet.printed)]
        assert len(set(back) | {node.pid for node in fleet.nodes}) == 4
        assert all(map(is_alive, back))
        assert not is_alive(fleet.nodes[0].pid)
        assert (await fleet.leave())[0] == 0
        assert not any(map(is_alive, back))


def test_a_start_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """Given the second node's port is taken, then its sentence is told, the status is 69, and the
    first node does not stay alone."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        ended = run(
            *("--nodes", "2", "--public-port", str(port - 10), "--internal-port", "0"),
            settings={"HALOBESTIE_DATA_DIR": str(tmp_path / "data")},
        )

    assert ended.status == UNAVAILABLE, ended.complained
    assert f"Cannot listen on 127.0.0.1, port {port}: Address already in use." in ended.complained
    assert "node-2 ended with status 69; 1 of 2 nodes are left." in ended.printed
    assert "password" not in ended.printed


@pytest.mark.parametrize(
    "arguments",
    [
        ("--nodes", "0"),
        ("--nodes", "17"),
        ("--nodes", "2", "--public-port", "65530"),
        ("--nodes", "3", "--public-port", "8080", "--internal-port", "8100"),
    ],
)
def test_nodes_that_cannot_be(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Too few, too many, no port left, or two listeners at one port: 78, and nothing was begun."""
    ended = run(*arguments, settings={"HALOBESTIE_DATA_DIR": str(tmp_path / "data")})

    assert ended.status == MISCONFIGURED, ended.complained
    assert ended.complained.startswith("HALOBESTIE_NODES: ")
    assert not (tmp_path / "data").exists()


async def test_nothing_is_embedded_where_urls_are_set(
    server: Server, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    """Given PostgreSQL runs elsewhere, then the nodes use it, and seed nobody."""
    settings = {
        "HALOBESTIE_DATABASE_URL": server.database_url,
        "HALOBESTIE_VALKEY_URL": "valkey://127.0.0.1:1",
        "HALOBESTIE_NODE_ID": "guest",
    }
    with fleet_in(tmp_path, "--nodes", "2", settings=settings) as fleet:
        await fleet.until_ready()
        assert await answers(fleet, http) == ["guest-1", "guest-2"]
        assert "first admin" not in fleet.printed
        assert not fleet.data.exists()
        assert (await fleet.leave())[0] == 0
