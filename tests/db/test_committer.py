"""The committer: who is first gets the session, and everybody gets an answer, the true one."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest

from halobestie.db.committer import MOST_TOGETHER, Committer
from halobestie.db.errors import DatabaseUnavailable
from halobestie.db.mitras import edit_mitra
from halobestie.db.pairing import close_request, find_winner
from halobestie.db.pool import Database
from halobestie.db.sessions import reroute_session
from halobestie.db.settings import change_settings
from halobestie.domain import Load, Session
from halobestie.effects import FindWinner, Reroute
from halobestie.messages import DESK, ClaimLost, ClaimWon, NoWinner
from tests.db.given import (
    NOW,
    STAFF,
    a_claim,
    a_mitra,
    a_node,
    a_request,
    a_session,
    an_admin,
    decide,
    fetch,
    go_online,
    held,
    later,
    new_id,
    value,
    waiting,
    wants_closed,
)


async def test_a_claim_is_won_with_the_session_and_the_load(db: Database) -> None:
    """One round trip brings all that is to be told."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    request = await a_request(db, node)
    claim = a_claim(request.request_id, mitra_id, later(3))
    name = await value(db, "SELECT display_name FROM mitras")
    # when
    (won,) = await decide(db, node, claim)
    # then
    session = Session(
        session_id=claim.session_id,
        request_id=request.request_id,
        state="pending_payment",
        customer_id=request.customer_id,
        customer_name=request.customer_name,
        mitra_id=mitra_id,
        mitra_name=name,
        created_at=later(3),
        started_at=None,
        ends_at=None,
        ended_at=None,
    )
    assert won == ClaimWon(session, Load(mitra_id, 1, 1))
    (row,) = await fetch(db, "SELECT state, closed_at FROM requests")
    assert row == {"state": "accepted", "closed_at": later(3)}
    assert await value(db, "SELECT payment_due_at FROM sessions") == later(3 + 900)
    ledger = await fetch(db, "SELECT outcome, mitra_ids FROM offer_events")
    assert ledger == [{"outcome": "won", "mitra_ids": [mitra_id]}]


async def test_the_second_to_accept_is_told_that_it_is_taken(db: Database) -> None:
    """In one batch, in the order of the accepts."""
    # given
    node, first, second = await a_node(db), await a_mitra(db), await a_mitra(db)
    request = await a_request(db, node)
    # when
    won, lost = await decide(
        db, node, a_claim(request.request_id, first), a_claim(request.request_id, second)
    )
    # then
    assert isinstance(won, ClaimWon) and won.session.mitra_id == first
    assert lost == ClaimLost(request.request_id, second, "taken")


async def test_why_a_claim_is_lost(db: Database) -> None:
    """Closed, unknown, at home elsewhere, inactive: each says which."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    closed, waiting = await a_request(db, node), await a_request(db, node)
    elsewhere = await a_request(db, await a_node(db, "node-2"))
    await close_request(db, wants_closed(closed.request_id, "expired"))
    inactive, unknown = await a_mitra(db, active=False), new_id()
    # when
    decided = await decide(
        db,
        node,
        a_claim(closed.request_id, mitra_id),
        a_claim(unknown, mitra_id),
        a_claim(elsewhere.request_id, mitra_id),
        a_claim(waiting.request_id, inactive),
        a_claim(waiting.request_id, unknown),
        a_claim(waiting.request_id, mitra_id),
    )
    # then
    assert decided[:5] == [
        ClaimLost(closed.request_id, mitra_id, "closed"),
        ClaimLost(unknown, mitra_id, "not_found"),
        ClaimLost(elsewhere.request_id, mitra_id, "not_found"),
        ClaimLost(waiting.request_id, inactive, "inactive"),
        ClaimLost(waiting.request_id, unknown, "inactive"),
    ]
    assert isinstance(decided[5], ClaimWon)


async def test_a_node_whose_epoch_is_over_wins_nothing(db: Database) -> None:
    """A request that moved on is not found by the ghost of its old home."""
    # given
    ghost = await a_node(db)
    request = await a_request(db, ghost)
    await value(db, "UPDATE requests SET home_epoch = 2")
    # when
    (lost,) = await decide(db, ghost, a_claim(request.request_id, await a_mitra(db)))
    # then
    assert isinstance(lost, ClaimLost) and lost.reason == "not_found"


async def test_of_many_claims_for_one_place_exactly_one_wins(db: Database) -> None:
    """The others learn that the mitra is full, and how full."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    for _ in range(2):
        await a_session(db, node, mitra_id)
    requests = [await a_request(db, node) for _ in range(10)]
    # when
    decided = await decide(db, node, *(a_claim(one.request_id, mitra_id) for one in requests))
    # then
    assert isinstance(decided[0], ClaimWon)
    assert decided[0].load == Load(mitra_id, 3, 3)
    assert decided[1:] == [
        ClaimLost(one.request_id, mitra_id, "at_capacity", Load(mitra_id, 3, 3))
        for one in requests[1:]
    ]
    assert await value(db, "SELECT live_sessions FROM mitras") == 3


