"""Keeps one server up: starts it, waits until it answers, and starts it again when it dies.

launching ──answers──▶ up ──dies──▶ launching again ──answers──▶ up
    │                                     │
ends or is late                   too many deaths in a minute, or starts in a row that fail
    ▼                                     ▼
start() raises                        given up: on_failure(error);
                                      or, with `rest_s`: one try after each rest, for ever
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress

import structlog

from halobestie.embedded.child import Child
from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.server import Server

log = structlog.get_logger(__name__)

MOST_RESTARTS = 3
WITHIN = 60.0
_PAUSE = 0.01


def may_restart(deaths: Iterable[float], now: float) -> bool:
    """Whether a server that died at these moments (seconds, the last one included) gets a try."""
    return sum(now - death < WITHIN for death in deaths) <= MOST_RESTARTS


class Supervisor:
    """One server and the task that watches it; `on_failure` is called at most once.

    With `rest_s` the server is one that is missed but not needed, and is never given up: after so
    many seconds of rest it gets another try.
    """

    def __init__(
        self,
        server: Server,
        on_failure: Callable[[EmbeddedServerError], None],
        *,
        rest_s: float | None = None,
    ) -> None:
        self._server = server
        self._on_failure = on_failure
        self._rest_s = rest_s
        self._log = log.bind(server=server.name)
        self._child: Child | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when the server answers; raises `EmbeddedServerError`."""
        self._child = await self._bring_up()
        self._watch = asyncio.create_task(self._keep_up(self._child))

    async def stop(self) -> None:
        """Stop watching, then the server."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._child is not None:
            await self._child.stop()
            self._log.info("embedded_server_stopped", pid=self._child.pid)

    async def _keep_up(self, child: Child) -> None:
        deaths: deque[float] = deque(maxlen=MOST_RESTARTS + 1)
        while True:
            status = await child.process.wait()
            self._log.error("embedded_server_died", pid=child.pid, status=status)
            try:
                self._child = child = await self._bring_up_again(deaths)
            except EmbeddedServerError as error:
                if self._rest_s is None:
                    self._log.critical("embedded_server_given_up", reason=error.code)
                    self._on_failure(error)
                    return
                self._child = child = await self._bring_up_rested(self._rest_s, error)

    async def _bring_up_rested(self, rest_s: float, error: EmbeddedServerError) -> Child:
        while True:
            self._log.error("embedded_server_rests", reason=error.code, seconds=rest_s)
            await asyncio.sleep(rest_s)
            try:
                return await self._bring_up()
            except EmbeddedServerError as again:
                error = again

    async def _bring_up_again(self, deaths: deque[float]) -> Child:
        last: EmbeddedServerError | None = None
        # Counted as well as timed: a server that hangs at each start fails too slowly to be timed.
        for _ in range(MOST_RESTARTS):
            deaths.append(_now())
            if not may_restart(deaths, deaths[-1]):
                break
            try:
                return await self._bring_up()
            except EmbeddedServerError as error:
                last = error
        raise self._kept_dying(last)

    async def _bring_up(self) -> Child:
        begun = _now()
        child = await self._launch()
        try:
            await self._until_it_answers(child)
        except BaseException:
            await child.stop()
            raise
        self._log.info("embedded_server_up", pid=child.pid, seconds=round(_now() - begun, 3))
        return child

    async def _launch(self) -> Child:
        try:
            return await self._server.launch()
        except OSError as error:
            raise EmbeddedServerError(
                "start_failed", f"{self._server.name} could not be started: {error}."
            ) from error

    async def _until_it_answers(self, child: Child) -> None:
        try:
            async with asyncio.timeout(self._server.ready_within):
                while not await self._server.answers():
                    if child.status is not None:
                        raise child.failure(f"ended with status {child.status}")
                    await asyncio.sleep(_PAUSE)
        except TimeoutError:
            seconds = f"{self._server.ready_within:.0f} seconds"
            raise child.failure(f"did not answer within {seconds}") from None

    def _kept_dying(self, last: EmbeddedServerError | None) -> EmbeddedServerError:
        why = f" {last}" if last else ""
        return EmbeddedServerError(
            "kept_dying",
            f"{self._server.name} kept dying: after {MOST_RESTARTS} new starts within "
            f"{WITHIN:.0f} seconds, or in a row, it is not started again.{why}",
        )


def _now() -> float:
    return asyncio.get_running_loop().time()
