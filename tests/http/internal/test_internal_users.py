"""Users of the control center: made, changed and taken away by admins; one admin always stays."""

from __future__ import annotations

import asyncio

import pytest

from halobestie.db.users import count_admins, delete_user, edit_user
from halobestie.errors import Refused
from tests.http.internal.kit import (
    NOBODY,
    NOW,
    OPERATOR_OF_SERVERS,
    PASSWORD,
    Browser,
    House,
)

BUDI = {
    "email": "Budi@Halobestie.Example",
    "display_name": " Budi ",
    "role": "operator",
    "password": PASSWORD,
}


async def test_a_new_user_can_log_in(house: House, admin: Browser) -> None:
    """With the e-mail in lower case, and nothing of the password in the answer."""
    got = await admin.call("POST", "/v1/users", BUDI)

    assert got.status == 201
    assert got.body == {
        "id": got.body["id"],
        "email": "budi@halobestie.example",
        "display_name": "Budi",
        "role": "operator",
        "active": True,
    }
    assert (await house.browser().log_in("budi@halobestie.example")).status == 200
    assert await admin.get(f"/v1/users/{got.body['id']}") == got.body


async def test_an_email_belongs_to_one_user(admin: Browser) -> None:
    """In whatever case; neither a new user nor a changed one takes it."""
    await admin.call("POST", "/v1/users", BUDI)
    other = {**BUDI, "email": "citra@halobestie.example"}
    citra = (await admin.call("POST", "/v1/users", other)).body

    again = await admin.call("POST", "/v1/users", {**BUDI, "email": "BUDI@halobestie.example"})
    moved = await admin.call("PATCH", f"/v1/users/{citra['id']}", {"email": BUDI["email"]})

    assert again.said == moved.said == (409, "email_taken")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", "two@at@signs"),
        ("email", "x" * 250 + "@a.id"),
        ("display_name", "   "),
        ("display_name", "x" * 81),
        ("display_name", "two\nlines"),
        ("role", "owner"),
        ("active", "yes"),
        ("password", "short"),
        ("password", "budi@halobestie.example"),
        ("surprise", 1),
    ],
)
async def test_what_does_not_fit_is_named(admin: Browser, field: str, value: object) -> None:
    """Which field, and never what was typed."""
    got = await admin.call("POST", "/v1/users", {**BUDI, field: value})

    assert got.said == (422, "invalid_data")
    assert got.fields == [field]
    assert value not in [got.body["detail"], *(error["message"] for error in got.body["errors"])]


async def test_a_user_is_found_by_part_of_name_or_email(admin: Browser) -> None:
    """Filters, sorting and pages are those of every list."""
    for name in ("Budi", "Citra", "Dewi"):
        email = f"{name}@halobestie.example"
        await admin.call("POST", "/v1/users", {**BUDI, "email": email, "display_name": name})

    found = await admin.get("/v1/users", q="ITR")
    operators = await admin.get("/v1/users", role="operator", sort="display_name", order="asc")
    second = await admin.get("/v1/users", sort="email", order="desc", per_page=2, page=2)

    assert [user["display_name"] for user in found["items"]] == ["Citra"]
    assert [user["display_name"] for user in operators["items"]] == ["Budi", "Citra", "Dewi"]
    assert second["total"] == 4
    assert len(second["items"]) == 2


async def test_a_deactivated_user_is_out_at_once(house: House, admin: Browser) -> None:
    """The session that was open opens nothing; nor does the password."""
    made = (await admin.call("POST", "/v1/users", BUDI)).body
    budi = house.browser()
    await budi.log_in("budi@halobestie.example")

    got = await admin.call("PATCH", f"/v1/users/{made['id']}", {"active": False})

    assert got.body["active"] is False
    assert (await budi.call("GET", "/v1/me")).said == (401, "not_authenticated")
    assert (await budi.log_in("budi@halobestie.example")).said == (401, "invalid_credentials")
    await admin.call("PATCH", f"/v1/users/{made['id']}", {"active": True})
    assert (await budi.call("GET", "/v1/me")).status == 401
    assert (await budi.log_in("budi@halobestie.example")).status == 200


async def test_a_user_who_is_taken_away_is_out_at_once(house: House, admin: Browser) -> None:
    """And is no longer there."""
    made = (await admin.call("POST", "/v1/users", BUDI)).body
    budi = house.browser()
    await budi.log_in("budi@halobestie.example")

    assert (await admin.call("DELETE", f"/v1/users/{made['id']}")).status == 204

    assert (await budi.call("GET", "/v1/me")).said == (401, "not_authenticated")
    for method in ("GET", "DELETE"):
        got = await admin.call(method, f"/v1/users/{made['id']}")
        assert got.said == (404, "user_not_found")


