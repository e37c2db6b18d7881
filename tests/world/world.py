"""One world: a clock, a referee, nodes, people, and chance. The same seed is the same world.

set up ──▶ step, step, step … (somebody acts, or something breaks; then some work is done)
       ──▶ settle (no more bad luck) ──▶ everything must have come to rest
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from halobestie.domain import Session
from halobestie.messages import Key
from tests.world import acts, settle, store
from tests.world.customer_phone import CustomerPhone
from tests.world.mitra_phone import MitraPhone
from tests.world.node import Node
from tests.world.phone import Phone
from tests.world.plan import Plan, make_plan
from tests.world.referee import Referee
from tests.world.violation import Violation, must
from tests.world.watch import Watch

NIGHT = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
TICK_S = 0.0001
TICK = timedelta(seconds=TICK_S)
REMEMBERED = 40
LONG_TIME_S = 600.0

OnReply = Callable[[Any], None]


class World:
    """`run` ends with `Violation` when an invariant does not hold. Also the nodes' clock."""

    def __init__(self, seed: int, *, reconciles: bool = True) -> None:
        self.reconciles = reconciles
        self.rng = Random(seed)
        self.plan: Plan = make_plan(self.rng)
        self.lucky = self.plan.calm
        """Nothing breaks from now on."""
        self.referee = Referee()
        self.referee.change_settings(**self.plan.settings)
        self.away = False
        """PostgreSQL cannot be reached."""
        self.mono = self.jumped = 0.0
        self._now = self.began_silence = NIGHT
        self._numbers = 0
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._expected: dict[str, tuple[Node, object, OnReply]] = {}
        self.orphans: list[tuple[Any, Any]] = []
        """Asked by a node that is dead, or given up by one that lives: may yet be committed."""
        self.unpaid: list[tuple[Node, str]] = []
        self.greeting: list[Phone] = []
        self.last: deque[tuple[Any, ...]] = deque(maxlen=REMEMBERED)
        self.deliveries = 0
        self.watch = Watch(self)
        self.node = Node(self, "n1")
        self._people()

    def _people(self) -> None:
        rng, plan = self.rng, self.plan
        for n in range(plan.mitras):
            self.referee.add_mitra(f"m{n + 1}", f"Bestie {n + 1}", rng.choice((1, 1, 2, 5)))
        for n in range(plan.customers):
            self.referee.add_customer(f"c{n + 1}", f"Senja {n + 1}", rng.random() < 0.7)
        self.mitras = [MitraPhone(self, id_) for id_ in self.referee.tables.mitras]
        self.customers = [CustomerPhone(self, id_) for id_ in self.referee.tables.customers]
        self.phones: list[Phone] = [*self.mitras, *self.customers]

    def run(self) -> None:
        self.node.start()
        for phone in self.phones:
            self.connect(phone)
        self.drain()
        for mitra in self.mitras:
            if self.rng.random() < 0.9:
                mitra.wish(True)
            acts.keep_beating(self, mitra)
        self.drain()
        chances = acts.chances(self.plan)
        for _ in range(self.plan.steps):
            act = chances[int(self.rng.random() * len(chances))]
            self.trace("·", act.__name__)
            act(self)
            self.work(int(self.rng.random() * 12))
        settle.settle(self)

    # -- time -------------------------------------------------------------------------------------

    def now(self) -> datetime:
        return self._now

    def jump(self, seconds: float) -> None:
        """Somebody sets the clock; timers do not notice."""
        self._now += timedelta(seconds=seconds)
        self.jumped += abs(seconds)

    def set_timer(self, seconds: float, ring: Callable[[], None]) -> None:
        if not self.lucky and self.rng.random() < self.plan.late:
            seconds += self.rng.random() * 4
        self._numbers += 1
        heappush(self._timers, (self.mono + seconds, self._numbers, ring))

    def _advance(self, seconds: float) -> None:
        if seconds > 0:
            self.mono += seconds
            self._now += timedelta(seconds=seconds)

    def ring_due(self) -> None:
        while self._timers and self._timers[0][0] <= self.mono:
            heappop(self._timers)[2]()

    def pause(self, seconds: float) -> None:
        """The whole node stands still; afterwards everything is late."""
        self._advance(seconds)
        self.ring_due()

    def pass_time(self, seconds: float) -> None:
        """Timers ring when they are due, and the nodes work meanwhile."""
        until = self.mono + seconds
        while self._timers and self._timers[0][0] <= until:
            self._advance(self._timers[0][0] - self.mono)
            self.ring_due()
            if self.lucky:
                self.drain()
            else:
                self.work(int(self.rng.random() * 20))
        self._advance(until - self.mono)

    def until_no_timer_is_left(self) -> None:
        end = self.mono + LONG_TIME_S
        while self._timers:
            must(self._timers[0][0] < end, "rest: somebody sets reminders for ever")
            self.pass_time(self._timers[0][0] - self.mono)

    # -- work -------------------------------------------------------------------------------------

    def work(self, most: int) -> None:
        for _ in range(most):
            if not self.work_once():
                return

    def drain(self) -> None:
        for _ in range(10_000):
            if not self.work_once():
                return
        raise Violation("rest: the actors never come to rest")

    def work_once(self) -> bool:
        """One delivery, one question to PostgreSQL, one answer, or one snapshot."""
        self.mono += TICK_S
        self._now += TICK
        node, chance = self.node, self.rng.random()
        if self.greeting and chance > 0.9:
            self._greet(self.greeting.pop())
            return True
        if node.alive:
            if node.bag and (chance < 0.7 or not (node.asks or node.answers)):
                self.deliveries += 1
                node.deliver()
                return True
            if node.answers and (chance < 0.85 or not node.asks):
                store.answer(self, node)
                return True
            if node.asks:
                store.ask(self, node)
                return True
        if self.greeting:
            self._greet(self.greeting.pop())
            return True
        return False

    def connect(self, phone: Phone) -> None:
        if self.node.alive:
            phone.connect(self.node)
            self.greeting.append(phone)

    def _greet(self, phone: Phone) -> None:
        if phone.stage != "entered":
            return
        if self.away:
            phone.cut()
        else:
            phone.greet()

    # -- replies ----------------------------------------------------------------------------------

    def expect(self, node: Node, on_reply: OnReply) -> str:
        reply_to = self.new_id("a")
        self._expected[reply_to] = (node, node.life, on_reply)
        return reply_to

    def replied(self, reply_to: str, result: object) -> None:
        expected = self._expected.pop(reply_to, None)
        must(expected, f"I5: {reply_to} was answered twice")
        assert expected is not None
        self.trace("reply", result)
        calm = self.plan.calm and getattr(result, "code", "") == "unavailable"
        must(not calm, "I5: `unavailable`, and nothing had failed")
        expected[2](result)

    def unanswered(self) -> list[str]:
        """Commands whose node still lives and owes the answer."""
        return [to for to, (node, life, _) in self._expected.items() if node.life is life]

    def pay(self, node: Node, session_id: str) -> None:
        if self.plan.slow_payment and not self.lucky:
            self.unpaid.append((node, session_id))
        else:
            node.confirm(session_id)

    # -- small things -----------------------------------------------------------------------------

    def new_id(self, kind: str) -> str:
        self._numbers += 1
        return f"{kind}{self._numbers}"

    def new_uuid(self) -> str:
        self._numbers += 1
        return f"00000000-0000-7000-8000-{self._numbers:012}"

    def live_sessions(self, mitra_id: str) -> list[Session]:
        rows = self.referee.tables.sessions.values()
        live = [row for row in rows if row.mitra_id == mitra_id and row.state != "ended"]
        return [self.referee.session_of(row) for row in live]

    def trace(self, who: Key | str, what: object) -> None:
        self.last.append((self.mono, who, what))
