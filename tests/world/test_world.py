"""Five thousand worlds, and that a world is the same each time."""

from __future__ import annotations

from collections import Counter

from tests.world.sweep import sweep
from tests.world.world import World

WORLDS = 5_000


def test_every_invariant_holds_in_every_world() -> None:
    """A seed that fails is printed; `python -m tests.world --replay SEED` shows its last steps."""
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
    states: Counter[str] = Counter()
    reasons: Counter[str | None] = Counter()
    nodes: Counter[str] = Counter()
    for seed in range(200):
        world = World(seed)
        world.run()
        tables = world.referee.tables
        states.update(row.state for row in tables.requests.values())
        reasons.update(session.end_reason for session in tables.sessions.values())
        reasons.update(p.reason for some in tables.periods.values() for p in some)
        for node in world.nodes:
            nodes.update(node.membership.counts)
            nodes["epochs"] += tables.nodes[node.node_id].epoch > 1
        nodes["homes elsewhere"] += any(len(m.homes) > 1 for m in world.mitras)
    assert all(states[state] > 20 for state in ("accepted", "cancelled", "expired")), states
    ends = {"customer", "mitra", "control_center", "payment_timeout"}
    ends |= {"heartbeat_lost", "deactivated", "node_lost"}
    assert reasons.keys() >= ends, reasons
    happened = ("epochs", "epochs_lost", "nodes_adopted", "requests_adopted", "homes elsewhere")
    assert all(nodes[what] > 5 for what in happened), nodes
