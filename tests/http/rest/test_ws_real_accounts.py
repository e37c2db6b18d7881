"""The two WebSockets of the public listener, with accounts and logins in real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
import pytest_asyncio

from halobestie.door import Door
from halobestie.http.services import Services
from halobestie.messages import MitraArrived
from halobestie.replies import Replies
from tests.http.rest.kit import KnownMitra, Rest
from tests.http.ws_house import WELCOME, Phone, Recorder


@pytest.fixture
def inside() -> Recorder:
    return Recorder(answers={MitraArrived: lambda _: WELCOME})


@pytest_asyncio.fixture
async def house(
    serve: Callable[[Services], Awaitable[Rest]], services: Services, inside: Recorder
) -> AsyncIterator[Rest]:
    """The public listener, with a recorder where the actors would be."""
    inside.replies = Replies(asyncio.get_running_loop())
    rest = await serve(replace(services, door=Door(inside, inside.replies)))
    yield rest
    await rest.client.close()
    await services.sockets.close_all(4001)


async def connect(house: Rest, role: str, token: str) -> Phone:
    headers = {"Authorization": f"Bearer {token}"}
    return Phone(await house.client.ws_connect(f"/v1/{role}/ws", headers=headers))


async def test_a_customer_from_login_to_logout(house: Rest) -> None:
    """Logged in over REST, the socket shows the account; a new name is heard there, and logging
    out ends it."""
    token = await house.customer(name="Bulan")
    phone = await connect(house, "customer", token)
    data = (await phone.hear_until("ready"))["data"]

    assert (
        data["customer"]
        == (await house.call("GET", "/v1/customer/me", token=token)).body["customer"]
    )
    assert (data["request"], data["session"]) == (None, None)

    await house.call("PATCH", "/v1/customer/me", {"display_name": "Senja"}, token=token)
    changed = await phone.hear()
    assert (changed["type"], changed["data"]["customer"]["display_name"]) == (
        "customer.changed",
        "Senja",
    )

    await house.call("POST", "/v1/logout", token=token)
    assert await phone.hear_close() == 4500
    again = await connect(house, "customer", token)
    await again.hear()
    assert await again.hear_close() == 4500


async def test_a_mitra_arrives(house: Rest, mitra: KnownMitra, inside: Recorder) -> None:
    """A mitra's socket brings the profile from PostgreSQL to the actor, and the account to the
    screen."""
    token = (await house.mitra_login(await house.by_phone(mitra.phone))).body["token"]
    phone = await connect(house, "mitra", token)
    data = (await phone.hear_until("ready"))["data"]

    assert data["mitra"] == {
        "id": mitra.mitra_id,
        "display_name": "Awan",
        "phone": mitra.phone,
        "active": True,
    }
    assert (data["offers"], data["sessions"]) == ([], [])
    (arrived,) = inside.of(MitraArrived)
    assert (arrived.profile.mitra_id, arrived.profile.weight) == (mitra.mitra_id, 1)
    assert not arrived.profile.wants_online


async def test_postgresql_goes_away(house: Rest) -> None:
    """Without PostgreSQL nobody is let in, and everybody is told to come back."""
    token = await house.customer()
    await house.db.close()
    phone = await connect(house, "customer", token)
    await phone.hear()

    assert (await phone.hear())["data"]["code"] == "unavailable"
    assert await phone.hear_close() == 4001
