"""Logging in to the control center and out: one answer for every failure, one session a login."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from http.cookies import SimpleCookie
from statistics import median
from time import perf_counter

from argon2 import PasswordHasher

from halobestie.db.user_logins import open_verified_session
from halobestie.db.users import create_admin
from halobestie.errors import Refused
from halobestie.http.staff_gate import ABSOLUTE, IDLE
from tests.db.given import value
from tests.http.internal.kit import NOW, PASSWORD, PASSWORD_HASH, Browser, House

SECOND = timedelta(seconds=1)


async def test_a_login_answers_with_the_user_and_a_strict_cookie(house: House) -> None:
    """The cookie is for this host, for no script, for no other site; plain on loopback alone."""
    user_id = await house.user("admin", "ani@halobestie.example")

    got = await house.browser().log_in("ani@halobestie.example")

    assert got.status == 200
    user = got.body["user"]
    assert (user["id"], user["email"]) == (user_id, "ani@halobestie.example")
    assert (user["role"], user["active"]) == ("admin", True)
    cookie = SimpleCookie(got.headers["Set-Cookie"])["halobestie_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["secure"], cookie["domain"]) == ("", "")


async def test_behind_tls_the_cookie_is_secure_and_bound_to_the_host(house: House) -> None:
    """What came over https goes back over https alone."""
    await house.user("admin", "ani@halobestie.example")

    got = await house.browser().log_in(
        "ani@halobestie.example", headers={"X-Forwarded-Proto": "https"}
    )

    cookie = SimpleCookie(got.headers["Set-Cookie"])["__Host-halobestie_session"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")


async def test_on_another_host_name_the_cookie_is_secure(house: House) -> None:
    """A name that is not loopback's has a network in between."""
    await house.user("admin", "ani@halobestie.example")

    got = await house.browser().log_in(
        "ani@halobestie.example", headers={"Host": "cc.halobestie.example"}
    )

    assert got.headers["Set-Cookie"].startswith("__Host-halobestie_session=")


async def test_the_case_of_an_email_does_not_matter(house: House) -> None:
    """Made in one case, typed in another, with space around it."""
    made = await create_admin(house.db, "Ani@Halobestie.Example", "Ani", "hash", NOW)
    assert not isinstance(made, Refused)
    await house.user("operator", "budi@halobestie.example")

    assert made.email == "ani@halobestie.example"
    assert (await house.browser().log_in(" BUDI@halobestie.example ")).status == 200


async def test_every_failure_gets_the_same_answer(house: House) -> None:
    """Unknown, wrong password, inactive: nobody learns who has an account."""
    await house.user("admin", "ani@halobestie.example")
    await house.user("admin", "out@halobestie.example", active=False)

    wrong = await house.browser().log_in("ani@halobestie.example", "not the password")
    unknown = await house.browser().log_in("nobody@halobestie.example")
    inactive = await house.browser().log_in("out@halobestie.example")

    assert wrong.said == (401, "invalid_credentials")
    told = [{**got.body, "request_id": ""} for got in (wrong, unknown, inactive)]
    assert told[0] == told[1] == told[2]
    assert all("Set-Cookie" not in got.headers for got in (wrong, unknown, inactive))


async def test_every_failure_takes_the_same_time(house: House) -> None:
    """Unknown, wrong, inactive, in turn: as much work each, and nobody learns it with a watch."""
    await house.user("admin", "ani@halobestie.example")
    await house.user("admin", "out@halobestie.example", active=False)
    emails = [f"{who}@halobestie.example" for who in ("ani", "out", "nobody")]
    took: dict[str, list[float]] = {email: [] for email in emails}

    for turn in range(15):
        for email in emails:
            address = {"X-Forwarded-For": f"203.0.113.{turn}"}
            began = perf_counter()
            got = await house.browser().log_in(email, "a guess", headers=address)
            took[email].append(perf_counter() - began)
            assert got.said in ((401, "invalid_credentials"), (429, "too_many_attempts"))
            if got.status == 429:
                took[email].pop()

    usual = [median(times) for times in took.values()]
    assert all(len(times) >= 5 for times in took.values()), took
    assert max(usual) < 1.5 * min(usual), usual


async def test_each_login_is_a_new_session_in_the_place_of_the_old_one(house: House) -> None:
    """Whoever knows the id from before the login has nothing."""
    await house.user("admin", "ani@halobestie.example")
    browser = house.browser()
    await browser.log_in("ani@halobestie.example")
    before = browser.cookie()

    await browser.log_in("ani@halobestie.example")

    assert browser.cookie() not in (None, before)
    assert (await browser.call("GET", "/v1/me")).status == 200
    old = await house.browser().call(
        "GET", "/v1/me", headers={"Cookie": f"halobestie_session={before}"}
    )
    assert old.said == (401, "not_authenticated")


async def test_the_database_knows_no_session_id(house: House, admin: Browser) -> None:
    """Only a hash is kept: whoever reads the table cannot log in with it."""
    async with house.db.connection() as conn:
        kept = await conn.fetchval("SELECT id_hash FROM user_sessions")

    assert len(kept) == 32
    assert kept != (admin.cookie() or "").encode()


async def test_logout_ends_the_session_at_once(house: House, admin: Browser) -> None:
    """The cookie is taken back, and opens nothing for whoever kept it."""
    kept = admin.cookie()

    got = await admin.call("POST", "/v1/logout")

    assert got.status == 204
    assert SimpleCookie(got.headers["Set-Cookie"])["halobestie_session"]["max-age"] == "0"
    again = await house.browser().call(
        "GET", "/v1/me", headers={"Cookie": f"halobestie_session={kept}"}
    )
    assert again.said == (401, "not_authenticated")


