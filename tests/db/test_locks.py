"""Rows are locked in the order of their ids: nobody who waits for one holds a later one already.

Somebody holds the row with the lower id. Whoever wants both waits for it, and the other is free.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from halobestie.db.committer import Committer
from halobestie.db.errors import DatabaseUnavailable
from halobestie.db.nodes import adopt_node, let_go
from halobestie.db.pairing import open_request
from halobestie.db.pool import Database
from halobestie.db.sessions import end_unpaid, reroute_session
from halobestie.effects import Reroute
from halobestie.errors import Refused
from halobestie.messages import RequestRefused, SessionRerouted
from tests.db.given import (
    a_claim,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    a_session,
    an_admin,
    go_online,
    held,
    later,
    value,
    waiting,
    wants_request,
)


async def is_free(db: Database, table: str, row_id: str) -> bool:
    try:
        await value(db, f"SELECT 1 FROM {table} WHERE id = $1 FOR UPDATE NOWAIT", row_id)
    except DatabaseUnavailable:
        return False
    return True


async def check_order(
    db: Database, table: str, ids: list[str], work: Coroutine[Any, Any, Any]
) -> None:
    """The work wants both rows: it waits for the first, and does not hold the second."""
    first, second = sorted(ids)
    async with held(db, f"SELECT 1 FROM {table} WHERE id = $1 FOR UPDATE", first):
        task = await waiting(db, work)
        assert await is_free(db, table, second)
        assert not task.done()
    await task


async def two_mitras(db: Database) -> list[str]:
    """The one with the higher id was made first, so that chance does not put them in order."""
    low, high = sorted([await a_mitra(db), await a_mitra(db)])
    return [high, low]


async def test_claims_lock_the_mitras_in_order(db: Database) -> None:
    """Whatever the order of the accepts."""
    node, mitras = await a_node(db), await two_mitras(db)
    requests = [await a_request(db, node) for _ in mitras]
    async with Committer(db, node) as committer:
        ids = [request.request_id for request in requests]
        await check_order(db, "mitras", mitras, _claim_all(committer, ids, mitras))


async def test_claims_lock_the_requests_in_order(db: Database) -> None:
    """Also when no mitra is in both of two batches."""
    node, mitras = await a_node(db), await two_mitras(db)
    requests = sorted([(await a_request(db, node)).request_id for _ in mitras], reverse=True)
    async with Committer(db, node) as committer:
        await check_order(db, "requests", requests, _claim_all(committer, requests, mitras))


async def _claim_all(committer: Committer, requests: list[str], mitras: list[str]) -> None:
    claims = zip(requests, mitras, strict=True)
    await asyncio.gather(*(committer.submit(a_claim(r, m)) for r, m in claims))


async def test_a_reroute_locks_both_mitras_in_order(db: Database) -> None:
    """From the higher to the lower."""
    node, admin = await a_node(db), await an_admin(db)
    high, low = await two_mitras(db)
    session = await a_session(db, node, high)
    await go_online(db, node, low)
    effect = Reroute(session.session_id, low, admin.user_id, None, False, later(1), "r")
    await check_order(db, "mitras", [high, low], reroute_session(db, effect))


async def test_the_guard_locks_both_mitras_in_order(db: Database) -> None:
    """Also for somebody who writes SQL."""
    node = await a_node(db)
    high, low = await two_mitras(db)
    session = await a_session(db, node, high)
    move = "UPDATE sessions SET mitra_id = $1 WHERE id = $2"
    work = value(db, move, low, session.session_id)
    await check_order(db, "mitras", [high, low], work)


async def test_a_sweep_locks_the_mitras_in_order(db: Database) -> None:
    """Of all that is overdue, before it ends any."""
    node, mitras = await a_node(db), await two_mitras(db)
    for mitra_id in mitras:
        await a_session(db, node, mitra_id)
    await check_order(db, "mitras", mitras, end_unpaid(db, later(900)))


async def test_an_adoption_locks_the_requests_in_order(db: Database) -> None:
    """A ghost may be claiming them."""
    lost, node = await a_node(db, "node-0"), await a_node(db, "node-1")
    requests = [(await a_request(db, lost)).request_id for _ in range(2)]
    for request_id in sorted(requests, reverse=True):  # as they would be found, unsorted
        await value(db, "UPDATE requests SET reason = NULL WHERE id = $1", request_id)
    await let_go(db, lost)
    await check_order(db, "requests", requests, adopt_node(db, node, lost))


async def test_two_reroutes_to_the_last_place(db: Database) -> None:
    """It is looked at under the lock: the slower one is told "full", and nobody raises."""
    # given
    node, admin, target = await a_node(db), await an_admin(db), await a_mitra(db)
    await go_online(db, node, target)
    for _ in range(2):
        await a_session(db, node, target)
    sessions = [await a_session(db, node) for _ in range(2)]
    wanted = [
        reroute_session(
            db, Reroute(one.session_id, target, admin.user_id, None, False, later(1), "r")
        )
        for one in sessions
    ]
    # when
    async with held(db, "SELECT 1 FROM mitras WHERE id = $1 FOR UPDATE", target):
        tasks = [await waiting(db, one, n) for n, one in enumerate(wanted)]
    done = await asyncio.gather(*tasks)
    # then
    assert sum(isinstance(one, SessionRerouted) for one in done) == 1
    assert Refused("mitra_full") in done


async def test_a_press_that_is_overtaken_by_a_whole_pairing(db: Database) -> None:
    """It was about to open a request; meanwhile another press was, and was accepted already."""
    # given
    node, customer_id, mitra_id = await a_node(db), await a_customer(db), await a_mitra(db)
    # when
    async with held(db, "LOCK TABLE nodes") as conn:
        press = await waiting(db, open_request(db, wants_request(customer_id), node))
        effect = wants_request(customer_id)
        await conn.fetchval(
            "SELECT 1 FROM open_request($1, $2, NULL, $3, $4, $5)",
            *(effect.request_id, customer_id, node.node_id, node.epoch, effect.at),
        )
        claim = a_claim(effect.request_id, mitra_id)
        await conn.fetchval(
            "SELECT 1 FROM claim_offers($1, $2, $3, $4, $5, $6)",
            *([claim.request_id], [mitra_id], [claim.session_id], [claim.at]),
            *(node.node_id, node.epoch),
        )
    # then
    assert await press == RequestRefused("session_live")
    assert await value(db, "SELECT array_agg(id) FROM requests") == [effect.request_id]
