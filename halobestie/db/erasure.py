"""The end of a customer: everything of the person goes in one transaction, the counts stay.

    erase ──▶ lock the row ──▶ busy? no ──▶ forget_customer (0005) ──▶ one line in the audit log

Requests and sessions stay without their customer: they belong to a row that is nobody. Whoever
logs in, links, renames or presses at the same moment waits for the lock, and finds no customer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, Literal, TypeAlias

from halobestie.db.audit import write_audit
from halobestie.db.pool import Database
from halobestie.db.queries import load_queries
from halobestie.db.staff import Staff
from halobestie.errors import Refused
from halobestie.ids import uuid7

ErasureReason: TypeAlias = Literal["customer_asked", "required_by_law", "minor", "test_account"]
"""Why. A choice, no text: nobody can write into the audit log what was just taken out."""


@dataclass(frozen=True, slots=True)
class Erased:
    """`uids` are the users that the identity provider had for this customer; none of them is kept
    here any more. `again`: it was done before."""

    uids: tuple[str, ...] = field(default=(), repr=False)
    again: bool = False


async def erase_customer(
    db: Database, customer_id: str, reason: ErasureReason, by: Staff, at: datetime
) -> Erased | Refused:
    """Erase the customer, and say so in the audit log, by id and reason. Doing it again is as good
    as once. Refused: customer_not_found, customer_busy (a request is open or a session live).
    """
    async with db.transaction() as conn:
        row = await db.queries.customer_to_erase(conn, customer_id=customer_id)
        if row is None or row["erased"]:
            return await _not_there(db, conn, customer_id)
        if await db.queries.customer_is_busy(conn, customer_id=customer_id):
            return Refused("customer_busy")
        found = db.queries.uids_of_customer(conn, customer_id=customer_id)
        uids = tuple([one["uid"] async for one in found])
        await forget_customer(conn, customer_id, row["created_at"])
        after = {"reason": reason}
        await write_audit(conn, by, "customer.erase", "customer", customer_id, None, after, at)
    return Erased(uids)


async def forget_customer(conn: Any, customer_id: str, created_at: datetime) -> None:
    """On a connection whose transaction holds the row, and knows that nothing of it is running."""
    nobody_id = _nobody_id(created_at)
    await load_queries().forget_customer(conn, customer_id=customer_id, nobody_id=nobody_id)


async def _not_there(db: Database, conn: Any, customer_id: str) -> Erased | Refused:
    if await db.queries.customer_was_erased(conn, customer_id=customer_id):
        return Erased(again=True)
    return Refused("customer_not_found")


def _nobody_id(created_at: datetime) -> str:
    """The time in it is that of the day alone: an id of this moment would lead to the line in the
    audit log, and from there to the customer."""
    day = datetime.combine(created_at.astimezone(UTC).date(), time(), UTC)
    return str(uuid7(day))
