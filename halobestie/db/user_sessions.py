"""Cookie sessions of the control center: found by the hash of the cookie, ended by idleness too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from halobestie.db.pool import Database

UserRole: TypeAlias = Literal["admin", "operator"]


@dataclass(frozen=True, slots=True)
class User:
    user_id: str
    email: str = field(repr=False)
    display_name: str = field(repr=False)
    role: UserRole
    active: bool


async def open_user_session(
    db: Database, id_hash: bytes, user_id: str, at: datetime, expires_at: datetime
) -> None:
    """A new session; those that have expired, anybody's, are forgotten with it."""
    async with db.transaction() as conn:
        await db.queries.forget_expired_user_sessions(conn, at=at)
        await db.queries.add_user_session(
            conn, id_hash=id_hash, user_id=user_id, at=at, expires_at=expires_at
        )


async def find_user_session(
    db: Database, id_hash: bytes, at: datetime, idle: timedelta
) -> User | None:
    """The active user of this session, which is now seen; None if it ended, expired, or idled."""
    async with db.connection() as conn:
        row = await db.queries.touch_user_session(
            conn, id_hash=id_hash, at=at, idle_since=at - idle
        )
    return User(**row) if row else None


async def end_user_session(db: Database, id_hash: bytes) -> None:
    async with db.connection() as conn:
        await db.queries.end_user_session(conn, id_hash=id_hash)


async def end_user_sessions(db: Database, user_id: str, keep: bytes | None = None) -> None:
    """All of the user's sessions but the one with the hash `keep`."""
    async with db.connection() as conn:
        await db.queries.end_user_sessions(conn, user_id=user_id, keep=keep)
