"""Bad wires: between nodes and their servers, and between phones and nodes; four ways each."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from typing import Final, Literal

from tests.faults.catalogue import PAIRED, Catalogue
from tests.faults.nodes import Node
from tests.faults.story import Story
from tests.faults.wire import Wire

wires = Catalogue()
Where = Literal["PostgreSQL", "Valkey", "phones"]
Way = Literal["delays", "drops", "halves", "resets"]
TURNS: Final = 4


def of(node: Node, where: Where) -> Wire:
    return {"PostgreSQL": node.database, "Valkey": node.valkey, "phones": node.phones}[where]


async def bad_wire(story: Story, where: Where, way: Way) -> int:
    """One node's wire after the other, then all at once; a moment of peace in between."""
    draw = random.Random(story.seed)
    doors = story.town.bad_doors if where == "phones" else None
    await story.busy(8, 4, doors)
    for phone in story.phones:
        phone.silence_s = 8.0
    every = [of(node, where) for node in story.town.nodes]
    before = sum(one.faults for one in every)
    for turn in range(TURNS):
        chosen = every if turn == TURNS - 1 else [every[turn % len(every)]]
        await story.more_pairings(4)
        story.history.fault(f"{way} {turn}")
        await spoil(chosen, way, draw)
        story.history.fault(f"{way} {turn}", "end")
    await story.more_pairings(8)
    return sum(one.faults for one in every) - before


async def spoil(chosen: list[Wire], way: Way, draw: random.Random) -> None:
    for one in chosen:
        match way:
            case "delays":
                one.delay_s = draw.uniform(0.05, 0.3)
            case "drops":
                one.drop()
            case "halves":
                one.halve = 12
            case "resets":
                one.reset()
    if way == "resets":
        for _ in range(10):
            await asyncio.sleep(draw.uniform(0.05, 0.4))
            for one in chosen:
                one.reset()
    else:
        await asyncio.sleep(4.0 if way != "halves" else 2.0)
    for one in chosen:
        one.mend()


for _where in ("PostgreSQL", "Valkey", "phones"):
    for _way in ("delays", "drops", "halves", "resets"):
        wires.fault(
            f"wire to {_where}: {_way}",
            injected=f"the wire between nodes and {_where} {_way}, one node and all",
            holds=PAIRED + "; life goes on",
            nodes=1,
            short=(_where, _way) == ("phones", "halves"),
            # Twice four seconds without PostgreSQL, and its timeouts, can outlast a lease.
            expects=("epoch_lost",) if (_where, _way) == ("PostgreSQL", "drops") else (),
        )(partial(bad_wire, where=_where, way=_way))
