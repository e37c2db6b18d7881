"""Sessions: paid, ended, rerouted; the history follows, and so does the count of each mitra."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from halobestie.db.mitras import edit_mitra
from halobestie.db.pages import Page
from halobestie.db.pool import Database
from halobestie.db.sessions import (
    Assignment,
    SessionRecord,
    end_session,
    end_unpaid,
    list_sessions,
    read_session,
    reroute_session,
    start_session,
)
from halobestie.db.users import delete_user
from halobestie.domain import Load, Session
from halobestie.effects import EndSession, Reroute, StartSession
from halobestie.errors import Refused
from halobestie.messages import SessionEnded, SessionRerouted, SessionStarted
from tests.db.given import (
    NOW,
    STAFF,
    a_customer,
    a_mitra,
    a_node,
    a_session,
    an_admin,
    audit_log,
    fetch,
    go_online,
    later,
    new_id,
    value,
)


def wants_end(session: Session, **who: Any) -> EndSession:
    by = {"customer_id": None, "mitra_id": None, "user_id": None, **who}
    reason: Any = (
        "customer" if by["customer_id"] else "mitra" if by["mitra_id"] else "control_center"
    )
    return EndSession(session.session_id, **by, reason=reason, at=later(60), reply_to="r")


def wants_reroute(session: Session, mitra_id: str, user_id: str, **more: Any) -> Reroute:
    wanted = {"reason": "a reason", "override_capacity": False, "at": later(30), **more}
    return Reroute(session.session_id, mitra_id, user_id, **wanted, reply_to="r")


# -- started ---------------------------------------------------------------------------------


async def test_a_session_starts_when_it_is_paid(db: Database) -> None:
    """A confirmation that comes twice answers alike."""
    # given
    session = await a_session(db, await a_node(db))
    # when
    started = await start_session(db, StartSession(session.session_id, later(5)))
    again = await start_session(db, StartSession(session.session_id, later(9)))
    # then
    assert started == SessionStarted(
        replace(session, state="active", started_at=later(5), version=2)
    )
    assert again == started


async def test_what_has_ended_or_is_unknown_does_not_start(db: Database) -> None:
    """A payment that comes too late is told so."""
    session = await a_session(db, await a_node(db))
    await end_session(db, wants_end(session))
    late = await start_session(db, StartSession(session.session_id, later(99)))
    unknown = await start_session(db, StartSession(new_id(), NOW))
    assert (late, unknown) == (Refused("session_closed"), Refused("session_not_found"))


# -- ended -----------------------------------------------------------------------------------


async def test_either_party_ends_it_once(db: Database) -> None:
    """The mitra has room again; the second attempt is told that it is over."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    by_mitra, by_customer = await a_session(db, node, mitra_id), await a_session(db, node, mitra_id)
    await start_session(db, StartSession(by_customer.session_id, later(5)))
    # when
    first = await end_session(db, wants_end(by_mitra, mitra_id=mitra_id))
    effect = wants_end(by_customer, customer_id=by_customer.customer_id)
    second = await end_session(db, effect)
    again = await end_session(db, effect)
    # then
    ended = replace(by_mitra, state="ended", ended_at=later(60), version=2)
    assert first == SessionEnded(ended, "mitra", Load(mitra_id, 1, 3), "r")
    assert isinstance(second, SessionEnded)
    assert (second.reason, second.load) == ("customer", Load(mitra_id, 0, 4))
    assert (second.session.started_at, second.session.ended_at) == (later(5), later(60))
    assert again == Refused("session_closed")
    assert await audit_log(db) == []


async def test_nobody_ends_anybody_elses(db: Database) -> None:
    """It is as if it were not there; a mitra who lost it by a reroute has it no more."""
    # given
    node, other = await a_node(db), await a_mitra(db)
    session, admin = await a_session(db, node), await an_admin(db)
    refused = Refused("session_not_found")
    assert await end_session(db, wants_end(session, customer_id=new_id())) == refused
    assert await end_session(db, wants_end(session, mitra_id=other)) == refused
    # when
    await go_online(db, node, other)
    await reroute_session(db, wants_reroute(session, other, admin.user_id))
    # then
    assert await end_session(db, wants_end(session, mitra_id=session.mitra_id)) == refused
    assert isinstance(await end_session(db, wants_end(session, mitra_id=other)), SessionEnded)