async def test_a_claim_asked_again_gets_the_same_session(db: Database) -> None:
    """Also under another session id, as a second tap has; also after a reroute."""
    # given
    node, mitra_id, other = await a_node(db), await a_mitra(db), await a_mitra(db)
    request = await a_request(db, node)
    claim = a_claim(request.request_id, mitra_id)
    (won,) = await decide(db, node, claim)
    # then
    assert await decide(db, node, claim, replace(claim, session_id=new_id())) == [won, won]
    # when
    await go_online(db, node, other)
    reroute = Reroute(claim.session_id, other, new_id(), None, False, NOW, "r")
    await reroute_session(db, reroute)
    (again,) = await decide(db, node, claim)
    # then
    assert isinstance(again, ClaimWon)
    assert (again.session.session_id, again.session.mitra_id) == (claim.session_id, other)
    assert again.load == Load(mitra_id, 0, 2)


async def test_the_winner_can_be_found_afterwards(db: Database) -> None:
    """For whoever knows the request and not how it ended."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    request = await a_request(db, node)
    asked = FindWinner(request.request_id, DESK)
    assert await find_winner(db, asked) == NoWinner(request.request_id)
    (won,) = await decide(db, node, a_claim(request.request_id, mitra_id))
    assert await find_winner(db, asked) == won


async def test_claims_that_wait_travel_together(db: Database) -> None:
    """Three hundred accepts at once are two transactions, not three hundred."""
    # given
    await change_settings(db, {"max_customers_per_mitra": 100}, 1, STAFF, NOW)
    node, mitras = await a_node(db), [await a_mitra(db) for _ in range(3)]
    requests = [await a_request(db, node) for _ in range(300)]
    # when
    claims = [a_claim(one.request_id, mitras[n % 3]) for n, one in enumerate(requests)]
    decided = await decide(db, node, *claims)
    # then
    assert all(isinstance(one, ClaimWon) for one in decided)
    together = await fetch(db, "SELECT count(*) AS claims FROM sessions GROUP BY xmin::text")
    assert sorted(row["claims"] for row in together) == [300 - MOST_TOGETHER, MOST_TOGETHER]


async def test_a_claim_that_raises_takes_no_other_along(db: Database) -> None:
    """What only a mistake can bring about fails alone; the others of its batch are decided."""
    # given a session id that is taken already
    node, mitra_id = await a_node(db), await a_mitra(db)
    taken = await a_session(db, node)
    requests = [await a_request(db, node) for _ in range(3)]
    claims = [a_claim(one.request_id, mitra_id) for one in requests]
    claims[1] = replace(claims[1], session_id=taken.session_id)
    # when
    async with Committer(db, node) as committer:
        answers = [committer.submit(claim) for claim in claims]
        await asyncio.wait(answers)
    # then
    assert isinstance(answers[0].result(), ClaimWon)
    assert "sessions_pkey" in str(answers[1].exception())
    assert isinstance(answers[2].result(), ClaimWon)


async def test_the_maximum_that_is_in_force_decides(db: Database) -> None:
    """Lowered, it touches no session that runs, and lets none in until below it."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    for _ in range(2):
        await a_session(db, node, mitra_id)
    await change_settings(db, {"max_customers_per_mitra": 1}, 1, STAFF, NOW)
    # when
    request = await a_request(db, node)
    (lost,) = await decide(db, node, a_claim(request.request_id, mitra_id))
    # then
    assert isinstance(lost, ClaimLost) and lost.reason == "at_capacity"
    assert await value(db, "SELECT live_sessions FROM mitras") == 2


