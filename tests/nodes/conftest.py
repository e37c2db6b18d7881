"""Three nodes in this process, with one PostgreSQL and one Valkey between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from halobestie.passwords import MAX_WAITING, Passwords
from tests.cluster.valkey_process import ValkeyProcess, valkey_in
from tests.e2e import house
from tests.e2e.house import House, open_house, until
from tests.nodes.given import PATIENCE_S


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones wait longer here: for what is repaired within seconds, on a busy machine."""
    monkeypatch.setattr(house, "PATIENCE_S", PATIENCE_S)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff log in on three nodes in each test here: that a hash is slow is tested elsewhere."""
    hasher = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)
    monkeypatch.setattr(Passwords.__init__, "__defaults__", (hasher, MAX_WAITING))


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
