"""The audit log: every change, by whom, from what to what; nothing of it can be unmade."""

from __future__ import annotations

import asyncpg
import pytest

from tests.http.internal.kit import PASSWORD, Browser, House

APPEND_ONLY = "HB005"


async def test_every_change_is_there_once_with_its_author(house: House, admin: Browser) -> None:
    """Users, mitra, settings; the newest first; only what changed."""
    me = (await admin.get("/v1/me"))["user"]
    mitra = (
        await admin.call("POST", "/v1/mitras", {"phone": "081234567890", "display_name": "Awan"})
    ).body
    await admin.call("PATCH", f"/v1/mitras/{mitra['id']}", {"weight": 5, "display_name": "Awan"})
    user = {
        "email": "budi@halobestie.example",
        "display_name": "Budi",
        "role": "operator",
        "password": PASSWORD,
    }
    user_id = (await admin.call("POST", "/v1/users", user)).body["id"]
    await admin.call("PATCH", f"/v1/users/{user_id}", {"role": "admin"})
    await admin.call("DELETE", f"/v1/users/{user_id}")
    await admin.call("PATCH", "/v1/settings", {"version": 1, "trial": {"duration_min": 20}})

    mine = await admin.get("/v1/audit-log", user_id=me["id"])

    assert [(e["action"], e["subject_kind"]) for e in mine["items"]] == [
        ("settings.change", "settings"),
        ("user.delete", "user"),
        ("user.edit", "user"),
        ("user.create", "user"),
        ("mitra.edit", "mitra"),
        ("mitra.create", "mitra"),
    ]
    by_action = {entry["action"]: entry for entry in mine["items"]}
    assert by_action["mitra.edit"]["before"] == {"weight": 1}
    assert by_action["mitra.edit"]["after"] == {"weight": 5}
    assert by_action["settings.change"]["after"] == {"trial_duration_min": 20}
    assert by_action["user.edit"]["subject_id"] == user_id
    assert {entry["user_name"] for entry in mine["items"]} == {me["display_name"]}


async def test_no_secret_is_in_it(house: House, admin: Browser) -> None:
    """No password, no hash, no whole phone number of a mitra."""
    body = {"current": PASSWORD, "new": "another long password"}
    await admin.call("POST", "/v1/me/password", body)
    await admin.call("POST", "/v1/mitras", {"phone": "081234567890", "display_name": "Awan"})

    told = str(await admin.get("/v1/audit-log", per_page=100))

    assert "password" in told
    for secret in (PASSWORD, "another long password", "argon2", "81234567890"):
        assert secret not in told


async def test_a_change_that_failed_is_not_in_it(admin: Browser) -> None:
    """Refused is not done."""
    before = (await admin.get("/v1/audit-log"))["total"]
    me = (await admin.get("/v1/me"))["user"]["id"]

    await admin.call("PATCH", f"/v1/users/{me}", {"role": "operator"})
    await admin.call("PATCH", "/v1/settings", {"version": 99, "offer_timeout_s": 30})

    assert (await admin.get("/v1/audit-log"))["total"] == before


async def test_it_is_searched_and_filtered(admin: Browser) -> None:
    """By action, by subject, by part of a name."""
    body = {"phone": "081234567890", "display_name": "Awan"}
    mitra_id = (await admin.call("POST", "/v1/mitras", body)).body["id"]

    for query in (
        {"action": "mitra.create"},
        {"subject_kind": "mitra"},
        {"subject_id": mitra_id},
        {"q": "mitra.cre"},
    ):
        found = await admin.get("/v1/audit-log", **query)
        assert [entry["subject_id"] for entry in found["items"]] == [mitra_id]


async def test_what_is_written_stays(house: House, admin: Browser) -> None:
    """Not even the server itself could change or remove a line."""
    for sql in ("UPDATE audit_log SET user_name = 'x'", "DELETE FROM audit_log"):
        async with house.db.connection() as conn:
            with pytest.raises(asyncpg.PostgresError) as refused:
                await conn.execute(sql)
        assert refused.value.sqlstate == APPEND_ONLY
