"""Who may call what: every route is tried by everybody, and held against one table."""

from __future__ import annotations

import re

from halobestie.http.health import HEALTH_ROUTES
from halobestie.http.internal import internal_routes
from halobestie.http.staff_gate import role_table
from tests.http.internal.kit import NOBODY, Browser, House

ALL = frozenset({"admin", "operator"})
ADMIN = frozenset({"admin"})
ANYONE = None

WHO = {
    ("GET", "/"): ANYONE,
    ("GET", "/livez"): ANYONE,
    ("GET", "/metrics"): ANYONE,
    ("GET", "/readyz"): ANYONE,
    ("GET", "/version"): ANYONE,
    ("GET", "/v1/openapi.json"): ANYONE,
    ("GET", "/docs"): ANYONE,
    ("GET", "/docs/reader.js"): ANYONE,
    ("GET", "/docs/reader.css"): ANYONE,
    ("POST", "/v1/login"): ANYONE,
    ("POST", "/v1/logout"): ALL,
    ("GET", "/v1/me"): ALL,
    ("POST", "/v1/me/password"): ALL,
    ("GET", "/v1/users"): ADMIN,
    ("POST", "/v1/users"): ADMIN,
    ("GET", "/v1/users/{user_id}"): ADMIN,
    ("PATCH", "/v1/users/{user_id}"): ADMIN,
    ("DELETE", "/v1/users/{user_id}"): ADMIN,
    ("GET", "/v1/mitras"): ALL,
    ("POST", "/v1/mitras"): ALL,
    ("GET", "/v1/mitras/{mitra_id}"): ALL,
    ("PATCH", "/v1/mitras/{mitra_id}"): ALL,
    ("POST", "/v1/mitras/{mitra_id}/offline"): ALL,
    ("GET", "/v1/mitras/{mitra_id}/online-log"): ALL,
    ("GET", "/v1/customers"): ALL,
    ("GET", "/v1/customers/{customer_id}"): ALL,
    ("GET", "/v1/customers/{customer_id}/export"): ADMIN,
    ("POST", "/v1/customers/{customer_id}/erase"): ADMIN,
    ("GET", "/v1/settings"): ALL,
    ("PATCH", "/v1/settings"): ADMIN,
    ("GET", "/v1/dashboard"): ALL,
    ("GET", "/v1/dashboard/history"): ALL,
    ("GET", "/v1/dashboard/stream"): ALL,
    ("GET", "/v1/requests"): ALL,
    ("GET", "/v1/requests/{request_id}"): ALL,
    ("POST", "/v1/requests/{request_id}/cancel"): ALL,
    ("GET", "/v1/sessions"): ALL,
    ("GET", "/v1/sessions/{session_id}"): ALL,
    ("POST", "/v1/sessions/{session_id}/reroute"): ALL,
    ("POST", "/v1/sessions/{session_id}/end"): ALL,
    ("GET", "/v1/requests.csv"): ALL,
    ("GET", "/v1/sessions.csv"): ALL,
    ("GET", "/v1/online-log.csv"): ALL,
    ("GET", "/v1/audit-log"): ADMIN,
}


def served(house: House) -> set[tuple[str, str]]:
    """What the listener really answers, as aiohttp knows it."""
    router = house.internal.router
    return {
        (route.method, route.resource.canonical)
        for route in router.routes()
        if route.resource is not None and route.method != "HEAD"
    }


def test_the_table_is_the_contracts() -> None:
    """A route that is new, or for somebody else, is a change of the contract."""
    assert role_table((*HEALTH_ROUTES, *internal_routes())) == WHO


async def test_every_route_asks_who_calls(house: House) -> None:
    """Nobody, an operator, an admin, a customer's token, a mitra's token: as the table says."""
    operator, admin = await house.logged_in("operator"), await house.logged_in("admin")
    customers = {"Authorization": f"Bearer {await house.customer_token()}"}
    _, number = await house.mitra()
    mitras = {"Authorization": f"Bearer {await house.mitra_token(number)}"}
    nobody = house.browser()

    assert served(house) == WHO.keys()
    for (method, template), roles in WHO.items():
        path = re.sub(r"{\w+}", NOBODY, template)
        for browser, role, headers in (
            (nobody, None, {}),
            (nobody, None, customers),
            (nobody, None, mitras),
            (operator, "operator", {}),
            (admin, "admin", {}),
        ):
            if template == "/v1/logout" and role is not None:
                continue  # it would end the walk
            said = await answer_of(browser, method, path, headers)
            asked = f"{method} {template} by {role} {'with a token' if headers else ''}"
            if roles is ANYONE or role in roles:
                assert said not in ((401, "not_authenticated"), (403, "wrong_role")), asked
            elif role is None:
                assert said == (401, "not_authenticated"), asked
            else:
                assert said == (403, "wrong_role"), asked


async def answer_of(
    browser: Browser, method: str, path: str, headers: dict[str, str]
) -> tuple[int, str]:
    """The status and code; what changes something is sent a body that fits nothing."""
    if path.endswith("/stream"):
        async with browser.http.get(browser.base + path, headers=headers) as response:
            problem = await response.json() if response.status >= 400 else {}
            return response.status, str(problem.get("code", ""))
    body = {"unknown": 1} if method in ("POST", "PATCH") else None
    return (await browser.call(method, path, body, headers=headers)).said


async def test_a_role_that_is_taken_away_is_gone_at_once(house: House, admin: Browser) -> None:
    """Who was an admin a moment ago is an operator now, without logging in again."""
    await house.user("admin", "ani@halobestie.example")
    demoted = house.browser()
    user = (await demoted.log_in("ani@halobestie.example")).body["user"]
    assert (await demoted.call("GET", "/v1/users")).status == 200

    got = await admin.call("PATCH", f"/v1/users/{user['id']}", {"role": "operator"})

    assert got.status == 200
    assert (await demoted.call("GET", "/v1/users")).said == (403, "wrong_role")
    assert (await demoted.call("GET", "/v1/mitras")).status == 200


async def test_the_public_listeners_routes_are_not_here(house: House, admin: Browser) -> None:
    """And the other way round: neither knows the other's."""
    for path in ("/v1/customer/me", "/v1/mitra/me", "/v1/app-config", "/v1/customer/ws"):
        assert (await admin.call("GET", path)).said == (404, "not_found")
    for path in ("/v1/users", "/v1/me", "/v1/settings", "/v1/dashboard", "/metrics"):
        public = f"http://127.0.0.1:{house.app.public_port}{path}"
        async with admin.http.get(public) as response:
            assert response.status == 404
