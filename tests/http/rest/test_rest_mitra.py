"""POST /v1/mitra/login and GET /v1/mitra/me: by phone alone, and only who is known and active."""

from __future__ import annotations

from structlog.testing import capture_logs

from halobestie.db.mitras import edit_mitra
from halobestie.errors import Refused
from tests.http.rest.kit import ADMIN, NOW, OTHER_PHONE, PHONE, KnownMitra, Rest


async def test_a_mitra_logs_in_by_phone(rest: Rest, mitra: KnownMitra) -> None:
    """Given a mitra made in the control center, when the phone signs in, then 200 and a token."""
    got = await rest.mitra_login(await rest.by_phone(mitra.phone))

    assert got.status == 200
    assert set(got.body) == {"token", "expires_at", "mitra"}
    assert got.body["mitra"] == {
        "id": mitra.mitra_id,
        "display_name": "Awan",
        "phone": PHONE,
        "active": True,
    }
    me = await rest.call("GET", "/v1/mitra/me", token=got.body["token"])
    assert (me.status, me.body) == (200, {"mitra": got.body["mitra"]})


async def test_an_unknown_phone_is_told_so(rest: Rest, mitra: KnownMitra) -> None:
    """When the phone is nobody's, then 403 mitra_unknown, and no account is made of it."""
    got = await rest.mitra_login(await rest.by_phone(OTHER_PHONE))

    assert got.said == (403, "mitra_unknown")


async def test_an_inactive_mitra_is_told_so(rest: Rest, mitra: KnownMitra) -> None:
    """Given a mitra who was deactivated, when the phone signs in, then 403 mitra_inactive."""
    edited = await edit_mitra(rest.db, mitra.mitra_id, {"active": False}, ADMIN, NOW)
    assert not isinstance(edited, Refused)

    assert (await rest.mitra_login(await rest.by_phone())).said == (403, "mitra_inactive")


async def test_deactivating_ends_the_login(rest: Rest, mitra: KnownMitra) -> None:
    """Given a mitra who is logged in, when deactivated, then the token opens nothing more."""
    token = (await rest.mitra_login(await rest.by_phone())).body["token"]
    await edit_mitra(rest.db, mitra.mitra_id, {"active": False}, ADMIN, NOW)

    assert (await rest.call("GET", "/v1/mitra/me", token=token)).said == (401, "not_authenticated")


async def test_a_mitra_signs_in_by_phone_alone(rest: Rest, mitra: KnownMitra) -> None:
    """When somebody comes anonymously or by a social account, then 403 phone_sign_in_required."""
    for id_token in (await rest.anonymous(), await rest.social("someone")):
        assert (await rest.mitra_login(id_token)).said == (403, "phone_sign_in_required")


async def test_a_phone_linked_to_a_social_account_is_no_phone_sign_in(
    rest: Rest, mitra: KnownMitra
) -> None:
    """Given a phone linked long ago, when the social account signs in, then 403 all the same."""
    social = await rest.social("someone")
    await rest.by_phone(link_to=social)

    again = await rest.social("someone")

    assert (await rest.mitra_login(again)).said == (403, "phone_sign_in_required")


async def test_a_forged_token_opens_nothing(rest: Rest, mitra: KnownMitra) -> None:
    """When the ID token is forged, then 401 invalid_id_token."""
    assert (await rest.mitra_login("a.b.c")).said == (401, "invalid_id_token")


async def test_one_phone_is_two_accounts(rest: Rest, mitra: KnownMitra) -> None:
    """Given a mitra's phone, when it logs in as a customer, then that is another account."""
    as_customer = await rest.log_in(await rest.by_phone(), "Bulan")
    as_mitra = await rest.mitra_login(await rest.by_phone())

    assert (as_customer.status, as_mitra.status) == (201, 200)
    assert as_customer.body["customer"]["id"] != as_mitra.body["mitra"]["id"]
    assert as_customer.body["customer"]["display_name"] == "Bulan"


async def test_a_mitra_login_leaves_no_secret_in_the_log(rest: Rest, mitra: KnownMitra) -> None:
    """When a mitra logs in, and when one is refused, then no line holds a phone or a token."""
    with capture_logs() as logs:
        token = (await rest.mitra_login(await rest.by_phone())).body["token"]
        await rest.mitra_login(await rest.by_phone(OTHER_PHONE))

    events = [line["event"] for line in logs]
    assert {"mitra_logged_in", "mitra_login_refused"} <= set(events)
    for secret in (token, PHONE[3:], OTHER_PHONE[3:], "Awan"):
        assert secret not in str(logs)
