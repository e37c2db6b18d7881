"""One serving process: backends up, schema current, node open, until a signal asks to leave."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable

from rich.console import Console

from halobestie.app import App
from halobestie.clock import Clock, SystemClock
from halobestie.config import Config, ConfigError
from halobestie.db.migrations import migrate
from halobestie.db.pool import open_database
from halobestie.embedded import EmbeddedServerError
from halobestie.identity.build import check, check_project
from halobestie.identity.referee import EMULATOR_VARIABLE
from halobestie.payment import SkipPayment
from halobestie.seed import DEMO_MITRA, FirstAdmin, seed_demo_mitra, seed_first_admin
from halobestie.servers import Backends, missing_urls, own_backends


async def serve(config: Config, console: Console) -> None:
    """Returns when the process was asked to leave and everything is closed.

    Raises EmbeddedServerError, everything closed, when an embedded server had to be given up.
    """
    _check(config)
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[EmbeddedServerError | None] = loop.create_future()

    def leave(failure: EmbeddedServerError | None = None) -> None:
        if not stop.done():
            stop.set_result(failure)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, leave)
    clock = SystemClock()
    async with own_backends(config, leave) as backends:
        await migrate(backends.database_url)
        async with _node(config, backends, clock, console.print) as app:
            # Not before it serves: the first admin's password is told once, to who sees it serve.
            first_admin = await _seed(config, backends, clock)
            _freeze_start()
            _welcome(console, config, app, first_admin)
            failure = await stop
            console.print("Leaving: sockets are told to come back elsewhere.")
    if failure is not None:
        raise failure


def _check(config: Config) -> None:
    """Before anything is started: what can't work needs no servers to find out."""
    problems = missing_urls(config)
    problems += check(config.identity, config.env, os.environ.get(EMULATOR_VARIABLE))
    problems += check_project(config.identity, config.firebase_project, config.firebase_web_config)
    if problems:
        raise ConfigError("\n".join(problems))


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


async def _seed(config: Config, backends: Backends, clock: Clock) -> FirstAdmin | None:
    """Only a development server of our own is seeded; elsewhere `admin create` makes the first."""
    wanted = backends.embedded if config.demo_data is None else config.demo_data
    if config.env != "development" or not wanted:
        return None
    database = await open_database(backends.database_url, size=2)
    try:
        await seed_demo_mitra(database, clock.now())
        return await seed_first_admin(database, clock.now())
    finally:
        await database.close()


def _freeze_start() -> None:
    """What lives from start to end is not looked at again by the collector."""
    gc.collect()
    gc.freeze()


def _welcome(console: Console, config: Config, app: App, first_admin: FirstAdmin | None) -> None:
    """Without a frame, and no line is broken: what is printed is there to be copied."""
    console.rule("Halo Bestie is ready")
    console.print("\n".join(_lines(config, app, first_admin)), soft_wrap=True)


def _lines(config: Config, app: App, first_admin: FirstAdmin | None) -> list[str]:
    public = f"http://{config.public_host}:{app.public_port}"
    internal = f"http://{config.internal_host}:{app.internal_port}"
    lines = [
        f"[bold]phones[/]          {public}   (WebSocket /v1/customer/ws, /v1/mitra/ws)",
        f"[bold]control center[/]  {internal}",
    ]
    if first_admin:
        lines.append(
            f"[bold]first admin[/]     {first_admin.email}   password {first_admin.password}"
            "   (shown once)"
        )
    if config.identity == "local":
        numbers = ", ".join(phone for phone, _ in DEMO_MITRA)
        lines += [
            f"[bold]demo mitra[/]      {numbers}",
            "",
            "Log in as a demo mitra:",
            f"  curl -s {public}/v1/dev/otp -H 'Content-Type: application/json' \\",
            f'    -d \'{{"phone": "{DEMO_MITRA[0][0]}"}}\'',
            "and so on: the first pairing by hand is in README.md.",
            "See it busy: python run.py simulate --customers 200 --mitra 20",
        ]
    return lines
