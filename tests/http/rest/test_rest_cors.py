"""Reading from another origin: the allowed ones are named, everybody else is not."""

from __future__ import annotations

import pytest

from halobestie.db.pool import Database
from tests.http.rest.kit import ALLOWED, Rest, no_database

CORS = ("Access-Control-Allow-Origin", "Access-Control-Allow-Methods")
STRANGERS = (
    "https://evil.example",
    "http://app.halobestie.example",
    "https://app.halobestie.example.evil.example",
    "https://app.halobestie.example:8443",
    "null",
    "*",
)


@pytest.fixture
def db() -> Database:
    return no_database()


def _preflight(origin: str, method: str = "PATCH") -> dict[str, str]:
    return {"Origin": origin, "Access-Control-Request-Method": method}


async def test_a_preflight_of_an_allowed_origin(rest: Rest) -> None:
    """When an allowed origin asks before it writes, then 204 with the path's methods."""
    got = await rest.call("OPTIONS", "/v1/customer/me", headers=_preflight(ALLOWED))

    assert (got.status, got.body) == (204, None)
    assert got.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert got.headers["Access-Control-Allow-Methods"] == "GET, HEAD, PATCH"
    assert "Authorization" in got.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in got.headers
    assert got.headers["Vary"] == "Origin"


@pytest.mark.parametrize("origin", STRANGERS)
async def test_a_stranger_gets_no_preflight(rest: Rest, origin: str) -> None:
    """When another origin asks, then it is not named, and the browser will not send."""
    got = await rest.call("OPTIONS", "/v1/customer/me", headers=_preflight(origin))

    assert got.said == (405, "method_not_allowed")
    assert not set(CORS) & set(got.headers)
    assert got.headers["Vary"] == "Origin"


@pytest.mark.parametrize("path", ["/v1/app-config", "/v1/customer/me", "/v1/nothing"])
async def test_every_answer_names_the_allowed_origin(rest: Rest, path: str) -> None:
    """When an allowed origin reads, then it may see good answers and problems alike."""
    got = await rest.call("GET", path, headers={"Origin": ALLOWED})

    assert got.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert "X-Request-ID" in got.headers["Access-Control-Expose-Headers"]
    assert got.headers["Vary"] == "Origin"


@pytest.mark.parametrize("origin", STRANGERS)
async def test_no_answer_names_a_stranger(rest: Rest, origin: str) -> None:
    """When another origin reads, then the answer is not for its page to see."""
    got = await rest.call("GET", "/v1/app-config", headers={"Origin": origin})

    assert not set(CORS) & set(got.headers)
    assert got.headers["Vary"] == "Origin"


async def test_no_preflight_for_a_path_that_is_not_there(rest: Rest) -> None:
    """When the path is unknown, then 404."""
    got = await rest.call("OPTIONS", "/v1/nothing", headers=_preflight(ALLOWED))

    assert got.said == (404, "not_found")


async def test_options_without_a_preflight_is_no_method_here(rest: Rest) -> None:
    """When OPTIONS comes alone, then 405 with Allow."""
    got = await rest.call("OPTIONS", "/v1/customer/me")

    assert got.said == (405, "method_not_allowed")
    assert got.headers["Allow"] == "GET,HEAD,PATCH"
