"""The OpenAPI document: it is one, and it says of the public listener all there is, and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import Field

from halobestie.errors import CODES
from halobestie.http.body import Body, Query
from halobestie.http.health import HEALTH_ROUTES
from halobestie.http.openapi import codes_of, openapi
from halobestie.http.public import public_openapi, public_routes
from halobestie.http.route import Call, Route, Upgrade
from halobestie.http.typed import Id
from tests.http.rest.kit import Rest

# What OpenAPI 3.1 asks of a document's skeleton: https://spec.openapis.org/oas/v3.1.0
RESPONSE = {
    "type": "object",
    "required": ["description"],
    "properties": {
        "description": {"type": "string", "minLength": 1},
        "content": {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {"^[a-z]+/[a-z+-]+$": {"required": ["schema"]}},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
PARAMETER = {
    "type": "object",
    "required": ["name", "in", "schema", "required"],
    "properties": {
        "name": {"type": "string"},
        "in": {"enum": ["path", "query"]},
        "required": {"type": "boolean"},
        "schema": {"type": "object"},
    },
    "additionalProperties": False,
}
OPERATION = {
    "type": "object",
    "required": ["operationId", "summary", "responses"],
    "properties": {
        "operationId": {"type": "string", "pattern": "^[a-z_]+$"},
        "summary": {"type": "string", "minLength": 1},
        "description": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "parameters": {"type": "array", "items": PARAMETER},
        "requestBody": {"type": "object", "required": ["content", "required"]},
        "security": {"type": "array", "items": {"type": "object"}},
        "responses": {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {"^[1-5][0-9][0-9]$": RESPONSE},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
SKELETON = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "properties": {
        "openapi": {"const": "3.1.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "paths": {
            "type": "object",
            "patternProperties": {
                "^/": {
                    "type": "object",
                    "minProperties": 1,
                    "patternProperties": {"^(get|post|put|patch|delete)$": OPERATION},
                    "additionalProperties": False,
                }
            },
            "additionalProperties": False,
        },
        "components": {"type": "object", "required": ["schemas", "securitySchemes"]},
    },
    "additionalProperties": False,
}


class Wish(Body):
    mitra_id: Id
    reason: str | None = Field(None, max_length=200)


class Listing(Query):
    page: int = Field(1, ge=1)
    order: Literal["asc", "desc"] = "desc"


async def _nothing(_: Call) -> None:
    return None


STAFF_ROUTE = Route(
    "POST",
    "/v1/sessions/{id}/reroute",
    _nothing,
    "Reroute",
    who="staff",
    body=Wish,
    query=Listing,
    refusals=("mitra_full", "same_mitra"),
)


def _served(rest: Rest) -> set[tuple[str, str]]:
    routes = rest.client.app.router.routes()
    found = {(r.method, r.resource.canonical) for r in routes if r.resource is not None}
    return {(method, path) for method, path in found if method != "HEAD"}


def _documented() -> set[tuple[str, str]]:
    paths = public_openapi()["paths"]
    return {(method.upper(), path) for path, item in paths.items() for method in item}


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        here = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return here.union(*map(_references, node.values())) if node else here
    return set().union(*map(_references, node)) if isinstance(node, list) else set()


async def test_what_is_served_is_documented_and_the_other_way_round(rest: Rest) -> None:
    """Given the public listener, then its routes and the document's paths are the same set."""
    assert _served(rest) == _documented()


@pytest.mark.parametrize(
    "document",
    [public_openapi(), openapi([STAFF_ROUTE], "Internal", cookie="halobestie_session")],
    ids=["public", "internal"],
)
def test_the_document_is_of_openapi_s_shape(document: dict[str, Any]) -> None:
    """Then the skeleton fits, each schema is one, and each reference leads somewhere."""
    Draft202012Validator(SKELETON).validate(document)
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    known = {f"#/components/schemas/{name}" for name in schemas}
    assert _references(document) <= known
    operations = [op for item in document["paths"].values() for op in item.values()]
    assert len({op["operationId"] for op in operations}) == len(operations)


