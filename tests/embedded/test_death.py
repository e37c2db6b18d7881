"""kill -9 of the owner: both servers and all their processes go, and the data stay."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import asyncpg
import pytest
import valkey.asyncio

from halobestie.embedded import EmbeddedServers
from tests.embedded.machine import SOON, owner_of, processes_in, wait_until

# Measured: 0.01 to 0.03 s. The kernel tells the servers at once; PostgreSQL ends its own.
GONE_WITHIN = 1.0


async def until_busy(client: asyncpg.Connection) -> None:
    """Poll until another client's backend computes."""
    others = "state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    async with asyncio.timeout(SOON):
        while True:
            if await client.fetchval(f"SELECT count(*) FROM pg_stat_activity WHERE {others}"):
                return
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
async def test_no_process_outlives_a_killed_owner(tmp_path: Path, loop: str) -> None:
    """Even with a backend in the middle of its work, nothing is left within a second."""
    data = tmp_path / "data"
    with owner_of(data, loop) as owner:
        database_url, _ = owner.addresses()
        client = await asyncpg.connect(database_url)
        work = asyncio.ensure_future(
            client.execute("SELECT sum(n) FROM generate_series(1, 1000000000000) AS n")
        )
        second = await asyncpg.connect(database_url)
        await until_busy(second)
        assert len(processes_in(data)) >= 5

        owner.kill()

        took = wait_until(lambda: not processes_in(data), GONE_WITHIN)
        print(f"gone {took:.3f} s after kill -9 under {loop}")
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await work
        second.terminate()


async def test_the_next_start_follows_at_once_and_has_what_was_committed(tmp_path: Path) -> None:
    """The next owner waits for the last process of the old servers, and recovers."""
    data = tmp_path / "data"
    with owner_of(data) as owner:
        database_url, _ = owner.addresses()
        client = await asyncpg.connect(database_url)
        await client.execute("CREATE TABLE told AS SELECT 1 AS customer")
        owner.kill()
        client.terminate()

        begun = time.monotonic()
        async with EmbeddedServers(data) as servers:
            print(f"next start {time.monotonic() - begun:.3f} s")
            client = await asyncpg.connect(servers.database_url)
            assert await client.fetchval("SELECT customer FROM told") == 1
            await client.close()
            cache = valkey.asyncio.Valkey.from_url(servers.valkey_url)
            assert await cache.ping()
            await cache.aclose()


async def test_a_first_start_that_is_killed_midway_can_be_repeated(tmp_path: Path) -> None:
    """The owner dies while the cluster is being made: the next start makes a whole one."""
    data = tmp_path / "data"
    with owner_of(data) as owner:
        wait_until((data / "postgres.new" / "PG_VERSION").exists)
        owner.kill()
        assert not (data / "postgres").exists()

        async with EmbeddedServers(data, want_valkey=False) as servers:
            client = await asyncpg.connect(servers.database_url)
            assert await client.fetchval("SELECT current_database()") == "halobestie"
            await client.close()


async def test_an_orderly_close_leaves_nothing(tmp_path: Path) -> None:
    """Clients that are still connected do not hold it up; processes and sockets are gone."""
    data = tmp_path / "data"
    async with EmbeddedServers(data, durable=False) as servers:
        sockets = Path(servers.valkey_url.removeprefix("unix://")).parent
        client = await asyncpg.connect(servers.database_url)
        await client.execute("BEGIN")
        begun = time.monotonic()
    assert time.monotonic() - begun < 5.0
    client.terminate()
    assert not processes_in(data)
    assert not sockets.exists()
    assert "database system is shut down" in (data / "postgres.log").read_text()


async def test_the_terminals_signals_are_not_for_the_servers(tmp_path: Path) -> None:
    """Ctrl-C goes to a whole terminal session; the servers are not in ours."""
    async with EmbeddedServers(tmp_path, durable=False):
        sessions = {os.getsid(pid) for pid in processes_in(tmp_path)}
        assert sessions
        assert os.getsid(0) not in sessions
