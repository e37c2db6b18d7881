"""Valkey and PostgreSQL die, stand still, forget, or have no room, while people go on."""

from __future__ import annotations

import asyncio

from tests.faults.catalogue import PAIRED, Catalogue
from tests.faults.servers import frozen
from tests.faults.story import Story

backends = Catalogue()
STILL_S = 5.0


@backends.fault(
    "Valkey: kill -9",
    injected="Valkey dies under load and comes back empty",
    holds=PAIRED + "; pairing goes on meanwhile",
    nodes=1,
)
async def valkey_killed(story: Story) -> int:
    await story.busy(8, 4)
    await story.more_pairings(10)
    story.history.fault("Valkey killed")
    await story.town.servers.kill_valkey()
    story.history.fault("Valkey killed", "end")
    await story.more_pairings(20)
    return 1


@backends.fault(
    "Valkey: stands still",
    injected="SIGSTOP of Valkey for 5 s under load",
    holds=PAIRED + "; pairing goes on meanwhile",
    nodes=1,
)
async def valkey_still(story: Story) -> int:
    await story.busy(8, 6)
    await story.more_pairings(10)
    story.history.fault("Valkey still")
    before = story.pairings
    with frozen([story.town.servers.valkey_pid()]):
        await asyncio.sleep(STILL_S)
    story.history.fault("Valkey still", "end")
    assert story.pairings > before, "nobody was paired while Valkey was away"
    await story.more_pairings(20)
    return 1


@backends.fault(
    "Valkey: flushed",
    injected="FLUSHALL under load, five times",
    holds=PAIRED,
    short=True,
    nodes=1,
)
async def valkey_flushed(story: Story) -> int:
    await story.busy(6, 4)
    for turn in range(5):
        story.history.fault(f"flush {turn}")
        await story.town.servers.flush_valkey()
        story.history.fault(f"flush {turn}", "end")
        await story.more_pairings(6)
    return 5


@backends.fault(
    "PostgreSQL: immediate shutdown",
    injected="SIGQUIT to PostgreSQL under load; it recovers from its log",
    holds=PAIRED + "; what was told survives",
    nodes=1,
)
async def postgres_shut_down(story: Story) -> int:
    await story.busy(8, 4)
    await story.more_pairings(10)
    story.history.fault("PostgreSQL shut down")
    await story.town.servers.shut_down_immediately()
    story.history.fault("PostgreSQL shut down", "end")
    await story.more_pairings(20)
    return 1


@backends.fault(
    "PostgreSQL: stands still",
    injected="SIGSTOP of all its processes for 5 s under load",
    holds=PAIRED + "; sockets stay open",
    nodes=1,
)
async def postgres_still(story: Story) -> int:
    await story.busy(8, 4)
    await story.more_pairings(10)
    cuts = sum(1 for _ in story.history.of("cut"))
    story.history.fault("PostgreSQL still")
    with frozen(story.town.servers.postgres_family()):
        await asyncio.sleep(STILL_S)
    story.history.fault("PostgreSQL still", "end")
    await story.more_pairings(20)
    cut = sum(1 for _ in story.history.of("cut")) - cuts
    assert not cut, f"{cut} sockets were lost with PostgreSQL"
    return 1


@backends.fault(
    "PostgreSQL: out of connections",
    injected="the nodes' connections end and others take every place, for 4 s",
    holds=PAIRED + "; heartbeats go on",
    nodes=1,
)
async def postgres_full(story: Story) -> int:
    await story.busy(8, 4)
    await story.more_pairings(10)
    story.history.fault("PostgreSQL full")
    async with story.town.servers.out_of_connections() as taken:
        await asyncio.sleep(4.0)
    story.history.fault("PostgreSQL full", "end")
    await story.more_pairings(20)
    return taken
