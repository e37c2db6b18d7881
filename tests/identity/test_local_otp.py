"""One-time codes: right once, within five minutes, after at most five wrong tries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from halobestie.clock import ManualClock
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_otp import LIFETIME, new_otp, try_otp
from halobestie.identity.local_sign_in import SignIn, SignInRefused
from tests.identity.conftest import NOW

PHONE = "+6281234567890"


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


async def attempt(local: LocalProvider, code: str, after: timedelta = timedelta(0)) -> str:
    """ "in", or the code of the refusal."""
    try:
        await local.sign_in(SignIn("phone", phone=PHONE, code=code), NOW + after)
    except SignInRefused as refused:
        return refused.code
    return "in"


def test_a_code_is_six_digits_and_not_always_the_same() -> None:
    """With zeros in front, where they fall."""
    codes = {new_otp(NOW).code for _ in range(50)}

    assert len(codes) > 1
    assert all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes)


def test_a_code_is_right_until_its_last_moment() -> None:
    """At five minutes it is over."""
    otp = new_otp(NOW)

    assert try_otp(otp, otp.code, NOW + LIFETIME - timedelta(seconds=1)) == ("right", None)
    assert try_otp(otp, otp.code, NOW + LIFETIME) == ("expired", otp)


def test_a_code_stays_out_of_the_repr() -> None:
    """A log of it opens nothing."""
    otp = new_otp(NOW)

    assert otp.code not in repr(otp).replace(str(otp.expires_at), "")


async def test_a_code_is_spent_when_used(local: LocalProvider) -> None:
    """The second time there is none."""
    code = await local.request_otp(PHONE, NOW)

    assert [await attempt(local, code) for _ in range(2)] == ["in", "invalid_code"]


async def test_the_fifth_wrong_try_is_the_last(local: LocalProvider) -> None:
    """After it even the right code is late; asking for a new one helps."""
    code = await local.request_otp(PHONE, NOW)

    tries = [await attempt(local, wrong(code)) for _ in range(5)]

    assert tries == ["invalid_code"] * 5
    assert await attempt(local, code) == "expired_code"
    assert await attempt(local, await local.request_otp(PHONE, NOW)) == "in"


async def test_four_wrong_tries_are_forgiven(local: LocalProvider) -> None:
    """The fifth may be right."""
    code = await local.request_otp(PHONE, NOW)

    tries = [await attempt(local, wrong(code)) for _ in range(4)]

    assert [*tries, await attempt(local, code)] == [*["invalid_code"] * 4, "in"]


async def test_a_new_code_replaces_the_old(local: LocalProvider) -> None:
    """Only the last one that was sent opens."""
    old = await local.request_otp(PHONE, NOW)
    new = await local.request_otp(PHONE, NOW)
    while new == old:
        new = await local.request_otp(PHONE, NOW)

    assert [await attempt(local, old), await attempt(local, new)] == ["invalid_code", "in"]


async def test_a_code_runs_out(local: LocalProvider, clock: ManualClock) -> None:
    """By the time that the caller gives, not by any clock."""
    code = await local.request_otp(PHONE, NOW)

    assert await attempt(local, code, LIFETIME) == "expired_code"
    assert await attempt(local, code, LIFETIME - timedelta(seconds=1)) == "in"


async def test_a_code_is_for_its_own_phone(local: LocalProvider) -> None:
    """Another number's code does not open this one."""
    code = await local.request_otp("+6281234567891", NOW)

    assert await attempt(local, code) == "invalid_code"


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "１２３４５６", "\ud800"])
def test_what_is_no_code_is_only_wrong(code: str) -> None:
    """And costs a try, as any other wrong one."""
    outcome, left = try_otp(new_otp(NOW), code, NOW)

    assert outcome == "wrong"
    assert left is not None and left.tries_left == 4