async def test_the_control_center_ends_it_with_an_entry(db: Database) -> None:
    """In the name of the user who did it; a second attempt leaves none."""
    # given
    session, admin = await a_session(db, await a_node(db)), await an_admin(db)
    # when
    ended = await end_session(db, wants_end(session, user_id=admin.user_id))
    again = await end_session(db, wants_end(session, user_id=admin.user_id))
    # then
    assert isinstance(ended, SessionEnded) and ended.reason == "control_center"
    assert again == Refused("session_closed")
    (entry,) = await audit_log(db)
    assert (entry["action"], entry["user_name"]) == ("session.end", admin.display_name)
    assert (entry["subject_id"], entry["after"]["state"]) == (session.session_id, "ended")
    assert await value(db, "SELECT ended_by FROM sessions") == admin.user_id


async def test_why_the_control_center_ended_it_stands_in_the_same_entry(db: Database) -> None:
    """One change, one entry: an end whose reason could not be written is no end."""
    # given
    session, admin = await a_session(db, await a_node(db)), await an_admin(db)
    effect = replace(wants_end(session, user_id=admin.user_id), note="It went on for too long.")
    # when
    await end_session(db, effect)
    # then
    (entry,) = await audit_log(db)
    why = {"state": "ended", "reason": "control_center", "note": "It went on for too long."}
    assert entry["after"] == why


async def test_an_end_that_cannot_be_audited_is_none(db: Database) -> None:
    """The entry and the end are of one transaction."""
    # given
    session, admin = await a_session(db, await a_node(db)), await an_admin(db)
    async with db.connection() as conn:
        await conn.execute("ALTER TABLE audit_log ADD CHECK (action <> 'session.end')")
    # when
    with pytest.raises(asyncpg.CheckViolationError):
        await end_session(db, wants_end(session, user_id=admin.user_id))
    # then
    assert await value(db, "SELECT state FROM sessions") == "pending_payment"


async def test_what_is_not_paid_in_time_ends(db: Database) -> None:
    """At the very instant; an active one goes on, unless its own time is up."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    unpaid, paid, timed = [await a_session(db, node, mitra_id) for _ in range(3)]
    for session in (paid, timed):
        await start_session(db, StartSession(session.session_id, later(5)))
    ends = "UPDATE sessions SET ends_at = $2 WHERE id = $1"
    await value(db, ends, timed.session_id, later(600))
    # then
    assert await end_unpaid(db, later(599)) == []
    # when
    (up,) = await end_unpaid(db, later(899))
    (due,) = await end_unpaid(db, later(900))
    # then
    assert (up.session.session_id, up.reason) == (timed.session_id, "time_up")
    assert (up.session.ended_at, up.load) == (later(899), Load(mitra_id, 2, 4))
    assert (due.session.session_id, due.reason) == (unpaid.session_id, "payment_timeout")
    assert (due.session.state, due.load) == ("ended", Load(mitra_id, 1, 5))
    assert await end_unpaid(db, later(9999)) == []


async def test_two_nodes_that_sweep_at_once_end_each_session_once(db: Database) -> None:
    """And so many at a time as they were asked to, with others at the same mitras' sessions."""
    # given
    node, mitras = await a_node(db), [await a_mitra(db) for _ in range(4)]
    sessions = [await a_session(db, node, mitra_id) for mitra_id in mitras for _ in range(3)]
    # when
    first = await end_unpaid(db, later(900), limit=2)
    sweeps = asyncio.gather(*(end_unpaid(db, later(900)) for _ in range(5)))
    ends = asyncio.gather(*(end_session(db, wants_end(session)) for session in sessions))
    swept, _ = await asyncio.gather(sweeps, ends)
    # then
    assert len(first) == 2
    ended = [one.session.session_id for batch in [first, *swept] for one in batch]
    assert len(ended) == len(set(ended))
    assert await value(db, "SELECT sum(live_sessions) FROM mitras") == 0
    assert await value(db, "SELECT count(*) FROM sessions WHERE state <> 'ended'") == 0


# -- rerouted --------------------------------------------------------------------------------


