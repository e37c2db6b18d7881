"""What the commands beside `serve` do. Each returns an exit status."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from halobestie.clock import SystemClock
from halobestie.config import Config, ConfigError
from halobestie.db import migrations, users
from halobestie.db.pool import Database, open_database
from halobestie.errors import Refused
from halobestie.http.internal import internal_openapi
from halobestie.http.public import public_openapi
from halobestie.http.staff_types import Email, UserName
from halobestie.passwords import generate_password, weakness
from halobestie.seed import OPERATOR, make_admin
from halobestie.servers import borrow_database
from halobestie.simulate import (
    Credentials,
    Options,
    OptionsRefused,
    SimulationFailed,
    simulate,
)
from halobestie.start import check_start

EMAIL: TypeAdapter[str] = TypeAdapter(Email)
NAME: TypeAdapter[str] = TypeAdapter(UserName)


async def migrate(config: Config) -> int:
    async with borrow_database(config) as url:
        applied = await migrations.migrate(url)
    typer.echo("\n".join(f"applied {name}" for name in applied) or "nothing to do")
    return 0


async def create_admin(config: Config, email: str, name: str, password: str) -> int:
    try:
        email, name = EMAIL.validate_python(email), NAME.validate_python(name)
    except ValidationError as wrong:
        typer.echo(wrong.errors()[0]["msg"].removeprefix("Value error, "), err=True)
        return 1
    problem = weakness(password, email)
    if problem is not None:
        typer.echo(problem, err=True)
        return 1
    async with _database(config) as database:
        made = await make_admin(database, email, name, password, SystemClock().now())
    if isinstance(made, Refused):
        typer.echo(made.sentence, err=True)
        return 1
    typer.echo(f"created admin {made.user_id}")
    return 0


async def check_config(config: Config) -> int:
    check_start(config)
    typer.echo(orjson.dumps(config.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode())
    return 0


def openapi_document(listener: str) -> dict[str, Any]:
    documents = {"public": public_openapi, "internal": internal_openapi}
    if listener not in documents:
        raise ConfigError("--listener is public or internal")
    return documents[listener]()


async def run_simulation(
    config: Config,
    asked: dict[str, Any],
    console: Console,
    email: str | None,
    password: str | None,
) -> int:
    """The control center is looked at as `email`, else as a user of its own, gone at the end."""
    urls = {
        "public_url": f"http://127.0.0.1:{config.public_port}",
        "internal_url": f"http://127.0.0.1:{config.internal_port}",
    }
    try:
        options = Options(**(urls | {k: v for k, v in asked.items() if v is not None}))
    except OptionsRefused as refused:
        typer.echo(str(refused), err=True)
        return 1
    try:
        if email and password is not None:
            report = await simulate(options, Credentials(email, password), console)
        else:
            async with _database(config) as database, _visitor(database, options.seed) as visitor:
                report = await simulate(options, visitor, console)
    except SimulationFailed as failed:
        typer.echo(f"The simulation could not go on: {failed}", err=True)
        return 1
    return 0 if report.ok else 1


@asynccontextmanager
async def _database(config: Config) -> AsyncIterator[Database]:
    async with borrow_database(config) as url:
        await migrations.migrate(url)
        database = await open_database(url, size=2)
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def _visitor(database: Database, seed: int) -> AsyncIterator[Credentials]:
    """An admin for as long as the simulation runs."""
    clock = SystemClock()
    email = f"simulation-{seed}-{os.getpid()}@halobestie.test"
    password = generate_password()
    made = await make_admin(database, email, "Simulation", password, clock.now())
    if isinstance(made, Refused):
        raise ConfigError(made.sentence)
    try:
        yield Credentials(email, password)
    finally:
        await users.delete_user(database, made.user_id, OPERATOR, clock.now())
