"""People at the local issuer: how they come in, in as few words as a test can read."""

from __future__ import annotations

import pytest

from halobestie.identity.local import LocalProvider
from halobestie.identity.local_sign_in import SignIn, SignInRefused
from tests.identity.conftest import NOW

PHONE = "+6281234567890"
OTHER_PHONE = "+6281234567891"


async def by_phone(local: LocalProvider, phone: str = PHONE, link_to: str | None = None) -> str:
    code = await local.request_otp(phone, NOW)
    return await local.sign_in(SignIn("phone", phone=phone, code=code, link_to=link_to), NOW)


async def by_google(local: LocalProvider, subject: str = "g-1", link_to: str | None = None) -> str:
    return await local.sign_in(SignIn("google", subject=subject, link_to=link_to), NOW)


async def refusal(local: LocalProvider, asked: SignIn) -> str:
    with pytest.raises(SignInRefused) as refused:
        await local.sign_in(asked, NOW)
    assert refused.value.__context__ is None
    return refused.value.code
