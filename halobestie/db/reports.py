"""What the control center looks at: the live board, and why nobody came to a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.domain import PairingMethod, RequestState

OfferOutcome = Literal["offered", "won", "taken", "declined", "withdrawn", "expired", "skipped"]

SORTS: Final = MappingProxyType(
    {
        "created_at": "created_at",
        "closed_at": "closed_at",
        "expires_at": "expires_at",
        "state": "state",
        "customer_name": "lower(customer_name)",
    }
)


@dataclass(frozen=True, slots=True)
class BusyMitra:
    mitra_id: str
    display_name: str = field(repr=False)
    online: bool
    sessions: int
    capacity: int


@dataclass(frozen=True, slots=True)
class BoardNode:
    """`alive`: seen within the last 10 seconds; `sockets` as of then."""

    node_id: str
    alive: bool
    sockets: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`customers_per_mitra` has those who are online or have a live session, online ones first."""

    active_sessions: int
    pending_payment_sessions: int
    online_mitras: int
    open_requests: int
    longest_wait_s: int
    customers_per_mitra: tuple[BusyMitra, ...]
    nodes: tuple[BoardNode, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request, and what came of it: the session and the mitra who has it."""

    request_id: str
    customer_id: str
    customer_name: str = field(repr=False)
    state: RequestState
    reason: str | None
    pairing_method: PairingMethod
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    session_id: str | None
    mitra_id: str | None
    mitra_name: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """How a request stands, or ended, for one mitra; "skipped" has the reason why. `offered_at` is
    null for one on whose screen it never was."""

    mitra_id: str
    display_name: str = field(repr=False)
    outcome: OfferOutcome
    reason: str | None
    at: datetime
    offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestDetail:
    request: RequestRecord
    offers: list[Offer]


async def dashboard(db: Database, at: datetime) -> Dashboard:
    """The board, all of one moment."""
    async with db.connection() as conn:
        row = await db.queries.dashboard(conn, at=at)
    return Dashboard(
        row["active"],
        row["pending_payment"],
        row["mitras"],
        row["requests"],
        row["longest_s"],
        tuple(BusyMitra(**mitra) for mitra in row["mitras_busy"]),
        tuple(BoardNode(**node) for node in row["nodes"]),
        at,
    )


async def list_requests(db: Database, page: Page) -> tuple[list[RequestRecord], int]:
    """Filters: state, customer_id. `q` is part of the customer's or the mitra's name."""
    filters = {"request_id": None} | {k: page.filters.get(k) for k in ("state", "customer_id")}
    rows, total = await fetch_page(db, "list_requests", page, SORTS, "request_id", **filters)
    return [RequestRecord(**row) for row in rows], total


async def read_request(db: Database, request_id: str) -> RequestDetail | None:
    """The request and the ledger of its offers, in the order of their last events."""
    only = {"request_id": request_id, "state": None, "customer_id": None}
    rows, _ = await fetch_page(db, "list_requests", Page(), SORTS, "request_id", **only)
    if not rows:
        return None
    async with db.connection() as conn:
        ledger = db.queries.offers_of_request(conn, request_id=request_id)
        offers = [Offer(**row) async for row in ledger]
    return RequestDetail(RequestRecord(**rows[0]), offers)
