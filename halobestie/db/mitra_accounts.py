"""Mitra as accounts: made, edited and listed by the control center, with every change audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import asyncpg

from halobestie.db.audit import changed, masked_phone, write_audit
from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.db.rows import Row
from halobestie.db.staff import Staff
from halobestie.errors import Refused

FIELDS: Final = ("phone", "display_name", "weight", "active")
"""What `edit_mitra` takes."""
SORTS: Final = MappingProxyType(
    {
        "created_at": "created_at",
        "display_name": "lower(display_name)",
        "weight": "weight",
        "active": "active",
        "online": "online",
        "sessions": "live_sessions",
    }
)


@dataclass(frozen=True, slots=True)
class MitraAccount:
    """`online` is what the server observes; `sessions` counts the live ones."""

    mitra_id: str
    phone: str = field(repr=False)
    display_name: str = field(repr=False)
    weight: int
    active: bool
    online: bool
    sessions: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MitraEdit:
    before: MitraAccount
    after: MitraAccount


async def create_mitra(
    db: Database,
    mitra_id: str,
    phone: str,
    display_name: str,
    weight: int,
    active: bool,
    by: Staff,
    at: datetime,
) -> MitraAccount | Refused:
    """A new mitra. Refused: phone_taken."""
    told = {"phone": phone, "display_name": display_name, "weight": weight, "active": active}
    try:
        async with db.transaction() as conn:
            await db.queries.add_mitra(conn, mitra_id=mitra_id, at=at, **told)
            await write_audit(conn, by, "mitra.create", "mitra", mitra_id, None, _audited(told), at)
            return await _read(db, conn, mitra_id)
    except asyncpg.UniqueViolationError as error:
        return _phone_taken(error)


async def edit_mitra(
    db: Database, mitra_id: str, changes: Mapping[str, Any], by: Staff, at: datetime
) -> MitraEdit | Refused:
    """Change what differs. Deactivating ends all logins in the same transaction and takes back the
    wish to be online; the open online period is closed by the mitra's actor.

    Refused: mitra_not_found, phone_taken.
    """
    unknown = changes.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"a mitra has no {', '.join(sorted(unknown))}")
    try:
        async with db.transaction() as conn:
            return await _edit(db, conn, mitra_id, changes, by, at)
    except asyncpg.UniqueViolationError as error:
        return _phone_taken(error)


async def read_mitra(db: Database, mitra_id: str) -> MitraAccount | None:
    async with db.connection() as conn:
        row = await db.queries.mitra(conn, mitra_id=mitra_id)
    return account_of(row) if row else None


async def list_mitras(db: Database, page: Page) -> tuple[list[MitraAccount], int]:
    """Filters: active (bool), online (bool). `q` is part of a name or a number."""
    filters = {k: page.filters.get(k) for k in ("active", "online")}
    rows, total = await fetch_page(db, "list_mitras", page, SORTS, "mitra_id", **filters)
    return [account_of(row) for row in rows], total


def account_of(row: Row) -> MitraAccount:
    """A row of the view mitra_accounts."""
    return MitraAccount(
        row["mitra_id"],
        row["phone"],
        row["display_name"],
        row["weight"],
        row["active"],
        row["online"],
        row["live_sessions"],
        row["created_at"],
    )


async def _edit(
    db: Database, conn: Any, mitra_id: str, changes: Mapping[str, Any], by: Staff, at: datetime
) -> MitraEdit | Refused:
    if await db.queries.lock_mitra(conn, mitra_id=mitra_id) is None:
        return Refused("mitra_not_found")
    before = await _read(db, conn, mitra_id)
    old, new = changed({name: getattr(before, name) for name in FIELDS}, changes)
    if not new:
        return MitraEdit(before, before)
    await db.queries.change_mitra(conn, mitra_id=mitra_id, **{**dict.fromkeys(FIELDS), **new})
    if new.get("active") is False:
        await db.queries.end_logins_of_mitra(conn, mitra_id=mitra_id, at=at)
    await write_audit(conn, by, "mitra.edit", "mitra", mitra_id, _audited(old), _audited(new), at)
    return MitraEdit(before, await _read(db, conn, mitra_id))


async def _read(db: Database, conn: Any, mitra_id: str) -> MitraAccount:
    return account_of(await db.queries.mitra(conn, mitra_id=mitra_id))


def _audited(told: Mapping[str, Any]) -> dict[str, Any]:
    return {k: masked_phone(v) if k == "phone" else v for k, v in told.items()}


def _phone_taken(error: asyncpg.UniqueViolationError) -> Refused:
    if error.constraint_name != "mitras_phone_key":
        raise error
    return Refused("phone_taken")
