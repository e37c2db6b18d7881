"""What the local issuer remembers, in PostgreSQL: it outlives a restart and serves every node."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final, ParamSpec, TypeVar

import asyncpg

from halobestie.identity.local_otp import Otp
from halobestie.identity.local_store import Credential
from halobestie.identity.model import IdentityUnavailable

P = ParamSpec("P")
T = TypeVar("T")

ACQUIRE_TIMEOUT_S: Final = 5.0
_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)


def _away_is_temporary(
    method: Callable[P, Coroutine[Any, Any, T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """A database that is away is IdentityUnavailable, without the text of its error."""

    @functools.wraps(method)
    async def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await method(*args, **kwargs)
        except _AWAY:
            pass  # raised below: nothing of the error hangs on to the answer
        raise IdentityUnavailable("database")

    return asked


class PgLocalStore:
    """A store on an asyncpg pool that somebody else opens and closes.

    Every insert is ON CONFLICT DO NOTHING and then read back: nodes that race agree on the first.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @_away_is_temporary
    async def keep_key(self, kid: str, private_pem: str, now: datetime) -> str:
        async with self._transaction() as db:
            await db.execute(
                "INSERT INTO local_identity_keys (kid, private_pem, created_at)"
                " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                kid,
                private_pem,
                now,
            )
        kept = await self.key(kid)
        assert kept is not None, "a key that was kept is there"
        return kept

    async def key(self, kid: str) -> str | None:
        return await self._value("SELECT private_pem FROM local_identity_keys WHERE kid = $1", kid)

    async def has_user(self, uid: str) -> bool:
        found = await self._value("SELECT uid FROM local_identity_users WHERE uid = $1", uid)
        return found is not None

    async def owner(self, credential: Credential) -> str | None:
        return await self._value(
            "SELECT uid FROM local_identity_credentials WHERE provider = $1 AND subject = $2",
            credential.provider,
            credential.subject,
        )

    @_away_is_temporary
    async def credentials(self, uid: str) -> tuple[Credential, ...]:
        async with self._transaction() as db:
            rows = await db.fetch(
                "SELECT provider, subject FROM local_identity_credentials"
                " WHERE uid = $1 ORDER BY provider",
                uid,
            )
        return tuple(Credential(row["provider"], row["subject"]) for row in rows)

    @_away_is_temporary
    async def add_user(self, uid: str, credential: Credential | None, now: datetime) -> str:
        async with self._transaction() as db:
            await db.execute(
                "INSERT INTO local_identity_users (uid, created_at) VALUES ($1, $2)", uid, now
            )
            if credential is None or await _give(db, uid, credential):
                return uid
            await db.execute("DELETE FROM local_identity_users WHERE uid = $1", uid)
        first = await self.owner(credential)
        assert first is not None, "a credential that is taken has an owner"
        return first

    @_away_is_temporary
    async def link(self, uid: str, credential: Credential) -> bool:
        async with self._transaction() as db:
            # Two links of one user come one after the other: one credential of each provider.
            await db.execute("SELECT FROM local_identity_users WHERE uid = $1 FOR UPDATE", uid)
            held = await db.fetchval(
                "SELECT subject FROM local_identity_credentials WHERE uid = $1 AND provider = $2",
                uid,
                credential.provider,
            )
            if held is not None:
                return bool(held == credential.subject)
            return await _give(db, uid, credential)

    @_away_is_temporary
    async def put_otp(self, phone: str, otp: Otp) -> None:
        async with self._transaction() as db:
            await _keep_otp(db, phone, otp)

    @_away_is_temporary
    async def change_otp(
        self, phone: str, change: Callable[[Otp | None], tuple[T, Otp | None]]
    ) -> T:
        async with self._transaction() as db:
            row = await db.fetchrow(
                "SELECT code, expires_at, tries_left FROM local_identity_otps"
                " WHERE phone = $1 FOR UPDATE",
                phone,
            )
            outcome, left = change(None if row is None else Otp(*row))
            if left is not None:
                await _keep_otp(db, phone, left)
            elif row is not None:
                await db.execute("DELETE FROM local_identity_otps WHERE phone = $1", phone)
            return outcome

    @_away_is_temporary
    async def _value(self, query: str, *args: object) -> str | None:
        async with self._transaction() as db:
            value: str | None = await db.fetchval(query, *args)
        return value

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Any]:
        async with self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S) as db, db.transaction():
            yield db


async def _give(db: Any, uid: str, credential: Credential) -> bool:
    """Whether the credential had no owner, and now has this one."""
    given = await db.fetchval(
        "INSERT INTO local_identity_credentials (provider, subject, uid) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING uid",
        credential.provider,
        credential.subject,
        uid,
    )
    return given is not None


async def _keep_otp(db: Any, phone: str, otp: Otp) -> None:
    await db.execute(
        "INSERT INTO local_identity_otps (phone, code, expires_at, tries_left)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (phone) DO UPDATE"
        " SET code = EXCLUDED.code, expires_at = EXCLUDED.expires_at,"
        " tries_left = EXCLUDED.tries_left",
        phone,
        otp.code,
        otp.expires_at,
        otp.tries_left,
    )
