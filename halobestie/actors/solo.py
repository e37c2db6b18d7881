"""A system without an event loop: it moves when somebody outside tells, asks or listens.

For tools and for tests, which may bring a clock of their own and move it.
"""

from __future__ import annotations

import sched
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from math import inf
from typing import TYPE_CHECKING

from thespian.system import isInternalActorSystemMessage
from thespian.system.timing import timePeriodSeconds

from halobestie.actors.timers import Handle

if TYPE_CHECKING:
    from halobestie.actors.drain import Drain
    from halobestie.actors.refs import ActorRef

_ANSWERS_KEPT = 100_000  # the oldest give way, should nobody listen
_AT_A_TIME = 64


class Solo:
    """The outside world of such a system: its clock, and the answers that came out of it.

    Timers wait in the standard library's `sched`, where cancelling is linear in their number.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._scheduler = sched.scheduler(monotonic, sleep)
        self._answers: deque[object] = deque(maxlen=_ANSWERS_KEPT)
        self._running = False

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Handle:
        return _Alarm(self._scheduler, self._scheduler.enter(delay, 0, callback))

    def receiveMessage(self, message: object, _sender: ActorRef) -> None:
        """An actor has answered. thespian's own messages are not for the outside."""
        if not isInternalActorSystemMessage(message):
            self._answers.append(message)

    def ring(self) -> float | None:
        """Run the timers that are due. Seconds until the next; None when there is none.

        Called before a message is put in: time has passed since the system last moved.
        """
        return self._scheduler.run(blocking=False)

    def run(self, drain: Drain) -> None:
        """Deliver until nothing waits. A handler that comes here again waits its turn."""
        if self._running:
            return
        self._running = True
        try:
            while drain.deliver(_AT_A_TIME):
                self.ring()
        finally:
            self._running = False

    def listen(self, drain: Drain, timeout: timedelta | float | None) -> object | None:
        """Deliver until there is an answer. None when none can come in time (seconds)."""
        now = self._scheduler.timefunc
        deadline = inf if timeout is None else now() + timePeriodSeconds(timeout)
        while not self._answers:
            pause = self.ring()
            if not drain.deliver(1):
                if timeout is None or pause is None or now() + pause > deadline:
                    return None
                self._scheduler.delayfunc(pause)
            elif now() >= deadline:
                return None
        return self._answers.popleft()


class _Alarm:
    __slots__ = ("_event", "_scheduler")

    def __init__(self, scheduler: sched.scheduler, event: sched.Event) -> None:
        self._scheduler = scheduler
        self._event = event

    def cancel(self) -> None:
        self._scheduler.cancel(self._event)
