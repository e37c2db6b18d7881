"""Online periods: opened, closed, and kept alive by the heartbeats that were seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from halobestie.db.nodes import AnyNode
from halobestie.db.pool import Database
from halobestie.domain import PeriodId
from halobestie.effects import ClosePeriod, OpenPeriod
from halobestie.ids import uuid7
from halobestie.messages import PeriodClosed, PeriodOpened, PeriodRefused


async def open_period(
    db: Database, effect: OpenPeriod, node: AnyNode
) -> PeriodOpened | PeriodRefused:
    """Open a period, or take over the open one. Refused: inactive, not_found, stale_epoch."""
    async with db.connection() as conn:
        row = await db.queries.open_period(
            conn,
            period_id=str(uuid7(effect.at)),
            mitra_id=effect.mitra_id,
            node_id=node.node_id,
            epoch=node.epoch,
            at=effect.at,
        )
    if row["outcome"] != "opened":
        return PeriodRefused(effect.mitra_id, row["outcome"])
    return PeriodOpened(effect.mitra_id, row["period_id"], row["since"])


async def close_period(db: Database, effect: ClosePeriod, node: AnyNode) -> PeriodClosed:
    """End the period at the effect's instant. One that has ended, or moved to another node, stays
    as it is; the outcome is the same, for this node has no such period any more."""
    async with db.connection() as conn:
        await db.queries.close_period(
            conn,
            period_id=effect.period_id,
            mitra_id=effect.mitra_id,
            node_id=node.node_id,
            epoch=node.epoch,
            at=effect.at,
            reason=effect.reason,
        )
    return PeriodClosed(effect.mitra_id, effect.period_id, effect.reason)


async def note_seen(db: Database, seen: Mapping[PeriodId, datetime]) -> None:
    """The newest heartbeat of each period. Older ones than are known change nothing."""
    if not seen:
        return
    async with db.connection() as conn:
        await db.queries.note_seen(conn, period_ids=list(seen.keys()), ats=list(seen.values()))
