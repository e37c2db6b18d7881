"""Nodes: an epoch tells the living from the ghosts, and what a dead one had is adopted once."""

from __future__ import annotations

import asyncio

from halobestie.db.nodes import (
    Node,
    adopt_node,
    adopt_requests,
    beat,
    join,
    leases,
    let_go,
    lost_nodes,
    requests_at_home,
)
from halobestie.db.pairing import close_request
from halobestie.db.pool import Database
from halobestie.db.presence import note_seen, open_period
from halobestie.effects import OpenPeriod
from halobestie.messages import DESK, ClaimLost, ClaimWon
from tests.db.given import (
    NOW,
    a_claim,
    a_mitra,
    a_node,
    a_request,
    decide,
    fetch,
    go_online,
    later,
    value,
    wants_closed,
)


async def test_each_start_is_a_new_epoch(db: Database) -> None:
    """Of each node for itself, also when two processes claim to be the same."""
    assert await join(db, "node-1", NOW) == Node("node-1", 1)
    assert await join(db, "node-2", NOW) == Node("node-2", 1)
    joined = await asyncio.gather(*(join(db, "node-1", NOW) for _ in range(5)))
    assert sorted(node.epoch for node in joined) == [2, 3, 4, 5, 6]


async def test_a_node_is_seen_until_its_epoch_is_over(db: Database) -> None:
    """Then it is told so."""
    # given
    node = await a_node(db)
    # then
    assert await beat(db, node, later(5), sockets=12)
    assert await fetch(db, "SELECT seen_at, sockets FROM nodes") == [
        {"seen_at": later(5), "sockets": 12}
    ]
    # when
    await join(db, "node-1", later(6))
    # then
    assert not await beat(db, node, later(7))
    assert not await beat(db, Node("never", 1), NOW)
    assert await fetch(db, "SELECT seen_at, sockets FROM nodes") == [
        {"seen_at": later(6), "sockets": 0}
    ]


async def test_a_start_closes_the_periods_of_the_life_before(db: Database) -> None:
    """At their last heartbeat; those of other nodes go on, and the wish stays."""
    # given
    node, other = await a_node(db), await a_node(db, "node-2")
    mitra_id, elsewhere = await a_mitra(db), await a_mitra(db)
    period_id = await go_online(db, node, mitra_id)
    await go_online(db, other, elsewhere)
    await note_seen(db, {period_id: later(33)})
    # when
    await join(db, "node-1", later(100))
    # then
    rows = await fetch(
        db,
        "SELECT p.mitra_id, offline_at, reason, wants_online FROM online_periods p"
        " JOIN mitras m ON m.id = p.mitra_id",
    )
    assert {row.pop("mitra_id"): row for row in rows} == {
        mitra_id: {"offline_at": later(33), "reason": "node_lost", "wants_online": True},
        elsewhere: {"offline_at": None, "reason": None, "wants_online": True},
    }


async def test_a_node_that_starts_again_adopts_its_own_requests(db: Database) -> None:
    """The oldest first, as they were; what is closed or at home elsewhere is left alone."""
    # given
    ghost, other = await a_node(db), await a_node(db, "node-2")
    second, first, closed = [await a_request(db, ghost, at=later(n)) for n in (20, 10, 5)]
    await a_request(db, other)
    await close_request(db, wants_closed(closed.request_id, "cancelled"))
    node = await join(db, "node-1", later(60))
    # when
    adopted = await adopt_requests(db, node)
    # then
    assert adopted == [first, second]
    assert await adopt_requests(db, node) == []
    assert await requests_at_home(db, node) == [first, second]
    # and the ghost can do nothing about them
    mitra_id = await a_mitra(db)
    (lost,) = await decide(db, ghost, a_claim(first.request_id, mitra_id))
    (won,) = await decide(db, node, a_claim(first.request_id, mitra_id))
    assert isinstance(lost, ClaimLost) and lost.reason == "not_found"
    assert isinstance(won, ClaimWon)


async def test_a_ghost_adopts_nothing(db: Database) -> None:
    """Not even what it had itself."""
    ghost = await a_node(db)
    await a_request(db, ghost)
    await join(db, "node-1", NOW)
    assert await adopt_requests(db, ghost) == []
    assert await requests_at_home(db, ghost) != []


async def let_leases_end(db: Database, *nodes: Node) -> None:
    """Time passes on PostgreSQL's clock, for these nodes."""
    names = [node.node_id for node in nodes]
    await value(
        db,
        "UPDATE nodes SET lease_until = clock_timestamp() - interval '1 second'"
        " WHERE id = ANY ($1)",
        names,
    )


