"""Nodes that are killed, put to sleep, or asked to leave, while people go on."""

from __future__ import annotations

import asyncio
from collections import Counter

from tests.faults.accept_cuts import accept, paired, pressed
from tests.faults.catalogue import PAIRED, Catalogue
from tests.faults.nodes import LEAVE_WITHIN_S, Node
from tests.faults.servers import frozen
from tests.faults.story import Story

nodes = Catalogue()
GOING_AWAY = 4001
KILLS = 4


@nodes.fault(
    "node: SIGSTOP past its lease, no transaction open",
    injected="the home node sleeps while its request waits, then wakes",
    holds=PAIRED + "; it comes back under a new epoch",
    expects=("epoch_lost",),
)
async def sleeps(story: Story) -> int:
    home, other = story.town.nodes[0], story.town.nodes[-1]
    customer, listening, request_id = await pressed(story, home, other)
    before = await epoch(story, home)
    for phone in story.phones:
        phone.silence_s = 3.0
    story.history.fault("asleep")
    home.stop()
    taps = [asyncio.create_task(accept(phone, request_id)) for phone in listening]
    await paired(customer)
    home.wake()
    story.history.fault("asleep", "end")
    await asyncio.gather(*taps)
    await story.town.mend()
    after = await epoch(story, home)
    assert after > before, f"it was taken over in its sleep, and goes on in epoch {after}"
    return 1


async def epoch(story: Story, node: Node) -> int:
    rows = await story.town.servers.query("SELECT epoch FROM nodes WHERE id = $1", node.node_id)
    return int(rows[0][0])


@nodes.fault(
    "node: kill -9 under load",
    injected="one node after the other dies amid everything, and comes back",
    holds=PAIRED + "; life goes on",
    nodes=1,
)
async def killed_under_load(story: Story) -> int:
    await story.busy(10, 5)
    for turn in range(KILLS):
        node = story.town.nodes[turn % len(story.town.nodes)]
        await story.more_pairings(10)
        story.history.fault(f"kill {turn}")
        node.kill()
        await asyncio.sleep(0.5 + turn % 3)
        await node.start()
        story.history.fault(f"kill {turn}", "end")
    await story.more_pairings(10)
    return KILLS


@nodes.fault(
    "node: sleeps again and again under load",
    injected="one node after the other stands still, for two to thirteen seconds",
    holds=PAIRED + "; life goes on",
    expects=("epoch_lost",),
)
async def sleeps_under_load(story: Story) -> int:
    await story.busy(10, 5)
    for phone in story.phones:
        phone.silence_s = 3.0
    for turn, seconds in enumerate((2.0, 6.0, 13.0)):
        node = story.town.nodes[turn % len(story.town.nodes)]
        await story.more_pairings(5)
        story.history.fault(f"asleep {turn}")
        node.stop()
        await asyncio.sleep(seconds)
        node.wake()
        story.history.fault(f"asleep {turn}", "end")
    await story.more_pairings(10)
    return 3


@nodes.fault(
    "node: rolling restart under load",
    injected="SIGTERM to one node after the other, each started again",
    holds="no command lost, nobody paired twice, 4001, exit 0 within 25 s",
)
async def rolling_restart(story: Story) -> int:
    story.strict = True
    await story.busy(12, 6)
    for node in story.town.nodes:
        await story.more_pairings(10)
        story.history.fault(f"restart {node.node_id}")
        status, seconds = await node.leave()
        assert status == 0, f"{node.node_id} left with status {status}"
        assert seconds <= LEAVE_WITHIN_S, f"{node.node_id} took {seconds:.1f} s to leave"
        await node.start()
        story.history.fault(f"restart {node.node_id}", "end")
    await story.more_pairings(10)
    codes = Counter(cut.data["code"] for cut in story.history.of("cut"))
    assert set(codes) <= {GOING_AWAY}, f"sockets were closed with {dict(codes)}"
    return len(story.town.nodes)


@nodes.fault(
    "node: all of them killed at once, under load",
    injected="kill -9 of every node in the same moment, twice",
    holds=PAIRED + "; life goes on",
    nodes=1,
)
async def all_killed(story: Story) -> int:
    await story.busy(10, 5)
    for turn in range(2):
        await story.more_pairings(10)
        story.history.fault(f"all dead {turn}")
        for node in story.town.nodes:
            node.kill()
        await asyncio.sleep(0.5)
        await asyncio.gather(*(node.start() for node in story.town.nodes))
        story.history.fault(f"all dead {turn}", "end")
    await story.more_pairings(10)
    return 2 * len(story.town.nodes)


@nodes.fault(
    "node: kill -9 while Valkey stands still",
    injected="the home node of a request dies, and nobody can hear of it over the bus",
    holds=PAIRED + "; the request is adopted through PostgreSQL alone",
)
async def killed_without_valkey(story: Story) -> int:
    home, other = story.town.nodes[0], story.town.nodes[-1]
    customer, listening, request_id = await pressed(story, home, other)
    story.history.fault("killed in silence")
    with frozen([story.town.servers.valkey_pid()]):
        home.kill()
        taps = [asyncio.create_task(accept(phone, request_id)) for phone in listening]
        await paired(customer)
        for tap in taps:
            tap.cancel()
        await asyncio.gather(*taps, return_exceptions=True)
    story.history.fault("killed in silence", "end")
    return 1
