"""The public listener for one test: real PostgreSQL, a real socket, the local issuer in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from halobestie.clock import ManualClock
from halobestie.config import Config
from halobestie.db.mitras import create_mitra
from halobestie.db.pool import Database
from halobestie.domain import Settings
from halobestie.door import Door
from halobestie.errors import Refused
from halobestie.http.public import make_public_app
from halobestie.http.services import Services
from halobestie.http.sockets import Sockets
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_store import MemoryLocalStore
from halobestie.identity.local_tokens import KID, new_private_pem
from halobestie.ids import uuid7
from halobestie.messages import Key, SnapshotShown
from halobestie.replies import Replies
from tests.http.rest.kit import ADMIN, ALLOWED, NOW, PHONE, KnownMitra, Live, Rest


class Nobody:
    """Behind the door stands nobody: REST for phones tells the actors nothing; a snapshot is
    remembered, no more."""

    def tell(self, key: Key, message: object) -> None:
        if isinstance(message, SnapshotShown):
            return
        raise AssertionError(f"{key} was told {type(message).__name__}")


@pytest.fixture(scope="session")
def issuer_key() -> str:
    return new_private_pem()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def live() -> Live:
    return Live()


@pytest.fixture
def printed() -> list[str]:
    """What the console has shown."""
    return []


@pytest_asyncio.fixture
async def issuer(clock: ManualClock, issuer_key: str) -> LocalProvider:
    store = MemoryLocalStore()
    await store.keep_key(KID, issuer_key, NOW)
    provider = LocalProvider(store, clock)
    await provider.prepare()
    return provider


@pytest_asyncio.fixture
async def services(
    db: Database, clock: ManualClock, live: Live, issuer: LocalProvider, printed: list[str]
) -> Services:
    async def settings_changed(settings: Settings) -> None:
        raise AssertionError(f"no phone changes the settings ({settings.version})")

    return Services(
        version="1.2.3",
        config=Config(_env_file=None, allowed_origins=(ALLOWED,)),
        clock=clock,
        database=db,
        door=Door(Nobody(), Replies(asyncio.get_running_loop())),
        sockets=Sockets(clock=clock, settings=live.current),
        identity=issuer,
        settings=live,
        checks={},
        settings_changed=settings_changed,
        console=printed.append,
    )


@pytest_asyncio.fixture
async def serve(
    clock: ManualClock, live: Live, printed: list[str]
) -> AsyncIterator[Callable[[Services], Awaitable[Rest]]]:
    """Starts the public listener with these services."""
    clients: list[TestClient[Any, Any]] = []

    async def start(services: Services) -> Rest:
        client = TestClient(TestServer(make_public_app(services)))
        clients.append(client)
        await client.start_server()
        return Rest(client, services, clock, live, services.database, printed)

    yield start
    for client in clients:
        await client.close()


@pytest_asyncio.fixture
async def rest(serve: Callable[[Services], Awaitable[Rest]], services: Services) -> Rest:
    return await serve(services)


@pytest_asyncio.fixture
async def mitra(db: Database) -> KnownMitra:
    """An active mitra, known to the control center by PHONE."""
    mitra_id = str(uuid7(NOW))
    made = await create_mitra(db, mitra_id, PHONE, "Awan", 1, True, ADMIN, NOW)
    assert not isinstance(made, Refused)
    return KnownMitra(mitra_id, PHONE)
