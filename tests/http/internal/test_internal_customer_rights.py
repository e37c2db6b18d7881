"""The rights of the person in the control center: a file with all there is, and its end."""

from __future__ import annotations

import json

import pytest
import structlog

from halobestie.http.services import SERVICES
from halobestie.identity.model import IdentityProvider
from halobestie.messages import AccountShut
from tests.db.given import value
from tests.db.test_erasure import everything
from tests.http.internal.kit import NOBODY, Browser, House, Phone

NAME, NUMBER = "Senja Merindu", "+628119998887"
WHY = {"reason": "customer_asked"}


async def senja(house: House) -> tuple[str, str, Phone]:
    """Registered by phone, with her app open: the id, the token, the phone."""
    token = await house.customer_token(NAME, NUMBER)
    phone = await house.phone("customer", token)
    customer_id = await value(house.db, "SELECT id FROM customers WHERE phone = $1", NUMBER)
    return str(customer_id), token, phone


async def met(house: House, customer: Phone) -> None:
    """A session with Awan that has ended."""
    _, mitra = await house.online_mitra("Awan")
    session_id = await house.paired(customer, mitra)
    assert (await customer.ask("session.end", session_id=session_id))["type"] == "ok"
    await mitra.hear("session.ended")


async def test_an_export_is_a_file_with_all_there_is(house: House, admin: Browser) -> None:
    """To hand over: with whom the sessions were, and no secret of ours."""
    # given
    customer_id, token, phone = await senja(house)
    await met(house, phone)
    # when
    got = await admin.call("GET", f"/v1/customers/{customer_id}/export")
    # then
    assert got.status == 200
    name = f'attachment; filename="halobestie-customer-{customer_id}.json"'
    assert got.headers["Content-Disposition"] == name
    assert got.headers["Cache-Control"] == "no-store"
    told = got.body
    assert (told["customer"]["display_name"], told["customer"]["phone"]) == (NAME, NUMBER)
    assert [bestie["bestie"] for bestie in told["sessions"][0]["besties"]] == ["Awan"]
    assert len(told["logins"]) == len(told["identities"]) == len(told["requests"]) == 1
    assert token not in json.dumps(told)
    assert "hash" not in json.dumps(told)


async def test_erasing_ends_the_login_and_the_person(house: House, admin: Browser) -> None:
    """The phone's socket closes with 4500; the token opens nothing; no list finds the customer."""
    # given
    customer_id, token, phone = await senja(house)
    await met(house, phone)
    # when
    got = await admin.call("POST", f"/v1/customers/{customer_id}/erase", WHY)
    # then
    assert (got.status, got.body) == (200, {"provider_users": []})
    assert await phone.close_code() == 4500
    me = f"http://127.0.0.1:{house.app.public_port}/v1/customer/me"
    async with admin.http.get(me, headers={"Authorization": f"Bearer {token}"}) as response:
        assert response.status == 401
    path = f"/v1/customers/{customer_id}"
    assert (await admin.call("GET", path)).said == (404, "customer_not_found")
    assert (await admin.call("GET", f"{path}/export")).said == (404, "customer_not_found")
    assert (await admin.get("/v1/customers", q="Senja"))["total"] == 0
    (session,) = (await admin.get("/v1/sessions"))["items"]
    assert session["customer"]["display_name"] == "(dihapus)"
    for table, rows in (await everything(house.db)).items():
        assert NAME not in rows and NUMBER not in rows, table


async def test_no_csv_knows_her_any_more(house: House, admin: Browser) -> None:
    """They read the same tables."""
    customer_id, _, phone = await senja(house)
    await met(house, phone)
    paths = ("/v1/requests.csv", "/v1/sessions.csv")
    span = "?from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z"
    for path in paths:
        assert NAME in (await admin.call("GET", path + span)).body
    await admin.call("POST", f"/v1/customers/{customer_id}/erase", WHY)
    for path in paths:
        text = (await admin.call("GET", path + span)).body
        assert NAME not in text and customer_id not in text
        assert "(dihapus)" in text


