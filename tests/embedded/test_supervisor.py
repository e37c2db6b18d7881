"""A server that dies is started again, a bounded number of times."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import valkey.asyncio
import valkey.exceptions

from halobestie.embedded import EmbeddedServerError, EmbeddedServers, UseBinaries, discover
from halobestie.embedded.folders import Folders, folders_for, make_private
from halobestie.embedded.supervisor import MOST_RESTARTS, Supervisor, may_restart
from halobestie.embedded.valkey_server import ValkeyServer
from tests.embedded.machine import SOON, main_process, processes_in


@pytest.mark.parametrize(
    ("deaths", "now", "allowed"),
    [
        ((0.0,), 0.0, True),
        ((0.0, 1.0, 2.0), 2.0, True),
        ((0.0, 1.0, 2.0, 3.0), 3.0, False),
        ((0.0, 1.0, 2.0, 59.9), 59.9, False),
        ((0.0, 1.0, 2.0, 60.0), 60.0, True),
        ((0.0, 100.0, 200.0, 300.0), 300.0, True),
    ],
)
def test_three_restarts_a_minute(deaths: tuple[float, ...], now: float, allowed: bool) -> None:
    """The fourth death within a minute is one too many."""
    assert may_restart(deaths, now) is allowed


async def valkey_pid(url: str, *, other_than: int = 0) -> int:
    """Poll until Valkey answers from another process than this one; which it is."""
    async with asyncio.timeout(SOON):
        while True:
            client = valkey.asyncio.Valkey.from_url(url)
            try:
                pid = int((await client.info("server"))["process_id"])
                if pid != other_than:
                    return pid
            except (OSError, valkey.exceptions.ValkeyError):
                pass
            finally:
                await client.aclose()
            await asyncio.sleep(0.005)


async def number_kept(url: str) -> int:
    """Poll until PostgreSQL serves again; what is in the table."""
    async with asyncio.timeout(SOON):
        while True:
            try:
                client = await asyncpg.connect(url)
                number = int(await client.fetchval("SELECT number FROM kept"))
                await client.close()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(0.005)
            else:
                return number


async def test_a_dead_postgres_is_started_again_with_its_data(tmp_path: Path) -> None:
    """kill -9 of PostgreSQL's main process: the same address answers again."""
    async with EmbeddedServers(tmp_path, want_valkey=False, durable=False) as servers:
        client = await asyncpg.connect(servers.database_url)
        await client.execute("CREATE TABLE kept AS SELECT 7 AS number")
        dead = main_process(tmp_path)
        os.kill(dead, signal.SIGKILL)
        client.terminate()

        assert await number_kept(servers.database_url) == 7
        assert main_process(tmp_path) != dead


async def postgres_pid(data: Path, url: str, *, other_than: int) -> int:
    """Poll until PostgreSQL answers from another process than this one; which it is."""
    async with asyncio.timeout(SOON):
        while True:
            try:
                await (await asyncpg.connect(url)).close()
                if (pid := main_process(data)) != other_than:
                    return pid
            except (OSError, IndexError, asyncpg.PostgresError, asyncpg.InterfaceError):
                pass
            await asyncio.sleep(0.005)


async def test_a_postgres_that_keeps_dying_is_given_up_and_said_so(tmp_path: Path) -> None:
    """Three new starts, then the application is told: by callback and by waiting."""
    told: list[EmbeddedServerError] = []
    async with EmbeddedServers(
        tmp_path, want_valkey=False, durable=False, on_failure=told.append
    ) as servers:
        waiting = asyncio.ensure_future(servers.wait_failed())
        pid = main_process(tmp_path)
        for _ in range(3):
            os.kill(pid, signal.SIGKILL)
            pid = await postgres_pid(tmp_path, servers.database_url, other_than=pid)
        assert not waiting.done()
        os.kill(pid, signal.SIGKILL)

        error = await asyncio.wait_for(waiting, SOON)
        assert told == [error]
        assert error.code == "kept_dying"
        assert "PostgreSQL" in str(error)
    assert not processes_in(tmp_path)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = replace(folders_for(tmp_path), sockets=tmp_path / "s")
    make_private(folders.sockets, frozenset({os.geteuid()}))
    return folders


def program(folder: Path, script: str) -> Path:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def unexpected(error: EmbeddedServerError) -> None:
    raise AssertionError(error)


async def test_a_server_that_ends_at_once_is_an_error_with_its_words(folders: Folders) -> None:
    """The end of its log is in the error, and only that of this start."""
    (folders.data / "valkey.log").write_text("an old story\n")
    broken = program(folders.data, "echo out of cardamom; exit 3")
    with pytest.raises(EmbeddedServerError, match="status 3") as failed:
        await Supervisor(ValkeyServer(folders, broken), unexpected).start()
    assert failed.value.code == "start_failed"
    assert "out of cardamom" in str(failed.value)
    assert "an old story" not in str(failed.value)


async def test_a_server_that_never_answers_is_an_error_and_is_ended(folders: Folders) -> None:
    """Waiting for an answer is bounded."""
    mute = program(folders.data, "exec sleep 60")
    with pytest.raises(EmbeddedServerError, match="did not answer within 0 seconds") as failed:
        await Supervisor(ValkeyServer(folders, mute, ready_within=0.1), unexpected).start()
    assert failed.value.code == "start_failed"
    assert not processes_in(folders.data)


@pytest.mark.parametrize(
    ("spoil", "words"), [("program", "No such file"), ("valkey", "could not be started")]
)
async def test_a_server_that_does_not_start_again_is_given_up(
    folders: Folders, spoil: str, words: str
) -> None:
    """It answered once; its program or its folder is gone when it should be started again."""
    given_up: asyncio.Future[EmbeddedServerError] = asyncio.get_running_loop().create_future()
    server = ValkeyServer(folders, copy_of_valkey(folders.data))
    supervisor = Supervisor(server, given_up.set_result)
    await supervisor.start()
    pid = await valkey_pid(server.url)

    (folders.data / spoil).rename(folders.data / "elsewhere")
    if spoil == "valkey":
        (folders.data / spoil).touch()
    os.kill(pid, signal.SIGKILL)

    error = await asyncio.wait_for(given_up, SOON)
    assert error.code == "kept_dying"
    assert words in str(error)
    await supervisor.stop()


async def test_a_server_that_is_not_needed_is_tried_again_after_a_rest(folders: Folders) -> None:
    """Killed more often than a server may be, and then without its program: it rests, nobody is
    told, and it is back when it can be."""
    server = ValkeyServer(folders, copy_of_valkey(folders.data))
    supervisor = Supervisor(server, unexpected, rest_s=0.05)
    await supervisor.start()
    pid = await valkey_pid(server.url)
    for _ in range(MOST_RESTARTS + 1):
        os.kill(pid, signal.SIGKILL)
        pid = await valkey_pid(server.url, other_than=pid)

    elsewhere = (folders.data / "program").rename(folders.data / "elsewhere")
    os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(0.2)
    elsewhere.rename(folders.data / "program")

    await valkey_pid(server.url, other_than=pid)
    await supervisor.stop()
    assert not processes_in(folders.data)


def copy_of_valkey(folder: Path) -> Path:
    choice = discover("valkey")
    assert isinstance(choice, UseBinaries)
    copy = folder / "program"
    copy.write_bytes(choice.candidates[0].read_bytes())
    copy.chmod(0o755)
    return copy
