"""What tests share: one real PostgreSQL for the whole run, and a fresh database for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import pytest_asyncio

from halobestie.db.migrations import migrate
from halobestie.db.pool import Database, open_database
from halobestie.embedded import EmbeddedServers

TEMPLATE = "halobestie_template"
_NUMBERS = count(1)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server of our own; the URL of its first database."""
    folder = tmp_path_factory.mktemp("servers")
    async with EmbeddedServers(folder, want_valkey=False, durable=False) as servers:
        yield servers.database_url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database_template(postgres_server: str) -> str:
    """A migrated database that nobody uses, to be copied."""
    await _command(postgres_server, f"CREATE DATABASE {TEMPLATE}")
    await migrate(database_named(postgres_server, TEMPLATE))
    return TEMPLATE


@pytest_asyncio.fixture
async def database_url(postgres_server: str, database_template: str) -> AsyncIterator[str]:
    """A fresh, migrated database for one test."""
    async with _database(
        postgres_server, f"TEMPLATE {database_template} STRATEGY FILE_COPY"
    ) as url:
        yield url


@pytest_asyncio.fixture
async def empty_database_url(postgres_server: str) -> AsyncIterator[str]:
    """A fresh database with nothing in it."""
    async with _database(postgres_server, "") as url:
        yield url


@pytest_asyncio.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A pool on a fresh database."""
    database = await open_database(database_url)
    yield database
    await database.close()


def database_named(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@asynccontextmanager
async def _database(server: str, like: str) -> AsyncIterator[str]:
    name = f"test_{next(_NUMBERS)}"
    await _command(server, f"CREATE DATABASE {name} {like}" if like else f"CREATE DATABASE {name}")
    yield database_named(server, name)
    await _command(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _command(server: str, sql: str) -> None:
    conn = await asyncpg.connect(server)
    await conn.execute(sql)
    await conn.close()
