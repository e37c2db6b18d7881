"""The ground that all actors stand on: a thespian system base that lives on one asyncio loop.

thespian's own bases start a process for every actor, or run only while somebody calls `tell`.
This one keeps thespian's contract towards actors (its own test suite holds it to that) and
delivers from the event loop that also serves the sockets. Use it as

    ActorSystem(AsyncioSystemBase(loop), transientUnique=True)

and keep `transientUnique`: without it thespian puts an older system of the same class in place of
the one it is given. Everything here belongs to one thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from thespian.actors import Actor, ActorAddress, ActorExitRequest, ActorSystemFailure

from halobestie.actors.drain import Drain
from halobestie.actors.keeper import Keeper
from halobestie.actors.refs import ActorRef
from halobestie.actors.solo import Solo
from halobestie.actors.timers import Alarms, Wakeups


@dataclass(frozen=True, slots=True)
class SystemStats:
    """A reading of the system. Counts are totals since its start; slices are in seconds."""

    actors: Mapping[str, int]  # alive, by class name
    queued: int
    deliveries: int
    failures: int
    dead_letters: int
    wakeups: int  # pending
    last_slice: float
    longest_slice: float


class AsyncioSystemBase:
    """What stands behind `thespian.actors.ActorSystem`; camel-case names are thespian's.

    With a loop (the running one, unless another is given) messages are delivered on it, and
    `ask` and `listen` are refused: they would wait for the loop that they block. Without one, the
    system moves while somebody calls `tell`, `ask` or `listen`.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop | None = None,
        *,
        capabilities: Mapping[str, Any] | None = None,
        slice_deliveries: int = 4096,
        slice_seconds: float = 0.002,
        monotonic: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        loop = loop or _running_loop()
        alarms: Alarms = loop or Solo(monotonic, sleep)
        self._solo = alarms if isinstance(alarms, Solo) else None
        self._drain = Drain(loop, slice_deliveries, slice_seconds, monotonic)
        self._wakeups = Wakeups(alarms)
        self._keeper = Keeper(self._drain, self._wakeups, capabilities)
        self._outside = ActorRef(self._keeper, "System:ExternalRequester")
        self._outside.actor = self._solo  # on a loop nobody outside listens
        self._closed = False

    def newPrimaryActor(
        self,
        actor_class: type[Actor] | str,
        requirements: Mapping[str, Any] | None = None,
        global_name: str | None = None,
        source_hash: str | None = None,
    ) -> ActorRef:
        """Raises what `Population.bear` raises, and ActorSystemFailure once closed."""
        if self._closed:
            raise ActorSystemFailure("the actor system is closed")
        if known := self._keeper.people.named(global_name):
            return known
        ref = self._keeper.people.conceive(self._keeper.root, global_name)
        self._keeper.people.bear(ref, actor_class, requirements, source_hash)
        return ref

    def tell(self, target: ActorAddress, message: object) -> None:
        """Put a message into the queue, from whatever runs on the loop's thread."""
        if self._solo is not None:
            self._solo.ring()
        self._outside.actor_send(target, message)
        if self._solo is not None:
            self._solo.run(self._drain)

    def ask(
        self, target: ActorAddress, message: object, timeout: timedelta | float | None = None
    ) -> object | None:
        solo = self._driven_from_outside("ask")
        solo.ring()
        self._outside.actor_send(target, message)
        return solo.listen(self._drain, timeout)

    def listen(self, timeout: timedelta | float | None = None) -> object | None:
        return self._driven_from_outside("listen").listen(self._drain, timeout)

    @property
    def queued(self) -> int:
        """Messages that wait. Whoever takes in work from outside looks here first.

        The queue itself refuses nothing: an outcome of an effect must not be lost.
        """
        return len(self._drain.queue)

    def idle(self) -> bool:
        """Whether nothing waits for delivery. Wake-ups may still be pending."""
        return not self._drain.queue

    def stats(self) -> SystemStats:
        return SystemStats(
            actors=MappingProxyType(dict(self._keeper.people.alive)),
            queued=self.queued,
            deliveries=self._drain.deliveries,
            failures=self._keeper.failures,
            dead_letters=self._keeper.dead_letters,
            wakeups=self._wakeups.pending,
            last_slice=self._drain.last_slice,
            longest_slice=self._drain.longest_slice,
        )

    def close(self) -> None:
        """End every actor, children first, after what already waits; then nothing is left.

        What actors send meanwhile is not delivered: they cannot put off the end.
        """
        self._closed = True
        for ref in reversed(self._keeper.root.family()):
            self._drain.post(ref, ActorExitRequest(), self._keeper.root)
        try:
            self._drain.deliver(len(self._drain.queue))
        finally:
            for ref in reversed(self._keeper.root.family()):
                self._keeper.end(ref)
            self._drain.queue.clear()

    shutdown = close

    def updateCapability(self, name: str, value: object = None) -> None:
        self._keeper.people.update_capability(name, value)

    def _driven_from_outside(self, call: str) -> Solo:
        if self._solo is None or _running_loop() is not None:
            raise RuntimeError(f"{call} would wait for the event loop that it blocks; use tell")
        return self._solo


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
