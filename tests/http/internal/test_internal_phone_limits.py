"""How often phones may come over the sockets; and that whoever is inside notices nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from limits import parse

from halobestie.http import limits, socket_limits
from halobestie.http.limits import Limit
from tests.http.internal.kit import House, Phone

HOME, CAFE = "198.51.100.4", "203.0.113.9"
TWO = Limit("two", parse("2 per hour"))


class Visitors:
    """Phones behind the proxy on this machine, at addresses of their own."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/v1/customer/ws"
        self._http: list[aiohttp.ClientSession] = []

    async def socket(self, token: str | None, address: str = HOME) -> Any:
        headers = {"X-Forwarded-For": address}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self._http.append(aiohttp.ClientSession(headers=headers))
        return await self._http[-1].ws_connect(self._url)

    async def phone(self, token: str, address: str = HOME) -> Phone:
        ws = await self.socket(token, address)
        phone = Phone(self._http[-1], ws)
        await phone.hear("ready")
        return phone

    async def turned_away(self, token: str | None, address: str = HOME) -> int | None:
        """The close code of a socket that hears hello, and nothing else."""
        ws = await self.socket(token, address)
        frames = []
        while (message := await ws.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
            frames.append(message.json()["type"])
        assert frames == ["hello"]
        code: int | None = ws.close_code
        return code

    async def close(self) -> None:
        for http in self._http:
            await http.close()


@pytest_asyncio.fixture
async def visitors(house: House) -> AsyncIterator[Visitors]:
    visitors = Visitors(house.app.public_port)
    yield visitors
    await visitors.close()


async def test_an_address_has_so_many_sockets_open(
    house: House, visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more is closed with 4013, logged in or not; one that leaves makes room."""
    # given
    monkeypatch.setattr(limits, "SOCKETS_OF_ADDRESS", 2)
    inside = await visitors.phone(await house.customer_token("Bulan"))
    silent = await visitors.socket(None)
    token = await house.customer_token("Senja")
    # when
    assert await visitors.turned_away(token) == 4013
    assert await visitors.turned_away(None) == 4013
    # then
    assert (await inside.ask("heartbeat"))["type"] == "ok"
    elsewhere = await visitors.phone(token, CAFE)
    assert (await elsewhere.ask("heartbeat"))["type"] == "ok"
    await silent.close()
    later = await visitors.phone(token)
    assert (await later.ask("heartbeat"))["type"] == "ok"


async def test_an_address_opens_so_many_sockets_a_minute(
    house: House, visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes and goes, and comes and goes, waits."""
    monkeypatch.setattr(limits, "SOCKET", TWO)
    for _ in range(2):
        await (await visitors.socket(None)).close()
    assert await visitors.turned_away(await house.customer_token()) == 4013


async def test_an_account_opens_so_many_sockets_a_minute(
    house: House, visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From wherever: two phones of one account that push each other out come to rest."""
    monkeypatch.setattr(socket_limits, "SOCKET_OF_ACCOUNT", TWO)
    token = await house.customer_token()
    await visitors.phone(token, HOME)
    inside = await visitors.phone(token, CAFE)
    assert await visitors.turned_away(token, HOME) == 4013
    assert (await inside.ask("heartbeat"))["type"] == "ok", "the one that is inside stays"
    other = await visitors.phone(await house.customer_token("Senja"))
    assert (await other.ask("heartbeat"))["type"] == "ok"


@pytest.mark.parametrize("limit", ["REQUEST", "REQUEST_OF_ACCOUNT"])
async def test_presses_have_a_limit_and_heartbeats_none(
    house: House, visitors: Visitors, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """`too_many_requests`, which passes; the request that is open goes on."""
    # given
    monkeypatch.setattr(socket_limits, limit, TWO)
    phone = await visitors.phone(await house.customer_token())
    first, second = [await phone.ask("request.create") for _ in range(2)]
    assert first["data"]["request_id"] == second["data"]["request_id"]
    # when
    third = await phone.ask("request.create")
    # then
    assert (third["type"], third["data"]["code"]) == ("error", "too_many_requests")
    assert third["data"]["temporary"]
    for _ in range(20):
        assert (await phone.ask("heartbeat"))["type"] == "ok"
    cancelled = await phone.ask("request.cancel", request_id=first["data"]["request_id"])
    assert cancelled["type"] == "ok"


async def test_on_this_machine_nobody_is_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In development, where everybody comes from one address."""
    monkeypatch.setattr(limits, "SOCKET", TWO)
    monkeypatch.setattr(socket_limits, "REQUEST_OF_ACCOUNT", TWO)
    phones = [await house.customer(f"Bulan {n}") for n in range(4)]
    for _ in range(4):
        assert (await phones[0].ask("request.create"))["type"] == "ok"


async def test_refusals_are_counted_by_limit(
    house: House, visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever watches: no address, no account."""
    monkeypatch.setattr(limits, "SOCKETS_OF_ADDRESS", 0)
    assert await visitors.turned_away(None) == 4013
    figures = (await house.browser().call("GET", "/metrics")).body
    assert 'halobestie_limit_refusals_total{limit="sockets_open"} 1.0' in figures
    assert "halobestie_shared_limits_away 0.0" in figures
    assert HOME not in figures
