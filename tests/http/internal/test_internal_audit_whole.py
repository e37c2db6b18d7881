"""No change without its line in the audit log: they are of one transaction, each of them."""

from __future__ import annotations

import re
from typing import Any

from halobestie.http.internal import internal_routes
from tests.db.given import value
from tests.http.internal.kit import PASSWORD, Browser, House

TABLES = (
    "customers",
    "customer_identities",
    "logins",
    "users",
    "mitras",
    "settings",
    "requests",
    "sessions",
    "assignments",
    "user_sessions",
)
NO_LINE = "ALTER TABLE audit_log ADD CONSTRAINT no_line CHECK (false) NOT VALID"
NO_CHANGE = {("POST", "/v1/login"), ("POST", "/v1/logout")}
"""They change who is logged in, and nothing of anybody's work."""
ACTIONS = {
    ("POST", "/v1/users"): "user.create",
    ("PATCH", "/v1/users/{user_id}"): "user.edit",
    ("DELETE", "/v1/users/{user_id}"): "user.delete",
    ("POST", "/v1/me/password"): "user.edit",
    ("POST", "/v1/mitras"): "mitra.create",
    ("PATCH", "/v1/mitras/{mitra_id}"): "mitra.edit",
    ("POST", "/v1/mitras/{mitra_id}/offline"): "mitra.offline",
    ("PATCH", "/v1/settings"): "settings.change",
    ("POST", "/v1/customers/{customer_id}/erase"): "customer.erase",
    ("POST", "/v1/requests/{request_id}/cancel"): "request.cancel",
    ("POST", "/v1/sessions/{session_id}/reroute"): "session.reroute",
    ("POST", "/v1/sessions/{session_id}/end"): "session.end",
}


async def bodies(house: House) -> tuple[dict[str, str], dict[str, Any]]:
    """Somebody to change, everywhere: the ids of the paths, and a body that fits."""
    user_id = await house.user("operator")
    holder, phone = await house.online_mitra("Awan")
    session_id = await house.paired(await house.customer(), phone)
    other, _ = await house.online_mitra("Bintang")
    asked = await (await house.customer()).ask("request.create")
    await house.customer("Kabut")
    ids = {
        "customer_id": await value(
            house.db, "SELECT id FROM customers WHERE display_name = 'Kabut'"
        ),
        "user_id": user_id,
        "mitra_id": holder,
        "session_id": session_id,
        "request_id": asked["data"]["request_id"],
    }
    user = {"email": "new@halobestie.example", "display_name": "New", "role": "operator"}
    return ids, {
        "user.create": {**user, "password": PASSWORD},
        "user.edit": {"role": "admin"},
        "/v1/me/password": {"current": PASSWORD, "new": "another long password"},
        "mitra.create": {"phone": "081234567890", "display_name": "Cahaya"},
        "mitra.edit": {"weight": 7},
        "customer.erase": {"reason": "customer_asked"},
        "settings.change": {"version": 1, "offer_timeout_s": 30},
        "session.reroute": {"mitra_id": other, "reason": "Awan must leave."},
        "session.end": {"reason": "Enough."},
    }


async def state(house: House) -> list[str]:
    """All there is, as text."""
    rows = "SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM {} t"
    return [await value(house.db, rows.format(table)) for table in TABLES]


async def execute(house: House, sql: str) -> None:
    async with house.db.connection() as conn:
        await conn.execute(sql)


def test_every_change_is_looked_at() -> None:
    """A route that changes something is in the table below, or changes nobody's work."""
    changing = {(r.method, r.path) for r in internal_routes() if r.method != "GET"}
    assert changing == ACTIONS.keys() | NO_CHANGE


async def test_a_change_that_cannot_be_audited_is_none(house: House, admin: Browser) -> None:
    """Given an audit log that takes no line, then each change fails, and nothing has changed."""
    ids, sent = await bodies(house)
    before = await state(house)
    await execute(house, NO_LINE)

    for (method, template), action in ACTIONS.items():
        path = re.sub(r"{(\w+)}", lambda name: ids[name[1]], template)
        got = await admin.call(method, path, sent.get(template, sent.get(action)))
        assert got.status in (500, 503), (method, path, got)
        assert await state(house) == before, f"{method} {path} left something"


async def test_each_change_has_one_line(house: House, admin: Browser) -> None:
    """The same changes, one after the other: one line each, of that action, by that user."""
    ids, sent = await bodies(house)
    me = (await admin.get("/v1/me"))["user"]["id"]

    for (method, template), action in ACTIONS.items():
        before = (await admin.get("/v1/audit-log"))["total"]
        path = re.sub(r"{(\w+)}", lambda name: ids[name[1]], template)
        got = await admin.call(method, path, sent.get(template, sent.get(action)))
        assert got.status < 300, (method, path, got)
        log = await admin.get("/v1/audit-log")
        assert log["total"] == before + 1, f"{method} {path}"
        assert (log["items"][0]["action"], log["items"][0]["user_id"]) == (action, me)
