"""The local issuer: who comes in, with which token, on both stores."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest

from halobestie.clock import ManualClock
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_sign_in import SignIn, SignInRefused
from halobestie.identity.model import Identity, InvalidIdToken, SignInProvider
from tests.identity.conftest import NOW
from tests.identity.people import OTHER_PHONE, PHONE, by_google, by_phone, refusal


async def test_a_phone_signs_in_with_its_code(local: LocalProvider) -> None:
    """The token says by phone, which one, and when."""
    identity = await local.verify(await by_phone(local))

    assert identity == Identity(identity.uid, "phone", "phone", PHONE, NOW)
    assert len(identity.uid) == 28


async def test_a_credential_that_has_a_user_signs_that_user_in(local: LocalProvider) -> None:
    """The second time, and typed in another way, it is the same person."""
    first = await local.verify(await by_phone(local))

    again = await local.verify(await by_phone(local, "0812-3456-7890"))
    another = await local.verify(await by_phone(local, OTHER_PHONE))

    assert again.uid == first.uid != another.uid


@pytest.mark.parametrize("provider", ["google", "apple", "facebook"])
async def test_a_social_account_brings_a_name_that_ends_at_the_door(
    provider: SignInProvider, local: LocalProvider
) -> None:
    """The token carries name, e-mail and picture, so that dropping them is proven."""
    asked = SignIn(provider, subject="social-subject", name="Nama Media Sosial")
    token = await local.sign_in(asked, NOW)
    inside = jwt.decode(token, options={"verify_signature": False})

    identity = await local.verify(token)

    assert inside["name"] == "Nama Media Sosial"
    assert inside["email"] and inside["picture"]
    assert (identity.provider, identity.registered_via) == (provider, provider)
    for dropped in ("Nama Media Sosial", inside["email"], inside["picture"], "social-subject"):
        assert dropped not in repr(identity)
        assert dropped not in repr(asked)


async def test_the_same_subject_at_two_providers_is_two_users(local: LocalProvider) -> None:
    """A subject means something at its own provider alone."""
    google = await local.verify(await by_google(local, "same"))
    apple = await local.verify(await local.sign_in(SignIn("apple", subject="same"), NOW))

    assert google.uid != apple.uid


async def test_anonymous_is_somebody_new_each_time(local: LocalProvider) -> None:
    """Nothing but the token ties an anonymous user to anything."""
    one, two = [await local.verify(await local.sign_in(SignIn("anonymous"), NOW)) for _ in range(2)]

    assert one.uid != two.uid
    assert (one.provider, one.registered_via, one.phone) == ("anonymous", None, None)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (SignIn("anonymous", link_to="any"), "invalid_data"),
        (SignIn("google"), "invalid_data"),
        (SignIn("google", subject=""), "invalid_data"),
        (SignIn("google", subject="g" * 129), "invalid_data"),
        (SignIn("google", subject="g\0"), "invalid_data"),
        (SignIn("google", subject="żółć"), "invalid_data"),
        (SignIn("google", subject="g", name="n" * 201), "invalid_data"),
        (SignIn("phone", code="123456"), "invalid_phone"),
        (SignIn("phone", phone="12", code="123456"), "invalid_phone"),
        (SignIn("phone", phone=PHONE), "invalid_code"),
        (SignIn("phone", phone=PHONE, code="\ud800"), "invalid_code"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    asked: SignIn, code: str, local: LocalProvider
) -> None:
    """With a code, and before anything is stored."""
    assert await refusal(local, asked) == code


async def test_no_code_for_what_is_no_number(local: LocalProvider) -> None:
    """As everywhere: refused, not repeated."""
    with pytest.raises(SignInRefused) as refused:
        await local.request_otp("12", NOW)

    assert refused.value.code == "invalid_phone"


async def test_the_longest_name_still_fits_into_a_token(local: LocalProvider) -> None:
    """What the issuer hands out, its own screen lets in."""
    token = await local.sign_in(SignIn("anonymous"), NOW)
    for provider in ("google", "apple", "facebook"):
        asked = SignIn(provider, subject="s" * 128, name="🙂" * 200, link_to=token)
        token = await local.sign_in(asked, NOW)

    assert (await local.verify(token)).provider == "facebook"


async def test_a_token_is_good_for_an_hour(local: LocalProvider, clock: ManualClock) -> None:
    """By the server's clock, not the machine's."""
    token = await by_phone(local)
    clock.set(NOW + timedelta(minutes=59))
    assert (await local.verify(token)).auth_time == NOW

    clock.set(NOW + timedelta(minutes=61))
    with pytest.raises(InvalidIdToken) as refused:
        await local.verify(token)

    assert refused.value.reason == "expired"
