"""The roads to Valkey: a Unix socket, a password, TLS; and a road that is blocked."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from halobestie.cluster.valkey_bus import ValkeyBus
from tests.cluster.certificates import make_certificate
from tests.cluster.front import front
from tests.cluster.given import Node, nodes_on, they_talk_again, until
from tests.cluster.valkey_process import ValkeyProcess, valkey_in


async def refusals(url: str) -> list[MutableMapping[str, Any]]:
    """What a node logs that is refused twice, and never gets in."""
    with capture_logs() as lines:
        node = Node(ValkeyBus(url, "node-1"))
        await node.start()
        await until(lambda: sum(line["event"] == "bus_lost" for line in lines) >= 2)
        await node.bus.close()
    assert node.rejoined == 0
    return lines


async def test_over_a_unix_socket(tmp_path: Path) -> None:
    """As the embedded server is reached."""
    socket = tmp_path / "valkey.sock"
    with valkey_in(tmp_path, options={"unixsocket": str(socket)}):
        async with nodes_on(f"unix://{socket}", "node-1", "node-2") as (one, two):
            await they_talk_again(one, two)


async def test_with_a_password(tmp_path: Path) -> None:
    """One with signs that a URL must quote."""
    with valkey_in(tmp_path, password="p@ss/w:rd") as server:
        url = f"valkey://:p%40ss%2Fw%3Ard@127.0.0.1:{server.port}"
        async with nodes_on(url, "node-1", "node-2") as (one, two):
            await they_talk_again(one, two)


async def test_with_a_wrong_password(tmp_path: Path) -> None:
    """Degraded, tried again and again; the log says what is wrong, and no word of the password."""
    with valkey_in(tmp_path, password="right") as server:
        lines = await refusals(f"valkey://:never-said@127.0.0.1:{server.port}")

    assert {line["error"] for line in lines} == {"AuthenticationError"}
    assert "never-said" not in str(lines)


async def test_as_a_user_who_may_do_this_and_nothing_else(tmp_path: Path) -> None:
    """The rights that the decision names are enough."""
    rights = "on >secret resetchannels &halobestie:* -@all +@connection +@pubsub"
    with valkey_in(tmp_path) as server:
        with server.client() as operator:
            operator.execute_command("ACL", "SETUSER", "bus", *rights.split())
        url = f"valkey://bus:secret@127.0.0.1:{server.port}"
        async with nodes_on(url, "node-1", "node-2") as (one, two):
            await they_talk_again(one, two)


async def test_through_tls(server: ValkeyProcess, tmp_path: Path) -> None:
    """With an authority of our own, named in the URL."""
    certificate = make_certificate(tmp_path, "127.0.0.1")
    async with front(server.port, certificate) as road:
        url = f"valkeys://127.0.0.1:{road.port}?ssl_ca_certs={certificate}"
        async with nodes_on(url, "node-1", "node-2") as (one, two):
            await they_talk_again(one, two)


async def test_a_server_that_falls_silent_behind_tls_is_noticed(
    server: ValkeyProcess, tmp_path: Path
) -> None:
    """The ice looks the same through TLS."""
    certificate = make_certificate(tmp_path, "127.0.0.1")
    async with front(server.port, certificate) as road:
        url = f"valkeys://127.0.0.1:{road.port}?ssl_ca_certs={certificate}"
        async with nodes_on(url, "node-1", "node-2") as (one, two):
            server.freeze()
            await until(lambda: one.bus.state() == "degraded")
            server.thaw()
            await they_talk_again(one, two)


@pytest.mark.parametrize("caller", [0, 1], ids=["speaks", "listens"])
async def test_one_blocked_connection_is_enough_to_be_alone(
    server: ValkeyProcess, caller: int
) -> None:
    """The network eats what one of the two connections carries, and closes nothing."""
    async with (
        front(server.port) as road,
        nodes_on(f"valkey://127.0.0.1:{road.port}", "node-1") as (one,),
        nodes_on(server.url, "node-2") as (two,),
    ):
        road.block(caller)

        await until(lambda: one.rejoined == 2)
        await they_talk_again(one, two)
        assert two.rejoined == 1


async def test_a_certificate_of_somebody_else_is_refused(
    server: ValkeyProcess, tmp_path: Path
) -> None:
    """It is signed by whom we trust, and it is not the one we called."""
    certificate = make_certificate(tmp_path, "127.0.0.2")
    async with front(server.port, certificate) as road:
        lines = await refusals(f"valkeys://127.0.0.1:{road.port}?ssl_ca_certs={certificate}")

    assert {line["event"] for line in lines} == {"bus_lost"}


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    server: ValkeyProcess, tmp_path: Path
) -> None:
    """Without an authority of our own, those of the system decide."""
    certificate = make_certificate(tmp_path, "127.0.0.1")
    async with front(server.port, certificate) as road:
        lines = await refusals(f"valkeys://127.0.0.1:{road.port}")

    assert {line["event"] for line in lines} == {"bus_lost"}
