"""How the listener says no: problems, their headers, the request's id, and what the log keeps."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from halobestie.clock import ManualClock
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.errors import Refusal
from halobestie.http.auth import public_gate
from halobestie.http.edge import make_app
from halobestie.http.route import Call, Route
from halobestie.http.services import Services
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_store import MemoryLocalStore
from tests.http.rest.kit import Rest, no_database

SECRET = "+6281234567890"
AN_ID = "/v1/things/0195b0d4-7c00-7000-8000-0000000000aa"


async def _fail(_: Call) -> None:
    try:
        int(SECRET + "x")
    except ValueError as first:
        raise RuntimeError(f"about {SECRET}") from first


async def _wait(_: Call) -> None:
    raise Refusal("too_many_attempts", retry_after_s=17)


async def _away(_: Call) -> None:
    raise DatabaseUnavailable("timeout")


async def _ids(call: Call) -> dict[str, str]:
    return dict(call.ids)


ROUTES = (
    Route("GET", "/v1/fail", _fail, "Fails"),
    Route("GET", "/v1/wait", _wait, "Says to wait"),
    Route("GET", "/v1/away", _away, "Finds the database away"),
    Route("GET", "/v1/things/{id}", _ids, "Names a thing", answers={200: dict[str, str]}),
)


@pytest.fixture
def db() -> Database:
    return no_database()


@pytest_asyncio.fixture
async def odd(services: Services) -> AsyncIterator[TestClient[Any, Any]]:
    """A listener whose routes fail in every way."""
    async with TestClient(TestServer(make_app(services, ROUTES, public_gate))) as client:
        yield client


async def test_an_unknown_route_is_a_problem(rest: Rest) -> None:
    """When there is no such route, then 404 with every field of a problem."""
    got = await rest.call("GET", "/v1/nothing/here")

    assert got.headers["Content-Type"].startswith("application/problem+json")
    assert got.body == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such thing.",
        "code": "not_found",
        "temporary": False,
        "request_id": got.headers["X-Request-ID"],
    }


@pytest.mark.parametrize("path", ["/v1/dashboard", "/v1/settings", "/v1/login", "/metrics"])
async def test_the_public_listener_knows_nothing_of_the_internal_one(rest: Rest, path: str) -> None:
    """When a phone asks for a route of the control center, then 404."""
    assert (await rest.call("GET", path)).said == (404, "not_found")


async def test_another_method_is_told_which_are_allowed(rest: Rest) -> None:
    """When the path is known and the method is not, then 405 with Allow."""
    got = await rest.call("DELETE", "/v1/customer/me")

    assert got.said == (405, "method_not_allowed")
    assert got.headers["Allow"] == "GET,HEAD,PATCH"


async def test_head_is_get_without_a_body(rest: Rest) -> None:
    """When HEAD is asked where GET is served, then the same headers and no body."""
    got = await rest.call("HEAD", "/v1/app-config")

    assert (got.status, got.body) == (200, None)
    assert int(got.headers["Content-Length"]) > 0


@pytest.mark.parametrize("path", ["/v1/app-config", "/v1/customer/me", "/v1/nothing", "/livez"])
async def test_every_answer_has_its_headers(rest: Rest, path: str) -> None:
    """Given any answer, good or bad, then no sniffing, no storing, and no version of the server."""
    got = await rest.call("GET", path)

    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers.get("Cache-Control") == ("no-store" if path.startswith("/v1") else None)
    assert not re.search(r"aiohttp|python|\d", got.headers["Server"], re.IGNORECASE)


async def test_a_sane_request_id_comes_back(rest: Rest) -> None:
    """When a client names its request, then the answer, the problem and the log carry the name."""
    with capture_logs() as logs:
        got = await rest.call("GET", "/v1/nothing", headers={"X-Request-ID": "phone-4711.a_B"})

    assert got.headers["X-Request-ID"] == got.body["request_id"] == "phone-4711.a_B"
    assert [line["request_id"] for line in logs] == ["phone-4711.a_B"]


@pytest.mark.parametrize(
    "wish", ["", "short", "x" * 65, "has space here", "<script>alert", "é" * 9]
)
async def test_a_strange_request_id_is_replaced(rest: Rest, wish: str) -> None:
    """When the name is no sane one, then the server makes its own."""
    got = await rest.call("GET", "/v1/nothing", headers={"X-Request-ID": wish})

    assert re.fullmatch(r"[0-9a-f]{32}", got.headers["X-Request-ID"])
    assert got.body["request_id"] == got.headers["X-Request-ID"]


async def test_two_requests_have_two_ids(rest: Rest) -> None:
    """When nobody names the requests, then each has its own id."""
    one, other = [(await rest.call("GET", "/livez")).headers["X-Request-ID"] for _ in range(2)]

    assert one != other


async def test_a_failure_is_answered_without_details_and_logged_once(
    odd: TestClient[Any, Any],
) -> None:
    """When a handler fails, then 500 internal_error; the log has type and place, and no value."""
    with capture_logs() as logs:
        response = await odd.get("/v1/fail")
        body = await response.json(content_type=None)

    assert (response.status, body["code"], body["temporary"]) == (500, "internal_error", True)
    failures = [line for line in logs if line["log_level"] == "error"]
    assert len(failures) == 1
    assert failures[0]["request_id"] == body["request_id"]
    assert failures[0]["error"] == "RuntimeError from ValueError"
    assert "in _fail" in failures[0]["where"]
    assert SECRET not in str(body) + str(logs)


async def test_a_failure_is_logged_as_people_read_it(
    odd: TestClient[Any, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """When a handler fails, then the line is written for real, and has the place and no value."""
    response = await odd.get("/v1/fail")

    assert response.status == 500
    shown = capsys.readouterr().out
    assert shown.count("internal_error") == 1
    assert "in _fail" in shown
    assert SECRET not in shown


async def test_waiting_is_told_in_seconds(odd: TestClient[Any, Any]) -> None:
    """When a refusal says how long to wait, then Retry-After says it."""
    response = await odd.get("/v1/wait")

    assert (response.status, response.headers["Retry-After"]) == (429, "17")


async def test_a_database_that_is_away_is_temporary(odd: TestClient[Any, Any]) -> None:
    """When the database cannot be reached, then 503 unavailable, and trying again can help."""
    response = await odd.get("/v1/away")
    body = await response.json(content_type=None)

    assert (response.status, body["code"], body["temporary"]) == (503, "unavailable", True)


@pytest.mark.parametrize(
    "wish", ["x", "1", "0195b0d47c0070008000000000000001", "%00", "%ff", "..."]
)
async def test_an_id_that_is_none_is_not_found(odd: TestClient[Any, Any], wish: str) -> None:
    """When a path's id is no UUID, then there is no such thing."""
    response = await odd.get(f"/v1/things/{wish}")

    assert response.status == 404
    assert (await response.json(content_type=None))["code"] == "not_found"


