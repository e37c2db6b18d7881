"""Logins of phones: found by the hash of their token, revoked at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from halobestie.db.pool import Database
from halobestie.db.queries import load_queries
from halobestie.domain import Role


@dataclass(frozen=True, slots=True)
class NewLogin:
    """A login that is about to be: its token's hash, never the token."""

    login_id: str
    token_hash: bytes = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Login:
    login_id: str
    role: Role
    account_id: str
    expires_at: datetime


async def find_login(db: Database, token_hash: bytes, at: datetime) -> Login | None:
    """The login of this token, unless it has ended or expired."""
    async with db.connection() as conn:
        row = await db.queries.find_login(conn, token_hash=token_hash, at=at)
    return Login(**row) if row else None


async def end_login(db: Database, login_id: str, at: datetime) -> None:
    """End it; one that has ended stays as it ended."""
    async with db.connection() as conn:
        await db.queries.end_login(conn, login_id=login_id, at=at)


async def add_login(conn: Any, login: NewLogin, role: Role, account_id: str, at: datetime) -> None:
    """Add it on the connection whose transaction let the account in."""
    await load_queries().add_login(
        conn,
        login_id=login.login_id,
        token_hash=login.token_hash,
        role=role,
        customer_id=account_id if role == "customer" else None,
        mitra_id=account_id if role == "mitra" else None,
        at=at,
        expires_at=login.expires_at,
    )
