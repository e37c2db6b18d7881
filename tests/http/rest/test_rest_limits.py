"""How often somebody may come over REST: generous for people, a wall for a script."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from limits import parse, strategies
from limits.storage import memory
from pydantic import SecretStr

from halobestie.config import Config
from halobestie.http import customer, dev, limits, mitra
from halobestie.http.limits import ALL, LIMITS, LOGIN, SOCKETS_OF_ADDRESS, Limit, Limits
from halobestie.http.services import Services
from tests.http.rest.kit import OTHER_PHONE, PHONE, Got, KnownMitra, Rest

HOME, CAFE = "198.51.100.4", "203.0.113.9"
THREE = parse("3 per minute")


class Now:
    """The time that the library reads: it moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def time(self) -> float:
        return self.seconds


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[Now]:
    moved = Now()
    for module in (memory, strategies, limits):
        monkeypatch.setattr(module, "time", moved)
    yield moved
    assert time.time() > moved.seconds  # only theirs stood still


# -- the counting ------------------------------------------------------------------------------


def three(name: str = "three") -> Limit:
    return Limit(name, THREE)


def test_the_fourth_waits_until_there_is_room(now: Now) -> None:
    """What is refused does not count: whoever waits gets in, however often they asked."""
    counted = Limits()
    assert [counted.wait_s(three(), HOME) for _ in range(3)] == [0, 0, 0]
    waits = [counted.wait_s(three(), HOME) for _ in range(50)]
    assert all(1 <= wait <= 60 for wait in waits)
    assert counted.refusals == {"three": 50}
    now.seconds += 121
    assert counted.wait_s(three(), HOME) == 0


def test_each_address_and_each_key_has_its_own(now: Now) -> None:
    """A neighbour, another account, another limit: none of them is any fuller."""
    counted = Limits()
    for _ in range(4):
        counted.wait_s(three(), HOME)
        counted.wait_s(three(), HOME, "an account")
    assert counted.wait_s(three(), CAFE) == 0
    assert counted.wait_s(three(), HOME, "another account") == 0
    assert counted.wait_s(three("other"), HOME) == 0
    assert counted.wait_s(three(), CAFE, "an account") > 0, "an account is one, from wherever"


def test_who_has_a_whole_network_is_one(now: Now) -> None:
    """The /64 of somebody's IPv6."""
    counted = Limits()
    assert [counted.wait_s(three(), f"2001:db8:1:2::{n}") > 0 for n in range(4)] == [
        False,
        False,
        False,
        True,
    ]


def test_this_machine_is_spared_where_it_is_said(now: Now) -> None:
    """In development; and nobody else is."""
    spared, strict = Limits(spare_loopback=True), Limits()
    assert not any(spared.wait_s(three(), "127.0.0.1") for _ in range(10))
    assert any(strict.wait_s(three(), "127.0.0.1") for _ in range(10))
    assert any(spared.wait_s(three(), HOME) for _ in range(10))


def test_nothing_that_names_somebody_is_kept(now: Now) -> None:
    """Neither the address nor the number can be read from what is remembered."""
    counted = Limits()
    counted.wait_s(three(), HOME)
    counted.wait_s(three(), HOME, PHONE)
    kept = str(vars(counted._windows._windows.storage))
    assert "LIMITER" in kept, "else this would show nothing"
    assert HOME not in kept and PHONE not in kept


