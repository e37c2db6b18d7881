"""Chat requests in the control center: why did nobody come, and ending one that is stuck."""

from __future__ import annotations

from tests.http.internal.kit import NOBODY, Browser, House


async def test_the_ledger_says_how_each_offer_ended(house: House, operator: Browser) -> None:
    """Three were offered it: one declined, one won, one was too late."""
    first, one = await house.online_mitra("Awan")
    second, two = await house.online_mitra("Bintang")
    third, three = await house.online_mitra("Cahaya")
    customer = await house.customer()
    request_id = (await customer.ask("request.create"))["data"]["request_id"]
    for phone in (one, two, three):
        await phone.hear("offer.new")
    await one.ask("offer.decline", request_id=request_id)
    won = await two.ask("offer.accept", request_id=request_id)

    async def detail() -> object:
        return await operator.get(f"/v1/requests/{request_id}")

    found = await house.until(
        detail, lambda it: all(offer["outcome"] != "offered" for offer in it["offers"])
    )

    assert {offer["mitra_id"]: offer["outcome"] for offer in found["offers"]} == {
        first: "declined",
        second: "won",
        third: "taken",
    }
    assert {offer["display_name"] for offer in found["offers"]} == {"Awan", "Bintang", "Cahaya"}
    assert all(offer["offered_at"] <= offer["at"] for offer in found["offers"])
    assert found["state"] == "accepted"
    assert found["mitra"] == {"id": second, "display_name": "Bintang"}
    assert found["session_id"] == won["data"]["session"]["session_id"]
    assert found["customer"]["display_name"] == "Bulan"


async def test_requests_are_listed_and_filtered(house: House, operator: Browser) -> None:
    """By state, by customer, by name; the newest first."""
    waiting, gone = await house.customer("Bulan"), await house.customer("Surya")
    open_id = (await waiting.ask("request.create"))["data"]["request_id"]
    gone_id = (await gone.ask("request.create"))["data"]["request_id"]
    await gone.ask("request.cancel", request_id=gone_id)

    async def ids(**query: object) -> list[str]:
        found = await operator.get("/v1/requests", **query)
        assert found["total"] == len(found["items"])
        return [request["request_id"] for request in found["items"]]

    assert set(await ids()) == {open_id, gone_id}
    assert await ids(state="open") == [open_id]
    assert await ids(state="cancelled") == [gone_id]
    assert await ids(q="sury") == [gone_id]
    customer = (await operator.get(f"/v1/requests/{open_id}"))["customer"]["id"]
    assert await ids(customer_id=customer.upper()) == [open_id]


async def test_a_request_that_is_stuck_is_cancelled(house: House, admin: Browser) -> None:
    """Customer and mitra are told by whom; again there is nothing to cancel; it is audited."""
    _, mitra = await house.online_mitra()
    customer = await house.customer()
    request_id = (await customer.ask("request.create"))["data"]["request_id"]
    await mitra.hear("offer.new")

    got = await admin.call("POST", f"/v1/requests/{request_id}/cancel")

    assert got.status == 204
    told = await customer.hear("request.cancelled")
    assert told == {"request_id": request_id, "by": "control_center"}
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "cancelled"
    found = await admin.get(f"/v1/requests/{request_id}")
    assert (found["state"], found["reason"]) == ("cancelled", "control_center")
    again = await admin.call("POST", f"/v1/requests/{request_id}/cancel")
    assert again.said == (409, "request_closed")
    (entry,) = (await admin.get("/v1/audit-log", subject_id=request_id))["items"]
    assert entry["user_id"] == (await admin.get("/v1/me"))["user"]["id"]


async def test_nothing_is_not_found(operator: Browser) -> None:
    """A well-formed id of nothing."""
    for method, path in (("GET", ""), ("POST", "/cancel")):
        got = await operator.call(method, f"/v1/requests/{NOBODY}{path}")
        assert got.said == (404, "request_not_found")
