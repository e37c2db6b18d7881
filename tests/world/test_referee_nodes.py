"""The contract of the referee among many nodes: leases, adoption, news."""

from __future__ import annotations

from dataclasses import replace

from halobestie.db import nodes
from halobestie.db.news import mitras_here, periods_at_home, read_news
from halobestie.db.nodes import Lease, Node, join
from halobestie.domain import Load, Request
from halobestie.effects import (
    Claim,
    ClosePeriod,
    EndSession,
    OpenPeriod,
    RecordOffers,
    Reroute,
    StartSession,
)
from halobestie.messages import (
    DESK,
    ClaimLost,
    ClaimWon,
    PeriodOpened,
    RequestClosed,
    RequestOpened,
)
from tests.db.given import NOW, later, new_id, wants_closed, wants_request
from tests.world.referees import AnyReferee

OVER = -1.0
"""A lease that is over as soon as it is given."""


async def opened(referee: AnyReferee, node: Node) -> Request:
    outcome = await referee.ask(wants_request(await referee.customer()), node)
    assert isinstance(outcome, RequestOpened)
    return outcome.request


async def online(referee: AnyReferee, node: Node, mitra_id: str) -> str:
    outcome = await referee.ask(OpenPeriod(mitra_id, NOW, DESK), node)
    assert isinstance(outcome, PeriodOpened)
    return outcome.period_id


async def won(referee: AnyReferee, node: Node, mitra_id: str) -> ClaimWon:
    request = await opened(referee, node)
    outcome = await referee.ask(Claim(request.request_id, mitra_id, new_id(), later(1)), node)
    assert isinstance(outcome, ClaimWon)
    return outcome


def line(request_id: str, outcome: str, mitra_id: str) -> RecordOffers:
    return RecordOffers(request_id, later(1), outcome, None, (mitra_id,))  # type: ignore[arg-type]


async def test_a_lease_lasts_until_it_is_not_renewed(referee: AnyReferee) -> None:
    """By the referee's own clock. A node that has let go is lost at once, if it left something."""
    db = referee.db
    slow, quick = await join(db, "slow", NOW, OVER), await join(db, "quick", NOW)
    assert set(await nodes.leases(db)) == {Lease("slow", 1, False), Lease("quick", 1, True)}
    assert await nodes.lost_nodes(db) == [], "it has nothing"
    await opened(referee, slow)
    await online(referee, quick, await referee.mitra())
    assert await nodes.lost_nodes(db) == [slow]
    assert await nodes.beat(db, slow, later(1))
    assert await nodes.lost_nodes(db) == []
    await nodes.let_go(db, quick)
    assert await nodes.lost_nodes(db) == [quick]
    assert not await nodes.beat(db, Node("never", 1), NOW)


async def test_a_lost_node_is_adopted_once(referee: AnyReferee) -> None:
    """With its requests and who declined them; its mitra are offline; a ghost does nothing."""
    db, mitra_id = referee.db, await referee.mitra()
    lost, heir = await join(db, "lost", NOW, OVER), await join(db, "heir", NOW)
    late = await join(db, "late", NOW)
    request = await opened(referee, lost)
    period_id = await online(referee, lost, mitra_id)
    await referee.record(line(request.request_id, "declined", mitra_id))
    adopted = await nodes.adopt_node(db, heir, lost)
    assert adopted is not None
    assert [(r.request_id, r.declined) for r in adopted] == [(request.request_id, (mitra_id,))]
    assert await nodes.adopt_node(db, late, lost) is None, "another was faster"
    assert await referee.periods(mitra_id) == [(NOW, NOW, "node_lost")]
    ghost = await referee.ask(Claim(request.request_id, mitra_id, new_id(), NOW), lost)
    assert ghost == ClaimLost(request.request_id, mitra_id, "not_found")
    await referee.ask(ClosePeriod(period_id, mitra_id, "mitra", later(9), DESK), lost)
    assert await referee.periods(mitra_id) == [(NOW, NOW, "node_lost")]
    assert not await nodes.beat(db, lost, NOW)
    assert await nodes.requests_at_home(db, heir) == adopted
    done = await referee.ask(Claim(request.request_id, mitra_id, new_id(), later(1)), heir)
    assert isinstance(done, ClaimWon)


async def test_a_lease_that_was_renewed_is_respected(referee: AnyReferee) -> None:
    """Whoever wanted to adopt finds it alive."""
    db = referee.db
    slow, heir = await join(db, "slow", NOW, OVER), await join(db, "heir", NOW)
    await opened(referee, slow)
    assert await nodes.beat(db, slow, NOW)
    assert await nodes.adopt_node(db, heir, slow) is None
    assert set(await nodes.leases(db)) == {Lease("slow", 1, True), Lease("heir", 1, True)}


async def test_a_ghost_adopts_nothing(referee: AnyReferee) -> None:
    """Its own epoch is over: what it wanted to adopt stays where it is."""
    db = referee.db
    ghost, lost = await join(db, "heir", NOW), await join(db, "lost", NOW, OVER)
    request = await opened(referee, lost)
    await join(db, "heir", later(1))
    assert await nodes.adopt_requests(db, ghost) == []
    assert await nodes.adopt_node(db, ghost, lost) == []
    anew = await join(db, "lost", later(2))
    assert await nodes.adopt_requests(db, anew) == [request]