async def test_a_session_that_is_used_lasts(house: House, admin: Browser) -> None:
    """Each request is seen: idleness counts from the last one."""
    house.later(IDLE - SECOND)
    assert (await admin.call("GET", "/v1/me")).status == 200
    house.later(IDLE - SECOND)

    assert (await admin.call("GET", "/v1/me")).status == 200


async def test_a_session_that_idles_is_over(house: House, admin: Browser) -> None:
    """Twelve hours without a request."""
    house.later(IDLE)

    assert (await admin.call("GET", "/v1/me")).said == (401, "not_authenticated")


async def test_no_session_outlives_the_absolute_limit(house: House, admin: Browser) -> None:
    """Seven days after the login it is over, however busy it was."""
    for _ in range(int(ABSOLUTE / timedelta(hours=8))):
        assert (await admin.call("GET", "/v1/me")).status == 200
        house.later(timedelta(hours=8))

    assert (await admin.call("GET", "/v1/me")).said == (401, "not_authenticated")


async def test_another_password_needs_the_current_one(house: House, admin: Browser) -> None:
    """A session that was left open is not enough."""
    body = {"current": "not the password", "new": "another long password"}

    assert (await admin.call("POST", "/v1/me/password", body)).said == (401, "invalid_credentials")


async def test_another_password_ends_the_other_sessions(house: House) -> None:
    """The one that changed it goes on; the old password is worth nothing."""
    await house.user("operator", "budi@halobestie.example")
    here, there = house.browser(), house.browser()
    await here.log_in("budi@halobestie.example")
    await there.log_in("budi@halobestie.example")

    body = {"current": PASSWORD, "new": "another long password"}
    assert (await here.call("POST", "/v1/me/password", body)).status == 204

    assert (await here.call("GET", "/v1/me")).status == 200
    assert (await there.call("GET", "/v1/me")).said == (401, "not_authenticated")
    assert (await there.log_in("budi@halobestie.example")).status == 401
    assert (await there.log_in("budi@halobestie.example", "another long password")).status == 200


async def test_a_weak_new_password_is_refused(house: House, admin: Browser) -> None:
    """The field is named, and what was typed is not repeated."""
    got = await admin.call("POST", "/v1/me/password", {"current": PASSWORD, "new": "short"})

    assert got.said == (422, "invalid_data")
    assert got.fields == ["new"]
    assert "short" not in str(got.body)


async def test_a_hash_with_parameters_of_another_day_is_made_anew(house: House) -> None:
    """The login goes through; afterwards today's parameters stand in the table."""
    weak = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    await create_admin(house.db, "ani@halobestie.example", "Ani", weak, NOW)
    browser = house.browser()

    assert (await browser.log_in("ani@halobestie.example")).status == 200

    async with house.db.connection() as conn:
        kept = await conn.fetchval("SELECT password_hash FROM users")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await browser.call("GET", "/v1/me")).status == 200
    assert (await browser.log_in("ani@halobestie.example")).status == 200


async def test_guessing_is_slowed_down_and_says_for_how_long(house: House) -> None:
    """The sixth try at an account is not looked at; a right password neither, until it is time."""
    await house.user("admin", "ani@halobestie.example")
    browser = house.browser()
    for _ in range(5):
        got = await browser.log_in("ani@halobestie.example", "a guess")
        assert got.said == (401, "invalid_credentials")

    got = await browser.log_in("ani@halobestie.example")

    assert got.said == (429, "too_many_attempts")
    assert got.body["temporary"] is True
    assert 0 < int(got.headers["Retry-After"]) <= 300


async def test_the_right_password_of_somebody_inactive_is_a_failure(house: House) -> None:
    """It counts like a wrong one: otherwise it could be told apart by trying on."""
    await house.user("operator", "out@halobestie.example", active=False)
    browser = house.browser()

    told = [(await browser.log_in("out@halobestie.example")).status for _ in range(6)]

    assert told == [401, 401, 401, 401, 401, 429]


async def test_a_login_waits_for_a_deactivation_under_way(house: House) -> None:
    """Otherwise a session could be left over, and open again with the user."""
    user_id = await house.user("operator")
    async with house.db.transaction() as conn:
        await conn.execute("UPDATE users SET active = false WHERE id = $1", user_id)
        await conn.execute("DELETE FROM user_sessions WHERE user_id = $1", user_id)
        opening = asyncio.create_task(
            open_verified_session(
                house.db,
                id_hash=b"somebody",
                user_id=user_id,
                password_hash=PASSWORD_HASH,
                at=NOW,
                expires_at=NOW + ABSOLUTE,
                replaces=None,
            )
        )

        async def stuck() -> bool:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            return opening.done() or bool(await value(house.db, waiting))

        await house.until(stuck, bool)

    assert await opening is False
    async with house.db.connection() as conn:
        assert await conn.fetchval("SELECT count(*) FROM user_sessions") == 0


async def test_guessing_at_one_address_keeps_nobody_else_out(house: House) -> None:
    """The user comes from another address, and gets in."""
    await house.user("admin", "ani@halobestie.example")
    for _ in range(6):
        guess = await house.browser().log_in(
            "ani@halobestie.example", "a guess", headers={"X-Forwarded-For": "203.0.113.7"}
        )
    assert guess.status == 429

    got = await house.browser().log_in(
        "ani@halobestie.example", headers={"X-Forwarded-For": "198.51.100.4"}
    )

    assert got.status == 200


async def test_guessing_many_accounts_is_slowed_down_by_address(house: House) -> None:
    """Twenty names in five minutes, known or not."""
    for number in range(20):
        got = await house.browser().log_in(f"user{number}@halobestie.example", "a guess")
        assert got.status == 401

    got = await house.browser().log_in("one.more@halobestie.example", "a guess")

    assert got.said == (429, "too_many_attempts")
