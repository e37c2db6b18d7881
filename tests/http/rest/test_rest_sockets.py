"""What REST does to a socket that is open: a change is told there, a logout closes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientWebSocketResponse

from tests.http.rest.kit import Rest

ME = "/v1/customer/me"


@asynccontextmanager
async def _socket(rest: Rest, token: str) -> AsyncIterator[ClientWebSocketResponse[Any]]:
    """A customer's socket that has seen its snapshot."""
    headers = {"Authorization": f"Bearer {token}"}
    async with asyncio.timeout(5), rest.client.ws_connect("/v1/customer/ws", headers=headers) as ws:
        kinds = [(await ws.receive_json())["type"] for _ in range(2)]
        assert kinds == ["hello", "ready"]
        yield ws


async def test_a_new_name_is_told_to_the_socket(rest: Rest) -> None:
    """Given an open socket, when the name is changed over REST, then customer.changed says so."""
    token = await rest.customer()
    async with _socket(rest, token) as ws:
        got = await rest.call("PATCH", ME, {"display_name": "Bintang"}, token=token)

        assert await ws.receive_json() == {"type": "customer.changed", "data": got.body}


async def test_a_link_is_told_to_the_socket(rest: Rest) -> None:
    """Given an open socket, when a credential is linked, then customer.changed says so."""
    token = await rest.customer()
    social = await rest.social("someone")
    async with _socket(rest, token) as ws:
        got = await rest.call("POST", "/v1/customer/link", {"id_token": social}, token=token)

        assert got.body["customer"]["registered"] is True
        assert await ws.receive_json() == {"type": "customer.changed", "data": got.body}


async def test_what_a_login_learns_is_told_to_the_socket(rest: Rest) -> None:
    """Given an open socket, when the next login brings a credential that the provider has linked,
    then customer.changed says so; a login that brings nothing new says nothing."""
    id_token = await rest.anonymous()
    token = await rest.customer(id_token)
    async with _socket(rest, token) as ws:
        await rest.log_in(id_token, None)
        again = await rest.log_in(await rest.social("someone", link_to=id_token), None)
        await rest.log_in(await rest.social("someone"), None)
        renamed = await rest.call("PATCH", ME, {"display_name": "Bintang"}, token=token)

        changed = {"customer": again.body["customer"]}
        assert changed["customer"]["registered_via"] == "google"
        assert await ws.receive_json() == {"type": "customer.changed", "data": changed}
        assert await ws.receive_json() == {"type": "customer.changed", "data": renamed.body}


async def test_a_refused_change_is_told_to_nobody(rest: Rest) -> None:
    """Given an open socket, when a bad name is refused, then the socket hears the next good one."""
    token = await rest.customer()
    async with _socket(rest, token) as ws:
        await rest.call("PATCH", ME, {"display_name": ""}, token=token)
        await rest.call("PATCH", ME, {"display_name": "Bintang"}, token=token)

        assert (await ws.receive_json())["data"]["customer"]["display_name"] == "Bintang"


async def test_a_logout_closes_the_sockets_of_that_login_alone(rest: Rest) -> None:
    """Given sockets of two customers, when one logs out, then 4500 for that one alone."""
    mine, other = await rest.customer(), await rest.customer()
    async with _socket(rest, mine) as closing, _socket(rest, other) as staying:
        await rest.call("POST", "/v1/logout", token=mine)

        await closing.receive()
        assert closing.close_code == 4500
        await rest.call("PATCH", ME, {"display_name": "Bintang"}, token=other)
        assert (await staying.receive_json())["type"] == "customer.changed"


async def test_a_login_that_ended_opens_no_socket(rest: Rest) -> None:
    """Given a login that has ended, when its token opens a socket, then it is closed with 4500."""
    token = await rest.customer()
    await rest.call("POST", "/v1/logout", token=token)

    headers = {"Authorization": f"Bearer {token}"}
    async with asyncio.timeout(5), rest.client.ws_connect("/v1/customer/ws", headers=headers) as ws:
        assert (await ws.receive_json())["type"] == "hello"
        await ws.receive()
        assert ws.close_code == 4500


async def test_an_address_of_a_socket_without_an_upgrade_is_a_problem(rest: Rest) -> None:
    """When the socket's address is asked as a page, or from another site, then a problem."""
    plain = await rest.call("GET", "/v1/customer/ws")
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Origin": "https://evil.example"}
    strange = await rest.call("GET", "/v1/mitra/ws", headers=upgrade)

    assert plain.said == (426, "upgrade_required")
    assert strange.said == (403, "origin_not_allowed")
