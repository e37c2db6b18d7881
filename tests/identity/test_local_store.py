"""The local issuer's memory: the promises that both stores keep, and PostgreSQL's absence."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from halobestie.clock import ManualClock
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_otp import Otp, new_otp
from halobestie.identity.local_sign_in import SignIn
from halobestie.identity.local_store import Credential, LocalStore
from halobestie.identity.local_store_pg import PgLocalStore
from halobestie.identity.model import IdentityUnavailable
from tests.identity.conftest import NOW

PHONE = Credential("phone", "+6281234567890")
GOOGLE = Credential("google", "g-1")


async def test_the_first_key_is_kept(store: LocalStore) -> None:
    """Whoever comes second gets the first one's."""
    assert await store.key("k") is None

    kept = [await store.keep_key("k", pem, NOW) for pem in ("first", "second")]

    assert kept == ["first", "first"]
    assert await store.key("k") == "first"


async def test_of_many_keys_at_once_one_is_kept(store: LocalStore) -> None:
    """All learn which."""
    kept = await asyncio.gather(*(store.keep_key("k", f"pem-{n}", NOW) for n in range(6)))

    assert set(kept) == {await store.key("k")}


async def test_who_comes_second_with_a_credential_is_the_first(store: LocalStore) -> None:
    """And no user is left behind that nobody can sign in as."""
    owners = [await store.add_user(uid, PHONE, NOW) for uid in ("u-1", "u-2")]

    assert owners == ["u-1", "u-1"]
    assert await store.owner(PHONE) == "u-1"
    assert [await store.has_user(uid) for uid in ("u-1", "u-2")] == [True, False]


async def test_a_user_holds_one_credential_of_each_provider(store: LocalStore) -> None:
    """Two links at once, of two numbers: one of them holds."""
    await store.add_user("u-1", None, NOW)
    assert await store.link("u-1", GOOGLE)

    numbers = [Credential("phone", f"+628123456789{n}") for n in range(4)]
    linked = await asyncio.gather(*(store.link("u-1", number) for number in numbers))

    assert sorted(linked) == [False, False, False, True]
    assert await store.credentials("u-1") == (GOOGLE, numbers[linked.index(True)])


async def test_a_link_to_what_others_hold_fails(store: LocalStore) -> None:
    """To what one holds oneself it is done already."""
    await store.add_user("u-1", PHONE, NOW)
    await store.add_user("u-2", None, NOW)

    assert await store.link("u-1", PHONE) is True
    assert await store.link("u-2", PHONE) is False
    assert await store.credentials("u-2") == ()


async def test_changing_a_code_decides_and_keeps_in_one_step(store: LocalStore) -> None:
    """Tries that come together are all counted."""
    otp = Otp("123456", NOW, 5)
    await store.put_otp(PHONE.subject, otp)

    def one_less(found: Otp | None) -> tuple[int, Otp | None]:
        assert found is not None
        return found.tries_left, Otp(found.code, found.expires_at, found.tries_left - 1)

    seen = await asyncio.gather(*(store.change_otp(PHONE.subject, one_less) for _ in range(5)))

    assert sorted(seen) == [1, 2, 3, 4, 5]
    assert await store.change_otp(PHONE.subject, lambda found: (found, None)) == Otp(
        "123456", NOW, 0
    )
    assert await store.change_otp(PHONE.subject, lambda found: (found, None)) is None


async def waiting_for_a_lock(pool: Any) -> int:
    """The backend that waits for a lock, as soon as there is one."""
    waiting = (
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(10):
        while (pid := await pool.fetchval(waiting)) is None:
            pass
    return int(pid)


async def test_a_link_waits_for_another_of_the_same_user(pg_pool: Any) -> None:
    """While one phone is being linked, a second one is not linked beside it."""
    store = PgLocalStore(pg_pool)
    await store.add_user("u-1", None, NOW)

    async with pg_pool.acquire() as other, other.transaction():
        await other.execute(
            "INSERT INTO local_identity_credentials VALUES ('phone', '+6281234567891', 'u-1')"
        )
        second = asyncio.create_task(store.link("u-1", PHONE))
        await waiting_for_a_lock(pg_pool)

    assert await second is False
    assert len(await store.credentials("u-1")) == 1


async def test_a_connection_that_breaks_is_temporary(pg_pool: Any, clock: ManualClock) -> None:
    """In the middle of a sign-in: nothing is changed, and trying again works."""
    local = LocalProvider(PgLocalStore(pg_pool), clock)
    await local.prepare()
    code = await local.request_otp(PHONE.subject, NOW)
    asked = SignIn("phone", phone=PHONE.subject, code=code)

    async with pg_pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM local_identity_otps FOR UPDATE")
        signing_in = asyncio.create_task(local.sign_in(asked, NOW))
        await pg_pool.fetchval("SELECT pg_terminate_backend($1)", await waiting_for_a_lock(pg_pool))
        with pytest.raises(IdentityUnavailable) as away:
            await signing_in

    assert away.value.why == "database"
    assert away.value.__context__ is None
    assert (await local.verify(await local.sign_in(asked, NOW))).phone == PHONE.subject


async def test_a_lock_that_is_not_let_go_is_temporary(pg_pool: Any, database_url: str) -> None:
    """Nobody waits for it for ever."""
    hasty = {"lock_timeout": "20ms"}
    async with (
        asyncpg.create_pool(database_url, min_size=1, server_settings=hasty) as pool,
        pg_pool.acquire() as other,
        other.transaction(),
    ):
        await other.execute("LOCK TABLE local_identity_otps")
        with pytest.raises(IdentityUnavailable) as locked:
            await PgLocalStore(pool).put_otp(PHONE.subject, new_otp(NOW))

    assert locked.value.why == "database"


async def test_a_database_that_is_gone_is_temporary(database_url: str, clock: ManualClock) -> None:
    """Also before anything was asked of it."""
    pool = await asyncpg.create_pool(database_url, min_size=1, max_size=1)
    await pool.close()

    with pytest.raises(IdentityUnavailable) as away:
        await LocalProvider(PgLocalStore(pool), clock).prepare()

    assert away.value.why == "database"


async def test_a_mistake_of_ours_is_not_called_an_outage(pg_pool: Any) -> None:
    """A table that is missing is told as what it is."""
    await pg_pool.execute("DROP TABLE local_identity_otps")

    with pytest.raises(asyncpg.UndefinedTableError):
        await PgLocalStore(pg_pool).put_otp(PHONE.subject, new_otp(NOW))
