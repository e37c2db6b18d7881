"""The local issuer's doors: codes, sign-ins, links, and that they are shut without it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from halobestie.clock import ManualClock
from halobestie.http.services import Services
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.referee import FirebaseProject
from tests.http.rest.kit import NOW, PHONE, Got, Rest

OTP = "/v1/dev/otp"
SIGN_IN = "/v1/dev/sign-in"


async def _code(rest: Rest, phone: str = PHONE) -> str:
    return str((await rest.call("POST", OTP, {"phone": phone})).body["code"])


async def _phone(rest: Rest, code: str, **more: Any) -> Got:
    wish = {"provider": "phone", "phone": PHONE, "code": code, **more}
    return await rest.call("POST", SIGN_IN, wish)


async def test_a_code_is_answered_and_printed_without_the_number(rest: Rest) -> None:
    """When a code is asked for, then it is in the answer and on the console, and in no log line."""
    with capture_logs() as logs:
        code = await _code(rest)

    assert len(code) == 6 and code.isdigit()
    assert len(rest.printed) == 1 and code in rest.printed[0]
    for hidden in (PHONE, PHONE[3:]):
        assert hidden not in rest.printed[0] + str(logs)
    assert code not in str(logs)


@pytest.mark.parametrize("typed", ["081234567890", "0812-3456-7890", "+62 812 3456 7890"])
async def test_a_number_may_be_typed_as_people_do(rest: Rest, typed: str) -> None:
    """When an Indonesian number is typed in its ways, then it is the same phone."""
    code = await _code(rest, typed)

    assert (await _phone(rest, code)).status == 200


@pytest.mark.parametrize(
    "typed", ["", "x", "123", "0", "+62", "0812345\0", "\ud800", "0" * 41, 62, []]
)
async def test_what_is_no_number_is_refused(rest: Rest, typed: object) -> None:
    """When it is no phone number, then 422 on the field, and it is not repeated."""
    for path, more in ((OTP, {}), (SIGN_IN, {"provider": "phone", "code": "123456"})):
        got = await rest.call("POST", path, {"phone": typed, **more})
        assert (got.said, got.fields) == ((422, "invalid_phone"), ["phone"])


async def test_a_sign_in_by_phone_needs_the_phone(rest: Rest) -> None:
    """When the phone is missing, then 422 invalid_phone."""
    got = await rest.call("POST", SIGN_IN, {"provider": "phone", "code": "123456"})

    assert (got.said, got.fields) == ((422, "invalid_phone"), ["phone"])


async def test_a_wrong_code_is_refused(rest: Rest) -> None:
    """When the code is another, missing, or was used before, then 401 invalid_code."""
    code = await _code(rest)
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    assert (await _phone(rest, wrong)).said == (401, "invalid_code")
    assert (await _phone(rest, "é")).said == (401, "invalid_code")
    assert (await _phone(rest, code)).status == 200
    assert (await _phone(rest, code)).said == (401, "invalid_code")


async def test_an_old_code_is_refused(rest: Rest) -> None:
    """When the code is older than five minutes, then 401 expired_code."""
    code = await _code(rest)
    rest.clock.set(NOW + timedelta(minutes=5))

    assert (await _phone(rest, code)).said == (401, "expired_code")


async def test_linking_keeps_the_user(rest: Rest) -> None:
    """Given an anonymous customer, when a phone is linked to the user, then it is the same one."""
    anonymous = await rest.anonymous()
    customer = (await rest.log_in(anonymous)).body["customer"]

    linked = await rest.by_phone(link_to=anonymous)

    assert (await rest.log_in(linked, None)).body["customer"]["id"] == customer["id"]


async def test_a_credential_of_another_user_is_not_linked(rest: Rest) -> None:
    """Given a phone that has a user, when another user links it, then 409 credential_in_use."""
    await rest.by_phone()

    got = await _phone(rest, await _code(rest), link_to=await rest.anonymous())

    assert got.said == (409, "credential_in_use")


async def test_a_second_credential_of_one_kind_is_not_linked(rest: Rest) -> None:
    """Given a user with a social account, when another of that provider is linked, then 409."""
    mine = await rest.social("one")

    wish = {"provider": "google", "subject": "two", "link_to": mine}

    assert (await rest.call("POST", SIGN_IN, wish)).said == (409, "already_registered")


async def test_linking_to_a_forged_token_is_refused(rest: Rest) -> None:
    """When the token to link to is forged, then 401 invalid_id_token."""
    wish = {"provider": "google", "subject": "one", "link_to": "a.b.c"}

    assert (await rest.call("POST", SIGN_IN, wish)).said == (401, "invalid_id_token")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({}, "provider"),
        ({"provider": "twitter"}, "provider"),
        ({"provider": "google"}, "subject"),
        ({"provider": "google", "subject": ""}, "subject"),
        ({"provider": "google", "subject": "x" * 129}, "subject"),
        ({"provider": "google", "subject": "é"}, "subject"),
        ({"provider": "google", "subject": "a\0"}, "subject"),
        ({"provider": "google", "subject": "a", "name": "x" * 201}, "name"),
        ({"provider": "anonymous", "link_to": "a.b.c"}, "link_to"),
        ({"provider": "anonymous", "more": 1}, "more"),
    ],
)
async def test_a_wish_that_does_not_fit(rest: Rest, wish: dict[str, Any], field: str) -> None:
    """When the wish does not fit, then 422 names the field."""
    got = await rest.call("POST", SIGN_IN, wish)

    assert (got.said, got.fields) == ((422, "invalid_data"), [field])


async def test_without_the_local_issuer_there_are_no_such_doors(
    serve: Callable[[Services], Awaitable[Rest]], services: Services, clock: ManualClock
) -> None:
    """Given Firebase signs people in, when somebody knocks at the local doors, then 404."""
    firebase = FirebaseProvider(FirebaseProject("demo-halobestie"), clock)
    rest = await serve(replace(services, identity=firebase))

    for path, wish in ((OTP, {"phone": PHONE}), (SIGN_IN, {"provider": "anonymous"}), (OTP, {})):
        assert (await rest.call("POST", path, wish)).said == (404, "not_found")
        assert (await rest.call("GET", path)).said == (404, "not_found")
    await firebase.close()
