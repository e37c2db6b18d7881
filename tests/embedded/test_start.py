"""Starting: from nothing, again, and after every kind of mess."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import asyncpg
import pytest
import valkey.asyncio

from halobestie.embedded import EmbeddedServerError, EmbeddedServers
from tests.embedded.machine import (
    environment,
    listens_on_tcp,
    main_process,
    processes_in,
    real_user,
)


async def ask(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def leave_behind(data: Path, note: str) -> None:
    """What PostgreSQL leaves when it is killed."""
    sockets = Path(note.splitlines()[4])
    sockets.mkdir(mode=0o700)
    (data / "postgres" / "postmaster.pid").write_text(note)
    (sockets / ".s.PGSQL.5432.lock").write_text(note)
    (sockets / ".s.PGSQL.5432").touch()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def test_both_servers_start_from_nothing_in_a_deep_folder(tmp_path: Path) -> None:
    """A first start makes the cluster, the database and the cache, however deep the data lie."""
    data = tmp_path.joinpath(*("deep" * 15 for _ in range(4)), ".halobestie")

    async with EmbeddedServers(data) as servers:
        assert await ask(servers.database_url, "SELECT current_database()") == "halobestie"
        client = valkey.asyncio.Valkey.from_url(servers.valkey_url)
        assert await client.set("key", "value")
        await client.aclose()

    # Others may at most pass through, to what is theirs inside.
    assert data.stat().st_mode & 0o066 == 0
    assert {entry.name for entry in data.iterdir()} >= {"postgres", "valkey", "postgres.log"}


async def test_nothing_listens_on_the_network(data: Path) -> None:
    """Both answer on sockets in a folder that only we may enter, and on no port."""
    async with EmbeddedServers(data, durable=False) as servers:
        sockets = Path(servers.valkey_url.removeprefix("unix://")).parent
        found = sockets.stat()
        family = processes_in(data)
        assert stat.S_IMODE(found.st_mode) == 0o700
        assert found.st_uid == real_user(main_process(data))
        assert {entry.name for entry in sockets.iterdir()} >= {".s.PGSQL.5432", "valkey.sock"}
        assert len(family) >= 3
        assert not any(listens_on_tcp(pid) for pid in family)


async def test_a_second_start_is_quick_and_finds_the_data(data: Path) -> None:
    """With the cluster made, both answer well within a second, and what was committed is there."""
    async with EmbeddedServers(data, durable=False) as servers:
        await ask(servers.database_url, "CREATE TABLE kept AS SELECT 7 AS number")

    begun = time.monotonic()
    async with EmbeddedServers(data, durable=False) as servers:
        took = time.monotonic() - begun
        assert await ask(servers.database_url, "SELECT number FROM kept") == 7
    assert took < 1.0


async def test_a_start_that_was_interrupted_is_started_over(data: Path) -> None:
    """Half a cluster of an earlier first start is thrown away."""
    (data / "postgres.new").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")

    async with EmbeddedServers(data, want_valkey=False, durable=False) as servers:
        assert await ask(servers.database_url, "SELECT 1") == 1
    assert not (data / "postgres.new").exists()


async def test_a_stale_note_that_names_a_living_process_is_no_hindrance(data: Path) -> None:
    """After a crash the note's number may by now belong to anybody, here to this test."""
    async with EmbeddedServers(data, want_valkey=False, durable=False) as servers:
        note = (data / "postgres" / "postmaster.pid").read_text()
    leave_behind(data, note.replace(note.splitlines()[0], str(os.getppid()), 1))

    async with EmbeddedServers(data, want_valkey=False, durable=False) as servers:
        assert await ask(servers.database_url, "SELECT 1") == 1


async def test_the_environment_does_not_steer_the_servers(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL's own variables neither move the server nor mislead a client with our URL."""
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("HALOBESTIE_SECRET", "sesame")

    async with EmbeddedServers(data, want_valkey=False, durable=False) as servers:
        assert await ask(servers.database_url, "SELECT 1") == 1
        assert b"sesame" not in environment(main_process(data))


async def test_only_what_is_wanted_is_started(data: Path) -> None:
    """A server that has a URL elsewhere is not embedded, and has no address here."""
    async with EmbeddedServers(data, want_postgres=False) as servers:
        assert servers.valkey_url.startswith("unix:///")
        with pytest.raises(EmbeddedServerError, match="PostgreSQL") as refused:
            _ = servers.database_url
        assert refused.value.code == "not_started"
    assert not (data / "postgres").exists()


async def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the folder should be: the error says which."""
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedServerError, match="file/data") as refused:
        await EmbeddedServers(tmp_path / "file" / "data").start()
    assert refused.value.code == "data_folder_unusable"


async def test_something_else_in_the_place_of_the_data_is_named(data: Path) -> None:
    """What the system refuses is passed on as an error of ours, and nothing is left running."""
    (data.parent / "postgres").touch()
    with pytest.raises(EmbeddedServerError, match="postgres") as refused:
        await EmbeddedServers(data.parent).start()
    assert refused.value.code == "data_folder_unusable"
    assert not processes_in(data.parent)


async def test_data_of_another_version_are_left_alone(data: Path) -> None:
    """No program fits: the error names the version, and nothing is left running."""
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text("9.6\n")

    with pytest.raises(EmbeddedServerError, match="PostgreSQL version 9") as refused:
        await EmbeddedServers(data).start()

    assert refused.value.code == "wrong_version"
    assert not processes_in(data)


async def test_a_broken_cluster_shows_the_end_of_the_log(data: Path) -> None:
    """PostgreSQL says why it cannot start, and the error passes it on."""
    (data / "postgres").mkdir(parents=True, mode=0o700)
    (data / "postgres" / "PG_VERSION").write_text("18\n")

    with pytest.raises(EmbeddedServerError, match=r"postgresql\.conf") as refused:
        await EmbeddedServers(data).start()

    assert refused.value.code == "start_failed"
    assert str(data / "postgres.log") in str(refused.value)
    assert not processes_in(data)
