"""Five hundred races for one session each: whoever wins, it has one owner and one story."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest_asyncio

from halobestie.db.committer import Committer
from halobestie.db.mitras import MitraEdit, edit_mitra
from halobestie.db.nodes import Node
from halobestie.db.pool import Database, open_database
from halobestie.db.sessions import end_session, read_session, reroute_session, start_session
from halobestie.domain import EndReason, Session
from halobestie.effects import EndSession, Reroute, StartSession
from halobestie.errors import Refused
from halobestie.messages import ClaimWon, SessionEnded, SessionRerouted, SessionStarted
from tests.db.given import (
    NOW,
    STAFF,
    WAITING,
    a_claim,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    an_admin,
    fetch,
    go_online,
    held,
    later,
    value,
)
from tests.db.test_storm import BOOKS

RACES, AT_MOST = 500, 2_000
OFTEN = 10
"""Which of two is first is the machine's: five hundred races, and more until all was seen."""
REFUSALS = {"session_closed", "session_not_found", "same_mitra", "mitra_inactive", "mitra_full"}
TO_THE_INACTIVE = (
    "SELECT count(*) FROM audit_log r WHERE r.action = 'session.reroute' AND"
    " (SELECT (e.after ->> 'active')::boolean FROM audit_log e WHERE e.action = 'mitra.edit'"
    " AND e.subject_id = r.after ->> 'mitra_id' AND e.id < r.id ORDER BY e.id DESC LIMIT 1)"
    " IS FALSE"
)


@dataclass(slots=True)
class Race:
    """One session, and those who want something of it at the same moment."""

    db: Database
    session: Session
    mitras: list[str]
    user_id: str

    def runners(self) -> list[Callable[[], Awaitable[object]]]:
        """In the session's first mitra's name as in that of who may get it."""
        first, second, third = self.mitras
        return [
            lambda: self.reroute(second, override=False),
            lambda: self.reroute(third, override=True),
            lambda: self.end(mitra_id=first),
            lambda: self.end(mitra_id=second),
            lambda: self.end(customer_id=self.session.customer_id),
            lambda: self.end(user_id=self.user_id),
            self.pay,
            self.pay,
            lambda: self.deactivate(first),
            lambda: self.deactivate(second),
        ]

    async def reroute(self, to: str, *, override: bool) -> object:
        effect = Reroute(self.session.session_id, to, self.user_id, None, override, later(1), "r")
        return await reroute_session(self.db, effect)

    async def end(
        self,
        customer_id: str | None = None,
        mitra_id: str | None = None,
        user_id: str | None = None,
    ) -> object:
        reason: EndReason = "customer" if customer_id else "mitra" if mitra_id else "control_center"
        effect = EndSession(
            self.session.session_id, customer_id, mitra_id, user_id, reason, later(2), "r"
        )
        return await end_session(self.db, effect)

    async def pay(self) -> object:
        return await start_session(self.db, StartSession(self.session.session_id, later(1)))

    async def deactivate(self, mitra_id: str) -> object:
        return await edit_mitra(self.db, mitra_id, {"active": False}, STAFF, later(1))


async def a_paired_session(db: Database, node: Node, committer: Committer, mitra: str) -> Session:
    request = await a_request(db, node, await a_customer(db))
    won = await committer.submit(a_claim(request.request_id, mitra))
    assert isinstance(won, ClaimWon)
    return won.session


async def has_one_story(race: Race, said: list[object]) -> None:
    """What was answered, what the session is, its history: all three tell the same."""
    no = {answer.code for answer in said if isinstance(answer, Refused)}
    ends = [answer for answer in said if isinstance(answer, SessionEnded)]
    moves = [answer for answer in said if isinstance(answer, SessionRerouted)]
    starts = [answer for answer in said if isinstance(answer, SessionStarted)]
    found = await read_session(race.db, race.session.session_id)
    assert found is not None
    assert no <= REFUSALS, no
    assert len(ends) <= 1, "two were told that they ended it"
    assert found.end_reason == (ends[0].reason if ends else None)
    assert (found.session.state == "ended") == bool(ends)
    assert (found.session.started_at is not None) == bool(starts)
    parts = found.assignments
    assert [part.by for part in parts] == ["accept"] + ["control_center"] * len(moves)
    assert {part.mitra_id for part in parts[1:]} == {move.session.mitra_id for move in moves}
    assert parts[0].mitra_id == race.session.mitra_id
    assert parts[-1].mitra_id == found.session.mitra_id
    assert [part.to_at for part in parts[:-1]] == [part.from_at for part in parts[1:]]
    assert (parts[-1].to_at is not None) == bool(ends)


