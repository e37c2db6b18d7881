"""The REST contract as OpenAPI 3.1, written from the routes that are served.

Every refusal that can leave a route stands in it: the handler's own, which the route declares, and
those of the gate, the path, the query and the body, which follow from what it declares.
https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from halobestie.errors import CODES
from halobestie.http.errors import PROBLEM, InvalidProblem, Problem
from halobestie.http.openapi_schemas import Json, Schemas
from halobestie.http.route import Route, Routes, Upgrade

__all__ = ["Json", "codes_of", "openapi"]

CONTRACT: Final = "1.0.0"
_PARAMETER: Final = re.compile(r"{(\w+)}")
_WHO: Final = {
    "anyone": "Anyone.",
    "customer": "A customer.",
    "mitra": "A mitra.",
    "login": "A customer or a mitra.",
    "staff": "An admin or an operator.",
    "admin": "An admin.",
}


def openapi(routes: Routes, title: str, cookie: str | None = None) -> Json:
    """The document of these routes; `cookie` names the listener's session cookie, if it has one."""
    listed = tuple(routes)
    schemas = Schemas(listed)
    paths: dict[str, Json] = defaultdict(dict)
    for route in listed:
        if isinstance(route, Upgrade):
            paths[route.path]["get"] = _upgrade(route, schemas)
        else:
            paths[route.path][route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": CONTRACT},
        "paths": dict(paths),
        "components": {"schemas": schemas.components, "securitySchemes": _security(cookie)},
    }


def codes_of(route: Route) -> tuple[str, ...]:
    """Every code that a problem of this route may carry."""
    return tuple(dict.fromkeys(_codes(route)))


def _codes(route: Route) -> Iterator[str]:
    yield from route.refusals
    if route.who != "anyone":
        yield from ("not_authenticated", "wrong_role")
    if route.who in ("staff", "admin") and route.method != "GET":
        yield "cross_site"
    if "{" in route.path:
        yield "not_found"
    if route.query is not None:
        yield "invalid_data"
    if route.body is not None:
        yield from ("bad_json", "invalid_data", "unsupported_media_type", "body_too_large")
    if route.path.startswith("/v1/"):
        yield "unavailable"
    yield "internal_error"


def _operation(route: Route, schemas: Schemas) -> Json:
    operation: Json = {
        "operationId": _operation_id(route.method, route.path),
        "summary": route.summary,
        "description": f"For: {_WHO[route.who]}",
        "parameters": [*_path_parameters(route.path), *_query_parameters(route.query)],
        "responses": {**_successes(route, schemas), **_problems(route, schemas)},
    }
    if route.tag:
        operation["tags"] = [route.tag]
    if route.body is not None:
        content = {"application/json": {"schema": schemas.taken(route.body)}}
        operation["requestBody"] = {"required": not route.body_optional, "content": content}
    if route.who != "anyone":
        operation["security"] = [{"cookie" if route.who in ("staff", "admin") else "bearer": []}]
    return operation


def _upgrade(route: Upgrade, schemas: Schemas) -> Json:
    opened = {"101": {"description": "It is open; from now on a refusal is a close code."}}
    problems = {
        str(status): _problem([code], schemas.given(Problem))
        for status, code in route.refusals.items()
    }
    return {
        "operationId": _operation_id("GET", route.path),
        "summary": route.summary,
        "description": "A WebSocket (RFC 6455). What goes over it is in the AsyncAPI document.",
        "responses": {**opened, **problems},
    }


def _successes(route: Route, schemas: Schemas) -> Json:
    return {
        str(status): {"description": _described(status), **_content(route, kind, schemas)}
        for status, kind in route.answers.items()
    }


def _content(route: Route, kind: Any, schemas: Schemas) -> Json:
    if kind is None:
        return {}
    schema = schemas.given(kind) if route.media == "application/json" else {"type": "string"}
    return {"content": {route.media: {"schema": schema}}}


def _problems(route: Route, schemas: Schemas) -> Json:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in codes_of(route):
        by_status[route.statuses.get(code, CODES[code].status)].append(code)
    return {
        str(status): _problem(codes, schemas.given(InvalidProblem if status == 422 else Problem))
        for status, codes in sorted(by_status.items())
        if status not in route.answers
    }


def _problem(codes: list[str], base: Mapping[str, Any]) -> Json:
    told = "\n".join(f"* `{code}`: {CODES[code].sentence}" for code in codes)
    narrowed = {"type": "object", "properties": {"code": {"enum": codes}}}
    return {"description": told, "content": {PROBLEM: {"schema": {"allOf": [base, narrowed]}}}}


def _path_parameters(path: str) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        }
        for name in _PARAMETER.findall(path)
    ]


def _query_parameters(query: type[BaseModel] | None) -> list[Json]:
    if query is None:
        return []
    schema = _inlined(query.model_json_schema())
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema.get("properties", {}).items()
    ]


def _inlined(schema: Json) -> Json:
    """A flat model's schema without references; query strings do not nest."""
    defs = schema.get("$defs", {})

    def resolved(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return resolved(defs[node["$ref"].rsplit("/", 1)[1]])
            return {key: resolved(value) for key, value in node.items() if key != "$defs"}
        return [resolved(item) for item in node] if isinstance(node, list) else node

    whole: Json = resolved(schema)
    return whole


def _security(cookie: str | None) -> Json:
    if cookie is not None:
        return {"cookie": {"type": "apiKey", "in": "cookie", "name": cookie}}
    return {"bearer": {"type": "http", "scheme": "bearer"}}


def _operation_id(method: str, path: str) -> str:
    words = re.findall(r"\w+", path.removeprefix("/v1"))
    return "_".join([method.lower(), *words]).replace("-", "_")


def _described(status: int) -> str:
    return {200: "Done.", 201: "Made.", 204: "Done; nothing to say."}.get(
        status, "See the content."
    )