def test_every_code_of_the_document_is_a_code_of_the_house() -> None:
    """Then no route declares a refusal that has no status and no sentence."""
    for route in (*HEALTH_ROUTES, *public_routes(dev=True)):
        if isinstance(route, Route):
            assert set(codes_of(route)) <= set(CODES), route.path


def test_the_contract_s_refusals_stand_in_the_document() -> None:
    """Given the contract's table, then each call says each of its codes under its status."""
    paths = public_openapi()["paths"]

    def said(method: str, path: str, status: int) -> set[str]:
        content = paths[path][method]["responses"][str(status)]["content"]
        return set(
            content["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"]["enum"]
        )

    assert said("post", "/v1/customer/login", 401) == {"invalid_id_token"}
    assert said("post", "/v1/customer/login", 403) == {"registration_required"}
    assert "display_name_required" in said("post", "/v1/customer/login", 422)
    assert said("post", "/v1/customer/link", 409) == {"credential_in_use", "already_registered"}
    assert "invalid_display_name" in said("patch", "/v1/customer/me", 422)
    mitra = {"phone_sign_in_required", "mitra_unknown", "mitra_inactive"}
    assert said("post", "/v1/mitra/login", 403) == mitra
    assert said("get", "/v1/mitra/me", 401) == {"not_authenticated"}
    assert said("post", "/v1/logout", 403) == {"wrong_role"}


def test_who_may_call_is_in_the_document() -> None:
    """Then open calls ask for no token, a customer's call for a bearer token."""
    paths = public_openapi()["paths"]

    assert "security" not in paths["/v1/customer/login"]["post"]
    assert paths["/v1/customer/me"]["get"]["security"] == [{"bearer": []}]


def test_an_internal_route_is_described_from_its_declaration() -> None:
    """Given a route of staff with an id, a query and a body, then all of it is described."""
    document = openapi([STAFF_ROUTE], "Internal", cookie="halobestie_session")
    operation = document["paths"]["/v1/sessions/{id}/reroute"]["post"]

    assert operation["security"] == [{"cookie": []}]
    assert document["components"]["securitySchemes"]["cookie"]["name"] == "halobestie_session"
    assert [p["name"] for p in operation["parameters"]] == ["id", "page", "order"]
    assert [p["required"] for p in operation["parameters"]] == [True, False, False]
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Wish"
    }
    assert document["components"]["schemas"]["Wish"]["additionalProperties"] is False
    statuses = {"204", "400", "401", "403", "404", "409", "413", "415", "422", "500", "503"}
    assert set(operation["responses"]) == statuses


def test_a_code_may_have_a_status_of_its_own_in_one_route() -> None:
    """Given a route where an inactive mitra is a conflict, then the document says 409 there."""
    own = replace(STAFF_ROUTE, refusals=("mitra_inactive",), statuses={"mitra_inactive": 409})
    usual = replace(STAFF_ROUTE, refusals=("mitra_inactive",))

    def said(route: Route, status: str) -> list[str]:
        document = openapi([route], "Internal", cookie="halobestie_session")
        told = document["paths"][route.path]["post"]["responses"].get(status)
        schema = told["content"]["application/problem+json"]["schema"] if told else None
        return list(schema["allOf"][1]["properties"]["code"]["enum"]) if schema else []

    assert "mitra_inactive" in said(own, "409")
    assert "mitra_inactive" not in said(own, "403")
    assert "mitra_inactive" in said(usual, "403")


def test_a_socket_is_in_the_document_as_an_upgrade() -> None:
    """Then both WebSockets stand there, with 101 and what is refused before it."""
    sockets = [route.path for route in public_routes(dev=False) if isinstance(route, Upgrade)]

    assert sockets == ["/v1/customer/ws", "/v1/mitra/ws"]
    for path in sockets:
        responses = public_openapi()["paths"][path]["get"]["responses"]
        assert set(responses) == {"101", "403", "426", "500"}
