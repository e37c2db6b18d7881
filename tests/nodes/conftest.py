"""Three nodes in this process, with one PostgreSQL and one Valkey between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cluster.valkey_process import ValkeyProcess, valkey_in
from tests.e2e.house import House, open_house, until


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[ValkeyProcess]:
    with valkey_in(tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def nodes(database_url: str, valkey: ValkeyProcess) -> AsyncIterator[list[House]]:
    """node-1, node-2, node-3, each of which hears the others."""
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(
                open_house(database_url, node_id=f"node-{n}", valkey_url=valkey.url)
            )
            for n in (1, 2, 3)
        ]
        await until(lambda: all(node.app.herald.bus.state() == "ok" for node in opened))
        yield opened
