"""Mitra: made and edited by the control center, logged in by number, with a log of being online."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from halobestie.db.logins import find_login
from halobestie.db.mitras import (
    MitraAccount,
    MitraEdit,
    create_mitra,
    edit_mitra,
    list_mitras,
    log_in_mitra,
    mitra_snapshot,
    online_log,
    read_mitra,
)
from halobestie.db.pages import Page
from halobestie.db.pool import Database
from halobestie.db.presence import close_period
from halobestie.domain import Load, MitraProfile, OfflineReason
from halobestie.effects import ClosePeriod
from halobestie.errors import Refused
from halobestie.messages import DESK
from tests.db.given import (
    NOW,
    STAFF,
    a_mitra,
    a_node,
    a_session,
    audit_log,
    fetch,
    go_online,
    later,
    new_id,
    new_login,
    new_phone,
    value,
)

# -- made and edited ------------------------------------------------------------------------


async def test_a_mitra_is_made_with_an_entry_in_the_audit_log(db: Database) -> None:
    """The number is in the log by its last digits alone."""
    # when
    mitra_id = new_id()
    made = await create_mitra(db, mitra_id, "+628110000123", "bestie", 7, True, STAFF, NOW)
    # then
    assert made == MitraAccount(mitra_id, "+628110000123", "bestie", 7, True, False, 0, NOW)
    assert await read_mitra(db, mitra_id) == made
    (entry,) = await fetch(db, "SELECT action, subject_id, before, after FROM audit_log")
    told = {"phone": "…123", "display_name": "bestie", "weight": 7, "active": True}
    assert entry == {
        "action": "mitra.create",
        "subject_id": mitra_id,
        "before": None,
        "after": told,
    }


async def test_a_number_belongs_to_one_mitra(db: Database) -> None:
    """Neither a new mitra nor an edited one gets it twice; a customer may have it too."""
    # given
    first, second = await a_mitra(db), await a_mitra(db)
    one = await read_mitra(db, first)
    assert one is not None
    # then
    refused = Refused("phone_taken")
    assert await create_mitra(db, new_id(), one.phone, "x", 1, True, STAFF, NOW) == refused
    assert await edit_mitra(db, second, {"phone": one.phone}, STAFF, NOW) == refused
    assert await audit_log(db) == []


async def test_an_edit_changes_and_audits_what_differs(db: Database) -> None:
    """Before and after, with the changed fields only."""
    # given
    mitra_id = await a_mitra(db)
    before = await read_mitra(db, mitra_id)
    assert before is not None
    # when
    changes = {"phone": "+628119999456", "weight": 1, "display_name": "a new name"}
    edit = await edit_mitra(db, mitra_id, changes, STAFF, later(5))
    # then
    assert isinstance(edit, MitraEdit)
    assert edit.before == before
    assert edit.after == await read_mitra(db, mitra_id)
    assert (edit.after.phone, edit.after.display_name) == ("+628119999456", "a new name")
    (entry,) = await audit_log(db)
    assert entry["before"] == {
        "phone": f"…{before.phone[-3:]}",
        "display_name": before.display_name,
    }
    assert entry["after"] == {"phone": "…456", "display_name": "a new name"}


async def test_an_edit_that_changes_nothing_leaves_no_entry(db: Database) -> None:
    """Nor does one of a mitra who is not there."""
    mitra_id = await a_mitra(db)
    edit = await edit_mitra(db, mitra_id, {"weight": 1, "active": True}, STAFF, NOW)
    assert isinstance(edit, MitraEdit) and edit.before == edit.after
    assert await edit_mitra(db, new_id(), {"weight": 2}, STAFF, NOW) == Refused("mitra_not_found")
    assert await audit_log(db) == []
    with pytest.raises(ValueError, match="live_sessions"):
        await edit_mitra(db, mitra_id, {"live_sessions": 0}, STAFF, NOW)


async def test_deactivating_ends_the_logins_and_the_wish_but_not_the_period(db: Database) -> None:
    """The period is closed by the mitra's actor; running sessions go on."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    account = await read_mitra(db, mitra_id)
    assert account is not None
    logins = [new_login(), new_login()]
    for login in logins:
        await log_in_mitra(db, account.phone, login, NOW)
    await go_online(db, node, mitra_id)
    session = await a_session(db, node, mitra_id)
    # when
    edit = await edit_mitra(db, mitra_id, {"active": False}, STAFF, later(5))
    # then
    assert isinstance(edit, MitraEdit)
    assert (edit.after.active, edit.after.online, edit.after.sessions) == (False, True, 1)
    assert [await find_login(db, login.token_hash, later(5)) for login in logins] == [None, None]
    snapshot = await mitra_snapshot(db, mitra_id)
    assert snapshot is not None and not snapshot.profile.wants_online
    assert snapshot.sessions == [session]
    assert (await audit_log(db))[-1]["after"] == {"active": False}


async def test_no_login_slips_past_a_deactivation(db: Database) -> None:
    """Whichever comes first, afterwards no login of the mitra is open."""
    for _ in range(20):
        # given
        mitra_id = await a_mitra(db)
        account = await read_mitra(db, mitra_id)
        assert account is not None
        # when
        await asyncio.gather(
            log_in_mitra(db, account.phone, new_login(), NOW),
            edit_mitra(db, mitra_id, {"active": False}, STAFF, NOW),
            log_in_mitra(db, account.phone, new_login(), NOW),
        )
        # then
        open_logins = "SELECT count(*) FROM logins WHERE mitra_id = $1 AND ended_at IS NULL"
        assert await value(db, open_logins, mitra_id) == 0


