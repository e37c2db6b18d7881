"""PostgreSQL or Valkey dies under the server: phones stay connected, and it goes on by itself."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.e2e.house import Json, Phone, until
from tests.embedded.machine import is_alive
from tests.process.outside import Outside

BACK_WITHIN_S = 20.0
BEAT_WITHIN_S = 1.0
FROZEN_S = 4.0


async def beats(phone: Phone) -> None:
    """A heartbeat is answered at once, whatever is away."""
    async with asyncio.timeout(BEAT_WITHIN_S):
        await phone.ok("heartbeat")


async def until_named(house: Outside, status: int, **checks: str) -> float:
    """/readyz answers so, and names who is away; the seconds until it did."""
    begun = time.monotonic()
    async with asyncio.timeout(BACK_WITHIN_S):
        while True:
            found, ready = await house.readyz()
            if found == status and checks.items() <= ready["checks"].items():
                return time.monotonic() - begun
            await asyncio.sleep(0.01)


async def until_back(house: Outside, died: int) -> None:
    """PostgreSQL was started again, and is reached. (One that was just killed may answer yet.)"""
    await until(lambda: house.server.newest("PostgreSQL") != died, BACK_WITHIN_S)
    await until_named(house, 200, database="ok")


async def press_until_ok(customer: Phone) -> tuple[Json, int]:
    """As an app would: again after each temporary refusal. What came, and how many there were."""
    refusals = 0
    async with asyncio.timeout(BACK_WITHIN_S):
        while (reply := await customer.say("request.create"))["type"] == "error":
            assert reply["data"]["code"] == "unavailable"
            assert reply["data"]["temporary"] is True
            refusals += 1
            await beats(customer)
            await asyncio.sleep(0.05)
    return reply["data"], refusals


async def pair(customer: Phone, mitra: Phone, request_id: str) -> None:
    """The mitra takes it, again after each temporary refusal; both see the session start."""
    offered = {"request_id": request_id}
    async with asyncio.timeout(BACK_WITHIN_S):
        while (await mitra.hear("offer.new"))["request_id"] != request_id:
            """An earlier one."""
        while (reply := await mitra.say("offer.accept", offered))["type"] == "error":
            assert reply["data"]["temporary"] is True, reply
    for phone in (customer, mitra):
        started = (await phone.hear("session.started"))["session"]
        assert started["request_id"] == request_id
    await customer.ok("session.end", {"session_id": started["session_id"]})


@contextmanager
def frozen(pids: list[int]) -> Iterator[None]:
    """The processes stand still; the first one first, so that it starts no others."""
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


async def test_postgresql_is_killed(house: Outside) -> None:
    """Given phones at work, when PostgreSQL is killed, then it is started again, and the sockets
    that were open before pair as if nothing had been."""
    customer, mitra = await house.customer(), await house.listener()
    server, postgres = house.server.process.pid, house.server.postgres()

    os.kill(postgres, signal.SIGKILL)
    named = asyncio.create_task(until_named(house, 503, database="failed"))
    await asyncio.gather(beats(customer), beats(mitra))
    pressed, refusals = await press_until_ok(customer)
    await pair(customer, mitra, pressed["request_id"])
    print(f"PostgreSQL killed: named after {await named:.2f} s, {refusals} presses refused")

    await until_back(house, postgres)
    assert house.server.process.pid == server
    assert house.server.alive


async def test_postgresql_stands_still(house: Outside) -> None:
    """Given phones at work, when PostgreSQL hangs for four seconds, then nobody is cut off, it is
    said, and what was pressed meanwhile is answered."""
    customer, mitra = await house.customer(), await house.listener()

    with frozen(house.server.postgres_family()):
        begun = time.monotonic()
        pressing = asyncio.create_task(press_until_ok(customer))
        named = await until_named(house, 503, database="failed")
        assert named < FROZEN_S, "readiness is asked by those who have no time"
        await beats(mitra)
        await asyncio.sleep(max(0.0, FROZEN_S - (time.monotonic() - begun)))
    pressed, refusals = await pressing
    await pair(customer, mitra, pressed["request_id"])
    print(f"PostgreSQL frozen: named after {named:.2f} s, {refusals} presses refused")
    await until_named(house, 200, database="ok")


async def test_a_mitra_goes_offline_while_postgresql_is_away(house: Outside) -> None:
    """Given PostgreSQL is killed, when a mitra switches off, then it comes true as soon as it is
    back, and the period in the log ends by the mitra."""
    mitra = await house.listener()
    mitra_id, postgres = house.hired[-1]["id"], house.server.postgres()

    os.kill(postgres, signal.SIGKILL)
    reply = await mitra.say("presence.set", {"online": False})
    assert reply["type"] == "ok" or reply["data"]["temporary"], reply
    assert (await mitra.hear("presence.changed"))["online"] is False
    await until_back(house, postgres)

    assert [period["reason"] for period in await house.online_log(mitra_id)] == ["mitra"]


async def test_valkey_is_away(house: Outside) -> None:
    """Given Valkey hangs, then readiness says degraded, and people are paired all the same; when
    it is killed, then it is started again."""
    customer, mitra = await house.customer(), await house.listener()
    valkey = house.server.newest("Valkey")

    with frozen([valkey]):
        await until_named(house, 200, database="ok", valkey="degraded")
        pressed, refusals = await press_until_ok(customer)
        await pair(customer, mitra, pressed["request_id"])
        assert refusals == 0
        os.kill(valkey, signal.SIGKILL)
    print(f"Valkey killed: ok again after {await until_named(house, 200, valkey='ok'):.2f} s")

    await until(lambda: house.server.newest("Valkey") != valkey)
    assert is_alive(house.server.newest("Valkey"))


async def test_valkey_keeps_dying(house: Outside) -> None:
    """When Valkey is killed again and again, then the server goes on without it, says so, and has
    it back after a rest."""
    async with asyncio.timeout(BACK_WITHIN_S):
        while not house.server.said("embedded_server_rests"):
            with suppress(ProcessLookupError):
                os.kill(house.server.newest("Valkey"), signal.SIGKILL)
            await asyncio.sleep(0.02)
    await until_named(house, 200, database="ok", valkey="degraded")

    customer, mitra = await house.customer(), await house.listener()
    pressed, refusals = await press_until_ok(customer)
    await pair(customer, mitra, pressed["request_id"])
    assert refusals == 0
    print(f"Valkey back after its rest: {await until_named(house, 200, valkey='ok'):.2f} s")


async def test_postgresql_that_keeps_dying_is_given_up(house: Outside) -> None:
    """When PostgreSQL is killed again and again, then the server does not stay up without it: it
    ends with 69, and says why."""
    killed: set[int] = set()

    async def gone() -> bool:
        with suppress(OSError, IndexError, ValueError):
            now = house.server.postgres()
            if now not in killed and house.server.alive:
                os.kill(now, signal.SIGKILL)
                killed.add(now)
        return not house.server.alive

    await until(gone, 3 * BACK_WITHIN_S)
    print(f"given up after {len(killed)} deaths")
    assert house.server.process.wait() == 69
    assert "PostgreSQL kept dying" in house.server.complained()
