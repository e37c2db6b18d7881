"""A random storm of everything at once, after which the books must agree. A seed names each."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from halobestie.db.committer import Committer
from halobestie.db.mitras import edit_mitra
from halobestie.db.nodes import Node
from halobestie.db.pairing import close_request, open_request, record_offers
from halobestie.db.pool import Database
from halobestie.db.sessions import end_session, end_unpaid, reroute_session, start_session
from halobestie.effects import EndSession, RecordOffers, Reroute, StartSession
from halobestie.messages import RequestOpened
from tests.db.given import (
    NOW,
    STAFF,
    a_claim,
    a_customer,
    a_mitra,
    a_node,
    an_admin,
    fetch,
    go_online,
    later,
    value,
    wants_closed,
    wants_request,
)

STEPS = 1500
AT_ONCE = 12

BOOKS = {
    "the count of a mitra is the number of live sessions": (
        "SELECT count(*) FROM mitras m WHERE live_sessions <>"
        " (SELECT count(*) FROM sessions s WHERE s.mitra_id = m.id AND s.state <> 'ended')"
    ),
    "no mitra is over the maximum, but for what was overridden": (
        "SELECT count(*) FROM mitras m WHERE (SELECT count(*) FROM sessions s"
        " WHERE s.mitra_id = m.id AND s.state <> 'ended' AND NOT s.assigned_override) > 3"
    ),
    "an accepted request has its session, and no other has one": (
        "SELECT count(*) FROM requests r WHERE (state = 'accepted') <>"
        " EXISTS (SELECT 1 FROM sessions s WHERE s.request_id = r.id)"
    ),
    "nobody searches while in a session": (
        "SELECT count(*) FROM requests r JOIN sessions s ON s.customer_id = r.customer_id"
        " WHERE r.state = 'open' AND s.state <> 'ended'"
    ),
    "a live session has one open part, its mitra's; an ended one has none": (
        "SELECT count(*) FROM sessions s WHERE (SELECT array_agg(a.mitra_id) FROM assignments a"
        " WHERE a.session_id = s.id AND a.to_at IS NULL) IS DISTINCT FROM"
        " CASE WHEN s.state <> 'ended' THEN ARRAY[s.mitra_id] END"
    ),
    "a history has no gap and no overlap": (
        "SELECT count(*) FROM (SELECT from_at, lag(to_at) OVER w AS before, to_at FROM assignments"
        " WINDOW w AS (PARTITION BY session_id ORDER BY seq)) x WHERE from_at <> before"
    ),
    "every reroute is in the audit log": (
        "SELECT abs((SELECT count(*) FROM assignments WHERE by = 'control_center')"
        " - (SELECT count(*) FROM audit_log WHERE action = 'session.reroute'))"
    ),
    "no offer of a closed request is left without an end": (
        "SELECT count(*) FROM offer_outcomes o JOIN requests r ON r.id = o.request_id"
        " WHERE o.outcome = 'offered' AND r.state <> 'open'"
    ),
    "a won request has one winner": (
        "SELECT count(*) FROM requests r WHERE r.state = 'accepted' AND (SELECT count(*)"
        " FROM offer_outcomes o WHERE o.request_id = r.id AND o.outcome = 'won') <> 1"
    ),
    "nobody waited in a circle": (
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    ),
}


class Storm:
    """What may happen at any moment, to whom chance points."""

    def __init__(self, db: Database, chance: random.Random) -> None:
        self.db = db
        self.chance = chance
        self.nodes: list[Node] = []
        self.committers: list[Committer] = []
        self.customers: list[str] = []
        self.mitras: list[str] = []
        self.requests: list[str] = []
        self.sessions: list[str] = []
        self.user_id = ""

    async def gather(self, stack: AsyncExitStack) -> None:
        self.nodes = [await a_node(self.db, f"node-{n}") for n in range(2)]
        for node in self.nodes:
            self.committers.append(await stack.enter_async_context(Committer(self.db, node)))
        self.customers = [await a_customer(self.db) for _ in range(25)]
        self.mitras = [await a_mitra(self.db) for _ in range(5)]
        for mitra_id in self.mitras:
            await go_online(self.db, self.nodes[0], mitra_id)
        self.user_id = (await an_admin(self.db)).user_id

    async def step(self) -> None:
        happenings: list[tuple[int, Callable[[], Awaitable[object]]]] = [
            (6, self.press),
            (10, self.accept),
            (2, self.close),
            (3, self.pay),
            (5, self.end),
            (4, self.reroute),
            (1, self.sweep),
            (1, self.activate),
            (2, self.offer),
        ]
        weights, happening = zip(*happenings, strict=True)
        await self.chance.choices(happening, weights)[0]()

    async def press(self) -> None:
        effect = wants_request(self.chance.choice(self.customers))
        opened = await open_request(self.db, effect, self.chance.choice(self.nodes))
        if isinstance(opened, RequestOpened):
            self.requests.append(opened.request.request_id)

    async def accept(self) -> None:
        if self.requests:
            request_id = self.chance.choice(self.requests[-15:])
            claim = a_claim(request_id, self.chance.choice(self.mitras))
            self.sessions.append(claim.session_id)
            await asyncio.gather(*(one.submit(claim) for one in self.committers))

    async def close(self) -> None:
        if self.requests:
            request_id = self.chance.choice(self.requests[-15:])
            effect = wants_closed(request_id, self.chance.choice(["cancelled", "expired"]))
            await close_request(self.db, effect)

    async def pay(self) -> None:
        await start_session(self.db, StartSession(self._session(), later(1)))

    async def end(self) -> None:
        effect = EndSession(self._session(), None, None, None, "mitra", later(2), None)
        await end_session(self.db, effect)

    async def reroute(self) -> None:
        override, to = self.chance.random() < 0.2, self.chance.choice(self.mitras)
        effect = Reroute(self._session(), to, self.user_id, None, override, later(1), "r")
        await reroute_session(self.db, effect)

    async def sweep(self) -> None:
        await end_unpaid(self.db, later(self.chance.choice([10, 900])), limit=3)

    async def activate(self) -> None:
        changes = {"active": self.chance.random() < 0.7}
        await edit_mitra(self.db, self.chance.choice(self.mitras), changes, STAFF, NOW)

    async def offer(self) -> None:
        if self.requests:
            request_id, some = self.chance.choice(self.requests), tuple(self.mitras[:3])
            await record_offers(self.db, [RecordOffers(request_id, NOW, "offered", None, some)])

    def _session(self) -> str:
        return self.chance.choice(self.sessions[-20:] or [self.user_id])


@pytest.mark.parametrize("seed", range(4))
async def test_after_a_storm_the_books_agree(db: Database, seed: int) -> None:
    """Accepts, reroutes, ends, sweeps, closings, deactivations: twelve at a time, on two nodes."""
    # given
    async with AsyncExitStack() as stack:
        storm = Storm(db, random.Random(seed))
        await storm.gather(stack)
        # when
        for _ in range(STEPS // AT_ONCE):
            await asyncio.gather(*(storm.step() for _ in range(AT_ONCE)))
    # then
    assert await value(db, "SELECT count(*) FROM sessions") > 50
    wrong = {what: await value(db, sql) for what, sql in BOOKS.items()}
    assert wrong == dict.fromkeys(BOOKS, 0)
    versions = await fetch(db, "SELECT load_version, live_sessions FROM mitras")
    assert all(row["load_version"] >= row["live_sessions"] for row in versions)
