"""The one way to declare a route: what its query, its body and its answer come to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Literal

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from pydantic import AwareDatetime, BaseModel, Field

from halobestie.db.pool import Database
from halobestie.http.auth import public_gate
from halobestie.http.body import Body, Query
from halobestie.http.edge import make_app
from halobestie.http.route import Answer, Call, Route
from halobestie.http.services import Services
from halobestie.http.typed import Id
from tests.http.rest.kit import NOW, no_database

AN_ID = "0195b0d4-7c00-7000-8000-0000000000aa"


class Listing(Query):
    page: int = Field(1, ge=1)
    order: Literal["asc", "desc"] = "desc"
    q: str | None = None
    since: AwareDatetime | None = Field(None, alias="from")


class Wish(Body):
    count: int = 1
    on: bool = True
    names: list[str] = Field(default_factory=list)
    thing: Id = AN_ID


class Told(BaseModel):
    at: datetime


async def _listing(call: Call) -> dict[str, Any]:
    return call.query(Listing).model_dump()


async def _wish(call: Call) -> Wish:
    return call.body(Wish)


async def _made(_: Call) -> Answer:
    return Answer(201, Told(at=NOW))


async def _nothing(_: Call) -> None:
    return None


ROUTES = (
    Route("GET", "/v1/list", _listing, "List", query=Listing, answers={200: dict}),
    Route("POST", "/v1/wish", _wish, "Wish", body=Wish, answers={200: Wish}),
    Route("POST", "/v1/may", _wish, "May", body=Wish, body_optional=True, answers={200: Wish}),
    Route("POST", "/v1/made", _made, "Make", answers={200: Told, 201: Told}),
    Route("DELETE", "/v1/made", _nothing, "Unmake"),
)


@pytest.fixture
def db() -> Database:
    return no_database()


@pytest_asyncio.fixture
async def listener(services: Services) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(make_app(services, ROUTES, public_gate))) as client:
        yield client


async def _json(response: Any) -> Any:
    return await response.json(content_type=None)


@pytest.mark.parametrize("sent", ["3", "3.0", "3e0", "0.3e1"])
async def test_a_number_is_the_number_that_it_is(listener: TestClient[Any, Any], sent: str) -> None:
    """JSON has one kind of number: however three is written, it is three."""
    body, headers = f'{{"count": {sent}}}', {"Content-Type": "application/json"}
    response = await listener.post("/v1/wish", data=body, headers=headers)

    assert (await _json(response))["count"] == 3


async def test_a_query_is_read_as_what_it_stands_for(listener: TestClient[Any, Any]) -> None:
    """When a query is given, then numbers and instants come out of it, and of two the last."""
    path = "/v1/list?page=1&page=3&order=asc&q=bulan&from=2026-03-01T21:00:00Z"
    response = await listener.get(path)

    assert await _json(response) == {
        "page": 3,
        "order": "asc",
        "q": "bulan",
        "since": "2026-03-01T21:00:00Z",
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=", "page"),
        ("page=" + "9" * 5000, "page"),
        ("order=up", "order"),
        ("pag=1", "pag"),
        ("q=%00", "q"),
        ("from=yesterday", "from"),
        ("from=2026-03-01T21:00:00", "from"),
    ],
)
async def test_a_query_that_does_not_fit_is_named(
    listener: TestClient[Any, Any], query: str, field: str
) -> None:
    """When a query does not fit, then 422 names the parameter and not its value."""
    response = await listener.get(f"/v1/list?{query}")
    body = await _json(response)

    assert (response.status, body["code"]) == (422, "invalid_data")
    assert [error["field"] for error in body["errors"]] == [field]
    assert "yesterday" not in str(body) and "9999" not in str(body)


@pytest.mark.parametrize(
    "wish",
    [
        {"count": "1"},
        {"count": 1.5},
        {"count": True},
        {"count": None},
        {"on": "true"},
        {"on": 1},
        {"names": "x"},
        {"names": [1]},
        {"names": {"0": "x"}},
        {"thing": "x"},
        {"thing": AN_ID.replace("-", "")},
    ],
)
async def test_a_body_is_taken_at_its_word(
    listener: TestClient[Any, Any], wish: dict[str, Any]
) -> None:
    """When a value is of another type than the model's, then 422: nothing is made to fit."""
    response = await listener.post("/v1/wish", json=wish)

    assert response.status == 422
    fields = [error["field"].split(".")[0] for error in (await _json(response))["errors"]]
    assert fields == list(wish)


async def test_an_id_in_a_body_is_kept_in_lower_case(listener: TestClient[Any, Any]) -> None:
    """When an id comes in capitals, then it is read as it is kept."""
    response = await listener.post("/v1/wish", json={"thing": AN_ID.upper()})

    assert (await _json(response))["thing"] == AN_ID


async def test_a_body_may_be_left_out_where_it_is_said(listener: TestClient[Any, Any]) -> None:
    """When there is no body, then it is an empty one where that is allowed, and 415 elsewhere."""
    allowed, other = await listener.post("/v1/may"), await listener.post("/v1/wish")

    assert (allowed.status, (await _json(allowed))["count"]) == (200, 1)
    assert other.status == 415
    assert (await listener.post("/v1/may", json={"more": 1})).status == 422


async def test_an_answer_has_its_status_and_its_instants_a_z(
    listener: TestClient[Any, Any],
) -> None:
    """When a handler answers 201 with a model, then the status is 201 and instants end in Z."""
    response = await listener.post("/v1/made")

    assert (response.status, await _json(response)) == (201, {"at": "2026-03-01T21:00:00Z"})


async def test_no_content_is_204(listener: TestClient[Any, Any]) -> None:
    """When a handler has nothing to say, then 204 and nothing."""
    response = await listener.delete("/v1/made")

    assert (response.status, await response.read()) == (204, b"")
