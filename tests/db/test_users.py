"""The people of the control center: there is always an admin, and no password is ever told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from halobestie.db.pages import Page
from halobestie.db.pool import Database
from halobestie.db.staff import Staff
from halobestie.db.users import (
    User,
    UserEdit,
    UserWithPassword,
    count_admins,
    create_user,
    delete_user,
    edit_user,
    end_user_session,
    end_user_sessions,
    find_user_session,
    list_users,
    open_user_session,
    read_user,
    read_user_by_email,
)
from halobestie.errors import Refused
from tests.db.given import NOW, STAFF, an_admin, audit_log, fetch, later, new_id, value

IDLE = timedelta(hours=1)


async def test_a_user_is_made_and_found_by_email(db: Database) -> None:
    """In whatever case it is typed; the password's hash comes with it, and is in no repr."""
    # when
    by = Staff(new_id(), "an admin", "admin")
    made = await create_user(db, new_id(), "A@Example.test", "A", "operator", "s3cr3t", by, NOW)
    # then
    assert isinstance(made, User)
    assert (made.email, made.role, made.active) == ("a@example.test", "operator", True)
    assert await read_user(db, made.user_id) == made
    found = await read_user_by_email(db, "a@EXAMPLE.test")
    assert found == UserWithPassword(made, "s3cr3t")
    assert "s3cr3t" not in repr(found)
    assert await read_user_by_email(db, "b@example.test") is None
    assert await read_user_by_email(db, "\0") is None
    (entry,) = await fetch(db, "SELECT user_id, action, after FROM audit_log")
    told = {"email": "a@example.test", "display_name": "A", "role": "operator", "active": True}
    assert entry == {"user_id": by.user_id, "action": "user.create", "after": told}


async def test_an_email_belongs_to_one_user(db: Database) -> None:
    """In whatever case."""
    one, other = await an_admin(db), await an_admin(db)
    email = one.email.upper()
    refused = Refused("email_taken")
    assert await create_user(db, new_id(), email, "x", "admin", "h", STAFF, NOW) == refused
    assert await edit_user(db, other.user_id, {"email": email}, STAFF, NOW) == refused


async def test_an_edit_is_audited_without_the_password(db: Database) -> None:
    """That it changed is said, not what it is or was."""
    # given
    user = await an_admin(db)
    # when
    changes = {"password_hash": "a new hash", "display_name": "B", "active": True}
    edit = await edit_user(db, user.user_id, changes, STAFF, later(5))
    # then
    assert edit == UserEdit(user, User(user.user_id, user.email, "B", "admin", True))
    (entry,) = await audit_log(db)
    assert entry["before"] == {"password": None, "display_name": "a user"}
    assert entry["after"] == {"password": "changed", "display_name": "B"}
    found = await read_user_by_email(db, user.email)
    assert found is not None and found.password_hash == "a new hash"


async def test_what_is_not_there_cannot_be_edited(db: Database) -> None:
    """And what does not change leaves no entry."""
    user = await an_admin(db)
    assert await edit_user(db, new_id(), {"role": "admin"}, STAFF, NOW) == Refused("user_not_found")
    assert await delete_user(db, new_id(), STAFF, NOW) == Refused("user_not_found")
    unchanged = await edit_user(db, user.user_id, {"email": user.email.upper()}, STAFF, NOW)
    assert unchanged == UserEdit(user, user)
    assert await audit_log(db) == []
    with pytest.raises(ValueError, match="password"):
        await edit_user(db, user.user_id, {"password": "x"}, STAFF, NOW)


async def test_the_last_admin_stays(db: Database) -> None:
    """Removed, demoted or deactivated: refused, and nothing is audited. An operator is no admin."""
    # given
    admin = await an_admin(db)
    await an_admin(db, "operator")
    # then
    refused = Refused("last_admin")
    assert await delete_user(db, admin.user_id, STAFF, NOW) == refused
    assert await edit_user(db, admin.user_id, {"role": "operator"}, STAFF, NOW) == refused
    assert await edit_user(db, admin.user_id, {"active": False}, STAFF, NOW) == refused
    assert await count_admins(db) == 1
    assert await audit_log(db) == []


async def test_one_of_two_admins_can_go(db: Database) -> None:
    """The sessions go with the user; the audit log keeps the name."""
    # given
    first, _ = await an_admin(db), await an_admin(db)
    await open_user_session(db, b"cookie", first.user_id, NOW, later(999))
    # when
    gone = await delete_user(db, first.user_id, STAFF, NOW)
    # then
    assert gone == first
    assert await find_user_session(db, b"cookie", NOW, IDLE) is None
    assert (await audit_log(db))[0]["before"]["email"] == first.email