async def test_nodes_whose_lease_is_over_and_who_still_have_something_are_lost(
    db: Database,
) -> None:
    """One with nothing left is nobody's business."""
    # given
    waiting, online, empty, alive = [await a_node(db, f"node-{n}") for n in range(4)]
    await a_request(db, waiting)
    await go_online(db, online, await a_mitra(db))
    await a_request(db, alive)
    await let_leases_end(db, waiting, online, empty, alive)
    assert await beat(db, alive, later(30))
    # then
    assert await lost_nodes(db) == [waiting, online]
    living = {lease.node_id: lease.alive for lease in await leases(db)}
    assert living == {"node-0": False, "node-1": False, "node-2": False, "node-3": True}


async def test_a_node_that_lets_go_is_adopted_at_once(db: Database) -> None:
    """Nobody waits for a lease that was given back."""
    # given
    leaving, survivor = await a_node(db, "node-0"), await a_node(db, "node-1")
    request = await a_request(db, leaving)
    assert await lost_nodes(db) == []
    # when
    await let_go(db, leaving)
    # then
    assert await lost_nodes(db) == [leaving]
    assert await adopt_node(db, survivor, leaving) == [request]


async def test_a_lease_that_was_renewed_in_time_is_respected(db: Database) -> None:
    """Whoever looked a moment ago saw it run out; it was renewed since."""
    # given
    slow, survivor = await a_node(db, "node-0"), await a_node(db, "node-1")
    await a_request(db, slow)
    await let_leases_end(db, slow)
    (seen,) = await lost_nodes(db)
    # when
    assert await beat(db, slow, later(30))
    # then
    assert await adopt_node(db, survivor, seen) is None


async def test_one_survivor_adopts_a_lost_node(db: Database) -> None:
    """Three try at once: one gets everything, the others nothing; the lost one learns of it."""
    # given
    lost = await a_node(db, "node-0")
    survivors = [await a_node(db, f"node-{n}") for n in (1, 2, 3)]
    requests = [await a_request(db, lost, at=later(n)) for n in range(5)]
    period_id = await go_online(db, lost, await a_mitra(db))
    await note_seen(db, {period_id: later(7)})
    await let_leases_end(db, lost)
    # when
    adopted = await asyncio.gather(*(adopt_node(db, node, lost) for node in survivors))
    # then
    assert sorted(len(requests) for requests in adopted if requests is not None) == [5]
    assert requests in adopted
    (row,) = await fetch(db, "SELECT offline_at, reason FROM online_periods")
    assert row == {"offline_at": later(7), "reason": "node_lost"}
    assert not await beat(db, lost, later(60))
    assert await lost_nodes(db) == []
    homes = await value(db, "SELECT count(DISTINCT home_node) FROM requests WHERE state = 'open'")
    assert homes == 1


async def test_a_node_that_is_back_is_not_adopted(db: Database) -> None:
    """Whoever thought it lost, thought so of the life before."""
    # given
    lost, survivor = await a_node(db, "node-0"), await a_node(db, "node-1")
    back = await join(db, "node-0", later(60))
    request = await a_request(db, back)
    # then
    assert await adopt_node(db, survivor, lost) is None
    assert await beat(db, back, later(61))
    assert await requests_at_home(db, back) == [request]


async def test_a_claim_and_an_adoption_at_once_have_one_outcome(db: Database) -> None:
    """The ghost wins before it is buried, or not at all."""
    for _ in range(15):
        # given
        lost, survivor = await a_node(db, "node-0"), await a_node(db, "node-1")
        requests, mitra_id = [await a_request(db, lost) for _ in range(3)], await a_mitra(db)
        claims = [a_claim(request.request_id, mitra_id) for request in reversed(requests)]
        await let_leases_end(db, lost)
        # when
        decided, adopted = await asyncio.gather(
            decide(db, lost, *claims), adopt_node(db, survivor, lost)
        )
        # then
        won = {one.session.request_id for one in decided if isinstance(one, ClaimWon)}
        kept = {request.request_id for request in adopted or ()}
        assert won.isdisjoint(kept)
        assert won | kept == {request.request_id for request in requests}


async def test_periods_that_open_while_their_node_starts_anew(db: Database) -> None:
    """None is left open behind a life that is over."""
    for _ in range(20):
        # given
        node, mitras = await a_node(db), [await a_mitra(db) for _ in range(3)]
        # when
        await asyncio.gather(
            *(open_period(db, OpenPeriod(mitra_id, NOW, DESK), node) for mitra_id in mitras),
            join(db, "node-1", later(1)),
        )
        # then
        stale = (
            "SELECT count(*) FROM online_periods p JOIN nodes n ON n.id = p.node_id"
            " WHERE p.offline_at IS NULL AND p.epoch < n.epoch"
        )
        assert await value(db, stale) == 0
