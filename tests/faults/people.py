"""Accounts with a login, written straight into PostgreSQL: thousands need no thousands of calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from halobestie.domain import Role
from halobestie.http.auth import hash_of
from halobestie.ids import secret_token, uuid7
from tests.faults.servers import Servers

_NUMBERS = count(1)

CUSTOMERS = """
INSERT INTO customers (id, display_name, created_at)
SELECT x.id, x.name, now() FROM unnest($1::uuid[], $2::text[]) AS x (id, name)"""
MITRAS = """
INSERT INTO mitras (id, phone, display_name, created_at)
SELECT x.id, x.phone, x.name, now() FROM unnest($1::uuid[], $2::text[], $3::text[])
    AS x (id, name, phone)"""
LOGINS = """
INSERT INTO logins (id, token_hash, role, customer_id, mitra_id, created_at, expires_at)
SELECT x.login, x.hash, $4, CASE WHEN $4 = 'customer' THEN x.id END,
       CASE WHEN $4 = 'mitra' THEN x.id END, now(), now() + interval '1 day'
  FROM unnest($1::uuid[], $2::bytea[], $3::uuid[]) AS x (login, hash, id)"""


@dataclass(frozen=True, slots=True)
class Account:
    """Who may log in as what."""

    role: Role
    account_id: str
    token: str = field(repr=False)


async def make_accounts(servers: Servers, role: Role, how_many: int) -> list[Account]:
    """So many new people of this role."""
    now = datetime.now(UTC)
    made = [Account(role, str(uuid7(now)), secret_token()) for _ in range(how_many)]
    ids = [account.account_id for account in made]
    numbers = [next(_NUMBERS) for _ in made]
    names = [f"{role} {number}" for number in numbers]
    if role == "customer":
        await servers.query(CUSTOMERS, ids, names)
    else:
        phones = [f"+6281{number:09}" for number in numbers]
        await servers.query(MITRAS, ids, names, phones)
    logins = [str(uuid7(now + timedelta(milliseconds=1))) for _ in made]
    await servers.query(LOGINS, logins, [hash_of(a.token) for a in made], ids, role)
    return made


async def change_settings(servers: Servers, **changes: Any) -> None:
    """In force on every node within a second."""
    names = ", ".join(f"{name} = ${number}" for number, name in enumerate(changes, start=1))
    await servers.query(f"UPDATE settings SET version = version + 1, {names}", *changes.values())