# -- at the phone ---------------------------------------------------------------------------


async def test_a_mitra_logs_in_by_number(db: Database) -> None:
    """The login is of the role mitra."""
    # given
    mitra_id, login = await a_mitra(db), new_login()
    account = await read_mitra(db, mitra_id)
    assert account is not None
    # when
    entered = await log_in_mitra(db, account.phone, login, NOW)
    # then
    assert entered == account
    found = await find_login(db, login.token_hash, NOW)
    assert found is not None and (found.role, found.account_id) == ("mitra", mitra_id)


async def test_who_is_unknown_or_inactive_is_told_which(db: Database) -> None:
    """Each has its own answer, and no login is made."""
    mitra_id = await a_mitra(db, active=False)
    account = await read_mitra(db, mitra_id)
    assert account is not None
    unknown = await log_in_mitra(db, new_phone(), new_login(), NOW)
    inactive = await log_in_mitra(db, account.phone, new_login(), NOW)
    assert (unknown, inactive) == (Refused("mitra_unknown"), Refused("mitra_inactive"))
    assert await value(db, "SELECT count(*) FROM logins") == 0


async def test_a_snapshot_has_the_wish_the_load_and_the_live_sessions(db: Database) -> None:
    """The oldest session first; ended ones are history."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db, weight=4)
    nothing = await mitra_snapshot(db, mitra_id)
    await go_online(db, node, mitra_id)
    sessions = [await a_session(db, node, mitra_id) for _ in range(2)]
    # when
    snapshot = await mitra_snapshot(db, mitra_id)
    # then
    assert nothing is not None and snapshot is not None
    assert nothing.profile == MitraProfile(mitra_id, 4, False, Load(mitra_id, 0, 0))
    assert nothing.sessions == []
    assert snapshot.mitra == await read_mitra(db, mitra_id)
    assert snapshot.mitra.online
    assert snapshot.profile == MitraProfile(mitra_id, 4, True, Load(mitra_id, 2, 2))
    assert snapshot.sessions == sorted(sessions, key=lambda session: session.session_id)
    assert await mitra_snapshot(db, new_id()) is None


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (Page(sort="display_name", order="asc"), ["ada", "Bea", "cut"]),
        (Page(sort="weight"), ["cut", "Bea", "ada"]),
        (Page(q="BE"), ["Bea"]),
        (Page(q="812"), ["Bea"]),
        (Page(filters={"active": False}), ["cut"]),
        (Page(filters={"online": True}), ["ada"]),
        (Page(filters={"online": False, "active": True}), ["Bea"]),
    ],
)
async def test_the_list_is_sorted_searched_and_filtered(
    db: Database, page: Page, names: list[str]
) -> None:
    """With what the server observes of each."""
    # given
    ids = []
    for n, (name, active) in enumerate([("ada", True), ("Bea", True), ("cut", False)], 1):
        made = await create_mitra(db, new_id(), f"+6281{n}000", name, n, active, STAFF, NOW)
        assert isinstance(made, MitraAccount)
        ids.append(made.mitra_id)
    await go_online(db, await a_node(db), ids[0])
    # when
    listed, total = await list_mitras(db, page)
    # then
    assert [one.display_name for one in listed] == names
    assert total == len(names)


# -- the log of being online ------------------------------------------------------------------


async def _period(
    db: Database, mitra_id: str, start: float, end: float | None, reason: OfflineReason = "mitra"
) -> None:
    node = await a_node(db, f"node-{mitra_id[-8:]}", later(start))
    period_id = await go_online(db, node, mitra_id, later(start))
    if end is not None:
        await close_period(db, ClosePeriod(period_id, mitra_id, reason, later(end), DESK), node)


@pytest.mark.parametrize(
    ("since", "until", "periods", "seconds"),
    [
        (0, 1000, 3, 100 + 50 + 300),  # the open one counts until the present, 700
        (50, 1000, 3, 50 + 50 + 300),  # clipped at the beginning
        (50, 220, 2, 50 + 20),  # and at the end
        (100, 200, 0, 0),  # [from, to): touching is not being in it
        (99, 201, 2, 2),
        (410, 420, 1, 10),  # within one period
        (720, 900, 0, 0),  # the future
    ],
)
async def test_the_time_online_is_what_lies_within(
    db: Database, since: float, until: float, periods: int, seconds: float
) -> None:
    """Periods that reach beyond are counted for their part."""
    # given
    mitra_id = await a_mitra(db)
    await _period(db, mitra_id, 0, 100)
    await _period(db, mitra_id, 200, 250, "heartbeat_lost")
    await _period(db, mitra_id, 400, None)
    await _period(db, await a_mitra(db), 0, 900)
    # when
    log = await online_log(db, mitra_id, later(since), later(until), Page(), later(700))
    # then
    assert (log.total, len(log.items)) == (periods, periods)
    assert log.total_online_s == seconds


async def test_the_log_says_from_when_to_when_and_why(db: Database) -> None:
    """The newest first; the totals do not depend on the page."""
    # given
    mitra_id = await a_mitra(db)
    await _period(db, mitra_id, 0, 100)
    await _period(db, mitra_id, 200, 250, "control_center")
    await _period(db, mitra_id, 400, None)
    # when
    log = await online_log(db, mitra_id, NOW, later(999), Page(per_page=2), later(500))
    # then
    lines: list[tuple[datetime, datetime | None, str | None]] = [
        (one.online_at, one.offline_at, one.reason) for one in log.items
    ]
    assert lines == [(later(400), None, None), (later(200), later(250), "control_center")]
    assert (log.total, log.total_online_s) == (3, 250)