@pytest.mark.parametrize("active", [False, True])
async def test_a_reroute_moves_the_session_and_its_load(db: Database, active: bool) -> None:
    """While it waits for payment and while it is active; all of it, with an entry."""
    # given
    node, new = await a_node(db), await a_mitra(db)
    session, admin = await a_session(db, node), await an_admin(db)
    if active:
        await start_session(db, StartSession(session.session_id, later(1)))
    await go_online(db, node, new)
    names = dict(await _names(db))
    # when
    moved = await reroute_session(db, wants_reroute(session, new, admin.user_id))
    # then
    loads = (Load(session.mitra_id, 0, 2), Load(new, 1, 1))
    started = later(1) if active else None
    state: Any = "active" if active else "pending_payment"
    now = replace(session, mitra_id=new, mitra_name=names[new], state=state, started_at=started)
    now = replace(now, version=3 if active else 2)
    assert moved == SessionRerouted(now, session.mitra_id, loads, "r")
    (entry,) = await audit_log(db)
    assert (entry["action"], entry["user_id"]) == ("session.reroute", admin.user_id)
    assert entry["before"] == {"mitra_id": session.mitra_id}
    told = {"mitra_id": new, "reason": "a reason", "override_capacity": False}
    assert entry["after"] == told


async def test_the_history_follows_the_session(db: Database) -> None:
    """Who had it, from when to when, how it came, without a gap; also when the user is gone."""
    # given
    node, second = await a_node(db), await a_mitra(db)
    session, admin, _ = await a_session(db, node), await an_admin(db), await an_admin(db)
    first = session.mitra_id
    await go_online(db, node, second)
    names = dict(await _names(db))
    # when
    await reroute_session(db, wants_reroute(session, second, admin.user_id))
    await end_session(db, wants_end(session))
    detail = await read_session(db, session.session_id)
    # then
    assert detail is not None
    assert (detail.session.state, detail.end_reason) == ("ended", "control_center")
    by_accept = Assignment(first, names[first], NOW, later(30), "accept", None, None, None, False)
    by_staff = Assignment(
        second,
        names[second],
        later(30),
        later(60),
        "control_center",
        admin.user_id,
        admin.display_name,
        "a reason",
        False,
    )
    assert detail.assignments == [by_accept, by_staff]
    # when
    await delete_user(db, admin.user_id, STAFF, NOW)
    # then
    detail = await read_session(db, session.session_id)
    assert detail is not None
    assert detail.assignments[1] == replace(by_staff, user_name=None)
    assert await read_session(db, new_id()) is None


async def _names(db: Database) -> list[tuple[str, str]]:
    rows = await fetch(db, "SELECT id, display_name FROM mitras")
    return [(row["id"], row["display_name"]) for row in rows]


async def test_a_target_that_does_not_fit_is_refused_with_the_reason(db: Database) -> None:
    """Nothing is changed by it, and nothing is in the log."""
    # given
    node, admin = await a_node(db), await an_admin(db)
    session = await a_session(db, node)
    offline, inactive, full = [await a_mitra(db) for _ in range(3)]
    for mitra_id in (inactive, full):
        await go_online(db, node, mitra_id)
    await edit_mitra(db, inactive, {"active": False}, STAFF, NOW)
    for _ in range(3):
        await a_session(db, node, full)
    before = await audit_log(db)
    # when
    targets = [offline, inactive, full, session.mitra_id, new_id()]
    wanted = [wants_reroute(session, target, admin.user_id) for target in targets]
    wanted.append(replace(wanted[0], session_id=new_id()))
    codes = [(await reroute_session(db, effect)) for effect in wanted]
    # then
    assert codes == [
        Refused("mitra_offline"),
        Refused("mitra_inactive"),
        Refused("mitra_full"),
        Refused("same_mitra"),
        Refused("mitra_not_found"),
        Refused("session_not_found"),
    ]
    assert await audit_log(db) == before
    detail = await read_session(db, session.session_id)
    assert detail is not None and detail.session == session
    # when
    await end_session(db, wants_end(session))
    # then
    assert await reroute_session(db, wanted[2]) == Refused("session_closed")


