"""Givens of the tests here: people, nodes, requests, sessions, made as the house makes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Literal

import pytest

from halobestie.db.committer import Committer, Decided
from halobestie.db.customers import LoggedIn, RegisteredVia, log_in_customer
from halobestie.db.logins import NewLogin
from halobestie.db.mitras import MitraAccount, create_mitra
from halobestie.db.nodes import Node, join
from halobestie.db.pairing import open_request
from halobestie.db.pool import Database
from halobestie.db.presence import open_period
from halobestie.db.staff import Staff
from halobestie.db.users import User, create_user
from halobestie.domain import Request, Session
from halobestie.effects import Claim, CloseRequest, OpenPeriod, OpenRequest
from halobestie.ids import uuid7
from halobestie.messages import DESK, ClaimWon, PeriodOpened, RequestOpened

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
STAFF = Staff(None, "the operator", "admin")
_NUMBERS = count(1)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def new_id() -> str:
    return str(uuid7(NOW))


def new_phone() -> str:
    return f"+62811{next(_NUMBERS):07}"


def new_login(expires_at: datetime | None = None) -> NewLogin:
    token_hash = f"hash {next(_NUMBERS)}".encode()
    return NewLogin(new_id(), token_hash, expires_at or NOW + timedelta(days=30))


@dataclass(frozen=True)
class Known:
    """An identity, as the provider would give it."""

    uid: str
    registered_via: RegisteredVia | None = None
    phone: str | None = None


def anonymous() -> Known:
    return Known(f"uid-{next(_NUMBERS)}")


def by_phone(phone: str | None = None) -> Known:
    return Known(f"uid-{next(_NUMBERS)}", "phone", phone or new_phone())


async def a_customer(db: Database, identity: Known | None = None) -> str:
    """A customer's id."""
    name = f"customer {next(_NUMBERS)}"
    entered = await log_in_customer(db, identity or anonymous(), name, new_login(), NOW)
    assert isinstance(entered, LoggedIn)
    return entered.customer.customer_id


async def a_mitra(db: Database, *, active: bool = True, weight: int = 1) -> str:
    """A mitra's id."""
    mitra_id, name = new_id(), f"bestie {next(_NUMBERS)}"
    made = await create_mitra(db, mitra_id, new_phone(), name, weight, active, STAFF, NOW)
    assert isinstance(made, MitraAccount)
    return mitra_id


async def an_admin(db: Database, role: Literal["admin", "operator"] = "admin") -> User:
    email = f"user{next(_NUMBERS)}@example.test"
    user = await create_user(db, new_id(), email, "a user", role, "hash", STAFF, NOW)
    assert isinstance(user, User)
    return user


async def a_node(db: Database, node_id: str = "node-1", at: datetime = NOW) -> Node:
    return await join(db, node_id, at)


async def go_online(db: Database, node: Node, mitra_id: str, at: datetime = NOW) -> str:
    """The period's id."""
    opened = await open_period(db, OpenPeriod(mitra_id, at, DESK), node)
    assert isinstance(opened, PeriodOpened)
    return opened.period_id


def wants_request(
    customer_id: str, at: datetime = NOW, command_id: str | None = None
) -> OpenRequest:
    return OpenRequest(new_id(), customer_id, command_id, at, DESK)


def wants_closed(
    request_id: str, state: Literal["cancelled", "expired"], at: datetime = NOW
) -> CloseRequest:
    reason: Literal["control_center", "timeout"] = (
        "control_center" if state == "cancelled" else "timeout"
    )
    return CloseRequest(request_id, None, state, reason, at, DESK)


async def a_request(
    db: Database, node: Node, customer_id: str | None = None, at: datetime = NOW
) -> Request:
    customer_id = customer_id or await a_customer(db)
    opened = await open_request(db, wants_request(customer_id, at), node)
    assert isinstance(opened, RequestOpened)
    return opened.request


def a_claim(request_id: str, mitra_id: str, at: datetime = NOW) -> Claim:
    return Claim(request_id, mitra_id, new_id(), at)


async def decide(db: Database, node: Node, *claims: Claim) -> list[Decided]:
    """The claims, decided together."""
    async with Committer(db, node) as committer:
        answers = [committer.submit(claim) for claim in claims]
        return [await answer for answer in answers]


async def a_session(
    db: Database, node: Node, mitra_id: str | None = None, customer_id: str | None = None
) -> Session:
    """A session that waits for its payment."""
    request = await a_request(db, node, customer_id)
    mitra_id = mitra_id or await a_mitra(db)
    (won,) = await decide(db, node, a_claim(request.request_id, mitra_id))
    assert isinstance(won, ClaimWon)
    return won.session


async def fetch(db: Database, sql: str, *args: Any) -> list[dict[str, Any]]:
    async with db.connection() as conn:
        return [dict(row) for row in await conn.fetch(sql, *args)]


async def value(db: Database, sql: str, *args: Any) -> Any:
    async with db.connection() as conn:
        return await conn.fetchval(sql, *args)


async def audit_log(db: Database) -> list[dict[str, Any]]:
    """All entries but those that the givens made."""
    return await fetch(
        db,
        "SELECT user_id, user_name, action, subject_kind, subject_id, before, after, at"
        " FROM audit_log WHERE action NOT IN ('mitra.create', 'user.create') ORDER BY id",
    )


WAITING = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"


@asynccontextmanager
async def held(db: Database, lock: str, *args: Any) -> AsyncIterator[Any]:
    """The connection of a transaction that holds a lock."""
    async with db.transaction() as conn:
        await conn.execute(lock, *args)
        yield conn


async def waiting(
    db: Database, work: Coroutine[Any, Any, Any], already: int = 0
) -> asyncio.Task[Any]:
    """The work, begun, and stuck at a lock, as so many others are already."""
    task = asyncio.create_task(work)
    for _ in range(500):
        if await value(db, WAITING) > already:
            return task
        await asyncio.sleep(0.005)
    pytest.fail("nobody waits")
