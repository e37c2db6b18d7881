"""Sessions in the control center: who has whom, giving one to another mitra, ending one."""

from __future__ import annotations

import pytest

from tests.http.internal.kit import NOBODY, Browser, House, Phone


async def a_session(house: House) -> tuple[str, Phone, Phone]:
    """A session of Bulan with Awan: its id, and both phones."""
    _, mitra = await house.online_mitra("Awan")
    customer = await house.customer("Bulan")
    return await house.paired(customer, mitra), customer, mitra


async def test_a_session_shows_both_parties_and_its_history(
    house: House, operator: Browser
) -> None:
    """From the accept on, with nobody's number."""
    session_id, _, _ = await a_session(house)

    found = await operator.get(f"/v1/sessions/{session_id}")

    assert found["session_id"] == session_id
    assert found["state"] == "active"
    assert found["customer"]["display_name"] == "Bulan"
    assert found["mitra"]["display_name"] == "Awan"
    assert (found["started_at"], found["ended_at"]) == ("2026-03-01T21:00:00Z", None)
    (only,) = found["assignments"]
    assert only == {
        "mitra_id": found["mitra"]["id"],
        "display_name": "Awan",
        "from": "2026-03-01T21:00:00Z",
        "to": None,
        "by": "accept",
        "user": None,
        "reason": None,
        "override_capacity": False,
    }


async def test_sessions_are_listed_and_filtered(house: House, operator: Browser) -> None:
    """By state, by either party, by either name."""
    session_id, customer, _ = await a_session(house)
    other_id = await house.paired(
        await house.customer("Surya"), (await house.online_mitra("Bintang"))[1]
    )
    await customer.ask("session.end", session_id=session_id)

    async def ids(**query: object) -> list[str]:
        found = await operator.get("/v1/sessions", **query)
        assert found["total"] == len(found["items"])
        return [session["session_id"] for session in found["items"]]

    mine = await operator.get(f"/v1/sessions/{session_id}")
    assert set(await ids()) == {session_id, other_id}
    assert await ids(state="ended") == [session_id]
    assert await ids(live="true") == [other_id]
    assert await ids(mitra_id=mine["mitra"]["id"]) == [session_id]
    assert await ids(customer_id=mine["customer"]["id"]) == [session_id]
    assert await ids(q="bintang") == await ids(q="SURYA") == [other_id]
    assert mine["end_reason"] == "customer"


async def test_a_session_is_given_to_another_mitra(house: House, admin: Browser) -> None:
    """Customer, old and new mitra are told; the history says who did it and why."""
    session_id, customer, old = await a_session(house)
    new_id, new = await house.online_mitra("Bintang")

    body = {"mitra_id": new_id, "reason": " Awan must leave. "}
    got = await admin.call("POST", f"/v1/sessions/{session_id}/reroute", body)

    assert got.status == 200
    session = got.body["session"]
    assert set(session) == {
        "session_id",
        "request_id",
        "state",
        "customer",
        "mitra",
        "created_at",
        "started_at",
        "ends_at",
        "ended_at",
    }
    assert session["mitra"] == {"id": new_id, "display_name": "Bintang"}
    assert (await customer.hear("session.rerouted"))["session"]["mitra"]["id"] == new_id
    assert (await new.hear("session.assigned"))["session"]["session_id"] == session_id
    assert await old.hear("session.reassigned") == {"session_id": session_id}
    me = (await admin.get("/v1/me"))["user"]
    first, second = (await admin.get(f"/v1/sessions/{session_id}"))["assignments"]
    assert first["to"] == second["from"]
    assert (second["by"], second["reason"]) == ("control_center", "Awan must leave.")
    assert second["user"] == {"id": me["id"], "display_name": me["display_name"]}
    (entry,) = (await admin.get("/v1/audit-log", action="session.reroute"))["items"]
    assert (entry["user_id"], entry["subject_id"]) == (me["id"], session_id)


async def test_whose_mitra_was_deactivated_is_marked_for_reroute(
    house: House, admin: Browser
) -> None:
    """It is found by that, until another mitra has it, or it has ended."""
    session_id, _, _ = await a_session(house)
    await house.paired(await house.customer("Surya"), (await house.online_mitra("Cahaya"))[1])
    new_id, _ = await house.online_mitra("Bintang")

    async def marked() -> list[str]:
        found = await admin.get("/v1/sessions", needs_reroute="true")
        return [row["session_id"] for row in found["items"] if row["needs_reroute"]]

    assert await marked() == []
    holder = (await admin.get(f"/v1/sessions/{session_id}"))["mitra"]["id"]
    await admin.call("PATCH", f"/v1/mitras/{holder}", {"active": False})
    assert await marked() == [session_id]
    await admin.call("POST", f"/v1/sessions/{session_id}/reroute", {"mitra_id": new_id})
    assert await marked() == []
    await admin.call("PATCH", f"/v1/mitras/{new_id}", {"active": False})
    assert await marked() == [session_id]
    await admin.call("POST", f"/v1/sessions/{session_id}/end")
    assert await marked() == []