async def test_full_can_be_overridden_on_purpose(db: Database) -> None:
    """Offline and inactive cannot."""
    # given
    node, admin, target = await a_node(db), await an_admin(db), await a_mitra(db)
    session = await a_session(db, node)
    for _ in range(3):
        await a_session(db, node, target)
    effect = wants_reroute(session, target, admin.user_id, override_capacity=True)
    assert await reroute_session(db, effect) == Refused("mitra_offline")
    await go_online(db, node, target)
    # when
    moved = await reroute_session(db, effect)
    # then
    assert isinstance(moved, SessionRerouted)
    assert moved.loads[1].sessions == 4
    assert (await audit_log(db))[-1]["after"]["override_capacity"] is True


async def test_two_sessions_that_swap_their_mitras_never_deadlock(db: Database) -> None:
    """Thirty rounds, both ways at once: each has exactly one mitra afterwards."""
    # given
    node, admin = await a_node(db), await an_admin(db)
    mitras = [await a_mitra(db) for _ in range(2)]
    sessions = [await a_session(db, node, mitra_id) for mitra_id in mitras]
    for mitra_id in mitras:
        await go_online(db, node, mitra_id)
    for n in range(30):
        # when
        there = mitras if n % 2 else mitras[::-1]
        swapped = await asyncio.gather(
            *(
                reroute_session(db, wants_reroute(session, target, admin.user_id))
                for session, target in zip(sessions, there, strict=True)
            )
        )
        # then
        assert all(isinstance(one, SessionRerouted) for one in swapped)
    counts = "SELECT array_agg(live_sessions) FROM mitras"
    assert await value(db, counts) == [1, 1]
    open_parts = (
        "SELECT count(*)::int AS n FROM assignments WHERE to_at IS NULL GROUP BY session_id"
    )
    assert await fetch(db, open_parts) == [{"n": 1}, {"n": 1}]


# -- what the schema holds ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("UPDATE sessions SET state = 'pending_payment'", "pending_payment to active to ended"),
        ("DELETE FROM sessions", "stays as it was written"),
        ("TRUNCATE sessions CASCADE", "stays as it was written"),
        ("UPDATE sessions SET state = 'ended'", "sessions_ended"),
        ("UPDATE mitras SET live_sessions = 0", "stays as it was written"),
        ("UPDATE mitras SET load_version = 0", "stays as it was written"),
    ],
)
async def test_whoever_writes_sql_is_held_by_it_too(db: Database, sql: str, why: str) -> None:
    """A session goes one way, is never gone, and is counted by nobody else."""
    session = await a_session(db, await a_node(db))
    await start_session(db, StartSession(session.session_id, later(5)))
    with pytest.raises(asyncpg.PostgresError, match=why):
        await value(db, sql)


async def test_what_has_ended_never_lives_again(db: Database) -> None:
    """Not even by hand."""
    session = await a_session(db, await a_node(db))
    await end_session(db, wants_end(session))
    for state in ("pending_payment", "active"):
        with pytest.raises(asyncpg.PostgresError, match="pending_payment to active to ended"):
            await value(db, f"UPDATE sessions SET state = '{state}', ended_at = NULL")


# -- lists -------------------------------------------------------------------------------------


async def test_the_list_is_filtered_and_searched(db: Database) -> None:
    """By state, live or not, party, or a part of a name."""
    # given
    node, mitra_id, customer_id = await a_node(db), await a_mitra(db), await a_customer(db)
    one = await a_session(db, node, mitra_id, customer_id)
    other = await a_session(db, node)
    ended = await end_session(db, wants_end(other))
    assert isinstance(ended, SessionEnded)
    first, second = SessionRecord(one, None), SessionRecord(ended.session, "control_center")
    # then
    for filters in ({"state": "pending_payment"}, {"live": True}, {"mitra_id": mitra_id}):
        assert await list_sessions(db, Page(filters=filters)) == ([first], 1)
    assert await list_sessions(db, Page(filters={"customer_id": customer_id})) == ([first], 1)
    assert await list_sessions(db, Page(filters={"live": False})) == ([second], 1)
    assert await list_sessions(db, Page(q=one.mitra_name.upper())) == ([first], 1)
    assert await list_sessions(db, Page(q=other.customer_name)) == ([second], 1)
    assert (await list_sessions(db, Page(sort="ended_at")))[0] == [second, first]
