"""What browsers are told: walked over every route of both listeners, by somebody unknown."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from yarl import URL

from halobestie.config import Config, load_config
from halobestie.http.headers import guard_headers
from halobestie.http.internal import internal_openapi
from halobestie.http.public import public_openapi
from halobestie.http.services import SERVICES
from halobestie.http.staff_cookie import set_cookie
from tests.e2e.conftest import house as house
from tests.e2e.house import House

SOME_ID = "00000000-0000-7000-8000-000000000000"
SCRIPTS = frozenset({"text/javascript"})
BEYOND_THE_ROUTES = (("GET", "/"), ("GET", "/mitra/"), ("GET", "/v1/nothing"), ("GET", "/nothing"))


def everywhere(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Method and path of all that a document describes, and of what it does not."""
    routes = [
        (method.upper(), re.sub(r"\{\w+\}", SOME_ID, path))
        for path, operations in document["paths"].items()
        for method in operations
        if method in ("get", "post", "put", "patch", "delete")
    ]
    assert len(routes) > 15
    return [*routes, *BEYOND_THE_ROUTES]


def wrong_with(path: str, answer: aiohttp.ClientResponse) -> list[str]:
    """What this answer should have told and did not."""
    told, missing = answer.headers, []
    policy = told.get("Content-Security-Policy", "")
    document = answer.content_type not in SCRIPTS and answer.status != 308
    if document and ("default-src 'none'" not in policy or "unsafe" in policy):
        missing.append(f"policy {policy!r}")
    if document and "frame-ancestors 'none'" not in policy:
        missing.append("frame-ancestors")
    wanted: dict[str, tuple[str, ...]] = {
        "X-Content-Type-Options": ("nosniff",),
        "X-Frame-Options": ("DENY",),
    }
    wanted |= {"Referrer-Policy": ("no-referrer", "strict-origin"), "Server": ("halobestie",)}
    if path.startswith("/v1/"):
        wanted["Cache-Control"] = ("no-store",)
    missing += [name for name, values in wanted.items() if told.get(name) not in values]
    return missing + (["HSTS without TLS"] if "Strict-Transport-Security" in told else [])


@pytest.mark.parametrize("listener", ["public", "internal"])
async def test_every_answer_is_guarded(house: House, listener: str) -> None:
    """Whatever the answer is: 200, 401, 404, 415, 422, a page, a script."""
    document = public_openapi() if listener == "public" else internal_openapi()
    found, statuses = {}, set()
    async with aiohttp.ClientSession() as stranger:
        for method, path in everywhere(document):
            async with stranger.request(method, getattr(house, listener) + path) as answer:
                statuses.add(answer.status)
                if missing := wrong_with(path, answer):
                    found[method, path] = missing
    assert found == {}
    assert {200, 401, 404} <= statuses


@asynccontextmanager
async def behind_tls(**settings: Any) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """An application with nothing in it but the guard."""

    bundle: Any = SimpleNamespace(config=Config(_env_file=None, **settings))
    app = web.Application()
    app[SERVICES] = bundle
    app.on_response_prepare.append(guard_headers)
    async with TestClient(TestServer(app)) as client:
        yield client


PRODUCTION = {"env": "production", "identity": "firebase"}
PROXY = {"trusted_proxies": ("127.0.0.1",)}


@pytest.mark.parametrize(
    ("settings", "proto", "told"),
    [
        (PRODUCTION | PROXY, "https", True),
        (PRODUCTION | PROXY, "http", False),
        (PRODUCTION, "https", False),
        (PROXY, "https", False),
    ],
)
async def test_over_tls_a_browser_stays_there(
    settings: dict[str, Any], proto: str, told: bool
) -> None:
    """In production alone, and when a trusted proxy says that it was TLS."""
    async with behind_tls(**settings) as client:
        answer = await client.get("/", headers={"X-Forwarded-Proto": proto})
    assert ("Strict-Transport-Security" in answer.headers) is told


@pytest.mark.parametrize(("host", "plain"), [("127.0.0.1", True), ("halo.example", False)])
def test_a_cookie_is_for_our_pages_alone(host: str, plain: bool) -> None:
    """No script reads it, no other site sends it; off this machine it needs TLS and no domain."""
    peer = _From("127.0.0.1" if plain else "203.0.113.1")
    request = make_mocked_request("GET", "/v1/me", headers={"Host": host}, transport=peer)
    response = web.Response()
    set_cookie(request, response, "secret", 60)
    (cookie,) = response.cookies.values()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert not cookie["domain"]
    assert bool(cookie["secure"]) is not plain
    assert cookie.key.startswith("__Host-") is not plain


class _From:
    """A connection from this address."""

    def __init__(self, address: str) -> None:
        self._address = address

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self._address, 1) if name == "peername" else default


async def test_the_internal_listener_stays_inside(house: House) -> None:
    """Nobody is told otherwise: loopback is what it is bound to, and all that it answers on."""
    assert load_config({}).internal_host == "127.0.0.1"
    port = URL(house.internal).port
    assert port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        assert other.connect_ex(("127.0.0.2", port)) != 0
