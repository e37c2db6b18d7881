"""kill -9 in the middle of everything: what a phone was told is true, and nothing happens twice."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

import aiohttp
import pytest

from tests.e2e.house import Json, Phone, until
from tests.process.outside import Outside

CUSTOMERS = 20
MITRA = 5
REQUEST_TIMEOUT_S = 2
ENDED_WITHIN_S = 12.0
"""The timeout, and the time that the next start takes."""


@dataclass(slots=True)
class Told:
    """What phones were told before the socket broke."""

    won: list[tuple[str, str]] = field(default_factory=list)
    """Session and request, as the winning mitra read it in the `ok`."""
    paired: list[tuple[str, str]] = field(default_factory=list)
    """The same, as the customer read it."""
    requests: list[str] = field(default_factory=list)


async def frames(phone: Phone) -> Json:
    """The next frame; raises ConnectionError when the socket is gone."""
    message = await phone.ws.receive()
    if message.type is not aiohttp.WSMsgType.TEXT:
        raise ConnectionError
    frame: Json = message.json()
    return frame


async def listen(phone: Phone, told: Told, chance: random.Random) -> None:
    """A mitra who takes every offer after a moment."""
    while True:
        frame = await frames(phone)
        if frame["type"] == "offer.new":
            await asyncio.sleep(chance.uniform(0, 0.05))
            request_id = frame["data"]["request_id"]
            asked = {"type": "offer.accept", "id": request_id, "data": {"request_id": request_id}}
            await phone.ws.send_json(asked)
        elif frame["type"] == "ok":
            session = frame["data"]["session"]
            told.won.append((session["session_id"], session["request_id"]))


async def press(phone: Phone, told: Told, after_s: float) -> None:
    """A customer who presses once and waits."""
    await asyncio.sleep(after_s)
    await phone.ws.send_json({"type": "request.create", "id": "press"})
    while True:
        frame = await frames(phone)
        if frame["type"] == "ok":
            told.requests.append(frame["data"]["request_id"])
        elif frame["type"] == "request.accepted":
            told.paired.append((frame["data"]["session_id"], frame["data"]["request_id"]))


async def evening(house: Outside, mitra: list[str], chance: random.Random) -> Told:
    """All of them at once, until the server is killed at a random instant."""
    told = Told()
    listeners = [await house.listener(token) for token in mitra]
    customers = await asyncio.gather(*(house.customer() for _ in range(CUSTOMERS)))
    people = [
        *(listen(phone, told, random.Random(chance.random())) for phone in listeners),
        *(press(phone, told, chance.uniform(0, 0.5)) for phone in customers),
    ]
    at_work = asyncio.gather(*people, return_exceptions=True)
    await asyncio.sleep(chance.uniform(0.1, 0.7))
    house.server.kill()
    ends = await asyncio.wait_for(at_work, 5)
    assert {type(end) for end in ends} <= {ConnectionError, aiohttp.ClientConnectionResetError}
    return told


@pytest.mark.parametrize("seed", [7, 11, 13])
async def test_whatever_was_told_is_true(house: Outside, seed: int) -> None:
    """Given 20 customers who press and 5 mitra who accept, when the server is killed amid it, then
    PostgreSQL has each session that a phone was told of, one a request; every request ends, and
    no session is left half begun."""
    chance = random.Random(seed)
    await house.change_settings(request_timeout_s=REQUEST_TIMEOUT_S, max_customers_per_mitra=20)
    mitra = [await house.hire() for _ in range(MITRA)]

    told = await evening(house, mitra, chance)
    await house.start()

    rows = await house.query("SELECT id::text, request_id::text FROM sessions")
    committed = {(row["id"], row["request_id"]) for row in rows}
    assert set(told.won) <= committed
    assert set(told.paired) <= committed
    assert len({request_id for _, request_id in committed}) == len(committed)
    known = {r["id"] for r in await house.query("SELECT id::text FROM requests")}
    assert set(told.requests) <= known
    print(
        f"seed {seed}: {len(told.requests)} pressed, {len(told.won)} told won, "
        f"{len(told.paired)} told paired, {len(committed)} sessions in all"
    )

    async def nothing_hangs() -> bool:
        hanging = await house.query(
            "SELECT id FROM requests WHERE state = 'open'"
            " UNION ALL SELECT id FROM sessions WHERE state = 'pending_payment'"
        )
        return hanging == []

    await until(nothing_hangs, ENDED_WITHIN_S)
    await house.change_settings(request_timeout_s=180, max_customers_per_mitra=3)
