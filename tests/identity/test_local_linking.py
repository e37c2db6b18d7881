"""Linking at the local issuer: the uid stays, and nobody's credential is taken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from halobestie.clock import ManualClock
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_sign_in import SignIn, SignInRefused
from halobestie.identity.local_store import Credential, LocalStore, MemoryLocalStore
from halobestie.identity.local_tokens import KID
from halobestie.identity.model import Identity
from tests.identity.conftest import NOW, Silent
from tests.identity.people import OTHER_PHONE, PHONE, by_google, by_phone, refusal


async def test_linking_keeps_the_uid(local: LocalProvider) -> None:
    """Anonymous, then a social account, then a phone: one person all along."""
    token = await local.sign_in(SignIn("anonymous"), NOW)
    uid = (await local.verify(token)).uid

    with_google = await by_google(local, link_to=token)
    with_phone = await local.verify(await by_phone(local, link_to=with_google))
    later = await local.verify(await by_google(local))

    assert with_phone == Identity(uid, "phone", "phone", PHONE, NOW)
    assert later == Identity(uid, "google", "google", PHONE, NOW)


async def test_linking_twice_is_linking_once(local: LocalProvider) -> None:
    """A retry of the same link answers as the first did."""
    token = await local.sign_in(SignIn("anonymous"), NOW)

    first = await local.verify(await by_google(local, link_to=token))
    second = await local.verify(await by_google(local, link_to=token))

    assert first == second


async def test_a_credential_of_somebody_else_is_in_use(local: LocalProvider) -> None:
    """Neither user changes: the phone stays with its owner, the other stays anonymous."""
    owner = await local.verify(await by_phone(local))
    token = await local.sign_in(SignIn("anonymous"), NOW)
    code = await local.request_otp(PHONE, NOW)

    asked = SignIn("phone", phone=PHONE, code=code, link_to=token)
    assert await refusal(local, asked) == "credential_in_use"

    # The code is still good for the choice that this answer gives: use that account.
    chosen = await local.sign_in(SignIn("phone", phone=PHONE, code=code), NOW)
    assert (await local.verify(chosen)).uid == owner.uid
    assert (await local.verify(token)).registered_via is None


async def test_who_has_no_code_learns_nothing_about_a_number(local: LocalProvider) -> None:
    """Whether a phone number is in use is told to its holder alone."""
    await by_phone(local)
    token = await local.sign_in(SignIn("anonymous"), NOW)

    asked = SignIn("phone", phone=PHONE, code="not it", link_to=token)

    assert await refusal(local, asked) == "invalid_code"


async def test_a_second_phone_is_not_linked(local: LocalProvider) -> None:
    """A user has one credential of each provider."""
    token = await by_phone(local)

    code = await local.request_otp(OTHER_PHONE, NOW)
    asked = SignIn("phone", phone=OTHER_PHONE, code=code, link_to=token)

    assert await refusal(local, asked) == "already_linked"


async def test_a_link_token_must_be_good(local: LocalProvider, silent: Silent) -> None:
    """One that is forged or expired links nothing."""
    token = await local.sign_in(SignIn("anonymous"), NOW)
    old = await local.sign_in(SignIn("anonymous"), NOW - timedelta(hours=2))

    for link_to in ("garbage", token[:-22], old):
        with pytest.raises(SignInRefused) as refused:
            await by_google(local, link_to=link_to)
        assert refused.value.code == "invalid_link_token"
        silent(link_to, refused.value)


async def test_a_link_token_of_nobody_links_nothing(
    local: LocalProvider, store: LocalStore, clock: ManualClock
) -> None:
    """Signed with our key, and yet of a user that this store does not know."""
    pem = await store.key(KID)
    assert pem is not None
    elsewhere = MemoryLocalStore()
    await elsewhere.keep_key(KID, pem, NOW)
    other = LocalProvider(elsewhere, clock)
    await other.prepare()
    token = await other.sign_in(SignIn("anonymous"), NOW)

    asked = SignIn("google", subject="g-1", link_to=token)

    assert await refusal(local, asked) == "invalid_link_token"
    assert await store.owner(Credential("google", "g-1")) is None
