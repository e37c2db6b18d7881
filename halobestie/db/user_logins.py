"""Control-center users at the door: a right password becomes a session, all in one step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from halobestie.db.pool import Database


async def open_verified_session(
    db: Database,
    *,
    id_hash: bytes,
    user_id: str,
    password_hash: str,
    at: datetime,
    expires_at: datetime,
    replaces: bytes | None,
) -> bool:
    """A new session, in the place of the one that the browser held; expired ones are forgotten.

    False, and nothing changed, when the user is no longer active or has another password than
    the one with `password_hash`, which was found right a moment ago.
    """
    async with db.transaction() as conn:
        opened = await db.queries.add_verified_session(
            conn,
            id_hash=id_hash,
            user_id=user_id,
            password_hash=password_hash,
            at=at,
            expires_at=expires_at,
        )
        if not opened:
            return False
        if replaces is not None:
            await db.queries.end_user_session(conn, id_hash=replaces)
        await db.queries.forget_expired_user_sessions(conn, at=at)
    return True


async def rehash_password(db: Database, user_id: str, old_hash: str, new_hash: str) -> None:
    """The same password with today's parameters: no change of it, so nothing is audited or ended.

    Does nothing when the password was changed meanwhile.
    """
    async with db.connection() as conn:
        await db.queries.rehash_password(
            conn, user_id=user_id, old_hash=old_hash, new_hash=new_hash
        )


async def living_user_sessions(
    db: Database, id_hashes: Collection[bytes], at: datetime, idle: timedelta
) -> set[bytes]:
    """Which of these sessions are still open; looking does not count as being seen."""
    wanted = list(id_hashes)
    async with db.connection() as conn:
        rows = db.queries.living_user_sessions(conn, id_hashes=wanted, at=at, idle_since=at - idle)
        return {row["id_hash"] async for row in rows}
