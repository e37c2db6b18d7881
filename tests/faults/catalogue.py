"""The faults: each with what is injected, what must hold, and the scenario that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from tests.faults.story import Story

Scenario = Callable[[Story], Awaitable[int]]
"""Plays it, and says how often something was injected."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`short` ones run with all tests; `nodes` is how many nodes it needs at least."""

    name: str
    injected: str
    holds: str
    scenario: Scenario
    short: bool
    nodes: int
    expects: frozenset[str]
    """What the nodes may call an error meanwhile."""


class Catalogue:
    """Scenarios enter their names here as they are defined."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(
        self,
        name: str,
        *,
        injected: str,
        holds: str,
        short: bool = False,
        nodes: int = 2,
        expects: tuple[str, ...] = (),
    ) -> Callable[[Scenario], Scenario]:
        def enter(scenario: Scenario) -> Scenario:
            expected = frozenset(expects)
            self.faults.append(Fault(name, injected, holds, scenario, short, nodes, expected))
            return scenario

        return enter


PAIRED: Final = "one session, one winner, everyone told, requests end in time"
