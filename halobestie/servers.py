"""Where PostgreSQL and Valkey are, for the server and for the commands that work beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from halobestie.config import Config, ConfigError
from halobestie.embedded import EmbeddedServerError, EmbeddedServers, find_running


@dataclass(frozen=True, slots=True)
class Backends:
    """URLs; `embedded` is True when PostgreSQL is a child of ours."""

    database_url: str
    valkey_url: str | None
    embedded: bool


def missing_urls(config: Config) -> list[str]:
    """Production embeds nothing, so there both URLs are needed: what is missing, as sentences."""
    urls = {"DATABASE_URL": config.database_url, "VALKEY_URL": config.valkey_url}
    missing = [name for name, url in urls.items() if config.env == "production" and not url]
    return [f"HALOBESTIE_{name}: production needs it" for name in missing]


def configured(config: Config) -> tuple[str | None, str | None]:
    """The URLs that the operator set. Raises ConfigError where they are missing."""
    if missing := missing_urls(config):
        raise ConfigError("\n".join(missing))
    database = config.database_url.get_secret_value() if config.database_url else None
    valkey = config.valkey_url.get_secret_value() if config.valkey_url else None
    return database, valkey


@asynccontextmanager
async def own_backends(
    config: Config, on_failure: Callable[[EmbeddedServerError], None]
) -> AsyncIterator[Backends]:
    """For the server: what is set is used, what is not is started and ended with us.

    `on_failure` is called when an embedded PostgreSQL kept dying and was given up.
    """
    database, valkey = configured(config)
    if database and valkey:
        yield Backends(database, valkey, embedded=False)
        return
    servers = EmbeddedServers(
        config.data_dir,
        want_postgres=database is None,
        want_valkey=valkey is None,
        on_failure=on_failure,
    )
    async with servers:
        yield Backends(
            database or servers.database_url,
            valkey or servers.valkey_url,
            embedded=database is None,
        )


@asynccontextmanager
async def borrow_database(config: Config) -> AsyncIterator[str]:
    """For the other commands: the URL that is set, a running server's, or one of their own."""
    database, _ = configured(config)
    running = None if database else find_running(config.data_dir)
    url = database or (running.database_url if running else None)
    if url:
        yield url
        return
    async with EmbeddedServers(config.data_dir, want_valkey=False) as servers:
        yield servers.database_url
