"""One piece of work: somebody is greeted, or some node does one of the things that wait there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.world import jobs, store

if TYPE_CHECKING:
    from tests.world.hub import Socket
    from tests.world.node import Node
    from tests.world.world import World

Piece = Callable[["World", "Node"], None]
TICK_S = 0.0001
MOST_TOGETHER = 50


def once(world: World) -> bool:
    """False when there is nothing to do."""
    nodes, random = world.nodes, world.rng.random
    if world.greeting and random() < 0.15 and _greet(world):
        return True
    first = int(random() * len(nodes)) if len(nodes) > 1 else 0
    for n in range(first - len(nodes), first):
        node = nodes[n]
        waits = node.answers or node.asks or node.inbox or node.tasks or node.ledger
        if (node.bag.full or waits) and _at(world, node):
            return True
    return bool(world.greeting) and _greet(world)


def sweep(world: World) -> bool:
    """With luck, in no particular order: all that waits at each node. False if nothing did."""
    worked = False
    for node in world.nodes:
        for _ in range(MOST_TOGETHER):
            waits = node.answers or node.asks or node.inbox or node.tasks or node.ledger
            if not ((node.bag.full or waits) and _at(world, node)):
                break
            world.mono += TICK_S
            worked = True
    return worked


def _at(world: World, node: Node) -> bool:
    if node.paused:
        # What it has asked already is decided all the same.
        if node.asks and not world.lucky and world.rng.random() < 0.1:
            store.ask(world, node)
            return True
        return False
    waits = _waits(node)
    if node.bag.full and (not waits or world.rng.random() < 0.6):
        world.deliveries += 1
        node.deliver()
        return True
    if not waits:
        return False
    waits[int(world.rng.random() * len(waits)) if len(waits) > 1 else 0](world, node)
    return True


def _waits(node: Node) -> list[Piece]:
    waits: list[Piece] = []
    if node.answers:
        waits.append(store.answer)
    if node.asks:
        waits.append(store.ask)
    if node.inbox:
        waits.append(_letter)
    if node.tasks:
        waits.append(_task)
    if node.ledger and node.reaches_postgresql:
        waits.append(_ledger)
    return waits


def _letter(world: World, node: Node) -> None:
    world.bus.deliver(node)


def _task(world: World, node: Node) -> None:
    jobs.advance(node, int(world.rng.random() * len(node.tasks)))


def _ledger(_: World, node: Node) -> None:
    jobs.write_ledger(node)


def _greet(world: World) -> bool:
    """One step of somebody's greeting: the snapshot is read, or shown."""
    for n in range(len(world.greeting)):
        socket = world.greeting[n]
        if socket.stage == "closed" or not (socket.node.alive and socket.node.life is socket.life):
            del world.greeting[n]
            return True
        if socket.heard:
            del world.greeting[n]
            _one_step(world, socket)
            return True
    return False


def _one_step(world: World, socket: Socket) -> None:
    if socket.stage == "read":
        socket.phone.greet(socket)
    elif not socket.node.reaches_postgresql or not socket.phone.read(socket):
        socket.close(4001)
    else:
        socket.stage = "read"
        world.greeting.append(socket)
