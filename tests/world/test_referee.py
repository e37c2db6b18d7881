"""The contract of the referee: the fake and PostgreSQL give the same answers."""

from __future__ import annotations

from typing import Any

from halobestie.db.nodes import Node, adopt_requests, beat, join, requests_at_home
from halobestie.domain import Load, Request
from halobestie.effects import (
    Claim,
    ClosePeriod,
    CloseRequest,
    EndSession,
    FindWinner,
    OpenPeriod,
    Reroute,
    StartSession,
)
from halobestie.errors import Refused
from halobestie.messages import (
    DESK,
    ClaimLost,
    ClaimWon,
    NoWinner,
    PeriodOpened,
    PeriodRefused,
    RequestClosed,
    RequestOpened,
    RequestRefused,
    SessionEnded,
    SessionRerouted,
    SessionStarted,
)
from tests.db.given import NOW, later, new_id, wants_closed, wants_request
from tests.world.referees import AnyReferee


async def opened(referee: AnyReferee, node: Node, customer_id: str | None = None) -> Request:
    customer_id = customer_id or await referee.customer()
    outcome = await referee.ask(wants_request(customer_id), node)
    assert isinstance(outcome, RequestOpened)
    assert outcome.new
    return outcome.request


async def won(referee: AnyReferee, node: Node, mitra_id: str) -> ClaimWon:
    request = await opened(referee, node)
    outcome = await referee.ask(Claim(request.request_id, mitra_id, new_id(), later(1)), node)
    assert isinstance(outcome, ClaimWon)
    return outcome


def ends(session_id: str, seconds: float = 60, **who: Any) -> EndSession:
    by = {"customer_id": None, "mitra_id": None, **who}
    return EndSession(
        session_id, **by, user_id=None, reason="mitra", at=later(seconds), reply_to="r"
    )


async def test_one_open_request_of_a_customer(referee: AnyReferee) -> None:
    """A second press, and the same press again, get the one that is open."""
    node, customer_id = await join(referee.db, "n1", NOW), await referee.customer()
    command_id = new_id()
    first = wants_request(customer_id, command_id=command_id)
    answer = await referee.ask(first, node)
    assert isinstance(answer, RequestOpened)
    assert (answer.new, answer.request.expires_at) == (True, later(180))
    assert await referee.ask(first, node) == answer
    other = await referee.ask(wants_request(customer_id), node)
    assert other == RequestOpened(answer.request, new=False)
    # when it is closed, the same command is still the same request, another press a new one
    await referee.ask(wants_closed(first.request_id, "cancelled"), node)
    again = wants_request(customer_id, later(9), command_id)
    assert await referee.ask(again, node) == RequestOpened(answer.request, new=False)
    newer = await referee.ask(wants_request(customer_id, later(9)), node)
    assert isinstance(newer, RequestOpened)
    assert newer.new


async def test_why_a_request_is_not_opened(referee: AnyReferee) -> None:
    """Unknown, in a session already, anonymous while that is off, asked by a ghost."""
    node = await join(referee.db, "n1", NOW)
    assert await referee.ask(wants_request(new_id()), node) == RequestRefused("customer_not_found")
    session = (await won(referee, node, await referee.mitra())).session
    live = wants_request(session.customer_id)
    assert await referee.ask(live, node) == RequestRefused("session_live")
    anonymous = await referee.customer(registered=False)
    await referee.change(anonymity_enabled=False)
    refused = await referee.ask(wants_request(anonymous), node)
    assert refused == RequestRefused("registration_required")
    customer_id = await referee.customer()
    await join(referee.db, "n1", later(5))
    assert await referee.ask(wants_request(customer_id), node) == RequestRefused("unavailable")


async def test_a_request_is_closed_once(referee: AnyReferee) -> None:
    """By its customer or by anybody who may; whoever is later hears how it stands."""
    node = await join(referee.db, "n1", NOW)
    request = await opened(referee, node)
    request_id, customer_id = request.request_id, request.customer_id
    stranger = CloseRequest(request_id, new_id(), "cancelled", "customer", later(1), DESK)
    unknown = RequestClosed(request_id, None, None, None, changed=False)
    assert await referee.ask(stranger, node) == unknown
    cancel = CloseRequest(request_id, customer_id, "cancelled", "customer", later(2), DESK)
    closed = RequestClosed(request_id, customer_id, "cancelled", "customer", changed=True)
    assert await referee.ask(cancel, node) == closed
    late = RequestClosed(request_id, customer_id, "cancelled", "customer", changed=False)
    assert await referee.ask(wants_closed(request_id, "expired", later(3)), node) == late


