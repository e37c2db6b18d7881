"""Deadlines in the process as it really runs, on its own event loop."""

from __future__ import annotations

import asyncio

from tests.process.outside import Outside

CUSTOMERS = 60
TIMEOUT_S = 1
LATE_S = 1.5
"""On a machine that is busy with other things."""


async def test_every_request_ends_on_time(house: Outside) -> None:
    """Given many customers and nobody online, then each one is told, none is forgotten."""
    await house.change_settings(request_timeout_s=TIMEOUT_S)
    customers = await asyncio.gather(*(house.customer() for _ in range(CUSTOMERS)))

    for customer in customers:  # one by one, so that each has a deadline of its own
        await customer.ok("request.create")
    async with asyncio.timeout(TIMEOUT_S + LATE_S):
        told = await asyncio.gather(*(customer.hear("request.expired") for customer in customers))

    assert {event["reason"] for event in told} == {"no_mitra"}
    await house.change_settings(request_timeout_s=180)
