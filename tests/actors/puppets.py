"""Actors that do as they are told, and the house they live in: a system on a loop, in hand."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from thespian.actors import (
    Actor,
    ActorAddress,
    ActorSystem,
)

from halobestie.actors.system import AsyncioSystemBase


@dataclass(frozen=True, slots=True)
class Do:
    """Asks a `Puppet` to do something with its powers as an actor."""

    deed: Callable[[Any], object]


class Puppet(Actor):  # type: ignore[misc]  # thespian carries no type hints
    """Does as it is told, and remembers what else it was sent."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def receiveMessage(self, message: object, sender: ActorAddress) -> None:
        if isinstance(message, Do):
            message.deed(self)
        else:
            self.heard.append(message)


class Unborn(Actor):  # type: ignore[misc]
    def __init__(self) -> None:
        raise ValueError("0812 is nobody's business")


class Storm(Actor):  # type: ignore[misc]
    """Sends itself one message for each that it gets; gives up in the end, should nobody else."""

    blown = 0

    def receiveMessage(self, message: object, sender: ActorAddress) -> None:
        self.blown += 1
        if self.blown < 1_000_000:
            self.send(self.myAddress, "again")


class House:
    """An actor system on a loop, and the loop's turns in the test's hand."""

    def __init__(self, loop: asyncio.AbstractEventLoop, **options: Any) -> None:
        self.loop = loop
        self.base = AsyncioSystemBase(loop, **options)
        self.system = ActorSystem(self.base, transientUnique=True)

    def puppet(self, kind: type[Actor] = Puppet) -> tuple[ActorAddress, Any]:
        address = self.system.createActor(kind)
        return address, address.actor

    def do(self, address: ActorAddress, deed: Callable[[Any], object]) -> None:
        self.system.tell(address, Do(deed))

    def turn(self) -> None:
        """One turn of the loop."""
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()

    def settle(self) -> int:
        """Run the loop until nothing waits for delivery. How many turns that took."""
        turns = 0
        while not self.base.idle():
            self.turn()
            turns += 1
            assert turns < 100_000, "it never comes to rest"
        return turns

    def pass_time(self, seconds: float) -> None:
        self.loop.run_until_complete(asyncio.sleep(seconds))
        self.settle()


@contextmanager
def house_on(loop: asyncio.AbstractEventLoop, **options: Any) -> Iterator[House]:
    house = House(loop, **options)
    try:
        yield house
    finally:
        house.base.close()
        loop.close()


@contextmanager
def without_the_collector() -> Iterator[None]:
    """Memory comes back when the last reference goes, or not at all."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def living(kind: type) -> int:
    return sum(isinstance(thing, kind) for thing in gc.get_objects())
