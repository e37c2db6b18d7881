"""Wake-ups: timers that belong to an actor, wait on the clock of their system, end with both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from thespian.actors import WakeupMessage
from thespian.system.timing import ExpirationTimer, currentTime, timePeriodSeconds

if TYPE_CHECKING:
    from halobestie.actors.refs import ActorRef


class Handle(Protocol):
    """An alarm that has been set."""

    def cancel(self) -> None: ...


class Alarms(Protocol):
    """Where timers wait. An asyncio event loop is one, with its own heap."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Handle: ...


class Wakeup:
    """One pending `wakeupAfter` of one actor; called when its time has come."""

    __slots__ = ("_started", "_wakeups", "handle", "payload", "period", "ref")

    handle: Handle

    def __init__(
        self, wakeups: Wakeups, ref: ActorRef, period: timedelta | float, payload: object
    ) -> None:
        self._wakeups = wakeups
        self._started = currentTime()
        self.ref = ref
        self.period = period
        self.payload = payload

    def __call__(self) -> None:
        self._wakeups.fire(self)

    def remaining(self) -> ExpirationTimer:
        """How long it still has to wait, as thespian's status messages tell it."""
        return ExpirationTimer(timePeriodSeconds(self.period) - (currentTime() - self._started))


class Wakeups:
    """All pending wake-ups of one system. A delivery never looks at them."""

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms
        self.pending = 0

    def start(self, ref: ActorRef, period: timedelta | float, payload: object) -> None:
        """Raises TypeError when the period is neither a timedelta nor a number of seconds."""
        seconds = timePeriodSeconds(period)
        wakeup = Wakeup(self, ref, period, payload)
        wakeup.handle = self._alarms.call_later(seconds, wakeup)
        if ref.wakeups is None:
            ref.wakeups = set()
        ref.wakeups.add(wakeup)
        self.pending += 1

    def fire(self, wakeup: Wakeup) -> None:
        ref = wakeup.ref
        if ref.wakeups is not None:
            ref.wakeups.discard(wakeup)
            ref.wakeups = ref.wakeups or None
        self.pending -= 1
        del wakeup.handle  # each holds the other
        ref.keeper.post(ref, WakeupMessage(wakeup.period, wakeup.payload), ref)

    def end(self, ref: ActorRef) -> None:
        """Cancel every wake-up of an actor that ends."""
        for wakeup in ref.wakeups or ():
            wakeup.handle.cancel()
            del wakeup.handle
            self.pending -= 1
        ref.wakeups = None
