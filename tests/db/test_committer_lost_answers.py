"""A claim whose answer was lost is asked again: what was committed is what is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from halobestie.db.committer import Committer
from halobestie.db.errors import DatabaseUnavailable
from halobestie.db.nodes import Node
from halobestie.db.pool import Database, open_database
from halobestie.messages import ClaimLost, ClaimWon
from tests.db.given import a_claim, a_mitra, a_node, a_request, new_id, value
from tests.db.wire import Wire, wire_to


@dataclass(frozen=True)
class Far:
    """A database at the other end of a wire."""

    wire: Wire
    db: Database
    node: Node


@pytest_asyncio.fixture
async def far(db: Database, database_url: str, tmp_path: Path) -> AsyncIterator[Far]:
    node = await a_node(db)
    async with wire_to(database_url, tmp_path) as (wire, url):
        through = await open_database(url)
        yield Far(wire, through, node)
        wire.refuse = wire.deaf = False
        await through.close()


async def test_an_answer_lost_after_the_commit_comes_at_the_second_asking(
    db: Database, far: Far
) -> None:
    """The session that was committed is the one that is told, and the only one."""
    # given
    request, mitra_id = await a_request(db, far.node), await a_mitra(db)
    claim = a_claim(request.request_id, mitra_id)
    async with Committer(far.db, far.node) as committer:
        # when
        far.wire.lose_next_answer = True
        won = await committer.submit(claim)
    # then
    assert far.wire.lost == 1
    assert isinstance(won, ClaimWon)
    assert won.session.session_id == claim.session_id
    assert won.load.sessions == 1
    assert await value(db, "SELECT array_agg(id) FROM sessions") == [claim.session_id]
    assert await value(db, "SELECT live_sessions FROM mitras") == 1
    assert await value(db, "SELECT count(*) FROM offer_events") == 1


async def test_a_whole_batch_whose_answer_was_lost(db: Database, far: Far) -> None:
    """Winners stay winners, losers stay losers, each accept is answered."""
    # given
    mitras = [await a_mitra(db) for _ in range(5)]
    requests = [await a_request(db, far.node) for _ in range(5)]
    claims = [a_claim(r.request_id, m) for r in requests for m in mitras]
    async with Committer(far.db, far.node) as committer:
        # when
        far.wire.lose_next_answer = True
        decided = await asyncio.gather(*(committer.submit(claim) for claim in claims))
    # then
    assert far.wire.lost == 1
    won = {one.session.session_id for one in decided if isinstance(one, ClaimWon)}
    assert won == set(await value(db, "SELECT array_agg(id) FROM sessions"))
    assert len(won) == 5
    assert sum(isinstance(one, ClaimLost) for one in decided) == 20


async def test_a_connection_that_is_killed_again_and_again(db: Database, far: Far) -> None:
    """Two hundred claims, and a server that ends their connection twenty times meanwhile."""
    # given
    mitras = [await a_mitra(db) for _ in range(70)]
    requests = [await a_request(db, far.node) for _ in range(200)]
    claims = [a_claim(r.request_id, mitras[n % 70]) for n, r in enumerate(requests)]
    kill = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE '%FROM claim_offers(%'"
        " AND pid <> pg_backend_pid()"
    )
    killed = 0
    # when
    async with Committer(far.db, far.node, give_up_s=30) as committer:
        answers = []
        for n in range(0, 200, 10):
            answers += [committer.submit(claim) for claim in claims[n : n + 10]]
            await asyncio.sleep(n / 10_000)  # before the call, within it, after it
            killed += await value(db, kill)
            await asyncio.wait(answers)
        decided = await asyncio.gather(*answers)
    # then
    assert killed >= 10
    won = [one.session.session_id for one in decided if isinstance(one, ClaimWon)]
    assert len(won) == 200
    assert sorted(won) == sorted(claim.session_id for claim in claims)
    assert await value(db, "SELECT count(*) FROM sessions") == 200


async def test_a_wire_that_is_mended_in_time_is_not_noticed(db: Database, far: Far) -> None:
    """But for the time it takes: the claims that waited are decided."""
    # given
    request, mitra_id = await a_request(db, far.node), await a_mitra(db)
    async with Committer(far.db, far.node) as committer:
        far.wire.refuse = True
        far.wire.cut()
        # when
        answer = committer.submit(a_claim(request.request_id, mitra_id))
        for _ in range(3):
            await far.wire.refusals.get()
        assert not answer.done()
        far.wire.refuse = False
        # then
        assert isinstance(await answer, ClaimWon)


async def test_a_server_that_is_gone_is_unavailable_after_a_bounded_time(far: Far) -> None:
    """Everyone who waited is told; whoever comes when it is back is answered."""
    # given
    loop = asyncio.get_running_loop()
    async with Committer(far.db, far.node, give_up_s=0.3) as committer:
        far.wire.refuse = True
        far.wire.cut()
        # when
        began = loop.time()
        answers = [committer.submit(a_claim(new_id(), new_id())) for _ in range(300)]
        outcomes = await asyncio.gather(*answers, return_exceptions=True)
        # then
        assert [type(one) for one in outcomes] == [DatabaseUnavailable] * 300
        assert 0.25 < loop.time() - began < 2.5
        # when
        far.wire.refuse = False
        # then
        assert isinstance(await committer.submit(a_claim(new_id(), new_id())), ClaimLost)


async def test_a_server_that_says_nothing_is_not_waited_for_for_ever(far: Far) -> None:
    """A wire that swallows everything, and closes nothing."""
    # given
    loop = asyncio.get_running_loop()
    async with Committer(far.db, far.node, give_up_s=1.0) as committer:
        far.wire.deaf = True
        # when
        began = loop.time()
        (outcome,) = await asyncio.gather(
            committer.submit(a_claim(new_id(), new_id())), return_exceptions=True
        )
        # then
        assert isinstance(outcome, DatabaseUnavailable)
        assert loop.time() - began < 3.0