def test_an_address_has_so_many_seats(now: Now, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is left is free again."""
    monkeypatch.setattr(limits, "SOCKETS_OF_ADDRESS", 2)
    counted = Limits()
    with counted.seat(HOME) as first, counted.seat(HOME) as second:
        with counted.seat(HOME) as third, counted.seat(CAFE) as elsewhere:
            assert (first, second, third, elsewhere) == (True, True, False, True)
        with counted.seat(HOME) as again:
            assert not again
    with counted.seat(HOME) as free:
        assert free
    assert not counted._open


def test_the_limits_are_for_people() -> None:
    """A bus full of phones behind one address does not meet one."""
    by_address = [one for one in ALL if one.name.endswith("_address")]
    assert len({one.name for one in ALL}) == len(ALL)
    for one in by_address:
        assert one.window.amount / one.window.get_expiry() >= 10 / 60, one.name
    assert SOCKETS_OF_ADDRESS >= 1000


# -- over REST ----------------------------------------------------------------------------------


@pytest_asyncio.fixture
async def behind_a_proxy(services: Services, serve: Callable[[Services], Awaitable[Rest]]) -> Rest:
    """The listener behind a proxy on this machine, whose word counts."""
    config = Config(_env_file=None, trusted_proxies=("127.0.0.0/8",))
    return await serve(replace(services, config=config))


async def said(rest: Rest, path: str, body: dict[str, Any], address: str = HOME) -> Got:
    return await rest.call("POST", path, body, headers={"X-Forwarded-For": address})


async def often(rest: Rest, path: str, body: dict[str, Any], address: str = HOME) -> list[int]:
    return [(await said(rest, path, body, address)).status for _ in range(5)]


@pytest.mark.parametrize(
    ("path", "module"), [("/v1/customer/login", customer), ("/v1/mitra/login", mitra)]
)
async def test_logins_of_an_address(
    behind_a_proxy: Rest, monkeypatch: pytest.MonkeyPatch, now: Now, path: str, module: Any
) -> None:
    """Given three a minute, then the fourth is told how long to wait; others come in as ever."""
    # given
    monkeypatch.setattr(module, "LOGIN", replace(LOGIN, window=THREE))
    token = await behind_a_proxy.customer()
    # when
    assert await often(behind_a_proxy, path, {"id_token": "x"}) == [401, 401, 401, 429, 429]
    # then
    got = await said(behind_a_proxy, path, {"id_token": "x"})
    assert got.said == (429, "too_many_attempts")
    assert 1 <= int(got.headers["Retry-After"]) <= 60
    assert got.body["temporary"]
    assert (await said(behind_a_proxy, path, {"id_token": "x"}, CAFE)).status == 401
    headers = {"X-Forwarded-For": HOME}
    me = await behind_a_proxy.call("GET", "/v1/customer/me", token=token, headers=headers)
    assert me.status == 200, "whoever is inside notices nothing"
    now.seconds += 121
    assert (await said(behind_a_proxy, path, {"id_token": "x"})).status == 401


async def test_logins_of_an_account(behind_a_proxy: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    """From wherever they come."""
    monkeypatch.setattr(customer, "LOGIN_OF_ACCOUNT", three())
    body = {"id_token": await behind_a_proxy.social("42"), "display_name": "Bulan"}
    answers = [
        (await said(behind_a_proxy, "/v1/customer/login", body, f"198.51.100.{n}")).status
        for n in range(5)
    ]
    assert answers == [201, 200, 200, 429, 429]
    other = {"id_token": await behind_a_proxy.social("43"), "display_name": "Senja"}
    assert (await said(behind_a_proxy, "/v1/customer/login", other)).status == 201


async def test_anonymous_accounts_of_an_address(
    behind_a_proxy: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accounts that cost nothing; who registered comes in from there as ever."""
    monkeypatch.setattr(customer, "ANONYMOUS", three())
    answers = []
    for _ in range(5):
        body = {"id_token": await behind_a_proxy.anonymous(), "display_name": "Bulan"}
        answers.append((await said(behind_a_proxy, "/v1/customer/login", body)).status)
    assert answers == [201, 201, 201, 429, 429]
    body = {"id_token": await behind_a_proxy.social("42"), "display_name": "Senja"}
    assert (await said(behind_a_proxy, "/v1/customer/login", body)).status == 201


async def test_codes_for_a_number(behind_a_proxy: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's phone is rung all night, from wherever it is asked for."""
    monkeypatch.setattr(dev, "OTP_OF_PHONE", three())
    answers = [
        (await said(behind_a_proxy, "/v1/dev/otp", {"phone": PHONE}, f"198.51.100.{n}")).status
        for n in range(5)
    ]
    assert answers == [200, 200, 200, 429, 429]
    assert (await said(behind_a_proxy, "/v1/dev/otp", {"phone": OTHER_PHONE})).status == 200


async def test_codes_for_an_address(behind_a_proxy: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever number they are for."""
    monkeypatch.setattr(dev, "OTP", three())
    answers = [
        (await said(behind_a_proxy, "/v1/dev/otp", {"phone": f"+62811000000{n}"})).status
        for n in range(5)
    ]
    assert answers == [200, 200, 200, 429, 429]


async def test_a_mitra_who_is_known_comes_in(behind_a_proxy: Rest, mitra: KnownMitra) -> None:
    """The limits themselves are far away."""
    id_token = await behind_a_proxy.by_phone(mitra.phone)
    assert (await said(behind_a_proxy, "/v1/mitra/login", {"id_token": id_token})).status == 200


# -- whose word about the address counts ----------------------------------------------------------


async def test_nobodys_word_counts_who_is_no_proxy(
    rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who makes up another address for each try is one all the same; and so is everybody behind a
    proxy on this machine that the settings do not name."""
    monkeypatch.setattr(customer, "LOGIN", three())
    answers = [
        (await said(rest, "/v1/customer/login", {"id_token": "x"}, f"198.51.100.{n}")).status
        for n in range(5)
    ]
    assert answers == [401, 401, 401, 429, 429]


async def test_on_this_machine_nobody_is_counted_in_development(
    rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A simulated evening comes from one address."""
    monkeypatch.setattr(customer, "LOGIN", three())
    body = {"id_token": "x"}
    answers = [(await rest.call("POST", "/v1/customer/login", body)).status for _ in range(5)]
    assert answers == [401] * 5


async def test_in_production_everybody_is_counted(
    services: Services,
    serve: Callable[[Services], Awaitable[Rest]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This machine too: a proxy may stand there."""
    monkeypatch.setattr(customer, "LOGIN", three())
    production = Config(_env_file=None, env="production", identity="firebase")
    rest = await serve(replace(services, config=production))
    answers = [
        (await rest.call("POST", "/v1/customer/login", {"id_token": "x"})).status for _ in range(5)
    ]
    assert answers == [401, 401, 401, 429, 429]


async def test_with_a_valkey_that_is_away_logins_are_counted_all_the_same(
    services: Services,
    serve: Callable[[Services], Awaitable[Rest]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a Valkey is named the counts are shared; nobody waits for one that is not there."""
    monkeypatch.setattr(customer, "LOGIN", three())
    config = Config(
        _env_file=None,
        valkey_url=SecretStr("valkey://127.0.0.1:1"),
        trusted_proxies=("127.0.0.1",),
    )
    rest = await serve(replace(services, config=config))
    answers = await often(rest, "/v1/customer/login", {"id_token": "x"})
    assert answers == [401, 401, 401, 429, 429]
    shared = rest.client.app[LIMITS]._shared
    assert shared is not None and shared.is_away
