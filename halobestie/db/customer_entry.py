"""How a customer comes in: found again or made at the log in, and registered by linking.

A customer is found by the provider's uid, else by the verified phone number: the same person under
a new uid. All that is kept of an identity is uid, registered_via and phone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import asyncpg

from halobestie.db.customer_accounts import CustomerAccount, RegisteredVia
from halobestie.db.logins import NewLogin, add_login
from halobestie.db.pool import Database
from halobestie.db.rows import Row
from halobestie.errors import Refused
from halobestie.ids import uuid7

T = TypeVar("T")
_ATTEMPTS: Final = 3


class Identity(Protocol):
    """Who the identity provider says it is; `phone` is verified, E.164."""

    @property
    def uid(self) -> str: ...
    @property
    def registered_via(self) -> RegisteredVia | None: ...
    @property
    def phone(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`changed`: the provider knew more of a customer who was here before, and so do we now."""

    customer: CustomerAccount
    created: bool
    changed: bool = False


async def log_in_customer(
    db: Database, identity: Identity, display_name: str | None, login: NewLogin, at: datetime
) -> LoggedIn | Refused:
    """Let the customer in, the first time by making the account; one transaction with the login.

    `display_name` is used the first time alone. Refused: registration_required (somebody new and
    anonymous while anonymity is off), display_name_required.
    """
    return await _retried(lambda: _log_in(db, identity, display_name, login, at))


async def link_customer(
    db: Database, customer_id: str, identity: Identity, at: datetime
) -> CustomerAccount | Refused:
    """Register an anonymous customer: the same account, the same history.

    Doing it again with the same credential answers alike. Refused: credential_in_use (by another
    customer), already_registered, invalid_id_token (the identity is anonymous itself).
    """
    if identity.registered_via is None:
        return Refused("invalid_id_token")
    return await _retried(lambda: _link(db, customer_id, identity, at))


async def _log_in(
    db: Database, identity: Identity, display_name: str | None, login: NewLogin, at: datetime
) -> LoggedIn | Refused:
    async with db.transaction() as conn:
        row = await _find(db, conn, identity, at)
        known = row
        if row is not None:
            row = await _take_over(db, conn, row, identity, at)
        else:
            refusal = await _may_come(db, conn, identity, display_name)
            if refusal:
                return refusal
            row = await _create(db, conn, identity, display_name, at)
        await add_login(conn, login, "customer", row["customer_id"], at)
    changed = known is not None and row is not known
    return LoggedIn(CustomerAccount(**row), created=known is None, changed=changed)


async def _find(db: Database, conn: Any, identity: Identity, at: datetime) -> Row | None:
    row: Row | None = await db.queries.customer_by_uid(conn, uid=identity.uid)
    if row is None and identity.phone is not None:
        row = await db.queries.customer_by_phone(conn, phone=identity.phone)
        if row is not None:
            await db.queries.bind_uid(conn, uid=identity.uid, customer_id=row["customer_id"], at=at)
    return row


async def _may_come(
    db: Database, conn: Any, identity: Identity, display_name: str | None
) -> Refused | None:
    settings = await db.queries.read_settings(conn)
    if identity.registered_via is None and not settings["anonymity_enabled"]:
        return Refused("registration_required")
    return Refused("display_name_required") if display_name is None else None


async def _create(
    db: Database, conn: Any, identity: Identity, display_name: str | None, at: datetime
) -> Row:
    registered = identity.registered_via is not None
    row: Row = await db.queries.add_customer(
        conn,
        customer_id=str(uuid7(at)),
        display_name=display_name,
        registered_via=identity.registered_via,
        registered_at=at if registered else None,
        phone=identity.phone if registered else None,
        at=at,
    )
    await db.queries.bind_uid(conn, uid=identity.uid, customer_id=row["customer_id"], at=at)
    return row


async def _take_over(db: Database, conn: Any, row: Row, identity: Identity, at: datetime) -> Row:
    """What the provider has learned since the last login: registered, a (new) phone number.

    A number that another customer has by now stays with that customer.
    """
    phone = identity.phone if identity.registered_via else None
    if phone is not None and phone != row["phone"]:
        owner = await db.queries.customer_by_phone(conn, phone=phone)
        phone = None if owner else phone
    news = (identity.registered_via and not row["registered_via"]) or (
        phone is not None and phone != row["phone"]
    )
    return await _register(db, conn, row, identity, phone, at) if news else row


async def _register(
    db: Database, conn: Any, row: Row, identity: Identity, phone: str | None, at: datetime
) -> Row:
    registered: Row = await db.queries.register_customer(
        conn,
        customer_id=row["customer_id"],
        registered_via=identity.registered_via,
        phone=phone,
        at=at,
    )
    return registered


async def _link(
    db: Database, customer_id: str, identity: Identity, at: datetime
) -> CustomerAccount | Refused:
    async with db.transaction() as conn:
        row = await db.queries.customer_to_link(conn, customer_id=customer_id)
        if row is None:
            return Refused("customer_not_found")
        owners = [
            owner
            async for owner in db.queries.owners_of_credential(
                conn, uid=identity.uid, phone=identity.phone
            )
        ]
        if any(owner["customer_id"] != customer_id for owner in owners):
            return Refused("credential_in_use")
        bound = any(owner["by_uid"] for owner in owners)
        if row["registered_via"] is not None:
            same = bound and _same_credential(row, identity)
            return CustomerAccount(**row) if same else Refused("already_registered")
        # First the customer, then the uid, as a first login does: the two never wait in a circle.
        row = await _register(db, conn, row, identity, identity.phone, at)
        if not bound:
            await db.queries.bind_uid(conn, uid=identity.uid, customer_id=customer_id, at=at)
    return CustomerAccount(**row)


def _same_credential(row: Row, identity: Identity) -> bool:
    return bool(row["registered_via"] == identity.registered_via and row["phone"] == identity.phone)


async def _retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """Somebody with the same uid or number was faster: what they wrote is found the next time."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await attempt()
        except asyncpg.UniqueViolationError:
            continue
    return await attempt()
