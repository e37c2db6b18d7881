"""The house that the WebSocket tests knock at."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.http.ws_house import House, open_house


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    """A listener on a real socket, with accounts in memory and a recorder for the actors."""
    opened = await open_house()
    yield opened
    await opened.close()
