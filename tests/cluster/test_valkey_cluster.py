"""A cluster of three: whoever a node talks to, all hear all; and one may die."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.given import nodes_on, they_talk_again, until
from tests.cluster.valkey_process import ValkeyProcess, free_port, valkey_in
from tests.embedded.machine import wait_until

SLOTS = ((0, 5460), (5461, 10922), (10923, 16383))
NAMES = ("node-1", "node-2", "node-3")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[list[ValkeyProcess]]:
    """Three masters that know each other and share the slots."""
    with ExitStack() as closing:
        servers = [
            closing.enter_context(valkey_in(tmp_path, options=_options(gossip=free_port())))
            for _ in SLOTS
        ]
        for server, (first, last) in zip(servers, SLOTS, strict=True):
            tell(server, "CLUSTER", "ADDSLOTSRANGE", first, last)
        for server in servers[1:]:
            gossip = servers[0].options["cluster-port"]
            tell(server, "CLUSTER", "MEET", "127.0.0.1", servers[0].port, gossip)
        wait_until(lambda: all(is_whole(server) for server in servers), within=60)
        yield servers


def _options(gossip: int) -> dict[str, str]:
    return {
        "cluster-enabled": "yes",
        "cluster-port": str(gossip),
        "cluster-config-file": f"nodes-{gossip}.conf",
        "cluster-node-timeout": "2000",
    }


def tell(server: ValkeyProcess, *command: str | int) -> Any:
    with server.client() as operator:
        return operator.execute_command(*command)


def is_whole(server: ValkeyProcess) -> bool:
    """It knows three, and every slot has somebody."""
    said = str(tell(server, "CLUSTER", "INFO"))
    return "cluster_state:ok" in said and "cluster_known_nodes:3" in said


def talks_to(server: ValkeyProcess) -> set[str]:
    """The names of the buses that have a wire to this server."""
    with server.client() as operator:
        return {client["name"] for client in operator.client_list() if client["name"]}


def url_of(cluster: list[ValkeyProcess]) -> str:
    return "valkey+cluster://" + ",".join(f"127.0.0.1:{server.port}" for server in cluster)


async def test_through_different_servers_all_hear_all(cluster: list[ValkeyProcess]) -> None:
    """Each node is on a server of its own, and the cluster hands on what is said."""
    async with AsyncExitStack() as closing:
        one, two, three = [
            (await closing.enter_async_context(nodes_on(server.url, name)))[0]
            for server, name in zip(cluster, NAMES, strict=True)
        ]

        one.bus.announce(b"to all")
        one.bus.send("node-3", b"to three")

        await until(lambda: two.heard == [b"to all"] and three.heard == [b"to all", b"to three"])
        await they_talk_again(two, three)
        assert b"to all" not in one.heard


async def test_who_loses_its_server_goes_to_another(cluster: list[ValkeyProcess]) -> None:
    """One of three is killed and stays away: nobody stays alone, and who was on it is told."""
    async with nodes_on(url_of(cluster), *NAMES) as nodes:
        lost = next(server for server in cluster if "halobestie:node-1" in talks_to(server))
        hit = [name in str(talks_to(lost)) for name in NAMES]
        lost.kill()

        await until(lambda: nodes[0].rejoined == 2)
        for one, other in permutations(nodes, 2):
            await they_talk_again(one, other)
        assert [node.rejoined for node in nodes] == [2 if was_hit else 1 for was_hit in hit]
