"""The live board: true, without a reload, and cheap however many watch."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from halobestie.http.dashboard_feed import DashboardFeed, Watcher
from halobestie.http.internal_parts import PARTS
from tests.http.internal.kit import NOW, Browser, House


class Stream:
    """Somebody's open board."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    @classmethod
    async def open(cls, browser: Browser) -> Stream:
        response = await browser.http.get(f"{browser.base}/v1/dashboard/stream")
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        return cls(response)

    async def next(self, within_s: float = 8) -> dict[str, Any] | None:
        """The next board; None when the stream has ended."""
        event = b""
        async with asyncio.timeout(within_s):
            async for line in self._response.content:
                if line.startswith(b"event: "):
                    event = line.removeprefix(b"event: ").strip()
                if line.startswith(b"data: "):
                    assert event == b"dashboard"
                    board: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                    return board
        return None

    def close(self) -> None:
        self._response.close()


def looks_of(feed: DashboardFeed) -> Callable[[], Awaitable[int]]:
    async def looks() -> int:
        return feed.looks

    return looks


def watchers_of(feed: DashboardFeed) -> Callable[[], Awaitable[list[Watcher]]]:
    async def watchers() -> list[Watcher]:
        return list(feed)

    return watchers


async def test_an_empty_board_has_every_field(operator: Browser) -> None:
    """As the contract lists them."""
    board = await operator.get("/v1/dashboard")

    (node,) = board.pop("nodes")
    assert (node["node_id"], node["alive"]) == ("node-1", True)
    assert board == {
        "active_sessions": 0,
        "pending_payment_sessions": 0,
        "online_mitras": 0,
        "open_requests": 0,
        "longest_wait_s": 0,
        "customers_per_mitra": [],
        "as_of": "2026-03-01T21:00:00Z",
    }


async def test_the_board_counts_what_phones_see(house: House, operator: Browser) -> None:
    """One session runs, one request waits for a minute, two mitra are online."""
    busy, phone = await house.online_mitra("Awan")
    await house.paired(await house.customer("Bulan"), phone)
    idle, _ = await house.online_mitra("Bintang")
    await (await house.customer("Surya")).ask("request.create")
    house.later(timedelta(minutes=1))

    board = await operator.get("/v1/dashboard")

    assert (board["active_sessions"], board["pending_payment_sessions"]) == (1, 0)
    assert (board["online_mitras"], board["open_requests"]) == (2, 1)
    assert board["longest_wait_s"] == 60
    capacity = {"online": True, "capacity": 3}
    assert board["customers_per_mitra"] == [
        {"mitra_id": busy, "display_name": "Awan", "sessions": 1, **capacity},
        {"mitra_id": idle, "display_name": "Bintang", "sessions": 0, **capacity},
    ]


async def test_two_watchers_see_the_board_move(
    house: House, admin: Browser, operator: Browser
) -> None:
    """Each gets the board at once, and again when it changes, without asking."""
    here, there = await Stream.open(admin), await Stream.open(operator)
    for stream in (here, there):
        board = await stream.next()
        assert board is not None
        assert board["online_mitras"] == 0

    await house.online_mitra()

    for stream in (here, there):
        board = await stream.next()
        assert board is not None
        assert (board["online_mitras"], board["as_of"]) == (1, "2026-03-01T21:00:00Z")


async def test_a_hundred_watchers_cost_one_query_a_second(house: House, admin: Browser) -> None:
    """And nobody who watches costs none."""
    feed = house.internal[PARTS].feed
    assert feed.looks == 0
    admin.http.connector._limit = 0  # type: ignore[union-attr]
    streams = await asyncio.gather(*(Stream.open(admin) for _ in range(100)))
    boards = await asyncio.gather(*(stream.next() for stream in streams))
    assert all(board is not None for board in boards)

    before, began = feed.looks, asyncio.get_running_loop().time()
    await house.online_mitra()
    boards = await asyncio.gather(*(stream.next() for stream in streams))
    passed = asyncio.get_running_loop().time() - began

    assert [board["online_mitras"] for board in boards if board] == [1] * 100
    assert len(feed) == 100
    assert feed.looks - before <= passed + 1