async def test_only_what_is_sent_changes(admin: Browser) -> None:
    """Null is no value: leave the field out."""
    made = (await admin.call("POST", "/v1/users", BUDI)).body

    renamed = await admin.call("PATCH", f"/v1/users/{made['id']}", {"display_name": "Budi S."})
    nulled = await admin.call("PATCH", f"/v1/users/{made['id']}", {"email": None})
    nothing = await admin.call("PATCH", f"/v1/users/{made['id']}", {})

    assert renamed.body == {**made, "display_name": "Budi S."} == nothing.body
    assert nulled.said == (422, "invalid_data")
    assert nulled.fields == ["email"]


async def test_nobody_is_not_found(admin: Browser) -> None:
    """A well-formed id of nobody, and one that is no id."""
    got = await admin.call("PATCH", f"/v1/users/{NOBODY}", {"role": "admin"})

    assert got.said == (404, "user_not_found")
    assert (await admin.call("GET", "/v1/users/somebody")).said == (404, "not_found")


@pytest.mark.parametrize("change", [{"role": "operator"}, {"active": False}, None])
async def test_the_last_admin_stays(admin: Browser, change: dict[str, object] | None) -> None:
    """Demoted, deactivated, deleted: not the last active one, not even by oneself."""
    path = f"/v1/users/{(await admin.get('/v1/me'))['user']['id']}"

    got = await admin.call("PATCH" if change else "DELETE", path, change)

    assert got.said == (409, "last_admin")
    assert (await admin.get("/v1/me"))["user"]["role"] == "admin"


async def test_an_inactive_admin_does_not_count(house: House, admin: Browser) -> None:
    """Somebody has to be able to log in."""
    await house.user("admin", active=False)
    path = f"/v1/users/{(await admin.get('/v1/me'))['user']['id']}"

    assert (await admin.call("PATCH", path, {"role": "operator"})).said == (409, "last_admin")


async def test_two_admins_demote_each_other_at_the_same_moment(house: House) -> None:
    """Twenty times: one is an admin afterwards, and was told that it went through."""
    ani, budi = (
        await house.user("admin", "ani@x.example"),
        await house.user("admin", "budi@x.example"),
    )
    browsers = {ani: house.browser(), budi: house.browser()}
    await browsers[ani].log_in("ani@x.example")
    await browsers[budi].log_in("budi@x.example")
    for _ in range(20):
        answers = await asyncio.gather(
            browsers[ani].call("PATCH", f"/v1/users/{budi}", {"role": "operator"}),
            browsers[budi].call("PATCH", f"/v1/users/{ani}", {"role": "operator"}),
        )

        assert await count_admins(house.db) == 1
        assert sorted(got.status for got in answers)[0] == 200
        assert sorted(got.said for got in answers)[1] in ((409, "last_admin"), (403, "wrong_role"))
        won, lost = (ani, budi) if answers[0].status == 200 else (budi, ani)
        await browsers[won].call("PATCH", f"/v1/users/{lost}", {"role": "admin"})


async def test_two_changes_past_the_gate_leave_one_admin(house: House) -> None:
    """The constraint holds where nobody asks who calls: demoted and deleted in one moment."""
    ani, budi = await house.user("admin"), await house.user("admin")

    outcomes = await asyncio.gather(
        edit_user(house.db, ani, {"active": False}, OPERATOR_OF_SERVERS, NOW),
        delete_user(house.db, budi, OPERATOR_OF_SERVERS, NOW),
    )

    assert [outcome for outcome in outcomes if outcome == Refused("last_admin")]
    assert await count_admins(house.db) == 1


async def test_a_login_that_races_a_deactivation_leaves_no_session(
    house: House, admin: Browser
) -> None:
    """Whoever comes first: afterwards nothing is open for somebody who is out."""
    made = (await admin.call("POST", "/v1/users", BUDI)).body
    for _ in range(10):
        budi = house.browser()
        await asyncio.gather(
            budi.log_in("budi@halobestie.example"),
            admin.call("PATCH", f"/v1/users/{made['id']}", {"active": False}),
        )
        assert (await budi.call("GET", "/v1/me")).status == 401
        async with house.db.connection() as conn:
            left = await conn.fetchval(
                "SELECT count(*) FROM user_sessions WHERE user_id = $1", made["id"]
            )
        assert left == 0
        await admin.call("PATCH", f"/v1/users/{made['id']}", {"active": True})
