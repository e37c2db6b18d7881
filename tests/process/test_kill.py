"""kill -9 of the server: nothing outlives it, and nothing that was promised is forgotten."""

from __future__ import annotations

import asyncio
from datetime import datetime

from tests.e2e.house import Json, until
from tests.embedded.machine import is_alive, wait_until
from tests.process.outside import Outside

GONE_WITHIN_S = 2.0
"""Of the kernel's signal and PostgreSQL's own children; it is about one on a quiet machine."""


async def test_its_servers_go_with_it(house: Outside) -> None:
    """When the server is killed, then PostgreSQL with all its processes and Valkey are gone."""
    servers = house.server.embedded()
    assert house.server.postgres() in servers
    assert house.server.newest("Valkey") in servers

    house.server.kill()
    seconds = wait_until(lambda: not any(map(is_alive, servers)), GONE_WITHIN_S)
    print(f"kill -9: {len(servers)} processes gone after {seconds:.2f} s")


async def test_what_was_open_goes_on(house: Outside) -> None:
    """Given a customer who waits and a mitra online, when the server is killed and starts again,
    then both find what they left, without a press: the offer comes, and they are paired."""
    mitra_token, customer_token = await house.hire(), await house.customer_token("Senja")
    mitra = await house.listener(mitra_token)
    customer = await house.connect("customer", customer_token)
    pressed = await customer.ok("request.create")
    asked = {"request_id": pressed["request_id"]}
    await mitra.hear("offer.new")

    house.server.kill()
    seconds = await house.start()
    print(f"after kill -9: ready after {seconds:.2f} s")
    customer = await house.connect("customer", customer_token)
    waits = customer.ready["request"]
    assert (waits["request_id"], waits["state"]) == (pressed["request_id"], "open")
    assert waits["expires_at"] == pressed["expires_at"]
    mitra = await house.connect("mitra", mitra_token)
    if not mitra.ready["presence"]["online"]:
        assert (await mitra.hear("presence.changed"))["online"]
    if asked["request_id"] not in {offer["request_id"] for offer in mitra.ready["offers"]}:
        assert (await mitra.hear("offer.new"))["request_id"] == asked["request_id"]

    session = (await mitra.ok("offer.accept", asked))["session"]
    for phone in (customer, mitra):
        assert (await phone.hear("session.started"))["session"]["session_id"] == (
            session["session_id"]
        )
    detail = await house.controlled("GET", f"/requests/{asked['request_id']}")
    assert (detail["state"], detail["session_id"]) == ("accepted", session["session_id"])


async def test_an_online_period_ends_at_the_last_heartbeat(house: Outside) -> None:
    """Given a mitra whose last frame was a while before the kill, then the period ends there."""
    mitra = await house.listener()
    mitra_id = house.hired[-1]["id"]
    await asyncio.sleep(1.2)
    await mitra.ok("heartbeat")
    seen: list[datetime] = []

    async def heartbeat_is_written() -> bool:
        rows = await house.query(
            "SELECT online_at, last_seen_at FROM online_periods WHERE mitra_id = $1", mitra_id
        )
        seen[:] = [rows[0]["last_seen_at"]]
        return bool((seen[0] - rows[0]["online_at"]).total_seconds() > 1)

    await until(heartbeat_is_written)
    await asyncio.sleep(0.5)

    house.server.kill()
    await house.start()
    (period,) = await house.online_log(mitra_id)
    assert period["reason"] == "node_lost"
    assert datetime.fromisoformat(period["offline_at"]) == seen[0]
    assert not (await house.controlled("GET", f"/mitras/{mitra_id}"))["online"]


async def expired_meanwhile(house: Outside) -> Json:
    """A request that was offered, and whose time runs out while nothing runs: what became of it."""
    await house.change_settings(request_timeout_s=1)
    token = await house.customer_token()
    mitra = await house.listener()
    customer = await house.connect("customer", token)
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")

    async def in_the_ledger() -> bool:
        return bool((await house.controlled("GET", f"/requests/{request_id}"))["offers"])

    await until(in_the_ledger)
    house.server.kill()
    await asyncio.sleep(1)
    await house.start()
    await house.change_settings(request_timeout_s=180)

    async def expired() -> bool:
        found = await house.controlled("GET", f"/requests/{request_id}")
        return bool(found["state"] == "expired")

    await until(expired)
    customer = await house.connect("customer", token)
    assert (customer.ready["request"], customer.ready["session"]) == (None, None)
    assert await customer.ok("request.create")
    return await house.controlled("GET", f"/requests/{request_id}")


async def test_a_deadline_that_passed_meanwhile_is_kept(house: Outside) -> None:
    """Then it expires soon after the start, with its offers, and the customer's snapshot shows
    none; the next press is a new one."""
    found = await expired_meanwhile(house)
    assert [offer["outcome"] for offer in found["offers"]] == ["expired"]


async def test_what_was_offered_before_the_kill_is_not_called_unoffered(house: Outside) -> None:
    """It says `timeout`, not `no_mitra`: somebody had seen it."""
    assert (await expired_meanwhile(house))["reason"] == "timeout"
