"""The board and the lists of the control center."""

from __future__ import annotations

from halobestie.db.nodes import beat, join
from halobestie.db.pages import Page
from halobestie.db.pairing import close_request
from halobestie.db.pool import Database
from halobestie.db.reports import (
    BoardNode,
    BusyMitra,
    Dashboard,
    RequestRecord,
    dashboard,
    list_requests,
)
from halobestie.db.sessions import end_session, start_session
from halobestie.domain import Session
from halobestie.effects import EndSession, StartSession
from tests.db.given import (
    NOW,
    a_mitra,
    a_node,
    a_request,
    a_session,
    fetch,
    go_online,
    later,
    wants_closed,
)


async def test_an_empty_board_is_all_zeros(db: Database) -> None:
    """Before anything has happened."""
    assert await dashboard(db, NOW) == Dashboard(0, 0, 0, 0, 0, (), (), NOW)


async def test_the_board_counts_what_is_live(db: Database) -> None:
    """Ended sessions and closed requests are history; a mitra with nothing is not on the board."""
    # given
    node, mitra_id, offline, idle = (
        await a_node(db),
        await a_mitra(db),
        await a_mitra(db),
        await a_mitra(db),
    )
    await go_online(db, node, mitra_id)
    await go_online(db, node, idle)
    await a_mitra(db)
    active, _, ended = [await a_session(db, node, mitra_id) for _ in range(3)]
    await a_session(db, node, offline)
    await start_session(db, StartSession(active.session_id, NOW))
    await end_session(db, EndSession(ended.session_id, None, None, None, "mitra", NOW, None))
    await a_request(db, node, at=later(40))
    await a_request(db, node, at=later(10))
    closed = await a_request(db, node)
    await close_request(db, wants_closed(closed.request_id, "expired"))
    names = {row["id"]: row["display_name"] for row in await fetch(db, "SELECT * FROM mitras")}
    # when
    board = await dashboard(db, later(100))
    # then
    assert (board.active_sessions, board.pending_payment_sessions) == (1, 2)
    assert (board.online_mitras, board.open_requests, board.longest_wait_s) == (2, 2, 90)
    assert board.customers_per_mitra == (
        BusyMitra(mitra_id, names[mitra_id], True, 2, 3),
        BusyMitra(idle, names[idle], True, 0, 3),
        BusyMitra(offline, names[offline], False, 1, 3),
    )


async def test_a_node_is_alive_while_it_was_just_seen(db: Database) -> None:
    """Within ten seconds; after a day it is forgotten."""
    # given
    await join(db, "node-0", later(-86401))
    silent, alive = await a_node(db, "node-1"), await a_node(db, "node-2")
    await beat(db, silent, later(39.9), sockets=4)
    await beat(db, alive, later(40), sockets=7)
    # then
    nodes = (await dashboard(db, later(50))).nodes
    assert nodes == (BoardNode("node-1", False, 4), BoardNode("node-2", True, 7))


async def test_requests_are_listed_with_what_came_of_them(db: Database) -> None:
    """The newest first; by state, by customer, by a part of a name."""
    # given
    node = await a_node(db)
    session: Session = await a_session(db, node)
    waiting = await a_request(db, node, at=later(5))
    # when
    listed, total = await list_requests(db, Page())
    # then
    accepted = RequestRecord(
        request_id=session.request_id,
        customer_id=session.customer_id,
        customer_name=session.customer_name,
        state="accepted",
        reason=None,
        pairing_method="blast",
        created_at=NOW,
        expires_at=later(180),
        closed_at=NOW,
        session_id=session.session_id,
        mitra_id=session.mitra_id,
        mitra_name=session.mitra_name,
    )
    assert total == 2
    assert [one.request_id for one in listed] == [waiting.request_id, session.request_id]
    assert listed[1] == accepted
    assert (listed[0].state, listed[0].session_id, listed[0].mitra_name) == ("open", None, None)
    assert await list_requests(db, Page(filters={"state": "accepted"})) == ([accepted], 1)
    by_customer = Page(filters={"customer_id": session.customer_id})
    assert await list_requests(db, by_customer) == ([accepted], 1)
    assert await list_requests(db, Page(q=session.mitra_name)) == ([accepted], 1)
