"""Payment and what may go wrong around it: a paid session starts, however long that takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import asyncpg

from tests.e2e.house import House, Phone, open_house

LOCK_TIMEOUT_S = 2.0
"""After this PostgreSQL gives up a wait for a lock: the first try to start the session fails."""


class Later:
    """A provider whose customers pay when the test says so."""

    name = "later"

    def __init__(self) -> None:
        self.waiting: dict[str, Callable[[str], None]] = {}

    def request(self, session_id: str, confirm: Callable[[str], None]) -> None:
        self.waiting[session_id] = confirm

    def pay(self, session_id: str) -> None:
        self.waiting[session_id](session_id)


async def unpaid(house: House, token: str) -> tuple[str, Phone, Phone]:
    """A session that waits for its payment, with its customer and its mitra."""
    mitra = await house.mitra(1)
    customer = await house.connect("customer", token)
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    won = await mitra.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.pending_payment")
    return won["session"]["session_id"], customer, mitra


async def test_nothing_starts_before_it_is_paid(database_url: str) -> None:
    """Given a customer who takes their time, then both wait in `pending_payment`; paid, both see
    the session start; paid twice, it started once."""
    provider = Later()
    async with open_house(database_url, payment=provider) as house:
        session_id, customer, mitra = await unpaid(house, await house.customer_token())
        assert await customer.quiet() == []
        provider.pay(session_id)
        started = (await customer.hear("session.started"))["session"]
        assert (started["state"], started["session_id"]) == ("active", session_id)
        again = (await mitra.hear("session.started"))["session"]
        assert again["started_at"] == started["started_at"]
        provider.pay(session_id)
        assert set(await mitra.quiet()) <= {"session.started"}
        found = await house.controlled("GET", f"/sessions/{session_id}")
        assert (found["state"], found["started_at"]) == ("active", started["started_at"])


async def test_a_paid_session_that_cannot_be_started_at_once(database_url: str) -> None:
    """Given PostgreSQL cannot start the session when it is paid, then it is tried again: nobody
    waits for a payment that was made."""
    provider = Later()
    async with open_house(database_url, payment=provider) as house:
        session_id, customer, mitra = await unpaid(house, await house.customer_token())
        conn = await asyncpg.connect(database_url)
        async with conn.transaction():
            await conn.execute("SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE", session_id)
            provider.pay(session_id)
            await asyncio.sleep(LOCK_TIMEOUT_S + 0.3)
        await conn.close()
        for phone in (customer, mitra):
            assert (await phone.hear("session.started"))["session"]["session_id"] == session_id
