"""Five thousand worlds, and that a world is the same each time."""

from __future__ import annotations

from tests.world.sweep import sweep
from tests.world.world import World

WORLDS = 5_000


def test_every_invariant_holds_in_every_world() -> None:
    """A seed that fails is printed; `python -m tests.world --replay SEED` shows what it did."""
    failures = [failure for some in sweep(1_000_000, WORLDS) for failure in some]
    assert failures == []


def test_the_same_seed_is_the_same_world() -> None:
    """Else a failing seed would be worth nothing."""
    first, again = World(7), World(7)
    first.run()
    again.run()
    assert (first.deliveries, list(first.last)) == (again.deliveries, list(again.last))


def test_worlds_are_lively() -> None:
    """Worlds in which nothing happens would hold every invariant."""
    states: dict[str, int] = {}
    reasons: set[str | None] = set()
    for seed in range(200):
        world = World(seed)
        world.run()
        tables = world.referee.tables
        for row in tables.requests.values():
            states[row.state] = states.get(row.state, 0) + 1
        reasons |= {session.end_reason for session in tables.sessions.values()}
        reasons |= {p.reason for some in tables.periods.values() for p in some}
    assert all(states[state] > 50 for state in ("accepted", "cancelled", "expired")), states
    ends = {"customer", "mitra", "control_center", "payment_timeout"}
    assert reasons >= ends | {"heartbeat_lost", "deactivated", "node_lost"}
