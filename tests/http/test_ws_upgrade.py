"""Before the upgrade: who may open a socket at all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import WSServerHandshakeError

from halobestie.http.origin import same_origin
from tests.http.ws_house import House, open_house

APP = "capacitor://localhost"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = await open_house(allowed_origins=(APP,))
    yield house
    await house.close()


async def test_not_a_websocket(house: House) -> None:
    """A plain GET is told to upgrade, as a problem."""
    answer = await house.client.get("/v1/customer/ws")

    assert answer.status == 426
    assert answer.headers["Upgrade"] == "websocket"
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1", "capacitor://other", ""]
)
async def test_a_foreign_page_is_refused(house: House, origin: str) -> None:
    """A page of another origin gets 403 before the upgrade, and no socket is opened."""
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.client.ws_connect("/v1/mitra/ws", headers={"Origin": origin})

    assert refused.value.status == 403
    assert house.sockets.open == 0


async def test_a_refused_page_reads_a_problem(house: House) -> None:
    """The 403 is a problem with its code."""
    headers = {"Origin": "https://elsewhere.example", "Upgrade": "websocket"}
    answer = await house.client.get("/v1/customer/ws", headers=headers)

    assert (answer.status, answer.content_type) == (403, "application/problem+json")
    assert (await answer.json(content_type=None))["code"] == "origin_not_allowed"


async def test_our_own_page_and_the_allowed_apps_may_come(house: House) -> None:
    """The same origin, an origin allowed by name, and no origin at all."""
    own = str(house.client.make_url("/").origin())
    for headers in ({"Origin": own}, {"Origin": APP}, {}):
        async with house.client.ws_connect("/v1/customer/ws", headers=headers) as ws:
            assert (await ws.receive_json(timeout=5))["type"] == "hello"


async def test_a_trusted_proxy_speaks_for_the_scheme() -> None:
    """Behind a proxy that ends TLS the page's origin is https; others are not believed."""
    for trusted, allowed in ((("127.0.0.1",), True), ((), False)):
        house = await open_house(trusted_proxies=trusted)
        url = house.client.make_url("/")
        headers = {"Origin": f"https://{url.host}:{url.port}", "X-Forwarded-Proto": "https"}
        try:
            if allowed:
                await house.client.ws_connect("/v1/customer/ws", headers=headers)
            else:
                with pytest.raises(WSServerHandshakeError):
                    await house.client.ws_connect("/v1/customer/ws", headers=headers)
        finally:
            await house.close()


@pytest.mark.parametrize(
    ("origin", "scheme", "host", "same"),
    [
        ("https://a.example", "https", "a.example", True),
        ("https://a.example", "https", "a.example:443", True),
        ("https://A.example", "https", "a.example", True),
        ("http://a.example:8080", "http", "a.example:8080", True),
        ("http://a.example", "https", "a.example", False),
        ("https://a.example:444", "https", "a.example", False),
        ("https://a.example.evil.example", "https", "a.example", False),
        ("https://a.example@evil.example", "https", "a.example", False),
        ("null", "https", "a.example", False),
        ("https://[", "https", "a.example", False),
        ("https://a.example:port", "https", "a.example", False),
    ],
)
def test_same_origin(origin: str, scheme: str, host: str, same: bool) -> None:
    """Scheme, host and port, with the default port written or not; nothing looser."""
    assert same_origin(origin, scheme, host) is same
