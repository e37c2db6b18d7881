"""Customers' accounts: what is known of a customer, and the state that a phone starts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.db.rows import session_of
from halobestie.domain import RequestState, Session

RegisteredVia: TypeAlias = Literal["phone", "google", "apple", "facebook"]

SORTS: Final = MappingProxyType({"created_at": "created_at", "display_name": "lower(display_name)"})


@dataclass(frozen=True, slots=True)
class CustomerAccount:
    customer_id: str
    display_name: str = field(repr=False)
    registered_via: RegisteredVia | None
    phone: str | None = field(repr=False)
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenRequestCard:
    request_id: str
    state: RequestState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerSnapshot:
    customer: CustomerAccount
    request: OpenRequestCard | None
    session: Session | None


async def read_customer(db: Database, customer_id: str) -> CustomerAccount | None:
    async with db.connection() as conn:
        row = await db.queries.customer(conn, customer_id=customer_id)
    return CustomerAccount(**row) if row else None


async def rename_customer(
    db: Database, customer_id: str, display_name: str
) -> CustomerAccount | None:
    """A new name, which must be a valid one; None when there is no such customer."""
    async with db.connection() as conn:
        row = await db.queries.rename_customer(
            conn, customer_id=customer_id, display_name=display_name
        )
    return CustomerAccount(**row) if row else None


async def customer_snapshot(db: Database, customer_id: str) -> CustomerSnapshot | None:
    """The account, its open request and its live session, all of one moment."""
    async with db.connection() as conn:
        row = await db.queries.customer_snapshot(conn, customer_id=customer_id)
    if row is None:
        return None
    account = CustomerAccount(
        row["account_id"],
        row["display_name"],
        row["registered_via"],
        row["phone"],
        row["account_created_at"],
    )
    request = OpenRequestCard(row["open_request_id"], row["open_state"], row["open_expires_at"])
    return CustomerSnapshot(
        account,
        request if row["open_request_id"] else None,
        session_of(row) if row["session_id"] else None,
    )


async def list_customers(db: Database, page: Page) -> tuple[list[CustomerAccount], int]:
    """Filters: registered (bool), registered_via. `q` is part of a name or a whole number."""
    filters = {k: page.filters.get(k) for k in ("registered", "registered_via")}
    rows, total = await fetch_page(db, "list_customers", page, SORTS, "customer_id", **filters)
    return [CustomerAccount(**row) for row in rows], total
