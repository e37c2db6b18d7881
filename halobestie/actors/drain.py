"""The one queue of deliveries, emptied on the event loop in slices so that sockets get their turn.

idle ──post──▶ awake: a slice is due on the loop ──slice, queue empty──▶ idle
                 ▲                              │
                 └──── slice, more is waiting ──┘
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import TYPE_CHECKING

from thespian.actors import ActorSystemMessage

if TYPE_CHECKING:
    from halobestie.actors.refs import ActorRef

# Reading the clock costs a good part of a small delivery, so it is read once in so many.
_BETWEEN_LOOKS = 16

Delivery = Callable[["ActorRef", object, "ActorRef"], None]
Failure = Callable[["ActorRef", object, "ActorRef", Exception], None]


class Drain:
    """First in, first out, across all actors; so from each sender to each receiver, too.

    `exceptional` gets each delivery that is more than a call: thespian's own messages, and those
    to an actor that has ended. `failed` gets each call that raised. Without a loop nothing runs
    by itself: whoever posts calls `deliver`.
    """

    exceptional: Delivery
    failed: Failure

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop | None,
        slice_deliveries: int,
        slice_seconds: float,
        monotonic: Callable[[], float],
    ) -> None:
        self.queue: deque[tuple[ActorRef, object, ActorRef]] = deque()
        self.deliveries = 0
        self.last_slice = 0.0
        self.longest_slice = 0.0
        self._loop = loop
        # A context of its own: whoever happens to wake the drain lends no ids to others' log lines.
        self._context = Context()
        self._awake = loop is None
        self._slice_deliveries = slice_deliveries
        self._slice_seconds = slice_seconds
        self._monotonic = monotonic

    def post(self, target: ActorRef, message: object, sender: ActorRef) -> None:
        self.queue.append((target, message, sender))
        if not self._awake:
            self._wake()

    def deliver(self, at_most: int) -> int:
        """Deliver what waits, at most so many. Returns how many it was."""
        queue = self.queue
        done = 0
        try:
            while queue and done < at_most:
                target, message, sender = queue.popleft()
                done += 1
                actor = target.actor
                if actor is None or isinstance(message, ActorSystemMessage):
                    self.exceptional(target, message, sender)
                    continue
                try:
                    actor.receiveMessage(message, sender)
                except Exception as failure:
                    self.failed(target, message, sender, failure)
        finally:
            self.deliveries += done
        return done

    def _wake(self) -> None:
        assert self._loop is not None
        self._loop.call_soon(self._slice, context=self._context)
        self._awake = True

    def _slice(self) -> None:
        began = now = self._monotonic()
        left = self._slice_deliveries
        try:
            while self.queue and left > 0 and now - began < self._slice_seconds:
                left -= self.deliver(min(left, _BETWEEN_LOOKS))
                now = self._monotonic()
        finally:
            self.last_slice = now - began
            self.longest_slice = max(self.longest_slice, self.last_slice)
            self._awake = False
            if self.queue:
                self._wake()
