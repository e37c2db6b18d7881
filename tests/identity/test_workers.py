"""Calls that block: bounded in number, in the line before them, and in time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from halobestie.identity.model import IdentityUnavailable
from halobestie.identity.workers import Workers


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


async def test_who_comes_beyond_the_line_is_sent_away(gate: threading.Event) -> None:
    """One runs, one waits, the third is told at once; afterwards there is room again."""
    workers = Workers(threads=1, waiting=1)
    first, second = (asyncio.create_task(workers.call(gate.wait)) for _ in range(2))
    await asyncio.sleep(0)

    with pytest.raises(IdentityUnavailable) as busy:
        await workers.call(gate.wait)
    gate.set()

    assert busy.value.why == "busy"
    assert all(await asyncio.gather(first, second))
    assert await workers.call(lambda: "room") == "room"
    workers.close()


async def test_nobody_is_awaited_for_longer_than_the_limit(gate: threading.Event) -> None:
    """The call that was given up keeps its place until it ends."""
    workers = Workers(threads=1, waiting=0, timeout_s=0.01)

    with pytest.raises(IdentityUnavailable) as late:
        await workers.call(gate.wait)
    with pytest.raises(IdentityUnavailable) as busy:
        await workers.call(gate.wait)

    assert (late.value.why, busy.value.why) == ("timeout", "busy")
    assert late.value.__context__ is None
    workers.close()


async def test_closed_workers_take_no_call() -> None:
    """And say so as something temporary: the node is going away."""
    workers = Workers()
    workers.close()

    with pytest.raises(IdentityUnavailable):
        await workers.call(lambda: None)
