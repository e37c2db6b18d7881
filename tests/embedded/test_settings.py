"""What the running servers themselves say about how they were started."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import valkey.asyncio

from halobestie.embedded import EmbeddedServers

POSTGRES = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "250",
    "shared_buffers": "64MB",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "data_checksums": "on",
    "server_encoding": "UTF8",
    "TimeZone": "UTC",
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "5s",
    "client_connection_check_interval": "1s",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
VALKEY = {
    "port": "0",
    "unixsocketperm": "700",
    "protected-mode": "yes",
    "save": "",
    "appendonly": "no",
    "maxmemory": str(256 * 1024 * 1024),
    "maxmemory-policy": "volatile-ttl",
}


@pytest.fixture
async def servers(tmp_path: Path) -> AsyncIterator[EmbeddedServers]:
    async with EmbeddedServers(tmp_path / "data") as servers:
        yield servers


async def test_postgres_runs_with_these_settings(servers: EmbeddedServers, tmp_path: Path) -> None:
    """PostgreSQL is asked for each value."""
    connection = await asyncpg.connect(servers.database_url)
    said = {name: await connection.fetchval(f"SHOW {name}") for name in POSTGRES}
    place = await connection.fetchval("SHOW data_directory")
    locale = await connection.fetchrow(
        "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'halobestie'"
    )
    await connection.close()
    assert said == POSTGRES
    assert place == str(tmp_path / "data" / "postgres")
    assert tuple(locale) == ("b", "C.UTF-8")


async def test_valkey_runs_with_these_settings(servers: EmbeddedServers, tmp_path: Path) -> None:
    """Valkey is asked for each value."""
    client = valkey.asyncio.Valkey.from_url(servers.valkey_url, decode_responses=True)
    said = await client.config_get(*VALKEY, "dir")
    await client.aclose()
    assert said.pop("dir") == str(tmp_path / "data" / "valkey")
    assert {**said, "unixsocketperm": said["unixsocketperm"].lstrip("0")} == VALKEY


async def test_without_durability_only_fsync_is_off(tmp_path: Path) -> None:
    """What a commit means to other sessions stays the same."""
    async with EmbeddedServers(tmp_path / "other", want_valkey=False, durable=False) as servers:
        connection = await asyncpg.connect(servers.database_url)
        said = {name: await connection.fetchval(f"SHOW {name}") for name in POSTGRES}
        await connection.close()
    assert said == {**POSTGRES, "fsync": "off"}


async def test_a_refused_row_does_not_reach_the_log(
    servers: EmbeddedServers, tmp_path: Path
) -> None:
    """The client is told which value was refused; the server's log is not."""
    connection = await asyncpg.connect(servers.database_url)
    await connection.execute("CREATE TABLE account (phone text PRIMARY KEY)")
    with pytest.raises(asyncpg.UniqueViolationError, match="account_pkey") as refused:
        await connection.execute("INSERT INTO account VALUES ('+62811'), ('+62811')")
    with pytest.raises(asyncpg.PostgresError, match="curhat"):
        await connection.execute("SELECT 'curhat'::integer")
    await connection.close()

    written = (tmp_path / "data" / "postgres.log").read_text()
    assert "+62811" in str(refused.value.detail)
    assert "ready to accept connections" in written
    assert "+62811" not in written
    assert "curhat" not in written
