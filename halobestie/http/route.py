"""One way to declare a route: as data, from which it is served and OpenAPI is written.

    Route("PATCH", "/v1/customer/me", rename, "Choose another name",
          who="customer", body=Rename, answers={200: CustomerAnswer})

    request ──gate: who is it──▶ path ids ──▶ query ──▶ body ──▶ handler(call) ──▶ answer

A handler gets a `Call` and returns the content of the answer (a dataclass, a model, a dict) for
the first status of `answers`, an `Answer` to choose the status, None for 204, or a response of
its own. It says no by raising `Refusal`. Each path parameter is a UUID.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import orjson
from aiohttp import web
from pydantic import BaseModel

from halobestie.errors import Refusal
from halobestie.http.body import read_body, read_ids, read_query
from halobestie.http.errors import problem
from halobestie.http.services import SERVICES, Services

T = TypeVar("T")
B = TypeVar("B", bound=BaseModel)

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Who = Literal["anyone", "customer", "mitra", "login", "staff", "admin"]
"""Who may call: `login` is a customer or a mitra, `staff` an admin or an operator."""
Gate = Callable[[web.Request, Who], Awaitable[object]]
"""Answers who calls (None for `anyone` will do), or raises Refusal."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked: what a handler works with."""

    request: web.Request
    services: Services
    now: datetime
    ids: Mapping[str, str]
    _caller: object
    _body: BaseModel | None
    _query: BaseModel | None

    def caller(self, kind: type[T]) -> T:
        """Who calls, as the gate answered."""
        assert isinstance(self._caller, kind)
        return self._caller

    def body(self, model: type[B]) -> B:
        """The body; `model` is the route's."""
        assert isinstance(self._body, model)
        return self._body

    def query(self, model: type[B]) -> B:
        """The query; `model` is the route's."""
        assert isinstance(self._query, model)
        return self._query


@dataclass(frozen=True, slots=True)
class Answer:
    """A handler's answer when the status is not the first one declared."""

    status: int
    content: object


@dataclass(frozen=True, slots=True)
class Route:
    """`answers` maps each status of success to the type of its content, None for an empty one.

    `refusals` are the codes of the handler itself; those of the gate, the path, the query and
    the body are added where they apply. `statuses` are those of codes that mean something else here
    than elsewhere. `media` is the content type of a success.
    """

    method: Method
    path: str
    handler: Callable[[Call], Awaitable[object]]
    summary: str
    who: Who = "anyone"
    body: type[BaseModel] | None = None
    body_optional: bool = False
    query: type[BaseModel] | None = None
    answers: Mapping[int, Any] = field(default_factory=lambda: MappingProxyType({204: None}))
    refusals: tuple[str, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    media: str = "application/json"
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A WebSocket's address: its handler does all by itself, AsyncAPI tells the rest.

    `refusals` are the statuses, with their codes, that leave before the upgrade.
    """

    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    summary: str
    refusals: Mapping[int, str]


Routes = Iterable[Route | Upgrade]


def mount(app: web.Application, routes: Routes, gate: Gate) -> None:
    """Serve these routes; HEAD comes with every GET of a Route."""
    for route in routes:
        if isinstance(route, Upgrade):
            app.router.add_get(route.path, route.handler, allow_head=False)
        elif route.method == "GET":
            app.router.add_get(route.path, _served(route, gate))
        else:
            app.router.add_route(route.method, route.path, _served(route, gate))


def json_response(content: object, status: int = 200) -> web.Response:
    """`content` as JSON: dataclasses and models by their fields, instants (in UTC) with Z."""
    body = orjson.dumps(content, default=_plain, option=orjson.OPT_UTC_Z)
    return web.Response(status=status, body=body, content_type="application/json")


def _served(route: Route, gate: Gate) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            return _answer(route, await route.handler(await _call(route, gate, request)))
        except Refusal as no:
            status = route.statuses.get(no.refused.code)
            if status is None:
                raise
            return problem(request, no.refused, no.fields, no.retry_after_s, status)

    return serve


async def _call(route: Route, gate: Gate, request: web.Request) -> Call:
    services = request.app[SERVICES]
    caller = await gate(request, route.who)
    ids = read_ids(request)
    query = None if route.query is None else read_query(request, route.query)
    body = None
    if route.body is not None:
        body = await read_body(request, route.body, optional=route.body_optional)
    return Call(request, services, services.clock.now(), ids, caller, body, query)


def _answer(route: Route, result: object) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    if result is None:
        return web.Response(status=204)
    if isinstance(result, Answer):
        return json_response(result.content, result.status)
    return json_response(result, next(iter(route.answers)))


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
