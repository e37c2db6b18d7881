"""Plays one fault in a town: the scenario, the end of the evening, the verdict; bounded in time."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from tests.faults.catalogue import Fault
from tests.faults.checker import Broken
from tests.faults.story import Story
from tests.faults.town import Town

WITHIN_S: Final = 240.0


@dataclass(frozen=True, slots=True)
class Played:
    """What was done, and all that did not hold."""

    fault: Fault
    times: int
    seconds: float
    entries: int
    pairings: int
    broken: tuple[Broken, ...]

    @property
    def held(self) -> bool:
        return not self.broken

    def line(self) -> str:
        """For whoever watches; with the sentences, when something was broken."""
        word = "held  " if self.held else "BROKEN"
        head = f"{word} {self.fault.name} ({self.seconds:.1f} s, {self.entries} entries)"
        return "\n".join([head, *(f"       {b.rule}: {b.sentence}" for b in self.broken[:12])])


async def play(town: Town, fault: Fault, seed: int = 1) -> Played:
    """The history is left in the town's folder."""
    story = Story(town, seed)
    begun = time.monotonic()
    times, pairings = 0, 0
    broken: tuple[Broken, ...] = ()
    complained = _complaints(town)
    try:
        async with asyncio.timeout(WITHIN_S):
            await town.settings()
            times = await fault.scenario(story)
            verdict = await story.end()
            broken, pairings = verdict.broken, verdict.pairings
    except Exception as failure:
        broken = (Broken("scenario", f"{type(failure).__name__}: {failure}"),)
        await _clear_away(story)
    broken += tuple(
        Broken("log", line)
        for event, line in sorted(_complaints(town) - complained)
        if event not in fault.expects
    )
    name = re.sub(r"\W+", "-", fault.name)
    story.history.save(town.folder / f"history-{name}-{seed}.jsonl")
    seconds = time.monotonic() - begun
    return Played(fault, times, seconds, len(story.history.entries), pairings, broken)


def _complaints(town: Town) -> Counter[tuple[str, str]]:
    return sum((node.log.complaints() for node in town.nodes), Counter())


async def _clear_away(story: Story) -> None:
    """After a scenario that could not go on: nothing of it is in the way of the next one."""
    for life in story.lives:
        if life.task is not None:
            life.task.cancel()
    for phone in story.phones:
        await phone.switch_off()
    await story.town.mend()
