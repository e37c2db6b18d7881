"""Presence: periods of one mitra never overlap, and a wish is kept apart from what is seen (I8)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from halobestie.db.mitras import edit_mitra, mitra_snapshot
from halobestie.db.nodes import join
from halobestie.db.pool import Database
from halobestie.db.presence import close_period, note_seen, open_period
from halobestie.domain import OfflineReason
from halobestie.effects import ClosePeriod, OpenPeriod
from halobestie.messages import DESK, PeriodClosed, PeriodOpened, PeriodRefused
from tests.db.given import NOW, STAFF, a_mitra, a_node, fetch, go_online, later, new_id, value


def wants_off(
    period_id: str, mitra_id: str, seconds: float, reason: OfflineReason = "mitra"
) -> ClosePeriod:
    return ClosePeriod(period_id, mitra_id, reason, later(seconds), DESK)


async def _wish(db: Database, mitra_id: str) -> bool:
    snapshot = await mitra_snapshot(db, mitra_id)
    assert snapshot is not None
    return snapshot.profile.wants_online


async def test_online_and_offline_again(db: Database) -> None:
    """A period from, to, and why; the wish goes with it."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    # when
    opened = await open_period(db, OpenPeriod(mitra_id, NOW, DESK), node)
    # then
    assert isinstance(opened, PeriodOpened)
    assert (opened.mitra_id, opened.since) == (mitra_id, NOW)
    assert await _wish(db, mitra_id)
    # when
    closed = await close_period(db, wants_off(opened.period_id, mitra_id, 60), node)
    # then
    assert closed == PeriodClosed(mitra_id, opened.period_id, "mitra")
    (row,) = await fetch(db, "SELECT id, online_at, offline_at, reason FROM online_periods")
    assert row == {
        "id": opened.period_id,
        "online_at": NOW,
        "offline_at": later(60),
        "reason": "mitra",
    }
    assert not await _wish(db, mitra_id)


@pytest.mark.parametrize(
    ("reason", "wishes_on"),
    [
        ("mitra", False),
        ("control_center", False),
        ("deactivated", False),
        ("heartbeat_lost", True),
        ("node_lost", True),
    ],
)
async def test_what_is_lost_is_still_wanted(
    db: Database, reason: OfflineReason, wishes_on: bool
) -> None:
    """Silence is no decision; an explicit "offline" is."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    period_id = await go_online(db, node, mitra_id)
    await close_period(db, wants_off(period_id, mitra_id, 60, reason), node)
    assert await _wish(db, mitra_id) is wishes_on


async def test_an_explicit_offline_counts_also_after_silence_was_faster(db: Database) -> None:
    """The period keeps its end; the wish is taken back."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    period_id = await go_online(db, node, mitra_id)
    await close_period(db, wants_off(period_id, mitra_id, 30, "heartbeat_lost"), node)
    # when
    closed = await close_period(db, wants_off(period_id, mitra_id, 60), node)
    # then
    assert closed == PeriodClosed(mitra_id, period_id, "mitra")
    (row,) = await fetch(db, "SELECT offline_at, reason FROM online_periods")
    assert row == {"offline_at": later(30), "reason": "heartbeat_lost"}
    assert not await _wish(db, mitra_id)


async def test_a_mitra_who_moves_keeps_the_period(db: Database) -> None:
    """One presence, however many nodes: the old one can close it no more."""
    # given
    old, new, mitra_id = await a_node(db), await a_node(db, "node-2"), await a_mitra(db)
    period_id = await go_online(db, old, mitra_id)
    # when
    moved = await open_period(db, OpenPeriod(mitra_id, later(50), DESK), new)
    await close_period(db, wants_off(period_id, mitra_id, 60, "mitra"), old)
    # then
    assert moved == PeriodOpened(mitra_id, period_id, NOW)
    (row,) = await fetch(db, "SELECT node_id, last_seen_at, offline_at FROM online_periods")
    assert row == {"node_id": "node-2", "last_seen_at": later(50), "offline_at": None}
    assert await _wish(db, mitra_id), "the late word of the old node is about the past"


async def test_who_may_not_be_online(db: Database) -> None:
    """Inactive, unknown, or on a node whose epoch is over."""
    # given
    node, mitra_id, inactive = await a_node(db), await a_mitra(db), await a_mitra(db)
    await edit_mitra(db, inactive, {"active": False}, STAFF, NOW)
    unknown = new_id()
    # when
    refused = [
        await open_period(db, OpenPeriod(one, NOW, DESK), node) for one in (inactive, unknown)
    ]
    await join(db, node.node_id, NOW)
    refused.append(await open_period(db, OpenPeriod(mitra_id, NOW, DESK), node))
    # then
    assert refused == [
        PeriodRefused(inactive, "inactive"),
        PeriodRefused(unknown, "not_found"),
        PeriodRefused(mitra_id, "stale_epoch"),
    ]
    assert await value(db, "SELECT count(*) FROM online_periods") == 0
    assert not await _wish(db, mitra_id)


