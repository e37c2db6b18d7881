"""POST /v1/customer/login: who comes in, who is new, who is refused, and what is never kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from tests.http.rest.kit import NOW, PHONE, Rest


async def test_the_first_login_makes_the_account(rest: Rest) -> None:
    """Given nobody yet, when somebody comes in anonymously with a name, then 201 and an account."""
    got = await rest.log_in(await rest.anonymous(), "  Bulan ")

    assert got.status == 201
    assert set(got.body) == {"token", "expires_at", "customer"}
    assert got.body["expires_at"] == "2026-03-31T21:00:00Z"
    customer = got.body["customer"]
    assert customer == {
        "id": customer["id"],
        "display_name": "Bulan",
        "registered": False,
        "registered_via": None,
        "phone": None,
        "created_at": "2026-03-01T21:00:00Z",
    }


async def test_the_second_login_finds_the_account(rest: Rest) -> None:
    """Given a customer, when the same user comes again, without a name, then 200, the same one."""
    id_token = await rest.anonymous()
    first = await rest.log_in(id_token)

    again = await rest.log_in(id_token, None)

    assert again.status == 200
    assert again.body["customer"] == first.body["customer"]
    assert again.body["token"] != first.body["token"]


async def test_a_name_at_a_later_login_changes_nothing(rest: Rest) -> None:
    """Given a customer, when a login brings another name, then the chosen one stays."""
    id_token = await rest.anonymous()
    await rest.log_in(id_token, "Bulan")

    again = await rest.log_in(id_token, "Bintang")

    assert again.body["customer"]["display_name"] == "Bulan"


async def test_a_registered_customer_sees_the_own_phone(rest: Rest) -> None:
    """When somebody signs in by phone, then the account is registered, and shows the number."""
    got = await rest.log_in(await rest.by_phone())

    assert got.body["customer"]["registered"] is True
    assert got.body["customer"]["registered_via"] == "phone"
    assert got.body["customer"]["phone"] == PHONE


@pytest.mark.parametrize("via", ["google", "apple", "facebook"])
async def test_a_social_name_never_comes_out_again(rest: Rest, via: str) -> None:
    """Given a social account with a name of its own, then no answer and no log line holds it."""
    wish = {"provider": via, "subject": "someone", "name": "Very Secret Name"}
    with capture_logs() as logs:
        id_token = (await rest.call("POST", "/v1/dev/sign-in", wish)).body["id_token"]
        got = await rest.log_in(id_token)

    assert got.body["customer"]["registered_via"] == via
    assert "Secret" not in str(got.body) + str(logs)


async def test_no_first_login_without_a_name(rest: Rest) -> None:
    """When somebody new brings no name, then 422 display_name_required, and there is no account."""
    id_token = await rest.anonymous()

    got = await rest.log_in(id_token, None)

    assert got.said == (422, "display_name_required")
    assert got.fields == ["display_name"]
    assert (await rest.log_in(id_token, "Bulan")).status == 201


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\0b", "a\nb", "a\u202eb", "a\ud800b"])
async def test_no_login_with_a_bad_name(rest: Rest, name: str) -> None:
    """When the name is too long, empty or hides something, then 422 and the name is not echoed."""
    got = await rest.log_in(await rest.anonymous(), name)

    assert got.said == (422, "invalid_display_name")
    assert got.fields == ["display_name"]


async def test_anonymity_off_refuses_the_anonymous_alone(rest: Rest) -> None:
    """Given anonymity is off, then an anonymous newcomer must register, a registered one may in."""
    await rest.anonymity(False)

    anonymous = await rest.log_in(await rest.anonymous())
    registered = await rest.log_in(await rest.social("someone"))

    assert anonymous.said == (403, "registration_required")
    assert registered.status == 201


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "e30.e30.", "é" * 20, "x" * 9000])
async def test_no_login_with_a_forged_token(rest: Rest, forged: str) -> None:
    """When the ID token is no token at all, then 401 invalid_id_token."""
    assert (await rest.log_in(forged)).said == (401, "invalid_id_token")


async def test_no_login_with_a_changed_token(rest: Rest) -> None:
    """When one byte of a good token's claims or signature is changed, then 401."""
    head, claims, signature = (await rest.anonymous()).split(".")
    other = (await rest.anonymous()).split(".")

    for forged in (f"{head}.{other[1]}.{signature}", f"{head}.{claims}.{other[2]}"):
        assert (await rest.log_in(forged)).said == (401, "invalid_id_token")


async def test_no_login_with_a_token_of_yesterday(rest: Rest) -> None:
    """When an ID token is older than its hour, then 401."""
    id_token = await rest.anonymous()
    rest.clock.set(NOW + timedelta(hours=2))

    assert (await rest.log_in(id_token)).said == (401, "invalid_id_token")


async def test_a_token_is_kept_as_its_hash(rest: Rest) -> None:
    """When somebody has logged in, then the token stands nowhere in the database."""
    token = await rest.customer()

    async with rest.db.connection() as connection:
        kept = await connection.fetch("SELECT * FROM logins")

    assert len(kept) == 1
    assert token not in str(kept)
    assert token.encode() not in bytes(kept[0]["token_hash"])


async def test_a_login_is_one_line_without_secrets(rest: Rest) -> None:
    """When somebody logs in by phone, then the log has the ids, and no token, phone or name."""
    with capture_logs() as logs:
        id_token = await rest.by_phone()
        got = await rest.log_in(id_token, "Rembulan")

    lines = [line for line in logs if line["event"] == "customer_logged_in"]
    assert [line["customer_id"] for line in lines] == [got.body["customer"]["id"]]
    for secret in (id_token, got.body["token"], PHONE, PHONE[3:], "Rembulan"):
        assert secret not in str(logs)
