"""Guessing passwords is slow, and nobody is locked out for good."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from limits.storage import memory

from halobestie.errors import Refusal
from halobestie.http import login_throttle
from halobestie.http.login_throttle import LoginThrottle

HOME = "198.51.100.4"


class Now:
    """The time that the library reads: it moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def time(self) -> float:
        return self.seconds


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[Now]:
    moved = Now()
    monkeypatch.setattr(memory, "time", moved)
    monkeypatch.setattr(login_throttle, "time", moved)
    yield moved
    assert time.time() > moved.seconds  # only theirs stood still


@pytest.fixture
def throttle(now: Now) -> LoginThrottle:
    return LoginThrottle()


def fail(throttle: LoginThrottle, email: str, address: str, times: int = 1) -> None:
    for _ in range(times):
        with throttle.attempt(email, address) as attempt:
            attempt.failed()


def wait_s(throttle: LoginThrottle, email: str, address: str) -> int | None:
    """How long this try has to wait; None when it is looked at."""
    try:
        with throttle.attempt(email, address):
            return None
    except Refusal as no:
        assert no.refused.code == "too_many_attempts"
        return no.retry_after_s


def test_five_failures_and_the_account_waits_at_that_address(
    throttle: LoginThrottle, now: Now
) -> None:
    """It is told how long, and by then it is over."""
    fail(throttle, "ani@x", HOME, 5)

    assert wait_s(throttle, "ani@x", HOME) == 300
    assert wait_s(throttle, "budi@x", HOME) is None
    now.seconds += 299
    assert wait_s(throttle, "ani@x", HOME) == 1
    now.seconds += 1.1
    assert wait_s(throttle, "ani@x", HOME) is None


def test_a_refused_try_does_not_make_it_longer(throttle: LoginThrottle, now: Now) -> None:
    """Whoever goes on hammering waits no longer than whoever stops."""
    fail(throttle, "ani@x", HOME, 5)
    for _ in range(100):
        now.seconds += 2
        assert wait_s(throttle, "ani@x", HOME)

    now.seconds += 101
    assert wait_s(throttle, "ani@x", HOME) is None


def test_a_right_password_forgets_the_wrong_ones(throttle: LoginThrottle) -> None:
    """Four typing mistakes, then right: the next mistakes count from one again."""
    fail(throttle, "ani@x", HOME, 4)
    with throttle.attempt("ani@x", HOME) as attempt:
        attempt.succeeded()

    fail(throttle, "ani@x", HOME, 4)
    assert wait_s(throttle, "ani@x", HOME) is None


def test_twenty_failures_and_the_address_waits(throttle: LoginThrottle) -> None:
    """Trying one password on many accounts is guessing too."""
    for number in range(20):
        fail(throttle, f"user{number}@x", HOME)

    assert wait_s(throttle, "somebody.else@x", HOME) == 300
    assert wait_s(throttle, "somebody.else@x", "203.0.113.7") is None


def test_many_tries_at_once_are_no_way_around(throttle: LoginThrottle) -> None:
    """Tries that are still under way count as failures until they are not."""
    open_tries = [throttle.attempt("ani@x", HOME) for _ in range(5)]
    for one in open_tries:
        one.__enter__()

    assert wait_s(throttle, "ani@x", HOME) is not None

    for one in open_tries:
        one.__exit__(None, None, None)
    assert wait_s(throttle, "ani@x", HOME) is None


def hammer(throttle: LoginThrottle, email: str) -> None:
    """Fifty failures from ten addresses."""
    for network in range(10):
        fail(throttle, email, f"203.0.113.{network}", 5)


def test_an_account_under_attack_lets_its_user_in_from_a_known_address(
    throttle: LoginThrottle,
) -> None:
    """Not even after a few typing mistakes is the user kept out."""
    with throttle.attempt("ani@x", HOME) as attempt:
        attempt.succeeded()
    hammer(throttle, "ani@x")

    fail(throttle, "ani@x", HOME, 4)
    assert wait_s(throttle, "ani@x", HOME) is None


def test_an_account_under_attack_looks_at_the_first_try_of_a_stranger(
    throttle: LoginThrottle, now: Now
) -> None:
    """A user on the way has one try; a botnet has one for each of its addresses in 15 minutes."""
    hammer(throttle, "ani@x")

    assert wait_s(throttle, "ani@x", "192.0.2.99") is None
    fail(throttle, "ani@x", "192.0.2.99")
    assert wait_s(throttle, "ani@x", "192.0.2.99") == 900
    now.seconds += 901
    assert wait_s(throttle, "ani@x", "192.0.2.99") is None


def test_an_ipv6_network_is_one_address(throttle: LoginThrottle) -> None:
    """Who has one address of a /64 has all of them."""
    fail(throttle, "ani@x", "2001:db8:1:2::1", 5)

    assert wait_s(throttle, "ani@x", "2001:db8:1:2:ffff::9")
    assert wait_s(throttle, "ani@x", "2001:db8:1:3::1") is None
