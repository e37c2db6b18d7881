"""One owner for a data folder, and how other commands find its servers."""

from __future__ import annotations

import asyncio
import fcntl
import os
from pathlib import Path

import pytest

from halobestie.embedded import Addresses, EmbeddedServerError, EmbeddedServers, find_running
from halobestie.embedded.owner import own
from tests.embedded.machine import owner_of, processes_in


def test_other_commands_find_the_servers_while_their_owner_lives(tmp_path: Path) -> None:
    """From another process: nothing before, the addresses meanwhile, nothing after a kill -9."""
    data = tmp_path / "data"
    assert find_running(data) is None
    assert not data.exists()

    with owner_of(data) as owner:
        assert Addresses(*owner.addresses()) == find_running(data)
        owner.kill()
        assert find_running(data) is None


async def test_closing_takes_the_addresses_back_first(tmp_path: Path) -> None:
    """Nobody is sent to a server that is being stopped."""
    servers = EmbeddedServers(tmp_path, want_postgres=False)
    await servers.start()
    assert find_running(tmp_path) == Addresses(None, servers.valkey_url)

    closing = asyncio.ensure_future(servers.close())
    await asyncio.sleep(0)
    assert processes_in(tmp_path)
    assert find_running(tmp_path) is None

    await closing
    assert not processes_in(tmp_path)
    assert find_running(tmp_path) is None


async def test_an_owner_whose_servers_do_not_answer_yet_is_not_found(tmp_path: Path) -> None:
    """Addresses are announced when they work."""
    owner = await own(tmp_path)
    assert find_running(tmp_path) is None
    owner.release()


async def test_a_second_owner_is_refused_with_folder_and_process(tmp_path: Path) -> None:
    """Two owners never share a folder: the second is told who has it."""
    data = tmp_path / "data"
    with owner_of(data) as first:
        first.addresses()
        with pytest.raises(EmbeddedServerError) as refused:
            await EmbeddedServers(data).start()
        assert refused.value.code == "data_folder_in_use"
        assert refused.value.retryable
        assert str(data) in str(refused.value)
        assert f"process {first.process.pid}." in str(refused.value)
        # The refusal did the first one no harm.
        assert find_running(data) is not None


async def test_looking_does_not_stand_in_an_owners_way(tmp_path: Path) -> None:
    """Somebody who looks holds the lock for a moment; a start waits for that moment to pass."""
    (tmp_path / "owner.lock").touch()
    look = os.open(tmp_path / "owner.lock", os.O_RDONLY)
    fcntl.flock(look, fcntl.LOCK_SH)
    starting = asyncio.ensure_future(own(tmp_path))
    await asyncio.sleep(0)
    assert not starting.done()

    os.close(look)

    owner = await starting
    owner.release()


async def test_a_folder_can_be_owned_again_after_it_was_closed(tmp_path: Path) -> None:
    """Start and close may follow each other on one object; a second close is harmless."""
    servers = EmbeddedServers(tmp_path, want_postgres=False)
    for _ in range(2):
        await servers.start()
        assert find_running(tmp_path) is not None
        await servers.close()
        await servers.close()
    with pytest.raises(EmbeddedServerError):
        _ = servers.valkey_url
