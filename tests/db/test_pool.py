"""The pool: what travels as what, and what going wrong looks like to a caller."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from halobestie.db.errors import DatabaseUnavailable
from halobestie.db.pool import Database, open_database
from tests.conftest import database_named
from tests.db.given import fetch, new_id, value


async def test_ids_are_text_json_is_python_instants_are_utc(db: Database) -> None:
    """Values arrive in the shapes that the domain uses."""
    # given
    an_id, jakarta = new_id(), timezone(timedelta(hours=7))
    # when
    (row,) = await fetch(
        db,
        "SELECT $1::uuid AS id, $2::uuid[] AS ids, $3::jsonb AS json, $4::timestamptz AS at",
        an_id,
        [an_id, an_id],
        {"a": [1, None, "ä"]},
        datetime(2026, 1, 1, 7, tzinfo=jakarta),
    )
    # then
    assert row == {
        "id": an_id,
        "ids": [an_id, an_id],
        "json": {"a": [1, None, "ä"]},
        "at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    assert row["at"].utcoffset() == timedelta(0)
    assert isinstance(row["id"], str) and str(UUID(row["id"])) == an_id


async def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    """An error takes back what was done before it."""
    # when
    with pytest.raises(LookupError):
        async with db.transaction() as conn:
            await conn.execute("UPDATE settings SET version = 99")
            raise LookupError
    # then
    assert await value(db, "SELECT version FROM settings") == 1


@pytest.mark.parametrize(
    ("sqlstate", "why"),
    [
        ("08006", "connection"),
        ("53300", "too many connections"),
        ("57P01", "the server shuts down"),
        ("57014", "cancelled"),
        ("40001", "serialization"),
        ("40P01", "deadlock"),
        ("55P03", "a lock was not to be had"),
        ("25P03", "idle in a transaction"),
    ],
)
async def test_what_passes_by_itself_is_unavailable(db: Database, sqlstate: str, why: str) -> None:
    """Callers see one kind of exception for it, and may try again."""
    with pytest.raises(DatabaseUnavailable) as raised:
        await value(db, f"DO $$ BEGIN RAISE 'x' USING ERRCODE = '{sqlstate}'; END $$")
    assert raised.value.why == sqlstate, why
    assert raised.value.temporary


async def test_our_own_mistakes_stay_what_they_are(db: Database) -> None:
    """They are not to be tried again."""
    with pytest.raises(asyncpg.UndefinedTableError):
        await value(db, "SELECT 1 FROM nowhere")
    with pytest.raises(asyncpg.InterfaceError):
        await value(db, "SELECT $1::int")
    with pytest.raises(asyncpg.DataError):
        await value(db, "SELECT $1::int", "one")


async def test_an_error_never_quotes_the_row(db: Database) -> None:
    """PostgreSQL would add names and numbers to the text of the error."""
    # when
    with pytest.raises(asyncpg.CheckViolationError) as raised:
        await value(
            db,
            "INSERT INTO mitras (id, phone, display_name, weight, created_at)"
            " VALUES ($1, '+628123456789', 'a name', 0, now())",
            new_id(),
        )
    # then
    assert "mitras_weight_check" in str(raised.value)
    assert "+628123456789" not in str(raised.value)
    assert "a name" not in str(raised.value)


async def test_a_query_that_takes_too_long_is_unavailable(db: Database) -> None:
    """A caller does not wait for ever, and the connection serves the next one."""
    with pytest.raises(DatabaseUnavailable):
        async with db.connection() as conn:
            await conn.execute("SELECT pg_sleep(10)", timeout=0.05)
    assert await value(db, "SELECT 1") == 1


async def test_a_connection_that_is_cut_is_unavailable_once(db: Database) -> None:
    """The next caller gets a new connection."""
    # when
    with pytest.raises(DatabaseUnavailable):
        await value(db, "SELECT pg_terminate_backend(pg_backend_pid())")
    # then
    assert await value(db, "SELECT 1") == 1


async def test_a_cut_between_two_queries_is_unavailable_too(db: Database) -> None:
    """What asyncpg says of a closed connection is not taken for a mistake of ours."""
    with pytest.raises(DatabaseUnavailable):
        async with db.connection() as conn:
            cut = asyncio.Event()
            conn.add_termination_listener(lambda _: cut.set())
            await value(db, "SELECT pg_terminate_backend($1)", conn.get_server_pid())
            await asyncio.wait_for(cut.wait(), 5)
            await conn.fetchval("SELECT 1")


async def test_a_closed_pool_is_unavailable(database_url: str) -> None:
    """Whoever comes late, at the end, gets the same kind of answer."""
    db = await open_database(database_url)
    await db.close()
    with pytest.raises(DatabaseUnavailable):
        await value(db, "SELECT 1")


async def test_opening_gives_up_after_a_bounded_time(tmp_path: Path) -> None:
    """Nobody answers there."""
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        await open_database(f"postgresql://nobody@/nothing?host={tmp_path}", within_s=0.5)
    assert time.monotonic() - began < 3


async def test_a_database_that_does_not_exist_is_said_at_once(database_url: str) -> None:
    """Waiting would not make it."""
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await open_database(database_named(database_url, "nowhere"))
