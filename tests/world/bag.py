"""A stand-in for the actor system: messages wait in a bag, and chance says which is next.

    post ──▶ channel (sender ▸ receiver, first in first out) ──deliver──▶ the real Shell

In an orderly world there is one queue, as on a real node. Otherwise only the order from one sender
to one receiver is kept: all that thespian promises.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from thespian.actors import Actor, ActorAddress, ActorExitRequest, WakeupMessage

from halobestie.actors.shell import Birth

SetTimer = Callable[[float, Callable[[], None]], None]


class Ref(ActorAddress):  # type: ignore[misc]  # thespian carries no types
    """The address of an actor, and the side of the system that the actor sees."""

    __slots__ = ("_aaddr", "actor", "bag", "ending", "waiting")

    def __init__(self, bag: Bag, actor: Any) -> None:
        self._aaddr = id(self)
        self.bag = bag
        self.actor = actor
        self.waiting = 0
        self.ending = False

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def address(self) -> Ref:
        return self

    def actor_send(self, target: Ref, message: object) -> None:
        self.bag.post(self, target, message)

    def wakeupAfter(self, period: timedelta, payload: object) -> None:
        message = WakeupMessage(period, payload)
        self.bag.set_timer(period.total_seconds(), lambda: self.bag.ring(self, message))


Channel = deque[tuple[Ref, Any]]


class Bag:
    """What `Tree` and `Shell` need of thespian's ActorSystem."""

    def __init__(self, rng: Random, orderly: bool, set_timer: SetTimer) -> None:
        """What reaches an actor that has stopped goes to who has its name now (see test_seeds)."""
        self.set_timer = set_timer
        self._rng = rng
        self._orderly = orderly
        self._channels: dict[tuple[int, int], Channel] = {}
        self.full: list[Channel] = []
        """The channels in which something waits."""
        self._running = 0
        self.closed = False

    def createActor(self, actor_class: type[Actor]) -> Ref:
        ref = Ref(self, actor_class())
        ref.actor._myRef = ref
        return ref

    def tell(self, target: Ref, message: object) -> None:
        if isinstance(message, Birth):
            target.actor.receiveMessage(message, None)
        else:
            self._put(self._running, target, message)

    def post(self, sender: Ref, target: Ref, message: object) -> None:
        if isinstance(message, ActorExitRequest):
            # It comes behind all that was sent before it, which one queue does by itself.
            target.ending = True
        else:
            self._put(id(sender), target, message)

    def ring(self, ref: Ref, message: object) -> None:
        if not (self.closed or ref.ending or ref.actor is None):
            self._put(id(ref), ref, message)

    def _put(self, sender: int, target: Ref, message: object) -> None:
        key = (0, 0) if self._orderly else (sender, id(target))
        channel = self._channels.get(key)
        if channel is None:
            channel = self._channels[key] = deque()
        if not channel:
            self.full.append(channel)
        channel.append((target, message))
        target.waiting += 1

    def next(self) -> tuple[Ref, Any]:
        """Take out what is delivered next."""
        full = self.full
        place = int(self._rng.random() * len(full)) if len(full) > 1 else 0
        channel = full[place]
        ref, message = channel.popleft()
        if not channel:
            full[place] = full[-1]
            full.pop()
        return ref, message

    def deliver(self, ref: Ref, message: object) -> None:
        ref.waiting -= 1
        if ref.actor is None:
            return
        self._running = id(ref)
        ref.actor.receiveMessage(message, None)
        self._running = 0
        if ref.ending and not ref.waiting:
            ref.actor = None
