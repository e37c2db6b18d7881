"""The audit log: each change made in the control center, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.db.queries import load_queries
from halobestie.db.staff import Staff

__all__ = ["AuditEntry", "Page", "changed", "list_audit", "masked_phone", "write_audit"]

SORTS = MappingProxyType({"at": "at", "action": "action", "user_name": "lower(user_name)"})


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`before` and `after` have the fields that changed, and never a secret."""

    id: int
    at: datetime
    user_id: str | None
    user_name: str
    action: str
    subject_kind: str
    subject_id: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


async def write_audit(
    conn: Any,
    by: Staff,
    action: str,
    subject_kind: str,
    subject_id: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    at: datetime,
) -> None:
    """Add an entry, on the connection whose transaction makes the change.

    `action` is like "mitra.edit", with the subject_kind "mitra" and its id.
    """
    await load_queries().write_audit(
        conn,
        at=at,
        user_id=by.user_id,
        user_name=by.display_name,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
    )


async def list_audit(db: Database, page: Page) -> tuple[list[AuditEntry], int]:
    """Filters: action, user_id, subject_kind, subject_id."""
    filters = {k: page.filters.get(k) for k in ("action", "user_id", "subject_kind", "subject_id")}
    rows, total = await fetch_page(db, "list_audit", page, SORTS, "id", **filters)
    return [AuditEntry(**row) for row in rows], total


def changed(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are."""
    fields = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in fields}, {name: after[name] for name in fields}


def masked_phone(phone: str) -> str:
    """Enough of a number to know it again: its last three digits."""
    return f"…{phone[-3:]}"
