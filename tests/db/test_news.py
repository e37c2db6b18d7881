"""News: whatever was changed is found by reading on, however transactions overlap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halobestie.db import pairing
from halobestie.db.logins import end_login
from halobestie.db.mitra_phones import log_in_mitra
from halobestie.db.mitras import edit_mitra, read_mitra
from halobestie.db.news import (
    RECENT,
    MitraRow,
    News,
    OpenRequestRow,
    PeriodRow,
    declined_by,
    ended_logins,
    mitras_here,
    periods_at_home,
    read_news,
)
from halobestie.db.nodes import Node, adopt_requests, join
from halobestie.db.pairing import close_request
from halobestie.db.pool import Database
from halobestie.db.presence import close_period, note_seen
from halobestie.db.sessions import end_session, reroute_session, start_session
from halobestie.domain import Load
from halobestie.effects import ClosePeriod, EndSession, RecordOffers, Reroute, StartSession
from halobestie.messages import DESK, ClaimWon, RequestNews, SessionNews, SessionRerouted
from tests.db.given import (
    NOW,
    STAFF,
    a_claim,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    a_session,
    an_admin,
    decide,
    go_online,
    later,
    new_login,
    value,
    wants_closed,
)


async def the_cursor(db: Database) -> str:
    return (await read_news(db, None, NOW)).cursor


async def all_since(db: Database, cursor: str, most: int = 500) -> tuple[list[News], str]:
    """Every part of one look, and where the next look begins."""
    parts = [await read_news(db, cursor, NOW, most)]
    while parts[-1].more:
        assert len(parts) < 100, "it never ends"
        parts.append(await read_news(db, parts[-1].cursor, NOW, most))
    return parts, parts[0].newest


def closed_in(parts: list[News]) -> set[str]:
    return {news.request_id for part in parts for news in part.closed_requests}


# -- what is news ------------------------------------------------------------------------------


async def test_without_a_cursor_it_is_every_open_request_the_oldest_first(db: Database) -> None:
    """Whose it is comes along; nothing of what is over."""
    node, other = await a_node(db), await a_node(db, "node-2")
    young, old = await a_request(db, node, at=later(9)), await a_request(db, other, at=later(3))
    over = await a_request(db, node)
    await close_request(db, wants_closed(over.request_id, "expired"))
    await a_session(db, node)
    news = await read_news(db, None, NOW)
    assert news.open_requests == (OpenRequestRow(old, other), OpenRequestRow(young, node))
    assert (news.closed_requests, news.sessions, news.more) == ((), (), False)


async def test_what_was_opened_closed_and_paired_since_is_found(db: Database) -> None:
    """As the messages would have told it: the reason, the winner, the load."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    cancelled, taken = await a_request(db, node), await a_request(db, node)
    cursor = await the_cursor(db)
    opened = await a_request(db, node)
    await close_request(db, wants_closed(cancelled.request_id, "cancelled"))
    (won,) = await decide(db, node, a_claim(taken.request_id, mitra_id))
    assert isinstance(won, ClaimWon)
    news = await read_news(db, cursor, NOW)
    assert news.open_requests == (OpenRequestRow(opened, node),)
    assert set(news.closed_requests) == {
        RequestNews(
            cancelled.request_id, cancelled.customer_id, "cancelled", "control_center", None
        ),
        RequestNews(taken.request_id, taken.customer_id, "accepted", None, mitra_id),
    }
    assert news.sessions == (SessionNews(won.session, None, (won.load,)),)
    later_on = await read_news(db, news.cursor, NOW)
    assert later_on == replace(later_on, open_requests=(), closed_requests=(), sessions=())


async def test_an_adoption_is_news_of_an_open_request(db: Database) -> None:
    """The others learn where accepts are to be sent, and who declined it before."""
    old = await a_node(db)
    request, mitra_id = await a_request(db, old), await a_mitra(db)
    line = RecordOffers(request.request_id, NOW, "declined", None, (mitra_id,))
    await pairing.record_offers(db, [line])
    cursor = await the_cursor(db)
    new = await join(db, "node-1", NOW)
    (adopted,) = await adopt_requests(db, new)
    assert adopted.declined == (mitra_id,)
    (row,) = (await read_news(db, cursor, NOW)).open_requests
    assert row == OpenRequestRow(replace(request, declined=(mitra_id,)), new)