async def test_an_id_is_read_in_lower_case(odd: TestClient[Any, Any]) -> None:
    """When an id comes in capitals, then the handler gets it as it is kept."""
    response = await odd.get(AN_ID.upper().replace("/V1/THINGS", "/v1/things"))

    assert await response.json() == {"id": AN_ID.rsplit("/", 1)[1]}


async def test_the_access_log_names_the_route_and_not_the_path(odd: TestClient[Any, Any]) -> None:
    """When a request is answered, then one line: method, template, status, time, id."""
    with capture_logs() as logs:
        await odd.get(f"{AN_ID}?phone={SECRET}", headers={"Authorization": "Bearer hush"})

    assert len(logs) == 1
    line = logs[0]
    assert (line["event"], line["method"], line["status"]) == ("http_request", "GET", 200)
    assert line["route"] == "/v1/things/{id}"
    assert line["ms"] >= 0
    assert "00aa" not in str(logs) and "hush" not in str(logs) and SECRET not in str(logs)


async def test_an_identity_provider_that_is_away_is_temporary(
    serve: Callable[[Services], Awaitable[Rest]], services: Services, clock: ManualClock
) -> None:
    """Given a provider that is not ready, when somebody logs in, then 503, and try again."""
    unready = LocalProvider(MemoryLocalStore(), clock)
    rest = await serve(replace(services, identity=unready))

    got = await rest.log_in("aaaa.bbbb.cccc")

    assert got.said == (503, "identity_unavailable")
    assert got.body["temporary"] is True


async def test_a_response_of_a_handler_s_own_is_left_alone(services: Services) -> None:
    """When a handler returns a response or a redirect, then it goes out as it is."""

    async def moved(_: Call) -> None:
        raise web.HTTPSeeOther("/elsewhere")

    async def own(_: Call) -> web.Response:
        return web.Response(text="plain", status=203)

    routes = (Route("GET", "/moved", moved, "Moved"), Route("GET", "/own", own, "Its own"))
    async with TestClient(TestServer(make_app(services, routes, public_gate))) as client:
        there = await client.get("/moved", allow_redirects=False)
        assert (there.status, there.headers["Location"]) == (303, "/elsewhere")
        plain = await client.get("/own")
        assert (plain.status, await plain.text()) == (203, "plain")