async def test_two_admins_who_remove_each_other_at_once(db: Database) -> None:
    """One is refused, whichever way they go about it."""
    for _ in range(10):
        # given
        one, other = await an_admin(db), await an_admin(db)
        # when
        done = await asyncio.gather(
            delete_user(db, one.user_id, STAFF, NOW),
            edit_user(db, other.user_id, {"role": "operator"}, STAFF, NOW),
        )
        # then
        assert done.count(Refused("last_admin")) == 1
        assert await count_admins(db) == 1
        async with db.connection() as conn:  # the one who is left goes, for the next round
            await conn.execute("ALTER TABLE users DISABLE TRIGGER users_keep_an_admin")
            await conn.execute("DELETE FROM users")
            await conn.execute("ALTER TABLE users ENABLE TRIGGER users_keep_an_admin")


async def test_the_schema_keeps_an_admin_from_one_statement_too(db: Database) -> None:
    """Also from somebody who writes SQL."""
    await an_admin(db)
    await an_admin(db)
    for sql in ("DELETE FROM users", "UPDATE users SET role = 'operator'"):
        with pytest.raises(asyncpg.PostgresError, match="the last active admin stays"):
            await value(db, sql)
    assert await count_admins(db) == 2


# -- cookie sessions -------------------------------------------------------------------------


async def test_a_session_is_found_until_it_expires(db: Database) -> None:
    """At its very instant it is over."""
    user = await an_admin(db)
    await open_user_session(db, b"cookie", user.user_id, NOW, later(100))
    assert await find_user_session(db, b"cookie", later(99), IDLE) == user
    assert await find_user_session(db, b"cookie", later(100), IDLE) is None
    assert await find_user_session(db, b"another", later(1), IDLE) is None


async def test_a_session_that_is_used_does_not_idle(db: Database) -> None:
    """Each use begins the hour anew."""
    user = await an_admin(db)
    await open_user_session(db, b"cookie", user.user_id, NOW, later(99999))
    assert await find_user_session(db, b"cookie", later(3599), IDLE) == user
    assert await find_user_session(db, b"cookie", later(2 * 3599), IDLE) == user
    assert await find_user_session(db, b"cookie", later(2 * 3599 + 3600), IDLE) is None


async def test_deactivating_or_a_new_password_ends_the_sessions(db: Database) -> None:
    """But for the one in which the password was changed."""
    # given
    user, _ = await an_admin(db), await an_admin(db)
    for cookie in (b"one", b"two"):
        await open_user_session(db, cookie, user.user_id, NOW, later(999))
    # when
    change = {"password_hash": "new"}
    await edit_user(db, user.user_id, change, STAFF, NOW, keep_session=b"two")
    # then
    assert await find_user_session(db, b"one", NOW, IDLE) is None
    assert await find_user_session(db, b"two", NOW, IDLE) == user
    # when
    await edit_user(db, user.user_id, {"active": False}, STAFF, NOW)
    # then
    assert await value(db, "SELECT count(*) FROM user_sessions") == 0


async def test_an_inactive_user_has_no_session(db: Database) -> None:
    """Whatever else is forgotten."""
    user, _ = await an_admin(db), await an_admin(db)
    await edit_user(db, user.user_id, {"active": False}, STAFF, NOW)
    await open_user_session(db, b"cookie", user.user_id, NOW, later(999))
    assert await find_user_session(db, b"cookie", NOW, IDLE) is None


async def test_sessions_end_one_by_one_or_all_but_one(db: Database) -> None:
    """Logging out, and logging out everywhere else; expired ones are forgotten in passing."""
    user = await an_admin(db)
    for cookie in (b"one", b"two", b"three"):
        await open_user_session(db, cookie, user.user_id, NOW, later(100))
    await end_user_session(db, b"one")
    await end_user_sessions(db, user.user_id, keep=b"two")
    assert await value(db, "SELECT array_agg(id_hash) FROM user_sessions") == [b"two"]
    await open_user_session(db, b"four", user.user_id, later(100), later(200))
    assert await value(db, "SELECT array_agg(id_hash) FROM user_sessions") == [b"four"]


async def test_the_list_is_filtered_and_searched(db: Database) -> None:
    """Admins, operators, by a part of the address."""
    admin, operator = await an_admin(db), await an_admin(db, "operator")
    assert await list_users(db, Page(filters={"role": "admin"})) == ([admin], 1)
    assert await list_users(db, Page(q=operator.email.upper())) == ([operator], 1)
    assert (await list_users(db, Page(filters={"active": False})))[1] == 0
