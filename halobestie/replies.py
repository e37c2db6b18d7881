"""Where the one reply of each command goes. A command that nobody answers is answered here.

Rules know a reply only as an opaque id (`ReplyTo`); the edge that asked knows how to deliver it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from halobestie.domain import ReplyTo
from halobestie.errors import Refused

Deliver = Callable[[object], None]

TIMEOUT_S = 10.0
"""After this long a command is answered with `unavailable`: silence is never an answer."""

LIMIT = 100_000
"""Commands whose answer is out; one more is answered with `unavailable` at once."""


@dataclass(slots=True)
class _Expected:
    deliver: Deliver
    deadline: float


class Replies:
    """The commands whose answer is still out, oldest first; each gets exactly one."""

    def __init__(self, loop: asyncio.AbstractEventLoop, timeout_s: float = TIMEOUT_S) -> None:
        self._loop = loop
        self._timeout_s = timeout_s
        self._expected: dict[ReplyTo, _Expected] = {}
        self._numbers = count(1)
        self._timer: asyncio.TimerHandle | None = None
        self.timed_out = 0

    def __len__(self) -> int:
        return len(self._expected)

    def expect(self, deliver: Deliver) -> ReplyTo:
        """An id for one reply. `deliver` is called once: with the result, or a `Refused`."""
        reply_to = f"r{next(self._numbers)}"
        if len(self._expected) >= LIMIT:
            self._loop.call_soon(deliver, Refused("unavailable"))
            return reply_to
        deadline = self._loop.time() + self._timeout_s
        self._expected[reply_to] = _Expected(deliver, deadline)
        if self._timer is None:
            self._timer = self._loop.call_at(deadline, self._sweep)
        return reply_to

    def resolve(self, reply_to: ReplyTo, result: object) -> None:
        """The answer. A second one for the same command changes nothing."""
        expected = self._expected.pop(reply_to, None)
        if expected is not None:
            expected.deliver(result)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for reply_to in tuple(self._expected):
            self.resolve(reply_to, Refused("unavailable"))

    def _sweep(self) -> None:
        """The oldest come first, and all have the same timeout: stop at the first that has time."""
        now = self._loop.time()
        self._timer = None
        for reply_to, expected in tuple(self._expected.items()):
            if expected.deadline > now:
                self._timer = self._loop.call_at(expected.deadline, self._sweep)
                return
            self.timed_out += 1
            self.resolve(reply_to, Refused("unavailable"))
