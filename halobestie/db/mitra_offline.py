"""The control center takes a mitra offline: the wish to be online ends, and who ended it stays."""

from __future__ import annotations

from datetime import datetime

from halobestie.db.audit import write_audit
from halobestie.db.pool import Database
from halobestie.db.staff import Staff
from halobestie.errors import Refused


async def unwish_online(db: Database, mitra_id: str, by: Staff, at: datetime) -> Refused | None:
    """Audited when there was anything to end. Refused: mitra_not_found.

    The open online period is the actor's to close: tell it next.
    """
    async with db.transaction() as conn:
        row = await db.queries.unwish_online(conn, mitra_id=mitra_id)
        if row is None:
            return Refused("mitra_not_found")
        if row["was_online"]:
            was, now = {"online": True}, {"online": False}
            await write_audit(conn, by, "mitra.offline", "mitra", mitra_id, was, now, at)
    return None
