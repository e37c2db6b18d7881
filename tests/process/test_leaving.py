"""Leaving in order: newcomers are sent elsewhere first, then those who are here are told."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from halobestie.config import load_config
from halobestie.leaving import LEAVE_WITHIN_S, closing_share_s, within
from tests.e2e.house import until
from tests.embedded.machine import ROOT
from tests.process.nodes import Seat
from tests.process.server import Server
from tests.process.test_servers_die import frozen

GOING_AWAY = 4001
DELAY_S = 2.0


@pytest.fixture
async def seat(tmp_path: Path) -> AsyncIterator[tuple[Server, Seat]]:
    """A server that gives its balancer time, and its callers."""
    server = Server(tmp_path, {"HALOBESTIE_LEAVE_DELAY_S": str(DELAY_S)})
    try:
        await server.start()
        async with aiohttp.ClientSession() as http:
            yield server, Seat(server.public, server.internal, http)
    finally:
        server.end()


async def test_readiness_goes_first(seat: tuple[Server, Seat]) -> None:
    """Asked to leave: /readyz says no on both listeners while sockets are served as before; only
    then do they get 4001, and the status is 0."""
    server, house = seat
    customer = await house.customer()
    goodbye = asyncio.ensure_future(customer.closed())

    async def not_ready() -> bool:
        found = []
        for listener in (house.public, house.internal):
            async with house.http.get(f"{listener}/readyz") as answer:
                found.append((answer.status, (await answer.json())["checks"].get("node")))
        return set(found) == {(503, "failed")}

    server.process.send_signal(signal.SIGTERM)
    await until(not_ready, DELAY_S)
    assert not goodbye.done(), "sockets are still served"
    late = await house.customer("Fajar")
    await late.ok("heartbeat")

    assert list(await asyncio.gather(goodbye, late.closed())) == [GOING_AWAY, GOING_AWAY]
    assert await asyncio.to_thread(server.process.wait, LEAVE_WITHIN_S) == 0


async def test_postgresql_stands_still_meanwhile(seat: tuple[Server, Seat]) -> None:
    """Given PostgreSQL hangs and somebody has pressed, when the server is asked to leave, then
    everybody is told, and it keeps its limit: past that it would end with 1."""
    server, house = seat
    customer = await house.customer()

    with frozen(server.postgres_family()):
        await customer.ws.send_json({"type": "request.create", "id": "c", "data": {}})
        goodbye = asyncio.ensure_future(customer.closed())
        status, seconds = await asyncio.to_thread(server.leave)

    print(f"SIGTERM while PostgreSQL is frozen: gone after {seconds:.2f} s")
    assert await goodbye == GOING_AWAY
    assert status == 0, server.complained()


def test_a_process_that_hangs_ends_itself() -> None:
    """Given the loop stands still while leaving, then a limit ends the process all the same, with
    status 1 and the line of code where it stood."""
    hung = (
        "import time, halobestie.leaving as leaving\n"
        "leaving.LEAVE_WITHIN_S = 0.2\n"
        "leaving.leave_at_last()\n"
        "time.sleep(60)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", hung],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert ended.returncode == 1
    assert 'File "<string>", line 4' in ended.stderr


async def test_leaving_waits_for_nothing_for_ever() -> None:
    """A step that takes too long or fails is left behind: the next one gets its turn."""
    turns: list[str] = []

    async def hangs() -> None:
        turns.append("hangs")
        await asyncio.Event().wait()

    async def will_not_hear() -> None:
        turns.append("will not hear")
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.sleep(0.05)
        raise ValueError

    async def fails() -> None:
        turns.append("fails")
        raise ValueError

    await within(0.01, "hangs", hangs)
    await within(0.01, "fails", fails)
    await within(0.01, "will not hear", will_not_hear)
    await within(-1.0, "late", hangs)
    assert turns == ["hangs", "fails", "will not hear", "hangs"]


@pytest.mark.parametrize(
    ("settings", "delay_s"),
    [
        ({}, 0.0),
        ({"leave_delay_s": 3.0}, 3.0),
        ({"env": "production", "identity": "firebase"}, 5.0),
        ({"env": "production", "identity": "firebase", "leave_delay_s": 0.0}, 0.0),
    ],
)
def test_the_delay(settings: dict[str, object], delay_s: float) -> None:
    """None where nobody balances, five seconds in production, or as it is set; what is left is
    enough to close."""
    config = load_config({}, **settings)
    assert config.leaves_after_s == delay_s
    assert closing_share_s(config, embedded=False) == LEAVE_WITHIN_S - 7 - delay_s
    assert closing_share_s(load_config({}, leave_delay_s=10.0), embedded=True) > 5