async def test_two_nodes_in_crossing_orders_never_deadlock(db: Database) -> None:
    """Fifty rounds: the same mitra and the same requests, in opposite orders, at the same time."""
    # given
    await change_settings(db, {"max_customers_per_mitra": 100}, 1, STAFF, NOW)
    nodes = await a_node(db), await a_node(db, "node-2")
    mitras = [await a_mitra(db) for _ in range(6)]
    shuffled = random.Random(7)
    async with Committer(db, nodes[0]) as one, Committer(db, nodes[1]) as two:
        for _ in range(50):
            # when
            requests = [await a_request(db, node) for node in nodes for _ in range(2)]
            claims = [a_claim(r.request_id, m) for r in requests for m in mitras]
            shuffled.shuffle(claims)
            answers = [one.submit(claim) for claim in claims]
            answers += [two.submit(claim) for claim in reversed(claims)]
            decided = await asyncio.gather(*answers)
            # then
            sessions = {won.session.session_id for won in decided if isinstance(won, ClaimWon)}
            assert len(sessions) == 4
            async with db.connection() as conn:
                await conn.execute(
                    "UPDATE sessions SET state = 'ended', ended_at = created_at,"
                    " end_reason = 'mitra' WHERE state <> 'ended'"
                )
    assert (
        await value(db, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        == 0
    )


async def test_claims_and_reroutes_and_ends_in_crossing_orders_never_deadlock(db: Database) -> None:
    """Everything that locks a mitra locks in the same order."""
    # given
    await change_settings(db, {"max_customers_per_mitra": 100}, 1, STAFF, NOW)
    node, admin = await a_node(db), await an_admin(db)
    mitras = [await a_mitra(db) for _ in range(4)]
    for mitra_id in mitras:
        await go_online(db, node, mitra_id)
    shuffled = random.Random(3)
    async with Committer(db, node) as committer:
        for _ in range(15):
            sessions = [await a_session(db, node, shuffled.choice(mitras)) for _ in range(4)]
            requests = [await a_request(db, node) for _ in range(4)]
            # when
            work = [
                committer.submit(a_claim(r.request_id, shuffled.choice(mitras))) for r in requests
            ]
            reroutes = [
                reroute_session(
                    db,
                    Reroute(
                        s.session_id, shuffled.choice(mitras), admin.user_id, None, False, NOW, ""
                    ),
                )
                for s in sessions
            ]
            deactivated = edit_mitra(
                db, shuffled.choice(mitras), {"weight": shuffled.randint(1, 99)}, STAFF, NOW
            )
            # then nobody raises
            await asyncio.gather(*work, *reroutes, deactivated)


# -- its bounds ----------------------------------------------------------------------------------


async def test_too_many_that_wait_are_refused_at_once(db: Database) -> None:
    """The queue has a bound; whoever is over it may try again."""
    # given
    node = await a_node(db)
    async with Committer(db, node, most_waiting=3) as committer:
        # when
        answers = [committer.submit(a_claim(new_id(), new_id())) for _ in range(5)]
        # then
        assert [answer.done() for answer in answers] == [False, False, False, True, True]
        with pytest.raises(DatabaseUnavailable, match="busy"):
            await answers[4]
        decided = await asyncio.gather(*answers[:3])
        assert all(isinstance(one, ClaimLost) for one in decided)
        with pytest.raises(DatabaseUnavailable, match="busy"):
            await answers[3]


async def test_a_committer_that_is_closed_decides_what_waits_and_takes_no_more(
    db: Database,
) -> None:
    """Nobody is left without an answer."""
    # given
    node = await a_node(db)
    committer = Committer(db, node)
    await committer.start()
    # when
    waiting = [committer.submit(a_claim(new_id(), new_id())) for _ in range(300)]
    await committer.close()
    # then
    assert all(isinstance(answer.result(), ClaimLost) for answer in waiting)
    with pytest.raises(DatabaseUnavailable, match="closed"):
        await committer.submit(a_claim(new_id(), new_id()))
    await committer.close()


async def test_a_claim_under_way_is_decided_before_the_end(db: Database) -> None:
    """Closing waits for it."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    request = await a_request(db, node)
    committer = Committer(db, node)
    await committer.start()
    # when
    async with held(db, "SELECT 1 FROM mitras FOR UPDATE"):
        answer = committer.submit(a_claim(request.request_id, mitra_id))
        closing = await waiting(db, committer.close())
        assert not answer.done()
    await closing
    # then
    assert isinstance(answer.result(), ClaimWon)


async def test_an_accept_that_nobody_waits_for_any_more_harms_nobody(db: Database) -> None:
    """A caller that left does not stop the answers of the others."""
    async with Committer(db, await a_node(db)) as committer:
        left = committer.submit(a_claim(new_id(), new_id()))
        left.cancel()
        assert isinstance(await committer.submit(a_claim(new_id(), new_id())), ClaimLost)
