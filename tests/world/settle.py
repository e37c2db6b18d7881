"""The end of a world: bad luck is over, time passes, and everything must come to rest.

heal ──▶ some seconds pass ──▶ at rest: all agree ──▶ silence ──▶ at the end: nothing is left
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world import faults, rest, store
from tests.world.node import LEASE_S
from tests.world.plan import Plan
from tests.world.violation import must

if TYPE_CHECKING:
    from tests.world.world import World

REPAIRED_WITHIN_S = 16.0
"""The people are looked at every five seconds, and what stood so twice is acted upon."""
LEASES_S = 2 * LEASE_S + 2.0
"""Until a lost node's lease is over, and somebody may adopt."""
SILENCE_S = 37.0
"""The longest timeout of a plan, and some time to be late."""
ON_TIME_S = 6.0
"""A reminder that was set before the luck changed may ring so late; and later still when clocks
differ, or somebody has set one forward."""


def settle(world: World) -> None:
    _heal(world)
    plan = world.plan
    if not (plan.calm and plan.nodes == 1):
        world.pass_time(REPAIRED_WITHIN_S + (LEASES_S if _leases_end(plan) else 0.0))
    world.pass_time(world.jumped + 2 * plan.skew)
    world.drain()
    rest.at_rest(world)
    _silence(world)
    _at_the_end(world)


def _leases_end(plan: Plan) -> bool:
    return plan.nodes > 1 and bool(
        plan.kills or plan.pauses or plan.leaves or plan.outages or plan.jumps or plan.failed
    )


def _heal(world: World) -> None:
    world.lucky = True
    faults.mend(world)
    while world.orphans:
        store.ghost(world)
    world.drain()
    if world.plan.calm and world.plan.orderly:
        rest.screens(world)
    for phone in world.phones:
        if phone.socket is None or not phone.socket.heard:
            world.connect(phone)
    world.drain()
    for mitra in world.mitras:
        mitra.beat()
    for node, session_id in world.unpaid:
        if world.rng.random() < 0.5:
            node.confirm(session_id)
    world.drain()


def _silence(world: World) -> None:
    """Everybody goes home."""
    world.watch.settled = True
    world.silence_at = world.mono
    for phone in world.phones:
        phone.cut()
    world.drain()
    world.pass_time(SILENCE_S + world.jumped + 2 * world.plan.skew)
    world.drain()


def _at_the_end(world: World) -> None:
    tables, slack = world.referee.tables, ON_TIME_S + world.jumped + 2 * world.plan.skew
    for row in tables.requests.values():
        must(row.state != "open", "I6: a request never ends")
        if row.state == "expired" and row.closed_in_world > world.silence_at:
            due = max((row.expires_at - world.night).total_seconds(), world.silence_at)
            must(row.closed_in_world - due < slack, "I6: a request ends too late")
    for session in tables.sessions.values():
        must(session.state != "pending_payment", "rest: neither paid nor ended")
    for mitra_id in tables.mitras:
        must(tables.open_period_of(mitra_id) is None, "I8: a period never ends")
    for node in world.nodes:
        if node.alive:
            must(not node.board.waiting, "I6: a request waits for ever")
            must(not node.board.seats, "I8: somebody is online for ever")
            left = node.tree.keys("request") + node.tree.keys("mitra")
            must(not left, f"rest: actors are left: {left}")