async def test_what_is_long_over_is_no_news(db: Database) -> None:
    """A request or session that ended long ago, written just now: nobody waits to hear it."""
    node = await a_node(db)
    request, session = await a_request(db, node), await a_session(db, node)
    cursor = await the_cursor(db)
    await close_request(db, wants_closed(request.request_id, "expired"))
    end = EndSession(session.session_id, None, session.mitra_id, None, "mitra", NOW, None)
    await end_session(db, end)
    just_now = await read_news(db, cursor, NOW + RECENT)
    assert len(just_now.closed_requests) == 1
    assert len(just_now.sessions) == 1
    too_late = await read_news(db, cursor, NOW + RECENT + timedelta(seconds=1))
    assert (too_late.closed_requests, too_late.sessions) == ((), ())


async def test_an_old_session_that_goes_on_is_news_whenever_it_changes(db: Database) -> None:
    """A day old, and rerouted now."""
    node = await a_node(db)
    session, target, admin = await a_session(db, node), await a_mitra(db), await an_admin(db)
    await go_online(db, node, target)
    cursor, tomorrow = await the_cursor(db), NOW + timedelta(days=1)
    wanted = Reroute(session.session_id, target, admin.user_id, None, True, tomorrow, "x")
    assert isinstance(await reroute_session(db, wanted), SessionRerouted)
    (news,) = (await read_news(db, cursor, tomorrow)).sessions
    assert (news.session.mitra_id, news.session.version) == (target, 2)


# -- nothing is missed -------------------------------------------------------------------------


async def test_a_transaction_that_was_open_while_somebody_looked_is_found_later(
    db: Database,
) -> None:
    """It began before the look, and was committed after it; another one overtook it meanwhile."""
    node = await a_node(db)
    slow, quick = await a_request(db, node), await a_request(db, node)
    cursor = await the_cursor(db)
    async with db.transaction() as conn:
        await conn.execute(
            "UPDATE requests SET state = 'cancelled', reason = 'customer', closed_at = $2"
            " WHERE id = $1",
            slow.request_id,
            NOW,
        )
        await close_request(db, wants_closed(quick.request_id, "expired"))
        parts, cursor = await all_since(db, cursor)
        assert closed_in(parts) == {quick.request_id}
    parts, _ = await all_since(db, cursor)
    assert slow.request_id in closed_in(parts)


async def test_parts_that_reach_beyond_an_open_transaction_do_not_pass_it_over(
    db: Database,
) -> None:
    """More than one part was changed while it was open, and it is committed between two parts."""
    node = await a_node(db)
    slow = await a_request(db, node)
    others = [await a_request(db, node) for _ in range(5)]
    cursor = await the_cursor(db)
    async with db.transaction() as conn:
        await conn.execute(
            "UPDATE requests SET state = 'cancelled', reason = 'customer', closed_at = $2"
            " WHERE id = $1",
            slow.request_id,
            NOW,
        )
        for request in others:
            await close_request(db, wants_closed(request.request_id, "expired"))
        first = await read_news(db, cursor, NOW, most=2)
        assert first.more
    rest, _ = await all_since(db, first.cursor, most=2)
    again, _ = await all_since(db, first.newest, most=2)
    assert {slow.request_id, *(r.request_id for r in others)} == closed_in([first, *rest, *again])


