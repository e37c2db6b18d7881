"""Signing in at the front door: a temporary refusal is tried again, any other is an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from halobestie.simulate.people import FrontDoor, LoginRefused, Run

Answer = tuple[int, dict[str, object]]


@asynccontextmanager
async def door_that_answers(logins: list[Answer]) -> AsyncIterator[tuple[FrontDoor, list[object]]]:
    """Signing in always works; logging in goes by the list, and may be tried again at once."""
    came: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        came.append((request.path, await request.json()))
        if request.path.startswith("/v1/dev"):
            return web.json_response({"code": "123456", "id_token": "an-id-token"})
        status, body = logins.pop(0)
        return web.json_response(body, status=status, headers={"Retry-After": "0"})

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as http:
        yield FrontDoor(http, [str(server.make_url("/"))]), came


OK: Answer = (200, {"token": "t", "customer": {"id": "C1"}})
BUSY: Answer = (503, {"code": "unavailable", "temporary": True})
NO: Answer = (403, {"code": "registration_required", "temporary": False})


async def test_a_busy_server_is_asked_again() -> None:
    """503 twice, then in."""
    async with door_that_answers([BUSY, BUSY, OK]) as (door, _):
        who = await door.log_in_customer(Run("55555"), 3, "anonymous", "Awan")
    assert who.account_id == "C1"
    assert "token='t'" not in repr(who)


async def test_a_refusal_is_an_answer_with_its_code() -> None:
    """Asked once, no more."""
    answers = [NO, OK]
    async with door_that_answers(answers) as (door, _):
        with pytest.raises(LoginRefused) as refused:
            await door.log_in_customer(Run("55555"), 3, "anonymous", "Awan")
    assert refused.value.code == "registration_required"
    assert answers == [OK]


async def test_who_is_busy_for_ever_is_given_up() -> None:
    """The tries are bounded."""
    async with door_that_answers([BUSY] * 50) as (door, _):
        with pytest.raises(LoginRefused, match="unavailable"):
            await door.log_in_customer(Run("55555"), 3, "anonymous", "Awan")


async def test_a_social_account_has_a_marked_name_and_a_phone_its_number() -> None:
    """The mark goes to the issuer alone; the chosen name is another."""
    async with door_that_answers([OK, OK]) as (door, came):
        await door.log_in_customer(Run("55555"), 3, "google", "Awan")
        await door.log_in_customer(Run("55555"), 4, "phone", "Awan")
    social = {"provider": "google", "subject": "55555-3", "name": "NamaSosial55555 3"}
    assert came[0] == ("/v1/dev/sign-in", social)
    assert came[2] == ("/v1/dev/otp", {"phone": "+62813555550004"})
    assert came[-1] == ("/v1/customer/login", {"id_token": "an-id-token", "display_name": "Awan"})
