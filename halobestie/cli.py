"""The command line: each command reads the configuration, calls one room, and says what came of it.

Exit status: 0 done, 1 refused or broken, 69 a dependency cannot be reached, 78 a wrong setting.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import orjson
import structlog
import typer
from rich.console import Console

from halobestie.config import Config, ConfigError, load_config
from halobestie.db.migrations import MigrationError
from halobestie.db.pool import DatabaseUnavailable
from halobestie.embedded import EmbeddedServerError
from halobestie.identity.model import IdentityMisconfigured, IdentityUnavailable
from halobestie.logs import set_up_logs

REFUSED = 1
UNAVAILABLE = 69
MISCONFIGURED = 78

cli = typer.Typer(
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Halo Bestie. Without a command it serves one node on its embedded default.",
)
admin = typer.Typer(help="Control-center users.")
config_commands = typer.Typer(help="The configuration.")
cli.add_typer(admin, name="admin")
cli.add_typer(config_commands, name="config")

DataDir = Annotated[Path | None, typer.Option(help="Embedded data (HALOBESTIE_DATA_DIR).")]


def main() -> None:
    """Runs the command line; what cannot work is one sentence and an exit status."""
    try:
        cli()
    except (ConfigError, IdentityMisconfigured) as wrong:
        _end(str(wrong), MISCONFIGURED)
    except (EmbeddedServerError, DatabaseUnavailable, IdentityUnavailable) as away:
        _end(str(away) or type(away).__name__, UNAVAILABLE)
    except MigrationError as unfit:
        _end(str(unfit), REFUSED)
    except asyncpg.InvalidAuthorizationSpecificationError as shut:
        _end(f"PostgreSQL does not let us in: {type(shut).__name__}", UNAVAILABLE)
    except asyncpg.InvalidCatalogNameError:
        _end("PostgreSQL has no database of the name in HALOBESTIE_DATABASE_URL", UNAVAILABLE)
    except OSError as wrong:
        _end(str(wrong), UNAVAILABLE)


def _end(sentence: str, status: int) -> None:
    typer.echo(sentence, err=True)
    raise SystemExit(status)


def _run(work: Coroutine[Any, Any, int | None]) -> None:
    raise typer.Exit(asyncio.run(work) or 0)


def _config(**flags: object) -> Config:
    config = load_config(os.environ, **flags)
    set_up_logs(config.log_level, config.log_format)
    return config


@cli.callback(invoke_without_command=True)
def serve_command(
    context: typer.Context,
    data_dir: DataDir = None,
    public_port: Annotated[int | None, typer.Option(help="Port of the phones' listener.")] = None,
    internal_port: Annotated[int | None, typer.Option(help="Port of the control center.")] = None,
    nodes: Annotated[
        int | None, typer.Option(help="So many nodes on this machine; each next one at port + 10.")
    ] = None,
    ready_fd: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Serve one node, or several."""
    if context.invoked_subcommand is not None:
        return
    config = _config(
        data_dir=data_dir, public_port=public_port, internal_port=internal_port, nodes=nodes
    )
    raise typer.Exit(_serve(config, ready_fd))


def _serve(config: Config, ready_fd: int | None) -> int:
    import uvloop  # noqa: PLC0415 - only the server needs it

    if config.nodes > 1:
        from halobestie.fleet import serve_fleet  # noqa: PLC0415

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(serve_fleet(config, Console()))
    from halobestie.serve import serve  # noqa: PLC0415 - other commands start without it

    # Before the runner is made, for it takes a copy: several nodes may write to one terminal.
    structlog.contextvars.bind_contextvars(node=config.node_id)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(config, Console(), ready_fd))
    return 0


@cli.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the schema up to date."""
    from halobestie.commands import migrate as work  # noqa: PLC0415

    _run(work(_config(data_dir=data_dir)))


@admin.command("create")
def admin_create(
    email: Annotated[str, typer.Option(help="Login name of the new admin.")],
    name: Annotated[str, typer.Option(help="Display name.")] = "Admin",
    data_dir: DataDir = None,
) -> None:
    """Create an admin; the password is asked for, or read from standard input."""
    from halobestie.commands import create_admin as work  # noqa: PLC0415

    config = _config(data_dir=data_dir)
    password = _password(confirm=True)
    _run(work(config, email, name, password))


@config_commands.command("check")
def config_check() -> None:
    """Say whether the configuration can work, and what it is; secrets are not shown."""
    from halobestie.commands import check_config as work  # noqa: PLC0415

    _run(work(_config()))


@cli.command()
def openapi(
    listener: Annotated[str, typer.Option(help="public or internal")] = "public",
) -> None:
    """Print the REST contract (OpenAPI 3.1)."""
    from halobestie.commands import openapi_document  # noqa: PLC0415

    _print_json(openapi_document(listener))


@cli.command()
def asyncapi() -> None:
    """Print the WebSocket contract (AsyncAPI 3)."""
    from halobestie.http.asyncapi import document  # noqa: PLC0415

    _print_json(document())


@cli.command()
def simulate(
    customers: Annotated[int, typer.Option(help="How many press Mulai Curhat.")] = 200,
    mitra: Annotated[int, typer.Option(help="How many listen.")] = 20,
    seconds: Annotated[float, typer.Option(help="The customers arrive within.")] = 45.0,
    rate: Annotated[float | None, typer.Option(help="Or so many a second.")] = None,
    session: Annotated[float, typer.Option(help="Seconds that a session lasts, about.")] = 14.0,
    request_timeout: Annotated[int | None, typer.Option(help="Setting for this run.")] = None,
    reroutes: Annotated[int, typer.Option(help="Sessions that are rerouted.")] = 5,
    seed: Annotated[int | None, typer.Option(help="Who does what and when.")] = None,
    limit: Annotated[float, typer.Option(help="Seconds after which it ends anyway.")] = 240.0,
    keep: Annotated[bool, typer.Option(help="Leave the mitra active.")] = False,
    public_url: Annotated[
        str | None, typer.Option(help="Where the phones connect; several with commas.")
    ] = None,
    internal_url: Annotated[str | None, typer.Option(help="Where the control center is.")] = None,
    email: Annotated[str | None, typer.Option(help="An admin; by default one of its own.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Drive a running server as phones would, and check its promises."""
    from halobestie.commands import run_simulation as work  # noqa: PLC0415

    asked = {
        "seed": random.randrange(1_000_000) if seed is None else seed,  # noqa: S311 - no secret
        "customers": customers,
        "mitra": mitra,
        "seconds": seconds,
        "rate": rate,
        "session_s": session,
        "request_timeout_s": request_timeout,
        "reroutes": reroutes,
        "limit_s": limit,
        "keep": keep,
        "public_url": public_url,
        "internal_url": internal_url,
    }
    password = _password(confirm=False) if email else None
    _run(work(_config(data_dir=data_dir), asked, Console(), email, password))


def _password(confirm: bool) -> str:
    """Asked for on a terminal, else the first line of standard input; never an argument."""
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=confirm)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def _print_json(document: object) -> None:
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
