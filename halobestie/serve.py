"""One serving process: backends up, schema current, node open, until a signal asks to leave."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable
from functools import partial

import structlog
from rich.console import Console

from halobestie.app import App
from halobestie.clock import Clock, SystemClock
from halobestie.config import Config
from halobestie.db.migrations import migrate
from halobestie.identity.referee import EMULATOR_VARIABLE
from halobestie.leaving import closing_share_s, leave_at_last, within
from halobestie.node_process import announce
from halobestie.payment import SkipPayment
from halobestie.servers import Backends, own_backends
from halobestie.start import check_start, seed
from halobestie.stop import Stop
from halobestie.welcome import Place, welcome

log = structlog.get_logger(__name__)

GOODBYES = 0.6
"""The part of the time that goodbyes may take; the rest is for closing."""


async def serve(config: Config, console: Console, ready_fd: int | None = None) -> None:
    """Returns when the process was asked to leave and everything is closed.

    With `ready_fd` it is one of several, and tells who started it there where it listens.
    Raises EmbeddedServerError, everything closed, when an embedded server had to be given up.
    """
    check_start(config)
    stop = Stop()
    clock = SystemClock()
    async with own_backends(config, stop.fail) as backends:
        await migrate(backends.database_url)
        app = _node(config, backends, clock, console.print)
        await app.__aenter__()
        try:
            # Not before it serves: the first admin's password is told once, to who sees it serve.
            first_admin = await seed(config, backends, clock)
            _freeze_start()
            if ready_fd is None:
                welcome(console, config, (_place(config, app),), first_admin)
            else:
                announce(ready_fd, app.public_port, app.internal_port)
            await stop.wait()
            if ready_fd is None:
                console.print("Leaving: sockets are told to come back elsewhere.")
        finally:
            await _leave(app, config, backends.embedded)
    stop.raise_failure()


async def _leave(app: App, config: Config, embedded: bool) -> None:
    leave_at_last()
    log.info("leaving", delay_s=config.leaves_after_s)
    app.say_not_ready()
    await asyncio.sleep(config.leaves_after_s)
    begun, share_s = _now(), closing_share_s(config, embedded)
    await within(share_s * GOODBYES, "leave", app.leave)
    left_s = begun + share_s - _now()
    await within(left_s, "close", partial(app.__aexit__, None, None, None))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _place(config: Config, app: App) -> Place:
    return Place(config.node_id, app.public_port, app.internal_port, os.getpid())


def _node(config: Config, backends: Backends, clock: Clock, show: Callable[[str], None]) -> App:
    return App(
        config,
        clock,
        database_url=backends.database_url,
        valkey_url=backends.valkey_url,
        emulator_host=os.environ.get(EMULATOR_VARIABLE),
        payment=SkipPayment(),
        console=show,
    )


def _freeze_start() -> None:
    """What lives from start to end is not looked at again by the collector."""
    gc.collect()
    gc.freeze()