async def test_the_audit_log_and_the_log_know_an_id(house: House, admin: Browser) -> None:
    """Who did it, when, to whom, why; not what she was called or dialled."""
    customer_id, _, _ = await senja(house)
    with structlog.testing.capture_logs() as lines:
        await admin.get(f"/v1/customers/{customer_id}/export")
        await admin.call("POST", f"/v1/customers/{customer_id}/erase", WHY)
    me = (await admin.get("/v1/me"))["user"]["id"]
    entries = (await admin.get("/v1/audit-log", subject_id=customer_id))["items"]
    assert [(e["action"], e["user_id"], e["after"]) for e in entries] == [
        ("customer.erase", me, WHY),
        ("customer.export", me, None),
    ]
    said = [line for line in lines if line["event"] in ("customer_exported", "customer_erased")]
    assert [line["customer_id"] for line in said] == [customer_id] * 2
    for told in (str(lines), str(entries)):
        assert NAME not in told and NUMBER not in told


async def test_not_while_a_request_is_open_or_a_session_runs(house: House, admin: Browser) -> None:
    """409, and the phone notices nothing."""
    # given
    customer_id, _, phone = await senja(house)
    path = f"/v1/customers/{customer_id}/erase"
    _, mitra = await house.online_mitra()
    asked = await phone.ask("request.create")
    # then
    assert (await admin.call("POST", path, WHY)).said == (409, "customer_busy")
    # when
    offer = {"request_id": asked["data"]["request_id"]}
    assert (await mitra.ask("offer.accept", **offer))["type"] == "ok"
    started = await phone.hear("session.started")
    # then
    assert (await admin.call("POST", path, WHY)).said == (409, "customer_busy")
    session_id = started["session"]["session_id"]
    assert (await phone.ask("session.end", session_id=session_id))["type"] == "ok"
    assert (await admin.call("POST", path, WHY)).status == 200


async def test_again_is_as_good_as_once(house: House, admin: Browser) -> None:
    """The same answer, no second line; somebody unknown is unknown."""
    customer_id, _, _ = await senja(house)
    path = f"/v1/customers/{customer_id}/erase"
    for _ in range(2):
        assert (await admin.call("POST", path, WHY)).status == 200
    lines = await admin.get("/v1/audit-log", action="customer.erase")
    assert lines["total"] == 1
    got = await admin.call("POST", f"/v1/customers/{NOBODY}/erase", WHY)
    assert got.said == (404, "customer_not_found")


@pytest.mark.parametrize("body", [{}, {"reason": "Senja asked me to"}, {"reason": None}])
async def test_the_reason_is_one_of_a_few(house: House, admin: Browser, body: object) -> None:
    """Words could say what was just taken out."""
    customer_id, _, _ = await senja(house)
    got = await admin.call("POST", f"/v1/customers/{customer_id}/erase", body)
    assert got.said == (422, "invalid_data")
    assert "Senja" not in json.dumps(got.body)


async def test_the_number_comes_again_as_somebody_new(house: House, admin: Browser) -> None:
    """With a new name, and an empty history."""
    customer_id, _, _ = await senja(house)
    await admin.call("POST", f"/v1/customers/{customer_id}/erase", WHY)
    await house.customer_token("Fajar", NUMBER)
    found = (await admin.get("/v1/customers", q="08119998887"))["items"]
    assert [one["display_name"] for one in found] == ["Fajar"]
    assert found[0]["id"] != customer_id


class Elsewhere:
    """Somebody's identity provider, which keeps its own users."""

    name = "firebase"

    def __init__(self, provider: IdentityProvider) -> None:
        self._provider = provider

    def __getattr__(self, name: str) -> object:
        return getattr(self._provider, name)


async def test_users_that_others_keep_are_named_once(house: House, admin: Browser) -> None:
    """They are to be deleted where they are; here nobody knows them any more."""
    # given
    customer_id, _, _ = await senja(house)
    uid = await value(house.db, "SELECT uid FROM customer_identities")
    services = house.internal[SERVICES]
    object.__setattr__(services, "identity", Elsewhere(services.identity))
    path = f"/v1/customers/{customer_id}/erase"
    # then
    assert (await admin.call("POST", path, WHY)).body == {"provider_users": [uid]}
    assert (await admin.call("POST", path, WHY)).body == {"provider_users": []}


async def test_other_nodes_hear_that_the_account_is_shut(house: House, admin: Browser) -> None:
    """Her phone may be on any of them; what they hear is an id and a code."""
    customer_id, _, _ = await senja(house)
    heard: list[object] = []
    object.__setattr__(house.internal[SERVICES], "announce", heard.append)
    await admin.call("POST", f"/v1/customers/{customer_id}/erase", WHY)
    assert heard == [AccountShut("customer", customer_id, 4500)]
