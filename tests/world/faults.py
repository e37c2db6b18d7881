"""What breaks: nodes are killed, paused, sent away; PostgreSQL and Valkey are out; clocks jump."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.world import jobs
from tests.world.bus import LATE_S

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World


def _some_node(world: World) -> Node:
    return world.nodes[int(world.rng.random() * len(world.nodes))]


def _busy_node(world: World) -> Node:
    """Rather one at which a request is at home, that others will have to adopt."""
    rows = world.referee.tables.requests.values()
    homes = {row.home_node for row in rows if row.state == "open"}
    busy = [node for node in world.nodes if node.node_id in homes]
    if not busy or world.rng.random() < 0.2:
        return _some_node(world)
    return busy[int(world.rng.random() * len(busy))]


def kill(world: World) -> None:
    """kill -9: at once or a while later it starts anew, or never does."""
    node = _busy_node(world)
    if node.alive:
        node.kill()
        wait = world.rng.choice((0.0, 0.1, 1.0, 12.0))
        if wait:
            world.pass_time(wait)


def revive(world: World) -> None:
    """Who is dead starts, who stands still goes on, and everybody comes back in."""
    for node in world.nodes:
        if node.paused and world.rng.random() < 0.5:
            node.resume()
        elif not (node.alive or world.away) and world.rng.random() < 0.5:
            node.cut_off = False
            node.start()
    for phone in world.phones:
        if phone.socket is None and world.rng.random() < 0.8:
            world.connect(phone)


def pause(world: World) -> None:
    """SIGSTOP: for a moment, or for longer than its lease."""
    node = _busy_node(world)
    if node.awake:
        node.pause()
        world.pass_time(world.rng.choice((0.5, 3.0, 9.0, 14.0)))
        if world.rng.random() < 0.7 and node.paused:
            node.resume()


def leave(world: World) -> None:
    """It lets go of everything, ends, and starts anew later; another release, perhaps."""
    node = _busy_node(world)
    if node.leaving or not node.awake:
        return
    jobs.leave(node)
    if world.rng.random() < 0.5:
        world.work(200)
    else:
        world.pass_time(2.0)
    if node.alive:
        node.kill()


def outage(world: World) -> None:
    """PostgreSQL: for everybody, or one node is cut off from it."""
    node = _some_node(world)
    if world.away or node.cut_off:
        world.away = node.cut_off = False
    elif len(world.nodes) > 1 and world.rng.random() < 0.5:
        node.cut_off = True
    else:
        world.away = True
    if world.rng.random() < 0.3:
        world.pass_time(10.0)


def valkey(world: World) -> None:
    """Valkey: for everybody, or one node is cut off from the others."""
    node = _some_node(world)
    if world.bus.away:
        world.bus.mend()
    elif node.deaf:
        world.bus.undeafen(node)
    elif world.rng.random() < 0.5:
        world.bus.deafen(node)
    else:
        world.bus.cut()


def stand_still(world: World) -> None:
    """The machine stood still: afterwards everything is late."""
    world.stand_still(1 + world.rng.random() * 8)


def set_clock(world: World) -> None:
    """Never between two words of one breath: that a step back there is survived is not asked."""
    world.drain()
    seconds = world.rng.choice((-2.0, -0.5, 1.0, 5.0))
    node = _some_node(world)
    node.skew += timedelta(seconds=seconds)
    world.jumped += abs(seconds)


def mend(world: World) -> None:
    """All of it is over. A node that is dead may stay dead, when another lives."""
    world.away = False
    for node in world.nodes:
        node.cut_off = False
        if node.paused:
            node.resume()
        if node.leaving:
            node.kill()
    for node in world.nodes:
        if not node.alive and (world.rng.random() < 0.6 or not world.awake()):
            node.start()
        elif node.alive and node.deaf:
            world.bus.undeafen(node)
    if world.bus.away:
        world.bus.mend()
    for node in world.nodes:
        if node.alive and node.rejoining:
            world.bus.rejoined(node)
    if world.plan.mixed_letters or world.plan.vices:
        # Another order than they were said in is more than the bus may do: what that leaves behind
        # is repaired when it says that something may be lost.
        world.pass_time(LATE_S)
        for node in world.nodes:
            world.bus.rejoined(node)
