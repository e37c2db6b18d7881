"""Many worlds: run them in several processes, and tell what broke where."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import structlog

from tests.world.violation import Violation
from tests.world.world import World

TOGETHER = 100
"""Worlds that a process runs before it reports."""
FEWEST = 4
"""Processes: more than there may be processors, for a fair share of a machine that others use."""


@dataclass(frozen=True, slots=True)
class Failure:
    seed: int
    what: str


def outcome(seed: int, *, looks_first: bool = True) -> Failure | None:
    """Run one world; None when every invariant held."""
    world = World(seed, looks_first=looks_first)
    try:
        world.run()
    except Violation as violation:
        return Failure(seed, str(violation))
    finally:
        for task in [task for node in world.nodes for task in node.tasks]:
            task.cancel()
    return None


def first_failure(seeds: range) -> Failure | None:
    return next((failure for seed in seeds if (failure := outcome(seed))), None)


def sweep(first: int, count: int) -> Iterator[list[Failure]]:
    """The failures of each hundred worlds, in whatever order the hundreds come back."""
    end = first + count
    batches = [range(n, min(n + TOGETHER, end)) for n in range(first, end, TOGETHER)]
    processes = max(FEWEST, os.cpu_count() or 1)
    with get_context("spawn").Pool(processes, _say_nothing) as pool:
        yield from pool.imap_unordered(_run, batches)


def replay(seed: int) -> str:
    """The world of this seed again: its plan, its last deliveries, and what broke."""
    world = World(seed)
    try:
        world.run()
        what = "every invariant held"
    except Violation as violation:
        what = str(violation)
    lines = [f"{at:10.4f}  {who:24} {event}" for at, who, event in world.last]
    return "\n".join([*lines, str(world.plan), f"seed {seed}: {what}"])


def _run(seeds: range) -> list[Failure]:
    return [failure for seed in seeds if (failure := outcome(seed))]


def _say_nothing() -> None:
    """A rule that raises is a violation here, and told as one."""

    def drop(*_: Any) -> Any:
        raise structlog.DropEvent

    structlog.configure(processors=[drop])
