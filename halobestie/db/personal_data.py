"""All that is kept about one customer, as of one moment: what the person has a right to see.

No hash, no token; of the control center's staff what they did, not who they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from halobestie.db.audit import write_audit
from halobestie.db.customer_accounts import RegisteredVia
from halobestie.db.pool import Database
from halobestie.db.rows import Row
from halobestie.db.staff import Staff
from halobestie.domain import EndReason, PairingMethod, RequestState, SessionState
from halobestie.errors import Refused


@dataclass(frozen=True, slots=True)
class PersonAccount:
    customer_id: str
    display_name: str = field(repr=False)
    registered_via: RegisteredVia | None
    registered_at: datetime | None
    phone: str | None = field(repr=False)
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonIdentity:
    """`uid` is what the identity provider calls this person."""

    uid: str = field(repr=False)
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLogin:
    login_id: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRequest:
    """`offers` counts the mitra by what became of their offer."""

    request_id: str
    state: RequestState
    reason: str | None
    pairing_method: PairingMethod
    terms: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    offers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PersonBestie:
    """Who had the session, from when to when; `reason` is why it went to them, if one was told."""

    bestie: str = field(repr=False)
    from_at: datetime
    to_at: datetime | None
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonSession:
    session_id: str
    request_id: str
    state: SessionState
    created_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    besties: tuple[PersonBestie, ...]


@dataclass(frozen=True, slots=True)
class PersonAudit:
    at: datetime
    action: str
    subject_kind: str
    subject_id: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PersonalData:
    exported_at: datetime
    customer: PersonAccount
    identities: tuple[PersonIdentity, ...]
    logins: tuple[PersonLogin, ...]
    requests: tuple[PersonRequest, ...]
    sessions: tuple[PersonSession, ...]
    audit_log: tuple[PersonAudit, ...]


async def export_customer(
    db: Database, customer_id: str, by: Staff, at: datetime
) -> PersonalData | Refused:
    """Everything of one moment; that it was taken out is in the audit log. Refused:
    customer_not_found."""
    async with db.connection() as conn, conn.transaction(isolation="repeatable_read"):
        account = await db.queries.person(conn, customer_id=customer_id)
        if account is None:
            return Refused("customer_not_found")
        told = await _told(db, conn, customer_id)
        await write_audit(conn, by, "customer.export", "customer", customer_id, None, None, at)
    return PersonalData(
        exported_at=at,
        customer=PersonAccount(**account),
        identities=tuple(PersonIdentity(**row) for row in told["identities"]),
        logins=tuple(PersonLogin(**row) for row in told["logins"]),
        requests=tuple(PersonRequest(**row) for row in told["requests"]),
        sessions=tuple(_session(row, told["besties"]) for row in told["sessions"]),
        audit_log=tuple(PersonAudit(**row) for row in told["audit"]),
    )


async def _told(db: Database, conn: Any, customer_id: str) -> dict[str, list[Row]]:
    """The rows of every kind."""
    kinds = ("identities", "logins", "requests", "sessions", "besties", "audit")
    told = {}
    for kind in kinds:
        query = getattr(db.queries, f"{kind}_of_person")
        told[kind] = [row async for row in query(conn, customer_id=customer_id)]
    return told


def _session(row: Row, besties: list[Row]) -> PersonSession:
    held = [dict(one) for one in besties if one["session_id"] == row["session_id"]]
    for one in held:
        del one["session_id"]
    return PersonSession(**row, besties=tuple(PersonBestie(**one) for one in held))
