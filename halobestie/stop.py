"""When a serving process is to leave: a signal asks for it, or a server of its own was given up."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from halobestie.embedded import EmbeddedServerError

T = TypeVar("T")


class Stop:
    """Listens to SIGINT and SIGTERM from the moment that it is made, on the running loop."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._asked: asyncio.Future[EmbeddedServerError | None] = loop.create_future()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._leave, None)

    def fail(self, failure: EmbeddedServerError) -> None:
        """Leave because of this."""
        self._leave(failure)

    @property
    def asked(self) -> bool:
        return self._asked.done()

    async def wait(self) -> None:
        await asyncio.shield(self._asked)

    async def before(self, work: Coroutine[Any, Any, T]) -> T | None:
        """What came of `work`; None when we were asked to leave first, and `work` is cancelled."""
        task = asyncio.ensure_future(work)
        either: set[asyncio.Future[Any]] = {task, self._asked}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return None if task.cancelled() else task.result()

    def raise_failure(self) -> None:
        """To be called when everything is closed: raises what made us leave, if anything did."""
        failure = self._asked.result() if self._asked.done() else None
        if failure is not None:
            raise failure

    def _leave(self, failure: EmbeddedServerError | None) -> None:
        if not self._asked.done():
            self._asked.set_result(failure)
