"""A whole node for one test: real PostgreSQL, real actors, both listeners on real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from halobestie.app import App
from halobestie.clock import ManualClock
from halobestie.config import Config
from halobestie.http.internal import make_internal_app
from halobestie.http.services import Services
from halobestie.payment import PaymentPort, SkipPayment
from tests.http.internal.kit import NOW, Browser, House


@pytest.fixture
def config() -> Config:
    """127.0.0.1 is a proxy whose word counts, so that a test may come from anywhere."""
    return Config(_env_file=None, public_port=0, internal_port=0, trusted_proxies=("127.0.0.1",))


@pytest.fixture
def payment() -> PaymentPort:
    return SkipPayment()


@pytest_asyncio.fixture
async def house(
    config: Config, payment: PaymentPort, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    clock, made = ManualClock(NOW), []

    def make(services: Services) -> web.Application:
        made.append(make_internal_app(services))
        return made[0]

    monkeypatch.setattr("halobestie.app.make_internal_app", make)  # to look at what it serves
    async with App(
        config, clock, database_url=database_url, valkey_url=None, payment=payment
    ) as app:
        house = House(app, made[0], clock, database_url)
        yield house
        await house.close()


@pytest_asyncio.fixture
async def admin(house: House) -> Browser:
    """The browser of an admin who is logged in."""
    return await house.logged_in("admin")


@pytest_asyncio.fixture
async def operator(house: House) -> Browser:
    return await house.logged_in("operator")