async def test_a_clock_that_is_behind_opens_no_period_within_the_last(db: Database) -> None:
    """It begins where the one before ended."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    period_id = await go_online(db, node, mitra_id, later(10))
    await close_period(db, wants_off(period_id, mitra_id, 60), node)
    opened = await open_period(db, OpenPeriod(mitra_id, later(40), DESK), node)
    assert isinstance(opened, PeriodOpened)
    assert opened.since == later(60)
    # and an end before the beginning is the beginning
    await close_period(db, wants_off(opened.period_id, mitra_id, 50), node)
    last = "SELECT offline_at FROM online_periods WHERE id = $1"
    assert await value(db, last, opened.period_id) == later(60)


async def test_the_newest_heartbeat_is_remembered(db: Database) -> None:
    """Of many periods at once; an older one, or one for a closed period, changes nothing."""
    # given
    node, mitras = await a_node(db), [await a_mitra(db) for _ in range(3)]
    periods = [await go_online(db, node, mitra_id) for mitra_id in mitras]
    await close_period(db, wants_off(periods[2], mitras[2], 5), node)
    # when
    await note_seen(db, dict.fromkeys(periods, later(20)) | {new_id(): later(20)})
    await note_seen(db, {periods[0]: later(10), periods[1]: later(30)})
    await note_seen(db, {})
    # then
    seen = "SELECT last_seen_at FROM online_periods WHERE id = $1"
    assert [await value(db, seen, one) for one in periods] == [later(20), later(30), NOW]


async def test_a_heartbeat_never_waits(db: Database) -> None:
    """A period that somebody else is just changing is left out."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    period_id = await go_online(db, node, mitra_id)
    async with db.transaction() as conn:
        await conn.execute("SELECT 1 FROM online_periods FOR UPDATE")
        async with asyncio.timeout(1):
            await note_seen(db, {period_id: later(5)})
    assert await value(db, "SELECT last_seen_at FROM online_periods") == NOW


async def test_devices_that_go_online_and_offline_at_once(db: Database) -> None:
    """Two nodes, one mitra, forty switches at the same time: no overlap, and at most one open."""
    nodes, mitra_id = [await a_node(db), await a_node(db, "node-2")], await a_mitra(db)

    async def switch(n: int) -> None:
        node, at = nodes[n % 2], NOW + timedelta(seconds=n)
        opened = await open_period(db, OpenPeriod(mitra_id, at, DESK), node)
        assert isinstance(opened, PeriodOpened)
        await close_period(db, wants_off(opened.period_id, mitra_id, n + 1), node)

    # when
    await asyncio.gather(*(switch(n) for n in range(40)))
    # then
    overlaps = (
        "SELECT count(*) FROM online_periods a JOIN online_periods b ON a.id < b.id"
        " WHERE a.online_at < coalesce(b.offline_at, 'infinity')"
        " AND b.online_at < coalesce(a.offline_at, 'infinity')"
    )
    assert await value(db, overlaps) == 0
    assert await value(db, "SELECT count(*) FROM online_periods WHERE offline_at IS NULL") <= 1


ADD_PERIOD = (
    "INSERT INTO online_periods (id, mitra_id, node_id, epoch, online_at, last_seen_at,"
    " offline_at, reason)"
    " VALUES ($1, $2, 'node-1', 1, $3, $3, $4,"
    " CASE WHEN $4::timestamptz IS NOT NULL THEN 'mitra' END)"
)


@pytest.mark.parametrize(
    ("start", "end"), [(5, 15), (15, 25), (12, 13), (0, 30), (10, 20), (0, None), (15, None)]
)
async def test_the_schema_refuses_periods_that_overlap(
    db: Database, start: float, end: float | None
) -> None:
    """There is one from 10 to 20; another mitra may be online at the same time."""
    # given
    mitra_id, other = await a_mitra(db), await a_mitra(db)
    await value(db, ADD_PERIOD, new_id(), mitra_id, later(10), later(20))
    # then
    span = later(start), later(end) if end is not None else None
    await value(db, ADD_PERIOD, new_id(), other, *span)
    with pytest.raises(asyncpg.ExclusionViolationError, match="online_periods_never_overlap"):
        await value(db, ADD_PERIOD, new_id(), mitra_id, *span)


async def test_periods_that_touch_do_not_overlap(db: Database) -> None:
    """One ends where the next begins; an empty one lies anywhere."""
    mitra_id = await a_mitra(db)
    for start, end in ((10, 20), (15, 15), (20, 30), (30, None)):
        until = later(end) if end is not None else None
        await value(db, ADD_PERIOD, new_id(), mitra_id, later(start), until)
    assert await value(db, "SELECT count(*) FROM online_periods") == 4
