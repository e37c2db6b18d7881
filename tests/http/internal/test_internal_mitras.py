"""Mitra in the control center: made, changed, deactivated, taken offline; and when they were on."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.http.internal.kit import NOBODY, Browser, House

AWAN = {"phone": "0812-3456-7890", "display_name": "Awan"}


async def test_a_new_mitra_may_log_in(house: House, operator: Browser) -> None:
    """Operators make mitra too; a number typed as at home is kept as E.164."""
    got = await operator.call("POST", "/v1/mitras", AWAN)

    assert got.status == 201
    assert got.body == {
        "id": got.body["id"],
        "phone": "+6281234567890",
        "display_name": "Awan",
        "weight": 1,
        "active": True,
        "online": False,
        "sessions": 0,
        "created_at": "2026-03-01T21:00:00Z",
    }
    assert await operator.get(f"/v1/mitras/{got.body['id']}") == got.body
    assert await house.mitra_token("+6281234567890")


async def test_a_number_belongs_to_one_mitra(operator: Browser) -> None:
    """However it is typed; neither a new mitra nor a changed one takes it."""
    await operator.call("POST", "/v1/mitras", AWAN)
    other = (await operator.call("POST", "/v1/mitras", {**AWAN, "phone": "081298765432"})).body

    again = await operator.call("POST", "/v1/mitras", {**AWAN, "phone": "+62 812 3456 7890"})
    moved = await operator.call("PATCH", f"/v1/mitras/{other['id']}", {"phone": AWAN["phone"]})

    assert again.said == moved.said == (409, "phone_taken")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("phone", "not a number", "invalid_phone"),
        ("phone", "0812", "invalid_phone"),
        ("display_name", "", "invalid_display_name"),
        ("display_name", "x" * 41, "invalid_display_name"),
        ("weight", 0, "invalid_data"),
        ("weight", 101, "invalid_data"),
        ("weight", "3", "invalid_data"),
        ("weight", True, "invalid_data"),
        ("active", None, "invalid_data"),
    ],
)
async def test_what_does_not_fit_is_named(
    operator: Browser, field: str, value: object, code: str
) -> None:
    """Which field, with a code of its own where the contract has one."""
    made = (await operator.call("POST", "/v1/mitras", AWAN)).body
    unmade = {**AWAN, "phone": "081298765432", field: value}

    for method, path, body in (
        ("POST", "/v1/mitras", unmade),
        ("PATCH", f"/v1/mitras/{made['id']}", {field: value}),
    ):
        got = await operator.call(method, path, body)
        assert got.said == (422, code)
        assert got.fields == [field]


async def test_lists_find_sort_and_filter(operator: Browser) -> None:
    """By part of a name, by part of a number typed as at home, by what they are."""
    for name, phone, weight, active in (
        ("Awan", "081234567890", 5, True),
        ("Bintang", "081298765432", 1, True),
        ("Cahaya", "081355554444", 9, False),
    ):
        body = {"phone": phone, "display_name": name, "weight": weight, "active": active}
        await operator.call("POST", "/v1/mitras", body)

    async def names(**query: object) -> list[str]:
        found = await operator.get("/v1/mitras", **query)
        assert found["total"] == len(found["items"])
        return [mitra["display_name"] for mitra in found["items"]]

    assert await names(q="inta") == ["Bintang"]
    assert await names(q="0812-3") == ["Awan"]
    assert await names(q="8135555") == ["Cahaya"]
    assert await names(active="false") == ["Cahaya"]
    assert await names(online="true") == []
    assert await names(sort="weight", order="desc") == ["Cahaya", "Awan", "Bintang"]
    assert await names(sort="display_name", order="asc") == ["Awan", "Bintang", "Cahaya"]


async def test_the_list_says_who_is_online_and_how_many_sessions_each_has(
    house: House, operator: Browser
) -> None:
    """One with a session, one without, one who is away."""
    busy, phone = await house.online_mitra("Awan")
    await house.paired(await house.customer(), phone)
    await house.online_mitra("Bintang")
    await house.mitra("Cahaya")

    found = await operator.get("/v1/mitras", sort="display_name", order="asc")

    told = [(m["display_name"], m["online"], m["sessions"]) for m in found["items"]]
    assert told == [("Awan", True, 1), ("Bintang", True, 0), ("Cahaya", False, 0)]
    assert (await operator.get(f"/v1/mitras/{busy}"))["sessions"] == 1


async def test_deactivating_ends_login_socket_and_presence(house: House, operator: Browser) -> None:
    """At once; the session that runs stays, for the control center to reroute."""
    mitra_id, phone = await house.online_mitra()
    customer = await house.customer()
    session_id = await house.paired(customer, phone)
    number = (await operator.get(f"/v1/mitras/{mitra_id}"))["phone"]
    house.later(timedelta(minutes=1))

    got = await operator.call("PATCH", f"/v1/mitras/{mitra_id}", {"active": False})

    assert got.body["active"] is False
    assert await phone.close_code() == 4503
    await house.until(
        lambda: operator.get(f"/v1/mitras/{mitra_id}"), lambda mitra: not mitra["online"]
    )
    session = await operator.get(f"/v1/sessions/{session_id}")
    assert (session["state"], session["mitra"]["id"]) == ("active", mitra_id)
    assert session["needs_reroute"] is True
    with pytest.raises(AssertionError, match="mitra_inactive"):
        await house.mitra_token(number)
    log = await operator.get(f"/v1/mitras/{mitra_id}/online-log")
    assert [period["reason"] for period in log["items"]] == ["deactivated"]


async def test_a_mitra_is_taken_offline(house: House, admin: Browser) -> None:
    """The phone is told by whom; again changes nothing; it is in the audit log once."""
    mitra_id, phone = await house.online_mitra()

    first = await admin.call("POST", f"/v1/mitras/{mitra_id}/offline")
    again = await admin.call("POST", f"/v1/mitras/{mitra_id}/offline")

    assert first.status == again.status == 204
    changed = await phone.hear("presence.changed")
    while changed["online"]:
        changed = await phone.hear("presence.changed")
    assert changed["reason"] == "control_center"
    assert (await admin.get(f"/v1/mitras/{mitra_id}"))["online"] is False
    audit = await admin.get("/v1/audit-log", action="mitra.offline")
    assert [entry["subject_id"] for entry in audit["items"]] == [mitra_id]
    assert (await admin.call("POST", f"/v1/mitras/{NOBODY}/offline")).said == (
        404,
        "mitra_not_found",
    )


async def test_another_weight_is_in_force_at_once(house: House, admin: Browser) -> None:
    """For a mitra who is online: of the next ten requests nine are offered to nine times one."""
    await admin.call(
        "PATCH", "/v1/settings", {"version": 1, "pairing_method": "weighted_round_robin"}
    )
    await house.online_mitra("Awan")
    heavy, _ = await house.online_mitra("Bintang")
    customer = await house.customer()

    got = await admin.call("PATCH", f"/v1/mitras/{heavy}", {"weight": 9})
    assert got.body["weight"] == 9

    for _ in range(10):
        request_id = (await customer.ask("request.create"))["data"]["request_id"]
        await house.until(
            partial(admin.get, f"/v1/requests/{request_id}"), lambda request: request["offers"]
        )
        await customer.ask("request.cancel", request_id=request_id)
    requests = [
        await admin.get(f"/v1/requests/{request['request_id']}")
        for request in (await admin.get("/v1/requests"))["items"]
    ]
    offered = [request["offers"][0]["mitra_id"] for request in requests]
    assert (len(offered), offered.count(heavy)) == (10, 9)


async def test_the_online_log_has_periods_and_seconds(house: House, operator: Browser) -> None:
    """Two periods, one of them still open, cut to the time that is asked for."""
    mitra_id, phone = await house.online_mitra()
    house.later(timedelta(minutes=10))
    await phone.ask("presence.set", online=False)
    house.later(timedelta(minutes=5))
    await phone.ask("presence.set", online=True)
    house.later(timedelta(minutes=1))

    path = f"/v1/mitras/{mitra_id}/online-log"
    log = await operator.get(path, sort="online_at", order="asc")
    cut = await operator.get(
        path, **{"from": "2026-03-01T21:05:00Z", "to": "2026-03-02T04:07:00%2B07:00"}
    )
    one = await operator.get(path, per_page=1)
    earlier = await operator.get(path, to="2026-03-01T21:00:00Z")

    assert log == {
        "items": [
            {
                "online_at": "2026-03-01T21:00:00Z",
                "offline_at": "2026-03-01T21:10:00Z",
                "reason": "mitra",
            },
            {"online_at": "2026-03-01T21:15:00Z", "offline_at": None, "reason": None},
        ],
        "total": 2,
        "total_online_s": 660,
        "days": [{"day": "2026-03-02", "online_s": 660}],
    }
    assert (cut["total"], cut["total_online_s"]) == (1, 120)
    assert (one["total"], len(one["items"]), one["total_online_s"]) == (2, 1, 660)
    assert (earlier["total"], earlier["total_online_s"]) == (0, 0)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=yesterday", "from"),
        ("from=1700000000", "from"),
        ("from=2026-03-01", "from"),
        ("from=2026-03-01T00:00:00", "from"),
        ("to=2026-02-30T00:00:00Z", "to"),
        ("since=2026-03-01T00:00:00Z", "since"),
    ],
)
async def test_a_time_that_is_none_is_named(operator: Browser, query: str, field: str) -> None:
    """RFC 3339 with an offset."""
    got = await operator.call("GET", f"/v1/mitras/{NOBODY}/online-log?{query}")

    assert got.said == (422, "invalid_data")
    assert got.fields == [field]


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-03-01T21:00:00Z&to=2026-03-01T21:00:00Z",
        "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
        "to=0001-01-01T00:00:00%2B14:00",
        "from=9999-12-31T23:59:59-12:00",
    ],
)
async def test_a_time_with_nothing_in_it_is_empty(
    house: House, operator: Browser, query: str
) -> None:
    """No time at all, backwards, long ago, far away: nobody was online then."""
    mitra_id, _ = await house.online_mitra()
    house.later(timedelta(minutes=1))

    log = await operator.get(f"/v1/mitras/{mitra_id}/online-log?{query}")

    assert log == {"items": [], "total": 0, "total_online_s": 0, "days": []}


async def test_the_days_of_the_online_log_are_those_of_jakarta(
    house: House,
) -> None:
    """Online over midnight there (17:00 UTC): each day has its part; a day without is left out."""
    house.later(timedelta(hours=19, minutes=30))  # 23:30 on 2 March in Jakarta
    mitra_id, phone = await house.online_mitra()
    house.later(timedelta(minutes=75))
    await phone.ask("presence.set", online=False)
    house.later(timedelta(hours=48))

    operator = await house.logged_in("operator")
    path = f"/v1/mitras/{mitra_id}/online-log"
    log = await operator.get(path)
    cut = await operator.get(path, to="2026-03-02T17:10:00Z")

    two = [{"day": "2026-03-02", "online_s": 1800}, {"day": "2026-03-03", "online_s": 2700}]
    assert log["days"] == two
    assert sum(day["online_s"] for day in log["days"]) == log["total_online_s"] == 4500
    assert cut["days"] == [two[0], {"day": "2026-03-03", "online_s": 600}]


async def test_nobody_is_not_found(operator: Browser) -> None:
    """A well-formed id of nobody."""
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"weight": 2}),
        ("GET", "/online-log", None),
    ):
        got = await operator.call(method, f"/v1/mitras/{NOBODY}{path}", body)
        assert got.said == (404, "mitra_not_found")
