"""Logins: only the hash of a token is kept, and one that is over opens nothing."""

from __future__ import annotations

from datetime import timedelta

from halobestie.db.customers import log_in_customer
from halobestie.db.logins import Login, NewLogin, end_login, find_login
from halobestie.db.pool import Database
from tests.db.given import NOW, anonymous, later, new_login


async def _logged_in(db: Database) -> NewLogin:
    login = new_login(expires_at=later(3600))
    await log_in_customer(db, anonymous(), "a name", login, NOW)
    return login


async def test_a_login_is_found_by_its_hash(db: Database) -> None:
    """And by nothing else."""
    login = await _logged_in(db)
    found = await find_login(db, login.token_hash, NOW)
    assert isinstance(found, Login)
    assert (found.login_id, found.expires_at) == (login.login_id, login.expires_at)
    assert await find_login(db, b"another hash", NOW) is None


async def test_an_expired_login_is_not_found(db: Database) -> None:
    """At its very instant it is over."""
    login = await _logged_in(db)
    assert await find_login(db, login.token_hash, login.expires_at - timedelta(seconds=1))
    assert await find_login(db, login.token_hash, login.expires_at) is None


async def test_an_ended_login_is_not_found(db: Database) -> None:
    """Ending it twice is harmless, and ends no other."""
    login, other = await _logged_in(db), await _logged_in(db)
    await end_login(db, login.login_id, later(1))
    await end_login(db, login.login_id, later(2))
    assert await find_login(db, login.token_hash, later(2)) is None
    assert await find_login(db, other.token_hash, later(2)) is not None


def test_no_hash_is_in_a_repr() -> None:
    """Reprs end in logs."""
    assert "hash" not in repr(new_login())