@pytest.mark.parametrize("most", [1, 2, 3, 7, 500])
async def test_parts_of_any_size_hold_everything(db: Database, most: int) -> None:
    """Seven closed, seven paired, seven opened: each is in some part."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    await value(db, "UPDATE settings SET max_customers_per_mitra = 50")
    closed = [await a_request(db, node) for _ in range(7)]
    cursor = await the_cursor(db)
    opened = [await a_request(db, node) for _ in range(7)]
    for request in closed:
        await close_request(db, wants_closed(request.request_id, "expired"))
    sessions = [await a_session(db, node, mitra_id) for _ in range(7)]
    parts, newest = await all_since(db, cursor, most)
    found = {row.request.request_id for part in parts for row in part.open_requests}
    assert found == {request.request_id for request in opened}
    assert {request.request_id for request in closed} < closed_in(parts)
    told = {news.session.session_id for part in parts for news in part.sessions}
    assert told == {session.session_id for session in sessions}
    assert (await all_since(db, newest, most))[0][0].open_requests == ()


async def test_one_transaction_that_fills_a_part_alone_is_passed_over(db: Database) -> None:
    """By hand, five at once where two are a part: the look goes on, and ends."""
    node = await a_node(db)
    requests = [await a_request(db, node) for _ in range(6)]
    cursor = await the_cursor(db)
    async with db.transaction() as conn:
        await conn.execute(
            "UPDATE requests SET state = 'expired', reason = 'timeout', closed_at = $2"
            " WHERE id = ANY ($1)",
            [request.request_id for request in requests[:5]],
            NOW,
        )
    await close_request(db, wants_closed(requests[5].request_id, "cancelled"))
    parts, _ = await all_since(db, cursor, most=2)
    assert requests[5].request_id in closed_in(parts), "what came after it is found"


# -- versions ----------------------------------------------------------------------------------


async def version_of(db: Database, session_id: str) -> int:
    found: int = await value(db, "SELECT version FROM sessions WHERE id = $1", session_id)
    return found


async def test_a_session_is_one_version_newer_with_each_change(db: Database) -> None:
    """Paired, started, rerouted, ended: 1, 2, 3, 4, and the answer of each says so."""
    node, target = await a_node(db), await a_mitra(db)
    session, admin = await a_session(db, node), await an_admin(db)
    await go_online(db, node, target)
    assert session.version == 1
    answers: list[Any] = [
        await start_session(db, StartSession(session.session_id, NOW)),
        await reroute_session(
            db, Reroute(session.session_id, target, admin.user_id, None, False, NOW, "x")
        ),
        await end_session(
            db, EndSession(session.session_id, None, target, None, "mitra", NOW, None)
        ),
    ]
    assert [answer.session.version for answer in answers] == [2, 3, 4]


async def test_a_session_that_was_changed_by_hand_is_newer_too(db: Database) -> None:
    """The mark is the table's, not the function's; a change of nothing that is told is none."""
    session = await a_session(db, await a_node(db))
    cursor = await the_cursor(db)
    by_hand = "UPDATE sessions SET ends_at = $2 WHERE id = $1"
    await value(db, by_hand, session.session_id, later(9))
    assert await version_of(db, session.session_id) == 1
    ended = (
        "UPDATE sessions SET state = 'ended', ended_at = $2, end_reason = 'control_center'"
        " WHERE id = $1"
    )
    await value(db, ended, session.session_id, NOW)
    (news,) = (await read_news(db, cursor, NOW)).sessions
    assert (news.session.version, news.end_reason) == (2, "control_center")


# -- the people of a node ----------------------------------------------------------------------


async def test_how_mitra_stand_wherever_their_period_is(db: Database) -> None:
    """Online here, online elsewhere, offline, inactive; who is unknown is left out."""
    here, there = await a_node(db), await a_node(db, "node-2")
    mine, theirs, off = [await a_mitra(db, weight=n) for n in (1, 2, 3)]
    inactive = await a_mitra(db, active=False)
    unknown = (await a_request(db, here)).request_id
    my_period = await go_online(db, here, mine)
    their_period = await go_online(db, there, theirs)
    rows = {row.mitra_id: row for row in await mitras_here(db, [mine, theirs, off, inactive])}
    assert rows == {
        mine: MitraRow(mine, True, 1, True, Load(mine, 0, 0), my_period, here),
        theirs: MitraRow(theirs, True, 2, True, Load(theirs, 0, 0), their_period, there),
        off: MitraRow(off, True, 3, False, Load(off, 0, 0), None, None),
        inactive: MitraRow(inactive, False, 1, False, Load(inactive, 0, 0), None, None),
    }
    assert await mitras_here(db, [unknown]) == []
    assert await mitras_here(db, []) == []


async def test_periods_at_home_are_the_open_ones_of_this_epoch(db: Database) -> None:
    """With the last heartbeat; closed ones, other nodes' and other epochs' are not ours."""
    old = await a_node(db)
    await go_online(db, old, await a_mitra(db))
    here, there = await join(db, "node-1", NOW), await a_node(db, "node-2")
    seen, unseen, closed = [await a_mitra(db) for _ in range(3)]
    await go_online(db, there, await a_mitra(db))
    first, second = await go_online(db, here, seen), await go_online(db, here, unseen)
    third = await go_online(db, here, closed)
    await note_seen(db, {first: later(33)})
    await close_period(db, ClosePeriod(third, closed, "mitra", later(5), DESK), here)
    assert sorted(await periods_at_home(db, here), key=lambda p: p.last_seen_at) == [
        PeriodRow(second, unseen, NOW),
        PeriodRow(first, seen, later(33)),
    ]
    assert await periods_at_home(db, old) == []
    assert await periods_at_home(db, Node("never", 1)) == []


async def test_open_requests_that_a_mitra_has_declined(db: Database) -> None:
    """Once each, on whatever node; those that are over, and others' nos, do not count."""
    node, other = await a_node(db), await a_node(db, "node-2")
    mitra_id, somebody = await a_mitra(db), await a_mitra(db)
    one, two, over, theirs, shown = [
        await a_request(db, n) for n in (node, other, node, node, node)
    ]
    lines = [
        RecordOffers(one.request_id, NOW, "declined", None, (mitra_id,)),
        RecordOffers(one.request_id, NOW, "declined", None, (mitra_id,)),
        RecordOffers(two.request_id, NOW, "declined", None, (somebody, mitra_id)),
        RecordOffers(over.request_id, NOW, "declined", None, (mitra_id,)),
        RecordOffers(theirs.request_id, NOW, "declined", None, (somebody,)),
        RecordOffers(shown.request_id, NOW, "offered", None, (mitra_id,)),
    ]
    await pairing.record_offers(db, lines)
    await close_request(db, wants_closed(over.request_id, "expired"))
    async with db.connection() as conn:
        declined = await declined_by(db, conn, mitra_id)
    assert sorted(declined) == sorted([one.request_id, two.request_id])