async def refused(house: House, admin: Browser, why: str) -> tuple[str, str]:
    """A session, and a mitra to whom it cannot be given because of `why`."""
    session_id, customer, _ = await a_session(house)
    holder = (await admin.get(f"/v1/sessions/{session_id}"))["mitra"]["id"]
    if why == "same_mitra":
        return session_id, holder
    if why == "mitra_not_found":
        return session_id, NOBODY
    if why == "mitra_offline":
        return session_id, (await house.mitra())[0]
    target, phone = await house.online_mitra("Bintang")
    if why == "mitra_inactive":
        await admin.call("PATCH", f"/v1/mitras/{target}", {"active": False})
    if why == "mitra_full":
        await admin.call("POST", f"/v1/mitras/{holder}/offline")
        await admin.call("PATCH", "/v1/settings", {"version": 1, "max_customers_per_mitra": 1})
        await house.paired(await house.customer("Surya"), phone)
    if why == "session_closed":
        await customer.ask("session.end", session_id=session_id)
    return session_id, target


@pytest.mark.parametrize(
    ("why", "status"),
    [
        ("same_mitra", 409),
        ("mitra_not_found", 404),
        ("mitra_offline", 409),
        ("mitra_inactive", 409),
        ("mitra_full", 409),
        ("session_closed", 409),
    ],
)
async def test_a_reroute_that_cannot_be_says_why_and_changes_nothing(
    house: House, admin: Browser, why: str, status: int
) -> None:
    """Each refusal of the contract."""
    session_id, target = await refused(house, admin, why)
    before = await admin.get(f"/v1/sessions/{session_id}")

    got = await admin.call("POST", f"/v1/sessions/{session_id}/reroute", {"mitra_id": target})

    assert got.said == (status, why)
    assert await admin.get(f"/v1/sessions/{session_id}") == before
    assert (await admin.get("/v1/audit-log", action="session.reroute"))["total"] == 0


async def test_full_can_be_overridden_on_purpose(house: House, admin: Browser) -> None:
    """And the history says that it was."""
    session_id, target = await refused(house, admin, "mitra_full")

    body = {"mitra_id": target, "override_capacity": True}
    got = await admin.call("POST", f"/v1/sessions/{session_id}/reroute", body)

    assert got.status == 200
    last = (await admin.get(f"/v1/sessions/{session_id}"))["assignments"][-1]
    assert (last["mitra_id"], last["override_capacity"]) == (target, True)


async def test_a_reroute_needs_to_know_to_whom(operator: Browser) -> None:
    """An id that is none is named."""
    for body, field in (({}, "mitra_id"), ({"mitra_id": "Bintang"}, "mitra_id")):
        got = await operator.call("POST", f"/v1/sessions/{NOBODY}/reroute", body)
        assert got.said == (422, "invalid_data")
        assert got.fields == [field]


@pytest.mark.parametrize("body", [None, {}, {"reason": "It went on for too long."}])
async def test_a_session_is_ended(
    house: House, admin: Browser, body: dict[str, str] | None
) -> None:
    """Both are told by whom; again there is nothing to end; it is audited."""
    session_id, customer, mitra = await a_session(house)

    got = await admin.call("POST", f"/v1/sessions/{session_id}/end", body)

    assert got.status == 204
    told = {"session_id": session_id, "reason": "control_center"}
    assert await customer.hear("session.ended") == await mitra.hear("session.ended") == told
    found = await admin.get(f"/v1/sessions/{session_id}")
    assert (found["state"], found["end_reason"]) == ("ended", "control_center")
    again = await admin.call("POST", f"/v1/sessions/{session_id}/end", body)
    assert again.said == (409, "session_closed")
    (entry,) = (await admin.get("/v1/audit-log", action="session.end"))["items"]
    assert entry["user_id"] == (await admin.get("/v1/me"))["user"]["id"]
    note = body["reason"] if body else None
    assert entry["after"] == {"state": "ended", "reason": "control_center", "note": note}


async def test_nothing_is_not_found(operator: Browser) -> None:
    """A well-formed id of nothing."""
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/end", None),
        ("POST", "/reroute", {"mitra_id": NOBODY}),
    ):
        got = await operator.call(method, f"/v1/sessions/{NOBODY}{path}", body)
        assert got.said == (404, "session_not_found")
