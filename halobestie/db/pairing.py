"""Requests and the offer ledger: what the outlet asks of PostgreSQL for the pairing actors.

Accepts are claimed by the `Committer`. Each call is one question to a function of
sql/migrations/0003_pairing.sql, so that doing it twice is harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from halobestie.db.audit import write_audit
from halobestie.db.committer import Committer
from halobestie.db.nodes import AnyNode
from halobestie.db.pool import Database
from halobestie.db.rows import Row, load_of, request_of, session_of
from halobestie.db.staff import staff_of
from halobestie.effects import CloseRequest, FindWinner, OpenRequest, RecordOffers
from halobestie.messages import (
    ClaimWon,
    NoWinner,
    RequestClosed,
    RequestOpened,
    RequestRefused,
)

__all__ = ["Committer", "close_request", "find_winner", "open_request", "record_offers"]

_ASKED_AGAIN: Final = 5


async def open_request(
    db: Database, effect: OpenRequest, node: AnyNode
) -> RequestOpened | RequestRefused:
    """A new request at home on `node`, or the one that this customer or this command has already.

    Refused: customer_not_found, session_live, registration_required, unavailable (the node's epoch
    is over, or others pressed again and again in between).
    """
    for _ in range(_ASKED_AGAIN):
        async with db.connection() as conn:
            row = await _open(db, conn, effect, node)
        if row["outcome"] in ("opened", "existing"):
            request = request_of(row, effect.customer_id)
            return RequestOpened(request, new=row["outcome"] == "opened")
        if row["outcome"] != "again":
            return RequestRefused(row["outcome"])
    return RequestRefused("unavailable")


async def close_request(db: Database, effect: CloseRequest) -> RequestClosed:
    """Close it if it is open, and say how it really stands; audited when a user did it."""
    async with db.transaction() if effect.user_id else db.connection() as conn:
        row = await db.queries.close_request(
            conn,
            request_id=effect.request_id,
            customer_id=effect.customer_id,
            state=effect.state,
            reason=effect.reason,
            at=effect.at,
        )
        changed = row["outcome"] == "closed"
        if changed and effect.user_id:
            await _audit_close(conn, effect, effect.user_id)
    return RequestClosed(
        effect.request_id,
        row["customer_id"],
        row["state"],
        row["reason"],
        changed=changed,
        reply_to=effect.reply_to,
    )


async def find_winner(db: Database, effect: FindWinner) -> ClaimWon | NoWinner:
    """The session that came of the request, if one did: for a claim whose answer was lost."""
    async with db.connection() as conn:
        card = await db.queries.find_winner(conn, request_id=effect.request_id)
    if card is None:
        return NoWinner(effect.request_id)
    return ClaimWon(session_of(card), load_of(card))


async def record_offers(db: Database, batch: Sequence[RecordOffers]) -> None:
    """Lines for the ledger, in the order given, all or none."""
    if not batch:
        return
    lines = [
        {
            "request_id": line.request_id,
            "at": line.at,
            "outcome": line.outcome,
            "reason": line.reason,
            "mitra_ids": list(line.mitra_ids),
        }
        for line in batch
    ]
    async with db.connection() as conn:
        await db.queries.record_offers(conn, lines)


async def _open(db: Database, conn: Any, effect: OpenRequest, node: AnyNode) -> Row:
    row: Row = await db.queries.open_request(
        conn,
        request_id=effect.request_id,
        customer_id=effect.customer_id,
        command_id=_as_uuid(effect.command_id),
        node_id=node.node_id,
        epoch=node.epoch,
        at=effect.at,
    )
    return row


async def _audit_close(conn: Any, effect: CloseRequest, user_id: str) -> None:
    by = await staff_of(conn, user_id)
    before, after = {"state": "open"}, {"state": effect.state}
    await write_audit(
        conn, by, "request.cancel", "request", effect.request_id, before, after, effect.at
    )


def _as_uuid(command_id: str | None) -> str | None:
    """Only a UUID tells one press from all others; "c1" is every phone's first command."""
    try:
        return str(UUID(command_id)) if command_id else None
    except ValueError:
        return None