async def test_the_first_claim_wins_and_is_won_again(referee: AnyReferee) -> None:
    """Also after the session has moved on; everybody else hears `taken`."""
    node = await join(referee.db, "n1", NOW)
    mitra_id, other = await referee.mitra(), await referee.mitra()
    first = await won(referee, node, mitra_id)
    session = first.session
    assert first.load == Load(mitra_id, 1, 1)
    request_id = session.request_id
    again = await referee.ask(Claim(request_id, mitra_id, new_id(), later(2)), node)
    assert again == first
    taken = await referee.ask(Claim(request_id, other, new_id(), later(2)), node)
    assert taken == ClaimLost(request_id, other, "taken")
    assert await referee.ask(FindWinner(request_id, DESK), node) == first
    closed = await referee.ask(wants_closed(request_id, "expired", later(200)), node)
    told = RequestClosed(request_id, session.customer_id, "accepted", None, changed=False)
    assert closed == told


async def test_why_a_claim_is_lost(referee: AnyReferee) -> None:
    """Unknown, closed, another's home, inactive, full: with the load where that is why."""
    node, mitra_id = await join(referee.db, "n1", NOW), await referee.mitra()
    asked = [
        Claim(new_id(), mitra_id, new_id(), NOW),
        Claim((await opened(referee, node)).request_id, mitra_id, new_id(), NOW),
        Claim((await opened(referee, node)).request_id, mitra_id, new_id(), NOW),
    ]
    await referee.ask(wants_closed(asked[1].request_id, "cancelled"), node)
    ghost = Node("n1", node.epoch - 1)
    lost = [await referee.ask(claim, node) for claim in asked[:2]]
    lost.append(await referee.ask(asked[2], ghost))
    await referee.set_active(mitra_id, False)
    lost.append(await referee.ask(asked[2], node))
    await referee.set_active(mitra_id, True)
    await referee.change(max_customers_per_mitra=1)
    await won(referee, node, mitra_id)
    lost.append(await referee.ask(asked[2], node))
    assert [x.reason for x in lost if isinstance(x, ClaimLost)] == [
        "not_found",
        "closed",
        "not_found",
        "inactive",
        "at_capacity",
    ]
    assert [x.load for x in lost if isinstance(x, ClaimLost)][3:] == [None, Load(mitra_id, 1, 1)]
    open_ = await referee.ask(FindWinner(asked[2].request_id, DESK), node)
    assert open_ == NoWinner(asked[2].request_id)


async def test_a_session_from_payment_to_end(referee: AnyReferee) -> None:
    """Started once, ended once, by one of its own; the load follows."""
    node, mitra_id = await join(referee.db, "n1", NOW), await referee.mitra()
    session_id = (await won(referee, node, mitra_id)).session.session_id
    started = await referee.ask(StartSession(session_id, later(5)), node)
    assert isinstance(started, SessionStarted)
    assert (started.session.state, started.session.started_at) == ("active", later(5))
    assert await referee.ask(StartSession(session_id, later(9)), node) == started
    stranger = ends(session_id, mitra_id=await referee.mitra())
    assert await referee.ask(stranger, node) == Refused("session_not_found")
    ended = await referee.ask(ends(session_id, 3, mitra_id=mitra_id), node)
    assert isinstance(ended, SessionEnded)
    assert (ended.session.ended_at, ended.load) == (later(5), Load(mitra_id, 0, 2))
    assert await referee.ask(ends(session_id), node) == Refused("session_closed")
    assert await referee.ask(StartSession(session_id, later(9)), node) == Refused("session_closed")
    assert await referee.ask(ends(new_id()), node) == Refused("session_not_found")
    assert await referee.assignments(session_id) == [(mitra_id, later(1), later(5), "accept")]


async def test_what_is_not_paid_in_time_ends(referee: AnyReferee) -> None:
    """Sessions that are active stay."""
    node, mitra_id = await join(referee.db, "n1", NOW), await referee.mitra()
    unpaid = (await won(referee, node, mitra_id)).session.session_id
    paid = (await won(referee, node, mitra_id)).session.session_id
    await referee.ask(StartSession(paid, later(5)), node)
    assert await referee.end_unpaid(later(900)) == []
    (ended,) = await referee.end_unpaid(later(901))
    assert (ended.session.session_id, ended.reason) == (unpaid, "payment_timeout")
    assert ended.load == Load(mitra_id, 1, 3)


