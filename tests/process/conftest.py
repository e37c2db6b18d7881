"""One server for all tests of processes: who kills it starts it again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.process.outside import Outside, outside_of
from tests.process.server import Server


@pytest.fixture(scope="session")
def only_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A data folder of its own, nothing started yet."""
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.end()


@pytest_asyncio.fixture
async def server(only_server: Server) -> Server:
    """It runs."""
    if not only_server.alive:
        await only_server.start()
    return only_server


@pytest_asyncio.fixture
async def house(server: Server) -> AsyncIterator[Outside]:
    """Its callers. Whatever they did, it complained of no mistake of its own."""
    async with outside_of(server) as callers:
        yield callers
    assert server.complaints() == []
