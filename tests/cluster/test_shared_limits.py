"""Limits that nodes share in Valkey; and what they do while it is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from limits import parse
from pydantic import SecretStr

from halobestie.config import Config
from halobestie.http.limits import Limit, Limits
from halobestie.http.shared_windows import ASKED_AGAIN_AFTER_S, SharedWindows
from tests.cluster.valkey_process import ValkeyProcess, valkey_in

PREFIX = "test"
HOME, CAFE, NUMBER = "198.51.100.4", "203.0.113.9", "+6281234567890"
PATIENT_S = 20.0
"""So that a busy machine does not look like a Valkey that is away."""
THREE = Limit("three", parse("3 per hour"))


class Now:
    """The clock by which Valkey is asked again."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest_asyncio.fixture
async def shared(server: ValkeyProcess) -> AsyncIterator[tuple[Now, SharedWindows, SharedWindows]]:
    """A clock, and the counts as two nodes have them."""
    now = Now()
    both = [SharedWindows(server.url, PREFIX, now, PATIENT_S) for _ in range(2)]
    yield now, both[0], both[1]
    for one in both:
        await one.close()


Pair = tuple[Now, SharedWindows, SharedWindows]


async def test_two_nodes_count_as_one(shared: Pair, server: ValkeyProcess) -> None:
    """Who is refused here is refused there; a neighbour comes in on both."""
    _, one, other = shared
    here, there = Limits(one), Limits(other)
    assert [await here.wait_anywhere_s(THREE, HOME) for _ in range(2)] == [0, 0]
    assert await there.wait_anywhere_s(THREE, HOME) == 0
    assert await there.wait_anywhere_s(THREE, HOME) > 0
    assert 1 <= await here.wait_anywhere_s(THREE, HOME) <= 3600
    assert await here.wait_anywhere_s(THREE, CAFE) == 0
    assert (here.refusals["three"], there.refusals["three"]) == (1, 1)


async def test_nothing_in_valkey_names_anybody(shared: Pair, server: ValkeyProcess) -> None:
    """And all of it ends with its window."""
    counted = Limits(shared[1])
    await counted.wait_anywhere_s(THREE, HOME)
    await counted.wait_anywhere_s(THREE, HOME, NUMBER)
    with server.client() as client:
        keys = client.keys("*")
        assert len(keys) == 2
        assert all(client.ttl(key) > 0 for key in keys)
    told = b" ".join(keys).decode()
    assert told.count(f"{PREFIX}:limits") == 2
    assert HOME not in told and NUMBER not in told


async def test_without_valkey_each_node_counts_for_itself(
    shared: Pair, server: ValkeyProcess
) -> None:
    """Still counted, not let through; and counted together again when it is back."""
    # given
    now, one, _ = shared
    here = Limits(one)
    assert await here.wait_anywhere_s(THREE, HOME) == 0
    # when
    server.kill()
    waits = [await here.wait_anywhere_s(THREE, HOME) for _ in range(4)]
    # then
    assert [wait > 0 for wait in waits] == [False, False, False, True]
    assert one.is_away
    # when
    server.start()
    assert await here.wait_anywhere_s(THREE, HOME) > 0, "it is not asked again at once"
    now.seconds += ASKED_AGAIN_AFTER_S
    # then
    assert await here.wait_anywhere_s(THREE, HOME) == 0
    assert not one.is_away


async def test_a_valkey_that_says_nothing_holds_nobody_up(server: ValkeyProcess) -> None:
    """One login waits a moment, the others do not even ask; until it speaks again."""
    # given
    now = Now()
    one = SharedWindows(server.url, PREFIX, now, within_s=0.2)
    here = Limits(one)
    server.freeze()
    # when
    waits = [await here.wait_anywhere_s(THREE, HOME) for _ in range(4)]
    # then
    assert [wait > 0 for wait in waits] == [False, False, False, True]
    assert here.counts_alone
    # when
    server.thaw()
    for _ in range(100):
        now.seconds += ASKED_AGAIN_AFTER_S
        if (answer := await one.hit(THREE.window, "somebody")) is not None:
            break
    # then
    assert answer == 0
    assert not one.is_away
    await one.close()


async def test_this_machine_is_spared_without_asking(shared: Pair, server: ValkeyProcess) -> None:
    """In development."""
    server.kill()
    here = Limits(shared[1], spare_loopback=True)
    assert not any([await here.wait_anywhere_s(THREE, "127.0.0.1") for _ in range(10)])
    assert not shared[1].is_away


@pytest.mark.parametrize(
    ("url", "shared"),
    [
        (None, False),
        ("valkey://127.0.0.1:1", True),
        ("valkeys://:secret@127.0.0.1:1?ssl_ca_certs=/nowhere", True),
        ("redis://127.0.0.1:1", True),
        ("unix:///nowhere.sock?password=secret", True),
        ("valkey+cluster://127.0.0.1:1,127.0.0.1:2", False),
        ("valkeys+cluster://127.0.0.1:1", False),
    ],
)
async def test_whatever_the_settings_say_nobody_is_let_through(
    url: str | None, shared: bool
) -> None:
    """A Valkey that may be asked, one that is not there, a cluster: all are counted."""
    config = Config(_env_file=None, valkey_url=None if url is None else SecretStr(url))
    windows = SharedWindows.of(config)
    assert (windows is not None) == shared
    counted = Limits(windows)
    waits = [await counted.wait_anywhere_s(THREE, HOME) for _ in range(4)]
    assert [wait > 0 for wait in waits] == [False, False, False, True]
    if windows is not None:
        await windows.close()


async def test_a_password_and_a_socket_lead_to_it(tmp_path: Path) -> None:
    """As production and the embedded server have them."""
    path = tmp_path / "valkey.sock"
    with valkey_in(tmp_path, password="secret", options={"unixsocket": str(path)}) as server:
        for url in (server.url, f"unix://{path}?password=secret"):
            windows = SharedWindows(url, PREFIX, within_s=PATIENT_S)
            assert await windows.hit(THREE.window, url[:4]) == 0
            assert not windows.is_away
            await windows.close()