async def raced(race: Race, runners: list[Callable[[], Awaitable[object]]]) -> list[object]:
    """What each was told. They come as they come, on connections of their own."""
    return list(await asyncio.gather(*(runner() for runner in runners)))


async def raced_from_a_gate(
    race: Race, runners: list[Callable[[], Awaitable[object]]]
) -> list[object]:
    """The same, with everybody let go at once: the session's row is held until somebody waits."""
    gate = "SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE"
    async with held(race.db, gate, race.session.session_id):
        tasks = [asyncio.ensure_future(runner()) for runner in runners]
        for _ in range(500):
            if await value(race.db, WAITING) or all(task.done() for task in tasks):
                break
    return list(await asyncio.gather(*tasks))


async def made_ready_again(db: Database, race: Race) -> None:
    """Whoever was deactivated is back, and nobody has anything left to do."""
    await race.end(user_id=race.user_id)
    for mitra_id in race.mitras:
        await edit_mitra(db, mitra_id, {"active": True}, STAFF, NOW)


@pytest_asyncio.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """With a connection for everybody who races, and for whoever watches."""
    database = await open_database(database_url, size=14)
    yield database
    await database.close()


async def test_five_hundred_races_leave_one_owner_and_one_story(db: Database) -> None:
    """Reroutes, ends by each party, payments and deactivations, up to ten at once."""
    # given
    chance, outcomes = random.Random(11), Counter[str]()
    node, mitras = await a_node(db), [await a_mitra(db) for _ in range(3)]
    for mitra_id in mitras:
        await go_online(db, node, mitra_id)
    user_id = (await an_admin(db)).user_id
    async with Committer(db, node) as committer:
        for run in range(AT_MOST):
            if run >= RACES and not seldom(outcomes):
                break
            session = await a_paired_session(db, node, committer, mitras[0])
            race = Race(db, session, mitras, user_id)
            runners = chance.sample(race.runners(), chance.randint(2, 10))
            # when
            said = await chance.choice([raced, raced_from_a_gate])(race, runners)
            # then
            await has_one_story(race, said)
            outcomes.update(_named(answer) for answer in said)
            await made_ready_again(db, race)
    wrong = {what: await value(db, sql) for what, sql in BOOKS.items()}
    assert wrong == dict.fromkeys(BOOKS, 0)
    assert await value(db, TO_THE_INACTIVE) == 0
    assert await value(db, "SELECT count(*) FROM sessions WHERE state <> 'ended'") == 0
    (books,) = await fetch(db, "SELECT max(live_sessions) AS live FROM mitras")
    assert books["live"] == 0
    assert not seldom(outcomes), f"these hardly raced: {seldom(outcomes)}"


def seldom(outcomes: Counter[str]) -> list[str]:
    return [name for name in _EXPECTED if outcomes[name] < OFTEN]


_EXPECTED = (
    "SessionEnded customer",
    "SessionEnded mitra",
    "SessionEnded control_center",
    "SessionRerouted",
    "SessionStarted",
    "MitraEdit",
    "session_closed",
    "session_not_found",
    "mitra_inactive",
)


def _named(answer: object) -> str:
    if isinstance(answer, Refused):
        return answer.code
    if isinstance(answer, SessionEnded):
        return f"SessionEnded {answer.reason}"
    assert isinstance(answer, SessionRerouted | SessionStarted | MitraEdit)
    return type(answer).__name__
