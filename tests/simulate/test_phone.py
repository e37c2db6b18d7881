"""A simulated phone behaves as the contract wants phones to behave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from halobestie.simulate.history import Answered, Cut, Data, Sent, Snapshot, Told, Unanswered
from halobestie.simulate.phone import Phone
from tests.simulate.scripted import Scripted, ok, phone_at, say


@asynccontextmanager
async def switched_on(phone: Phone) -> AsyncIterator[asyncio.Task[None]]:
    running = asyncio.create_task(phone.run())
    try:
        async with asyncio.timeout(10):
            yield running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def answers_all(_: Scripted, ws: web.WebSocketResponse, frame: Data) -> None:
    await say(ws, type="request.searching", data={"request_id": "R1"})
    await ok(ws, frame, request_id="R1")


async def test_it_logs_in_by_header_or_by_frame() -> None:
    """Both ways of the contract occur among phones, and a phone keeps to one of them."""
    ways = set()
    for seed in range(6):
        async with phone_at(answers_all, seed=seed) as (phone, _, server), switched_on(phone):
            await phone.command("request.create", {})
        by_frame = [f for f in server.frames if f["type"] == "auth"]
        ways.add((server.authorized[0], bool(by_frame)))
    assert ways == {("Bearer a-token", False), (None, True)}


async def test_a_command_has_its_reply_and_the_diary_has_both() -> None:
    """Sent, told and answered are written down in the order in which they happened."""
    async with phone_at(answers_all) as (phone, diary, _), switched_on(phone):
        answer = await phone.command("request.create", {})
    assert answer is not None
    assert (answer.code, answer.data) == (None, {"request_id": "R1"})
    kinds = [type(e) for e in diary.entries if getattr(e, "type", "") != "heartbeat"]
    assert kinds == [Snapshot, Sent, Told, Answered, Cut]


async def test_sent_twice_is_the_same_command_twice() -> None:
    """Two frames with one id leave the phone, and both replies are kept."""
    async with phone_at(answers_all) as (phone, diary, server), switched_on(phone):
        await phone.command("request.create", {}, twice=True)
        await phone.command("request.cancel", {})
    first, second, third = server.commands()
    assert first["id"] == second["id"] != third["id"]
    assert len(list(diary.answered("request.create"))) == 2


@pytest.mark.parametrize("silently", [False, True])
async def test_a_lost_command_goes_again_with_its_id(silently: bool) -> None:
    """The network goes before the reply; after `ready` the command is sent once more."""

    async def answers_the_second_visit(s: Scripted, ws: web.WebSocketResponse, frame: Data) -> None:
        if s.visits == 1:
            phone.lose_network(0.0, silently=silently)
        else:
            await ok(ws, frame)

    async with phone_at(answers_the_second_visit) as (phone, diary, server), switched_on(phone):
        answer = await phone.command("session.end", {"session_id": "S1"})
    assert answer is not None
    first, second = server.commands()
    assert first == second
    assert [cut.how for cut in diary.of(Cut)] == ["lost", "put_away"]
    assert len(list(diary.of(Snapshot))) == 2


async def test_a_lost_network_says_no_goodbye() -> None:
    """The server sees no close frame where the network went, and 1000 where it was put away."""
    async with phone_at(answers_all) as (phone, _, server):
        async with switched_on(phone):
            await phone.command("request.create", {})
            phone.lose_network(0.0)
            await phone.command("request.create", {})
        async with asyncio.timeout(5):
            lost, put_away = await server.ended.get(), await server.ended.get()
    assert lost in (None, 1006)
    assert put_away == 1000


async def test_silence_is_written_down() -> None:
    """No reply within the bound, on a connection that stands: the command ends without one."""

    async def keeps_quiet(*_: object) -> None:
        pass

    async with phone_at(keeps_quiet, silence_s=0.1) as (phone, diary, _), switched_on(phone):
        assert await phone.command("offer.accept", {"request_id": "R1"}) is None
    assert [silent.type for silent in diary.of(Unanswered)] == ["offer.accept"]


async def test_it_comes_back_after_4001() -> None:
    """4000 to 4499: come back."""

    async def goes_away(s: Scripted, ws: web.WebSocketResponse, frame: Data) -> None:
        if s.visits == 1:
            await ws.close(code=4001)
        else:
            await ok(ws, frame)

    async with phone_at(goes_away) as (phone, diary, _), switched_on(phone):
        assert await phone.command("request.create", {}) is not None
    first = next(diary.of(Cut))
    assert (first.how, first.code) == ("server", 4001)


async def test_it_stays_away_after_4503() -> None:
    """4500 and above: do not come back."""

    async def deactivates(_: Scripted, ws: web.WebSocketResponse, frame: Data) -> None:
        await ws.close(code=4503)

    async with phone_at(deactivates) as (phone, diary, server), switched_on(phone) as running:
        waiting = asyncio.create_task(phone.command("request.create", {}))
        await running
        waiting.cancel()
    assert server.visits == 1
    assert [(cut.how, cut.code) for cut in diary.of(Cut)] == [("server", 4503)]


async def test_it_sends_heartbeats_as_often_as_hello_says() -> None:
    """hello says every 50 ms here; each beat has an id and a reply."""
    async with phone_at(answers_all) as (phone, diary, server), switched_on(phone):
        for _ in range(3):
            await server.beats.get()
    beats = [f for f in server.frames if f["type"] == "heartbeat"]
    assert len({beat["id"] for beat in beats}) == len(beats) >= 3
    assert len(list(diary.answered("heartbeat"))) >= 2
