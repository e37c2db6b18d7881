"""The people of the control center: accounts by e-mail, with every change audited.

The password's hash comes and goes as text; it is never in the audit log, nor in a repr.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import asyncpg

from halobestie.db.audit import changed, write_audit
from halobestie.db.errors import LAST_ADMIN
from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.db.staff import Staff
from halobestie.db.user_sessions import (
    User,
    UserRole,
    end_user_session,
    end_user_sessions,
    find_user_session,
    open_user_session,
)
from halobestie.errors import Refused
from halobestie.ids import uuid7

__all__ = [
    "User",
    "UserEdit",
    "UserRole",
    "UserWithPassword",
    "count_admins",
    "create_admin",
    "create_user",
    "delete_user",
    "edit_user",
    "end_user_session",
    "end_user_sessions",
    "find_user_session",
    "list_users",
    "open_user_session",
    "read_user",
    "read_user_by_email",
]

FIELDS: Final = ("email", "display_name", "role", "active", "password_hash")
"""What `edit_user` takes."""
SORTS: Final = MappingProxyType(
    {
        "created_at": "created_at",
        "email": "email",
        "display_name": "lower(display_name)",
        "role": "role",
        "active": "active",
    }
)
_TOLD: Final = ("email", "display_name", "role", "active")


@dataclass(frozen=True, slots=True)
class UserWithPassword:
    user: User
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UserEdit:
    before: User
    after: User


async def create_user(
    db: Database,
    user_id: str,
    email: str,
    display_name: str,
    role: UserRole,
    password_hash: str,
    by: Staff,
    at: datetime,
    *,
    active: bool = True,
) -> User | Refused:
    """A new user; e-mail addresses are kept in lower case. Refused: email_taken."""
    told = {"email": email, "display_name": display_name, "role": role, "active": active}
    try:
        async with db.transaction() as conn:
            row = await db.queries.add_user(
                conn, user_id=user_id, password_hash=password_hash, at=at, **told
            )
            user = User(**row)
            await write_audit(conn, by, "user.create", "user", user_id, None, _told(user), at)
            return user
    except asyncpg.UniqueViolationError as error:
        return _email_taken(error)


async def create_admin(
    db: Database, email: str, display_name: str, password_hash: str, at: datetime
) -> User | Refused:
    """An active admin, made by the operator of the servers at a command. Refused: email_taken."""
    by = Staff(None, "Command line", "admin")
    user_id, address = str(uuid7(at)), email.strip()
    return await create_user(db, user_id, address, display_name, "admin", password_hash, by, at)


async def read_user(db: Database, user_id: str) -> User | None:
    async with db.connection() as conn:
        row = await db.queries.user(conn, user_id=user_id)
    return User(**row) if row else None


async def read_user_by_email(db: Database, email: str) -> UserWithPassword | None:
    """Whoever has this e-mail address, in whatever case it was typed, active or not."""
    if "\0" in email:
        return None  # nothing that PostgreSQL could keep as text
    async with db.connection() as conn:
        row = await db.queries.user_by_email(conn, email=email)
    if row is None:
        return None
    known = dict(row)
    return UserWithPassword(password_hash=known.pop("password_hash"), user=User(**known))


async def edit_user(
    db: Database,
    user_id: str,
    changes: Mapping[str, Any],
    by: Staff,
    at: datetime,
    *,
    keep_session: bytes | None = None,
) -> UserEdit | Refused:
    """Change what differs. Deactivating, or a new password, ends the user's sessions at once; the
    one with the hash `keep_session` stays.

    Refused: user_not_found, email_taken, last_admin.
    """
    unknown = changes.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"a user has no {', '.join(sorted(unknown))}")
    try:
        async with db.transaction() as conn:
            return await _edit(db, conn, user_id, changes, by, at, keep_session)
    except asyncpg.UniqueViolationError as error:
        return _email_taken(error)
    except asyncpg.PostgresError as error:
        return _last_admin(error)


async def delete_user(db: Database, user_id: str, by: Staff, at: datetime) -> User | Refused:
    """Remove the user and all sessions; the audit log keeps the name. Refused: user_not_found,
    last_admin."""
    try:
        async with db.transaction() as conn:
            row = await db.queries.user_to_change(conn, user_id=user_id)
            if row is None:
                return Refused("user_not_found")
            await db.queries.remove_user(conn, user_id=user_id)
            user = User(**row)
            await write_audit(conn, by, "user.delete", "user", user_id, _told(user), None, at)
            return user
    except asyncpg.PostgresError as error:
        return _last_admin(error)


async def count_admins(db: Database) -> int:
    """Active admins; 0 only before the first was made."""
    async with db.connection() as conn:
        return int(await db.queries.count_admins(conn))


async def list_users(db: Database, page: Page) -> tuple[list[User], int]:
    """Filters: role, active (bool). `q` is part of a name or an e-mail address."""
    filters = {k: page.filters.get(k) for k in ("role", "active")}
    rows, total = await fetch_page(db, "list_users", page, SORTS, "user_id", **filters)
    fields = ("user_id", *_TOLD)
    return [User(**{name: row[name] for name in fields}) for row in rows], total


async def _edit(
    db: Database,
    conn: Any,
    user_id: str,
    changes: Mapping[str, Any],
    by: Staff,
    at: datetime,
    keep_session: bytes | None,
) -> UserEdit | Refused:
    row = await db.queries.user_to_change(conn, user_id=user_id)
    if row is None:
        return Refused("user_not_found")
    before = User(**row)
    if "email" in changes:
        changes = {**changes, "email": changes["email"].lower()}
    old, new = changed(asdict(before), changes)
    if not new:
        return UserEdit(before, before)
    values = {**dict.fromkeys(FIELDS), **new}
    after = User(**await db.queries.change_user(conn, user_id=user_id, **values))
    if not after.active or "password_hash" in new:
        await db.queries.end_user_sessions(conn, user_id=user_id, keep=keep_session)
    await write_audit(conn, by, "user.edit", "user", user_id, _said(old), _said(new), at)
    return UserEdit(before, after)


def _told(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in _TOLD}


def _said(part: Mapping[str, Any]) -> dict[str, Any]:
    """That the password changed may be said; nothing more of it."""
    return {("password" if k == "password_hash" else k): _open(k, v) for k, v in part.items()}


def _open(name: str, value: Any) -> Any:
    return "changed" if name == "password_hash" and value is not None else value


def _email_taken(error: asyncpg.UniqueViolationError) -> Refused:
    if error.constraint_name != "users_email_key":
        raise error
    return Refused("email_taken")


def _last_admin(error: asyncpg.PostgresError) -> Refused:
    if error.sqlstate != LAST_ADMIN:
        raise error
    return Refused("last_admin")
