"""The rows that the fake referee keeps: the columns of sql/migrations that decisions look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from halobestie.domain import EndReason, OfflineReason, PairingMethod, RequestState, SessionState


@dataclass(slots=True)
class CustomerRow:
    customer_id: str
    display_name: str
    registered: bool = False


@dataclass(slots=True)
class MitraRow:
    mitra_id: str
    display_name: str
    weight: int = 1
    active: bool = True
    wants_online: bool = False
    live_sessions: int = 0
    load_version: int = 0


@dataclass(slots=True)
class NodeRow:
    """`seen_at` is by the node's clock, `lease_until` by PostgreSQL's, in seconds."""

    epoch: int
    seen_at: datetime
    lease_until: float


@dataclass(slots=True)
class RequestRow:
    request_id: str
    customer_id: str
    command_id: str | None
    pairing_method: PairingMethod
    offer_timeout_s: int
    payment_timeout_s: int
    created_at: datetime
    expires_at: datetime
    home_node: str
    home_epoch: int
    state: RequestState = "open"
    reason: str | None = None
    closed_at: datetime | None = None
    winner: str | None = None
    """Whose accept won: the `won` line of the offer ledger, which the claim itself writes."""
    session_id: str | None = None
    changed_in: int = 0
    closed_in_world: float = 0.0
    """When it was closed, by the world's own time: no clock of a node is asked."""


class AssignmentRow(NamedTuple):
    mitra_id: str
    from_at: datetime
    to_at: datetime | None
    by: Literal["accept", "control_center"]


@dataclass(slots=True)
class SessionRow:
    session_id: str
    request_id: str
    customer_id: str
    mitra_id: str
    created_at: datetime
    payment_due_at: datetime
    assigned_at: datetime
    assignments: list[AssignmentRow]
    state: SessionState = "pending_payment"
    override: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    version: int = 1
    changed_in: int = 0


@dataclass(slots=True)
class PeriodRow:
    period_id: str
    mitra_id: str
    node_id: str
    epoch: int
    online_at: datetime
    last_seen_at: datetime
    offline_at: datetime | None = None
    reason: OfflineReason | None = None


@dataclass(slots=True)
class Tables:
    """Everything that is committed."""

    customers: dict[str, CustomerRow] = field(default_factory=dict)
    mitras: dict[str, MitraRow] = field(default_factory=dict)
    nodes: dict[str, NodeRow] = field(default_factory=dict)
    requests: dict[str, RequestRow] = field(default_factory=dict)
    sessions: dict[str, SessionRow] = field(default_factory=dict)
    periods: dict[str, list[PeriodRow]] = field(default_factory=dict)
    """By mitra, in the order in which they were opened."""
    offered: set[str] = field(default_factory=set)
    """Of the ledger: requests that somebody was offered."""
    declined: dict[str, dict[str, None]] = field(default_factory=dict)
    """Of the ledger: who declined a request."""
    transaction: int = 1
    """The number of the transaction that commits next."""

    def open_request_of(self, customer_id: str) -> RequestRow | None:
        for row in self.requests.values():
            if row.customer_id == customer_id and row.state == "open":
                return row
        return None

    def live_session_of(self, customer_id: str) -> SessionRow | None:
        for row in self.sessions.values():
            if row.customer_id == customer_id and row.state != "ended":
                return row
        return None

    def open_period_of(self, mitra_id: str) -> PeriodRow | None:
        for row in self.periods.get(mitra_id, ()):
            if row.offline_at is None:
                return row
        return None
