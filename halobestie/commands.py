"""What the commands beside `serve` do. Each returns an exit status."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import orjson
import typer
from rich.console import Console

from halobestie.clock import SystemClock
from halobestie.config import Config, ConfigError
from halobestie.db import migrations, users
from halobestie.db.pool import open_database
from halobestie.errors import Refused
from halobestie.http.internal import internal_openapi
from halobestie.http.public import public_openapi
from halobestie.identity.build import check, check_project
from halobestie.passwords import check_password, generate_password, hash_password
from halobestie.servers import borrow_database, configured
from halobestie.simulate.options import Credentials, Options, OptionsRefused
from halobestie.simulate.world import simulate

EMULATOR_VARIABLE = "FIREBASE_AUTH_EMULATOR_HOST"


async def migrate(config: Config) -> int:
    async with borrow_database(config) as url:
        applied = await migrations.migrate(url)
    typer.echo("\n".join(f"applied {name}" for name in applied) or "nothing to do")
    return 0


async def create_admin(config: Config, email: str, name: str, password: str) -> int:
    problem = check_password(password, email)
    if problem is not None:
        typer.echo(problem, err=True)
        return 1
    async with borrow_database(config) as url:
        await migrations.migrate(url)
        database = await open_database(url, size=2)
        try:
            hashed = await hash_password(password)
            made = await users.create_admin(database, email, name, hashed, datetime.now(UTC))
        finally:
            await database.close()
    if isinstance(made, Refused):
        typer.echo(made.sentence, err=True)
        return 1
    typer.echo(f"created admin {made.user_id}")
    return 0


async def check_config(config: Config) -> int:
    configured(config)
    problems = check(config.identity, config.env, os.environ.get(EMULATOR_VARIABLE))
    problems += check_project(config.identity, config.firebase_project, config.firebase_web_config)
    if problems:
        raise ConfigError("\n".join(problems))
    typer.echo(orjson.dumps(config.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode())
    return 0


def openapi_document(listener: str) -> dict[str, Any]:
    documents = {"public": public_openapi, "internal": internal_openapi}
    if listener not in documents:
        raise ConfigError("--listener is public or internal")
    return documents[listener]()


async def run_simulation(config: Config, asked: dict[str, Any], console: Console) -> int:
    """The simulation looks at the control center with a user of its own, gone at the end."""
    try:
        options = Options(
            public_url=f"http://127.0.0.1:{config.public_port}",
            internal_url=f"http://127.0.0.1:{config.internal_port}",
            **asked,
        )
    except OptionsRefused as refused:
        typer.echo(str(refused), err=True)
        return 1
    clock = SystemClock()
    email = f"simulation-{options.seed}-{os.getpid()}@halobestie.test"
    password = generate_password()
    async with borrow_database(config) as url:
        database = await open_database(url, size=2)
        try:
            hashed = await hash_password(password)
            user = await users.create_admin(database, email, "Simulation", hashed, clock.now())
            if isinstance(user, Refused):
                typer.echo(user.sentence, err=True)
                return 1
            try:
                report = await simulate(options, Credentials(email, password), console)
            finally:
                await users.remove_user(database, user.user_id)
        finally:
            await database.close()
    return 0 if report.ok else 1