async def test_a_reroute_or_why_not(referee: AnyReferee) -> None:
    """All or nothing, with both loads; full can be overridden, the other reasons cannot."""
    node, user_id = await join(referee.db, "n1", NOW), await referee.user()
    old, new = await referee.mitra(), await referee.mitra()
    session_id = (await won(referee, node, old)).session.session_id
    await referee.change(max_customers_per_mitra=1)

    async def to(mitra_id: str, override: bool = False, session: str = session_id) -> object:
        wanted = (session, mitra_id, user_id, None, override, later(30), "r")
        return await referee.ask(Reroute(*wanted), node)

    assert await to(new, session=new_id()) == Refused("session_not_found")
    assert await to(new_id()) == Refused("mitra_not_found")
    assert await to(old) == Refused("same_mitra")
    assert await to(new) == Refused("mitra_offline")
    await referee.ask(OpenPeriod(new, NOW, DESK), node)
    await won(referee, node, new)
    assert await to(new) == Refused("mitra_full")
    done = await to(new, override=True)
    assert isinstance(done, SessionRerouted)
    assert (done.old_mitra_id, done.session.mitra_id) == (old, new)
    assert done.loads == (Load(old, 0, 2), Load(new, 2, 2))
    history = [(old, later(1), later(30), "accept"), (new, later(30), None, "control_center")]
    assert await referee.assignments(session_id) == history
    await referee.set_active(old, False)
    assert await to(old) == Refused("mitra_inactive")
    await referee.ask(ends(session_id), node)
    assert await to(old) == Refused("session_closed")


async def test_a_period_is_opened_taken_over_and_closed(referee: AnyReferee) -> None:
    """One at a time; a clock that is behind opens none inside the one before."""
    node, mitra_id = await join(referee.db, "n1", NOW), await referee.mitra()
    first = await referee.ask(OpenPeriod(mitra_id, later(10), DESK), node)
    assert isinstance(first, PeriodOpened)
    assert await referee.ask(OpenPeriod(mitra_id, later(20), DESK), node) == first
    off = ClosePeriod(first.period_id, mitra_id, "heartbeat_lost", later(30), DESK)
    await referee.ask(off, node)
    assert await referee.wishes(mitra_id), "silence is no will"
    await referee.ask(OpenPeriod(mitra_id, later(5), DESK), node)
    second = await referee.ask(OpenPeriod(mitra_id, later(5), DESK), node)
    assert isinstance(second, PeriodOpened)
    by_will = ClosePeriod(second.period_id, mitra_id, "mitra", later(40), DESK)
    await referee.ask(by_will, node)
    assert not await referee.wishes(mitra_id)
    assert await referee.periods(mitra_id) == [
        (later(10), later(30), "heartbeat_lost"),
        (later(30), later(40), "mitra"),
    ]


async def test_who_may_not_be_online(referee: AnyReferee) -> None:
    """The inactive, the unknown, and whoever asks on a node of yesterday."""
    node, mitra_id = await join(referee.db, "n1", NOW), await referee.mitra()
    await referee.ask(OpenPeriod(mitra_id, NOW, DESK), node)
    await referee.unwish(mitra_id)
    assert not await referee.wishes(mitra_id)
    await referee.set_active(mitra_id, False)
    inactive = await referee.ask(OpenPeriod(mitra_id, NOW, DESK), node)
    assert inactive == PeriodRefused(mitra_id, "inactive")
    unknown = new_id()
    refused = await referee.ask(OpenPeriod(unknown, NOW, DESK), node)
    assert refused == PeriodRefused(unknown, "not_found")
    await join(referee.db, "n1", later(1))
    stale = await referee.ask(OpenPeriod(mitra_id, NOW, DESK), node)
    assert stale == PeriodRefused(mitra_id, "stale_epoch")


async def test_a_new_epoch_ends_the_old_one(referee: AnyReferee) -> None:
    """Periods end at the last heartbeat, requests are adopted once, the ghost changes nothing."""
    node, other = await join(referee.db, "n1", NOW), await join(referee.db, "n2", NOW)
    mitra_id = await referee.mitra()
    period = await referee.ask(OpenPeriod(mitra_id, NOW, DESK), node)
    assert isinstance(period, PeriodOpened)
    await referee.note_seen({period.period_id: later(33)})
    await referee.note_seen({period.period_id: later(22)})
    request, elsewhere = await opened(referee, node), await opened(referee, other)
    anew = await join(referee.db, "n1", later(50))
    assert (anew.epoch, await beat(referee.db, node, later(51))) == (2, False)
    assert await referee.periods(mitra_id) == [(NOW, later(33), "node_lost")]
    off = ClosePeriod(period.period_id, mitra_id, "mitra", later(60), DESK)
    await referee.ask(off, node)
    assert await referee.periods(mitra_id) == [(NOW, later(33), "node_lost")]
    assert await adopt_requests(referee.db, node) == []
    assert await adopt_requests(referee.db, anew) == [request]
    assert await adopt_requests(referee.db, anew) == []
    assert await requests_at_home(referee.db, anew) == [request]
    assert await requests_at_home(referee.db, other) == [elsewhere]
    late = await referee.ask(Claim(request.request_id, mitra_id, new_id(), NOW), node)
    assert late == ClaimLost(request.request_id, mitra_id, "not_found")
    assert await referee.sessions_of(mitra_id) == 0
