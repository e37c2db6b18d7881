"""I1, I2 and I3 are held by the schema itself: also when the rules are gone around.

Here many connections write to the tables directly, as a mistaken program would, all at once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
import pytest_asyncio

from halobestie.db.pool import Database
from tests.db.given import NOW, a_customer, a_mitra, fetch, later, new_id, value

WRITERS = 200

ADD_REQUEST = (
    "INSERT INTO requests (id, customer_id, state, closed_at, pairing_method, offer_timeout_s,"
    " terms, created_at, expires_at, home_node, home_epoch)"
    " VALUES ($1, $2, $3, $4, 'blast', 45, $5, $6, $7, 'node-1', 1)"
)
ADD_SESSION = (
    "INSERT INTO sessions (id, request_id, customer_id, mitra_id, created_at, payment_due_at,"
    " assigned_at) VALUES ($1, $2, $3, $4, $5, $6, $5)"
)


@asynccontextmanager
async def _writer(url: str, line: asyncio.Semaphore) -> AsyncIterator[Any]:
    async with line:
        conn = await asyncpg.connect(url)
    yield conn
    await conn.close()


@pytest_asyncio.fixture
async def writers(db: Database, database_url: str) -> AsyncIterator[list[Any]]:
    """Connections of their own, as many as the server has places for, at most 200."""
    places = int(await value(db, "SELECT current_setting('max_connections')")) - 20
    line = asyncio.Semaphore(10)
    async with AsyncExitStack() as stack:
        connections = [_writer(database_url, line) for _ in range(min(WRITERS, places))]
        yield await asyncio.gather(*(stack.enter_async_context(one) for one in connections))


async def _all_at_once(
    writers: Sequence[Any], sql: str, rows: Sequence[Sequence[Any]]
) -> Counter[str]:
    """Each row by some writer, all of them started together; how often each outcome came."""

    async def write(conn: Any, mine: Sequence[Sequence[Any]]) -> list[str]:
        return [await _outcome(conn, sql, row) for row in mine]

    shares = [rows[n :: len(writers)] for n in range(len(writers))]
    written = await asyncio.gather(*map(write, writers, shares))
    return Counter(outcome for share in written for outcome in share)


async def _outcome(conn: Any, sql: str, row: Sequence[Any]) -> str:
    try:
        await conn.execute(sql, *row)
    except asyncpg.PostgresError as refused:
        return str(refused.constraint_name or refused.sqlstate)
    return "written"


async def _accepted_request(db: Database, customer_id: str) -> str:
    request_id = new_id()
    terms = {"payment_timeout_s": 900}
    row = (request_id, customer_id, "accepted", NOW, terms, NOW, later(180))
    await value(db, ADD_REQUEST, *row)
    return request_id


def _session(request_id: str, customer_id: str, mitra_id: str) -> tuple[Any, ...]:
    return (new_id(), request_id, customer_id, mitra_id, NOW, later(900))


async def test_one_request_leads_to_one_session(db: Database, writers: list[Any]) -> None:
    """I1: two hundred mitra who all get it at the same moment."""
    # given
    customer_id = await a_customer(db)
    request_id = await _accepted_request(db, customer_id)
    mitras = [await a_mitra(db) for _ in range(20)]
    # when
    rows = [_session(request_id, customer_id, mitras[n % 20]) for n in range(WRITERS)]
    outcomes = await _all_at_once(writers, ADD_SESSION, rows)
    # then
    assert outcomes == {"written": 1, "sessions_request_id_key": WRITERS - 1}
    assert await value(db, "SELECT sum(live_sessions) FROM mitras") == 1


async def test_a_customer_has_one_open_request(db: Database, writers: list[Any]) -> None:
    """I2: two hundred presses that nobody has looked at."""
    # given
    customer_id = await a_customer(db)
    # when
    rows = [(new_id(), customer_id, "open", None, "{}", NOW, later(180)) for _ in range(WRITERS)]
    outcomes = await _all_at_once(writers, ADD_REQUEST, rows)
    # then
    assert outcomes == {"written": 1, "requests_one_open_per_customer": WRITERS - 1}


async def test_a_customer_has_one_live_session(db: Database, writers: list[Any]) -> None:
    """I2: two hundred accepted requests of one customer; when it ends, there may be one more."""
    # given
    customer_id = await a_customer(db)
    requests = [await _accepted_request(db, customer_id) for _ in range(WRITERS)]
    mitras = [await a_mitra(db) for _ in range(20)]
    rows = [_session(one, customer_id, mitras[n % 20]) for n, one in enumerate(requests)]
    # when
    outcomes = await _all_at_once(writers, ADD_SESSION, rows)
    # then
    refused = {"sessions_one_live_per_customer": WRITERS - 1}
    assert outcomes == {"written": 1, **refused}
    # when
    end = "UPDATE sessions SET state = 'ended', ended_at = $1, end_reason = 'mitra'"
    await value(db, end, NOW)
    outcomes = await _all_at_once(writers, ADD_SESSION, rows)
    # then
    del outcomes["sessions_request_id_key"], outcomes["sessions_pkey"]
    assert outcomes["written"] == 1


async def test_a_mitra_gets_no_session_beyond_the_maximum(db: Database, writers: list[Any]) -> None:
    """I3: two hundred customers at once; the maximum is three."""
    # given
    mitra_id = await a_mitra(db)
    rows = []
    for _ in range(WRITERS):
        customer_id = await a_customer(db)
        rows.append(_session(await _accepted_request(db, customer_id), customer_id, mitra_id))
    # when
    outcomes = await _all_at_once(writers, ADD_SESSION, rows)
    # then
    assert outcomes == {"written": 3, "HB003": WRITERS - 3}
    assert await fetch(db, "SELECT live_sessions, load_version FROM mitras") == [
        {"live_sessions": 3, "load_version": 3}
    ]
    # and moving sessions there by hand is no way around it
    other = await a_mitra(db)
    customer_id = await a_customer(db)
    row = _session(await _accepted_request(db, customer_id), customer_id, other)
    assert await _outcome(writers[0], ADD_SESSION, row) == "written"
    move = "UPDATE sessions SET mitra_id = $1 WHERE mitra_id = $2"
    assert await _outcome(writers[0], move, (mitra_id, other)) == "HB003"


async def test_two_hundred_ends_and_starts_leave_the_count_true(
    db: Database, writers: list[Any]
) -> None:
    """The count that I3 is held by is the number of live sessions, whoever writes."""
    # given
    mitras = [await a_mitra(db) for _ in range(5)]
    rows = []
    for n in range(WRITERS):
        customer_id = await a_customer(db)
        rows.append(_session(await _accepted_request(db, customer_id), customer_id, mitras[n % 5]))
    end = "UPDATE sessions SET state = 'ended', ended_at = $2, end_reason = 'mitra' WHERE id = $1"
    # when
    half = len(writers) // 2
    await asyncio.gather(
        _all_at_once(writers[:half], ADD_SESSION, rows),
        _all_at_once(writers[half:], end, [(row[0], NOW) for row in rows] * 2),
    )
    # then
    counts = await fetch(
        db,
        "SELECT m.live_sessions, count(s.id)::int AS live FROM mitras m"
        " LEFT JOIN sessions s ON s.mitra_id = m.id AND s.state <> 'ended' GROUP BY m.id",
    )
    assert all(row["live_sessions"] == row["live"] <= 3 for row in counts)


async def test_a_session_comes_of_an_accepted_request_of_its_customer(
    db: Database, writers: list[Any]
) -> None:
    """Not of one that is open or cancelled, nor of somebody else's; it begins at the beginning."""
    # given
    mitra_id, customer_id, other = await a_mitra(db), await a_customer(db), await a_customer(db)
    waiting, cancelled = new_id(), new_id()
    span = ("{}", NOW, later(180))
    await _outcome(writers[0], ADD_REQUEST, (waiting, customer_id, "open", None, *span))
    await _outcome(writers[0], ADD_REQUEST, (cancelled, customer_id, "cancelled", NOW, *span))
    accepted = await _accepted_request(db, customer_id)
    # then
    for request_id, whose in ((waiting, customer_id), (cancelled, customer_id), (accepted, other)):
        row = _session(request_id, whose, mitra_id)
        assert await _outcome(writers[0], ADD_SESSION, row) == "HB002"
    row = _session(accepted, customer_id, mitra_id)
    active = ADD_SESSION.replace("assigned_at)", "assigned_at, state)").replace(
        "$5)", "$5, 'active')"
    )
    assert await _outcome(writers[0], active, row) == "HB001"
    assert await _outcome(writers[0], ADD_SESSION, row) == "written"
