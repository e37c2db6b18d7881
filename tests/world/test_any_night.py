"""The fake and PostgreSQL live through the same random night, and never answer differently."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from halobestie.db import news as db_news
from halobestie.db import nodes
from halobestie.db.nodes import Node
from halobestie.db.pool import Database
from halobestie.effects import (
    Claim,
    ClosePeriod,
    CloseRequest,
    EndSession,
    FindWinner,
    OpenPeriod,
    OpenRequest,
    RecordOffers,
    Reroute,
    StartSession,
)
from halobestie.messages import DESK, PeriodClosed, PeriodOpened
from tests.db.given import fetch, later, new_id
from tests.world.referees import Fake, Real

QUESTIONS = 200


class Night:
    """Both referees, with the same people."""

    def __init__(self, db: Database, seed: int) -> None:
        self.rng = Random(seed)
        self.real, self.fake = Real(db), Fake()
        self.periods: list[tuple[str, str, str]] = []
        """Whose period it is, and its id here and there."""
        self.requests = [new_id()]
        self.sessions = [new_id()]

    async def begin(self) -> None:
        self.user = await self.real.user()
        self.customers = [await self.real.customer(n % 2 == 0) for n in range(3)]
        self.mitras = [await self.real.mitra() for _ in range(3)]
        names = await fetch(self.real.db, "SELECT id, display_name FROM customers")
        for row in names:
            registered = self.customers.index(row["id"]) % 2 == 0
            self.fake.referee.add_customer(row["id"], row["display_name"], registered)
        for row in await fetch(self.real.db, "SELECT id, display_name FROM mitras"):
            self.fake.referee.add_mitra(row["id"], row["display_name"])
        await self.join(0)

    async def join(self, second: int) -> None:
        self.node = await nodes.join(self.real.db, "n1", later(second))
        assert await nodes.join(self.fake.db, "n1", later(second)) == self.node
        await self.same(nodes.adopt_requests, self.node)

    async def same(self, question: Callable[..., Awaitable[object]], *args: Any) -> None:
        """A question of the house about nodes or news, to both."""
        assert await question(self.real.db, *args) == await question(self.fake.db, *args)

    async def ask(self, second: int) -> None:
        effect = self.question(second)
        node = self.node
        if self.rng.random() < 0.1:
            node = Node("n1", node.epoch - 1)
        real = await self.real.ask(effect, node)
        fake = await self.fake.ask(self.translated(effect), node)
        if isinstance(real, PeriodOpened) and isinstance(fake, PeriodOpened):
            self.periods.append((real.mitra_id, real.period_id, fake.period_id))
            fake = replace(fake, period_id=real.period_id)
        elif isinstance(real, PeriodClosed):
            fake = replace(fake, period_id=real.period_id)  # type: ignore[type-var]
        assert real == fake, effect

    def translated(self, effect: Any) -> Any:
        """A period's id is chosen by each referee for itself."""
        if not isinstance(effect, ClosePeriod):
            return effect
        fake_id = next((f for _, r, f in self.periods if r == effect.period_id), "p0")
        return replace(effect, period_id=fake_id)

    def question(self, second: int) -> Any:
        self._prefer_open()
        rng, at = self.rng, later(second - self.rng.choice((0, 0, 3)))
        request_id, session_id = rng.choice(self.requests[-2:]), rng.choice(self.sessions[-3:])
        customer_id, mitra_id = rng.choice(self.customers), rng.choice(self.mitras)
        match rng.randrange(12):
            case 0 | 1:
                self.requests.append(new_id())
                command_id = rng.choice((None, "c1", new_id()))
                return OpenRequest(self.requests[-1], customer_id, command_id, at, DESK)
            case 2:
                by: Any = rng.choice((None, customer_id))
                return CloseRequest(request_id, by, "cancelled", "customer", at, DESK)
            case 3 | 4 | 5:
                self.sessions.append(new_id())
                return Claim(request_id, mitra_id, self.sessions[-1], at)
            case 6:
                return FindWinner(request_id, DESK)
            case 7:
                return StartSession(session_id, at)
            case 8:
                end = EndSession(session_id, None, None, None, "customer", at, "r")
                return replace(end, customer_id=customer_id) if rng.random() < 0.5 else end
            case 9:
                override = rng.random() < 0.3
                return Reroute(session_id, mitra_id, self.user, None, override, at, "r")
            case 10:
                return OpenPeriod(mitra_id, at, DESK)
        whose, period_id, _ = rng.choice(self.periods or [(mitra_id, new_id(), "p0")])
        reason: Any = rng.choice(("mitra", "heartbeat_lost", "control_center"))
        return ClosePeriod(period_id, whose, reason, at, DESK)

    def _prefer_open(self) -> None:
        """Most questions are about what is not over yet: at the end of the list."""
        rows = self.fake.referee.tables.requests
        self.requests.sort(key=lambda id_: id_ in rows and rows[id_].state == "open")
        live = self.fake.referee.tables.sessions
        self.sessions.sort(key=lambda id_: id_ in live and live[id_].state != "ended")

    async def interfere(self, second: int) -> None:
        """The control center, heartbeats, payments that never came, a new start."""
        chance, mitra_id = self.rng.random(), self.rng.choice(self.mitras)
        if chance < 0.25:
            maximum = self.rng.choice((1, 2, 3))
            wanted = {"max_customers_per_mitra": maximum, "anonymity_enabled": chance < 0.2}
            await self.real.change(**wanted)
            await self.fake.change(**wanted)
        elif chance < 0.4:
            for referee in (self.real, self.fake):
                await referee.set_active(mitra_id, chance < 0.33)
        elif chance < 0.6 and self.periods:
            _, real_id, fake_id = self.rng.choice(self.periods)
            await self.real.note_seen({real_id: later(second)})
            await self.fake.note_seen({fake_id: later(second)})
        elif chance < 0.7:
            await self.join(second)
        elif chance < 0.9:
            some = self.rng.choice(self.requests), self.rng.choice(self.mitras)
            outcome: Any = self.rng.choice(("offered", "declined"))
            line = RecordOffers(some[0], later(second), outcome, None, (some[1],))
            await self.real.record(line)
            await self.fake.record(line)
        elif chance < 0.95:
            await self.real.unwish(mitra_id)
            await self.fake.unwish(mitra_id)

    async def compare(self) -> None:
        for mitra_id in self.mitras:
            assert await self.real.periods(mitra_id) == await self.fake.periods(mitra_id)
            assert await self.real.wishes(mitra_id) == await self.fake.wishes(mitra_id)
            assert await self.real.sessions_of(mitra_id) == await self.fake.sessions_of(mitra_id)
        await self.same(nodes.requests_at_home, self.node)
        real, fake = [await db_news.read_news(r.db, "1", later(0)) for r in (self.real, self.fake)]
        assert set(real.closed_requests) == set(fake.closed_requests)
        assert set(real.open_requests) == set(fake.open_requests)
        assert set(real.sessions) == set(fake.sessions)
        unpaid = [await r.end_unpaid(later(9_999)) for r in (self.real, self.fake)]
        ids = [{ended.session.session_id for ended in some} for some in unpaid]
        assert ids[0] == ids[1]
        for session_id in self.fake.referee.tables.sessions:
            there, here = await self.real.assignments(session_id), self.fake.assignments
            assert there == await here(session_id)


@pytest.mark.parametrize("seed", range(4))
async def test_no_answer_differs(db: Database, seed: int) -> None:
    """Two hundred questions, with everything that comes between them."""
    night = Night(db, seed)
    await night.begin()
    for second in range(1, QUESTIONS):
        await night.ask(second)
        if night.rng.random() < 0.2:
            await night.interfere(second)
    await night.compare()
    accepted = [r for r in night.fake.referee.tables.requests.values() if r.state == "accepted"]
    assert len(accepted) > 3, "a night in which nothing happens proves nothing"
