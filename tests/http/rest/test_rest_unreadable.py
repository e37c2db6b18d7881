"""What is no HTTP at all: it is answered with a problem, and nothing of it reaches a log."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp import web
from structlog.testing import capture_logs

from halobestie.db.pool import Database
from halobestie.http.auth import public_gate
from halobestie.http.edge import make_app
from halobestie.http.errors import Handler
from halobestie.http.public import make_public_app
from halobestie.http.runner import EdgeRunner
from halobestie.http.services import Services
from tests.http.rest.kit import no_database

SECRET = b"7c1f0e5d-do-not-repeat"
Say = Callable[[bytes], Awaitable[bytes]]


@pytest.fixture
def db() -> Database:
    return no_database()


async def _listening(app: web.Application) -> AsyncIterator[Say]:
    runner = EdgeRunner(app, shutdown_timeout_s=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]

    async def say(sent: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        async with asyncio.timeout(5):
            heard = await reader.read(8192)
        writer.close()
        return heard

    yield say
    await runner.cleanup()


@pytest_asyncio.fixture
async def say(services: Services) -> AsyncIterator[Say]:
    """Sends these bytes to the public listener, and hears what comes back."""
    async for said in _listening(make_public_app(services)):
        yield said


GET = b"GET /v1/app-config HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        SECRET + b"\r\n\r\n",
        GET + SECRET + b"\r\n\r\n",
        GET + b"Authorization: Bearer " + SECRET + b"\x01\r\n\r\n",
        GET + b"X: " + SECRET * 1000 + b"\r\n\r\n",
        b"GET http://[" + SECRET + b"/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/9.9" + SECRET + b"\r\n\r\n",
        b"POST /v1/logout HTTP/1.1\r\nHost: x\r\nContent-Length: " + SECRET + b"\r\n\r\n",
        b"POST /v1/logout HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + SECRET,
    ],
    ids=range(8),
)
async def test_what_is_no_http_is_neither_echoed_nor_logged(
    say: Say, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """When bytes come that are no HTTP, then 400 as a problem, no version, and no quotation."""
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        heard = await say(sent)

    head, _, body = heard.partition(b"\r\n\r\n")
    assert b" 400 Bad Request" in head
    assert b"Server: halobestie" in head and b"aiohttp" not in head
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["code"] == "invalid_data"
    assert SECRET not in heard
    assert [line["event"] for line in logs] == ["http_unreadable"]
    assert SECRET.decode() not in str(logs) + caplog.text


async def test_a_failure_outside_of_every_handler_is_a_problem_too(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    """When the failure is around the application itself, then 500, and its text is not told."""

    @web.middleware
    async def fail(request: web.Request, handler: Handler) -> web.StreamResponse:
        raise RuntimeError(SECRET.decode())

    app = make_app(services, (), public_gate)
    app.middlewares.insert(0, fail)
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        async for say in _listening(app):
            heard = await say(GET + b"\r\n")

    assert b" 500 Internal Server Error" in heard and b"internal_error" in heard
    assert b"Server: halobestie" in heard
    assert SECRET not in heard
    assert SECRET.decode() not in str(logs) + caplog.text
    assert [line["error"] for line in logs] == ["RuntimeError"]


async def test_an_answer_that_cannot_start_is_logged_without_its_text(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    """When an answer cannot even be started, then the connection ends, and one line says why."""

    async def fail(_: web.Request, __: web.StreamResponse) -> None:
        raise RuntimeError(SECRET.decode())

    app = make_app(services, (), public_gate)
    app.on_response_prepare.append(fail)
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        async for say in _listening(app):
            heard = await say(GET + b"\r\n")

    assert heard == b""
    assert SECRET.decode() not in str(logs) + caplog.text
    assert [line["error"] for line in logs if line["log_level"] == "error"] == ["RuntimeError"]