async def test_a_session_has_a_version_that_grows(referee: AnyReferee) -> None:
    """By one with each change; what changes nothing leaves it."""
    node = await join(referee.db, "n1", NOW)
    user_id, old, new = await referee.user(), await referee.mitra(), await referee.mitra()
    session = (await won(referee, node, old)).session
    id_, versions = session.session_id, [session.version]
    await online(referee, node, new)
    for effect in (
        StartSession(id_, later(2)),
        StartSession(id_, later(3)),
        Reroute(id_, new, user_id, None, False, later(4), "r"),
        EndSession(id_, None, None, None, "mitra", later(5), "r"),
    ):
        outcome = await referee.ask(effect, node)
        versions.append(outcome.session.version)  # type: ignore[attr-defined]
    assert versions == [1, 2, 2, 3, 4]


async def test_news_since_a_cursor(referee: AnyReferee) -> None:
    """Without one: what is open, and nothing of the past. Then all that changed, in parts."""
    db, mitra_id = referee.db, await referee.mitra()
    node = await join(db, "n1", NOW)
    old = await won(referee, node, mitra_id)
    first = await read_news(db, None, NOW)
    assert (first.open_requests, first.closed_requests, first.sessions) == ((), (), ())
    waits, gone = await opened(referee, node), await opened(referee, node)
    await referee.ask(wants_closed(gone.request_id, "cancelled"), node)
    pair = await won(referee, node, mitra_id)
    await referee.ask(StartSession(old.session.session_id, later(2)), node)
    news = await read_news(db, first.cursor, NOW)
    assert [row.request.request_id for row in news.open_requests] == [waits.request_id]
    assert news.open_requests[0].home == node
    closed = [(n.request_id, n.state, n.reason, n.winner) for n in news.closed_requests]
    assert closed == [
        (gone.request_id, "cancelled", "control_center", None),
        (pair.session.request_id, "accepted", None, mitra_id),
    ]
    assert [n.session.session_id for n in news.sessions] == [
        pair.session.session_id,
        old.session.session_id,
    ]
    assert {n.loads for n in news.sessions} == {(Load(mitra_id, 2, 2),)}
    part = await read_news(db, first.cursor, NOW, most=1)
    assert (part.more, len(part.closed_requests)) == (True, 1)
    later_on = await read_news(db, news.cursor, NOW)
    assert (later_on.closed_requests, later_on.sessions, later_on.more) == ((), (), False)


async def test_an_adoption_is_news(referee: AnyReferee) -> None:
    """The others hear where a request is at home now."""
    db = referee.db
    lost, heir = await join(db, "lost", NOW, OVER), await join(db, "heir", NOW)
    request = await opened(referee, lost)
    before = await read_news(db, None, NOW)
    await nodes.adopt_node(db, heir, lost)
    news = await read_news(db, before.cursor, NOW)
    assert [(x.request.request_id, x.home) for x in news.open_requests] == [
        (request.request_id, heir)
    ]


async def test_how_the_people_of_a_node_stand(referee: AnyReferee) -> None:
    """Where their period is open, whoever asks; and which periods are open in a node's name."""
    db, mitra_id, other = referee.db, await referee.mitra(), await referee.mitra()
    one, two = await join(db, "n1", NOW), await join(db, "n2", NOW)
    period_id = await online(referee, one, mitra_id)
    (row,) = await mitras_here(db, [mitra_id])
    assert (row.period_id, row.home, row.wants_online, row.active) == (period_id, one, True, True)
    (offline,) = await mitras_here(db, [other])
    assert (offline.period_id, offline.home, offline.load) == (None, None, Load(other, 0, 0))
    assert [p.period_id for p in await periods_at_home(db, one)] == [period_id]
    assert await online(referee, two, mitra_id) == period_id, "they have moved, with the period"
    (moved,) = await mitras_here(db, [mitra_id])
    assert moved.home == two
    assert await periods_at_home(db, one) == []
    assert await mitras_here(db, [new_id()]) == []


async def test_who_declined_is_remembered_for_the_next_node(referee: AnyReferee) -> None:
    """With the request, and with the mitra; not when the request is over."""
    db, mitra_id = referee.db, await referee.mitra()
    node = await join(db, "n1", NOW)
    request = await opened(referee, node)
    id_ = request.request_id
    await referee.record(line(id_, "offered", mitra_id), line(id_, "declined", mitra_id))
    await referee.record(line(new_id(), "declined", mitra_id))
    assert await referee.declined(mitra_id) == (id_,)
    (home,) = await nodes.requests_at_home(db, node)
    assert home.declined == (mitra_id,)
    await referee.ask(wants_closed(id_, "expired"), node)
    assert await referee.declined(mitra_id) == ()


async def test_nobody_was_free_is_said_only_if_nobody_was_offered_it(referee: AnyReferee) -> None:
    """The ledger knows of offers that the closing node does not."""
    node, mitra_id = await join(referee.db, "n1", NOW), await referee.mitra()
    reasons = []
    for offered in (False, True):
        request = await opened(referee, node)
        if offered:
            await referee.record(line(request.request_id, "offered", mitra_id))
        wanted = replace(wants_closed(request.request_id, "expired"), reason="no_mitra")
        closed = await referee.ask(wanted, node)
        assert isinstance(closed, RequestClosed)
        reasons.append(closed.reason)
    assert reasons == ["no_mitra", "timeout"]