async def test_nothing_is_sent_when_nothing_changes(house: House, admin: Browser) -> None:
    """Three looks, one board; a watcher who comes later gets that one at once."""
    feed = house.internal[PARTS].feed
    stream = await Stream.open(admin)
    first = await stream.next()
    silent = asyncio.create_task(stream.next())
    await house.until(looks_of(feed), lambda looks: looks >= 3)

    assert not silent.done()
    assert await (await Stream.open(admin)).next() == first
    await house.online_mitra()
    moved = await silent
    assert moved is not None
    assert moved["online_mitras"] == 1


async def test_a_stream_ends_with_its_session(house: House, admin: Browser) -> None:
    """Logging out ends the streams of that session, and of no other."""
    other = await house.logged_in("operator")
    mine, theirs = await Stream.open(admin), await Stream.open(other)
    await mine.next()
    await theirs.next()

    await admin.call("POST", "/v1/logout")

    assert await mine.next(within_s=2) is None  # sooner than the next look at the sessions
    assert len(house.internal[PARTS].feed) == 1


async def test_a_stream_ends_with_its_user(house: House, admin: Browser) -> None:
    """Who is deactivated sees nothing more."""
    await house.user("operator", "budi@halobestie.example")
    budi = house.browser()
    user = (await budi.log_in("budi@halobestie.example")).body["user"]
    stream = await Stream.open(budi)
    await stream.next()

    await admin.call("PATCH", f"/v1/users/{user['id']}", {"active": False})

    assert await stream.next(within_s=2) is None


async def test_a_session_that_ended_elsewhere_is_noticed(house: House, admin: Browser) -> None:
    """Another node, or a hand in the database, ended it: within seconds the stream is over."""
    stream = await Stream.open(admin)
    await stream.next()
    async with house.db.connection() as conn:
        await conn.execute("DELETE FROM user_sessions")

    assert await stream.next() is None


async def test_a_watcher_who_leaves_is_forgotten(house: House, admin: Browser) -> None:
    """And when nobody is left, nothing is asked any more."""
    feed = house.internal[PARTS].feed
    stream = await Stream.open(admin)
    await stream.next()

    stream.close()
    await house.online_mitra()  # news, so that the server finds nobody there

    await house.until(watchers_of(feed), lambda watchers: not watchers)
    looks = feed.looks
    await asyncio.sleep(2.5)  # the feed's own pace, in real time
    assert feed.looks <= looks + 1


async def test_a_watcher_who_does_not_read_is_left(
    house: House, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its buffers fill up; then the connection is cut, and the others go on."""
    monkeypatch.setattr("halobestie.http.dashboard.WRITE_WITHIN_S", 0.2)
    feed = house.internal[PARTS].feed
    _, writer = await asyncio.open_connection("127.0.0.1", house.app.internal_port, limit=1024)
    cookie = f"Cookie: halobestie_session={admin.cookie()}"
    request = f"GET /v1/dashboard/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n\r\n"
    writer.write(request.encode())
    (slow,) = await house.until(watchers_of(feed), lambda watchers: len(watchers) == 1)
    reader = await Stream.open(admin)

    async def left() -> bool:
        slow.give(b":" + b"x" * 4_000_000 + b"\n\n")
        return slow not in feed

    await house.until(left, bool)
    board = await reader.next()
    assert board is not None
    writer.close()


async def test_asking_for_the_head_of_the_stream_opens_none(house: House, admin: Browser) -> None:
    """It is answered, and over."""
    async with admin.http.head(f"{admin.base}/v1/dashboard/stream") as response:
        assert response.status == 200

    assert len(house.internal[PARTS].feed) == 0


async def test_closing_the_house_ends_the_streams(house: House, admin: Browser) -> None:
    """Nobody waits for a watcher."""
    stream = await Stream.open(admin)
    await stream.next()

    await house.internal.shutdown()

    assert await stream.next() is None
    assert house.clock.now() == NOW
