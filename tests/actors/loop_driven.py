"""A system on an event loop, for cases that are written for one that they call: thespian's suite.

Each call runs the loop for as long as there is something to do, and not in between.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from thespian.actors import ActorAddress
from thespian.system import isInternalActorSystemMessage
from thespian.system.timing import timePeriodSeconds

from halobestie.actors.system import AsyncioSystemBase

_STEP = 0.001  # seconds


class LoopDriven:
    """`ask` and `listen` for a system that has neither."""

    def __init__(self, capabilities: Mapping[str, Any]) -> None:
        self._loop = asyncio.new_event_loop()
        self._base = AsyncioSystemBase(self._loop, capabilities=capabilities)
        self._base._outside.actor = self
        self._answers: deque[object] = deque()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def receiveMessage(self, message: object, _sender: ActorAddress) -> None:
        if not isInternalActorSystemMessage(message):
            self._answers.append(message)

    def tell(self, target: ActorAddress, message: object) -> None:
        self._turn()
        self._base.tell(target, message)
        while not self._base.idle():
            self._turn()

    def ask(self, target: ActorAddress, message: object, timeout: timedelta | float | None) -> Any:
        self._turn()
        self._base.tell(target, message)
        return self.listen(timeout)

    def listen(self, timeout: timedelta | float | None) -> Any:
        until = None if timeout is None else time.monotonic() + timePeriodSeconds(timeout)
        while not self._answers:
            self._turn()
            if self._base.idle() and not self._answers:
                if until is None or not self._base.stats().wakeups or time.monotonic() > until:
                    return None
                time.sleep(_STEP)
        return self._answers.popleft()

    def shutdown(self) -> None:
        self._base.close()
        self._turn()
        self._loop.close()

    def _turn(self) -> None:
        self._loop.run_until_complete(asyncio.sleep(0))