async def test_a_request_that_was_offered_by_others_did_not_lack_mitra(db: Database) -> None:
    """Its home never offered it, the ledger says another node did: "timeout", not "no_mitra"."""
    node = await a_node(db)
    offered, never = await a_request(db, node), await a_request(db, node)
    mitra_id = await a_mitra(db)
    line = RecordOffers(offered.request_id, NOW, "offered", None, (mitra_id,))
    await pairing.record_offers(db, [line])
    cursor = await the_cursor(db)
    for request in (offered, never):
        wanted = replace(wants_closed(request.request_id, "expired"), reason="no_mitra")
        await close_request(db, wanted)
    news = (await read_news(db, cursor, NOW)).closed_requests
    assert {n.request_id: n.reason for n in news} == {
        offered.request_id: "timeout",
        never.request_id: "no_mitra",
    }


async def test_logins_that_are_over(db: Database) -> None:
    """Of those that have a socket here; those of a deactivated mitra are marked."""
    await a_customer(db)
    await a_customer(db)
    over, going = [str(row["id"]) for row in await _logins(db)]
    await end_login(db, over, NOW)
    account = await read_mitra(db, await a_mitra(db))
    assert account is not None
    mitras = new_login()
    await log_in_mitra(db, account.phone, mitras, NOW)
    everyone = [over, going, mitras.login_id]
    assert await ended_logins(db, everyone) == {over: False}
    await edit_mitra(db, account.mitra_id, {"active": False}, STAFF, NOW)
    assert await ended_logins(db, everyone) == {over: False, mitras.login_id: True}
    assert await ended_logins(db, []) == {}


async def _logins(db: Database) -> list[Any]:
    async with db.connection() as conn:
        rows: list[Any] = await conn.fetch("SELECT id FROM logins ORDER BY id")
    return rows
