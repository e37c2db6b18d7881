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
from tests.world import acts, settle, work
from tests.world.bus import Bus
from tests.world.customer_phone import CustomerPhone
from tests.world.hub import Socket
from tests.world.mitra_phone import MitraPhone
from tests.world.node import Node
from tests.world.phone import Phone
from tests.world.plan import Plan, make_plan
from tests.world.referee import Referee
from tests.world.violation import Violation, must
from tests.world.watch import Watch

NIGHT = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
TICK_S = 0.0001
REMEMBERED = 60

OnReply = Callable[[Any], None]


class World:
    """`run` ends with `Violation` when an invariant does not hold. `mono` is the true time, which
    PostgreSQL's clock shows; each node's own clock may differ."""

    def __init__(self, seed: int, *, plan: Plan | None = None, looks_first: bool = True) -> None:
        self.looks_first = looks_first
        """Whether a node reads the news once before it takes phones in."""
        self.rng = Random(seed)
        self.plan: Plan = plan or make_plan(self.rng)
        self.lucky = self.plan.calm
        """Nothing breaks from now on."""
        self.night = NIGHT
        self.mono = self.jumped = 0.0
        self.referee = Referee(self.monotonic)
        self.referee.change_settings(**self.plan.settings)
        self.away = False
        """PostgreSQL cannot be reached."""
        self._numbers = 0
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._expected: dict[str, tuple[Node, object, OnReply, Socket | None]] = {}
        self.orphans: list[tuple[Any, Any]] = []
        """Asked by a node that is dead, or given up by one that lives: may yet be committed."""
        self.unpaid: list[tuple[Node, str]] = []
        self.greeting: list[Socket] = []
        self.last: deque[tuple[Any, ...]] = deque(maxlen=REMEMBERED)
        self.deliveries = 0
        self.silence_at = 0.0
        self.watch = Watch(self)
        self.bus = Bus(self)
        self.nodes = [Node(self, f"n{n + 1}", self._skew()) for n in range(self.plan.nodes)]
        self._people()

    def _skew(self) -> float:
        return (self.rng.random() * 2 - 1) * self.plan.skew

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
        self.begin()
        chances = acts.chances(self.plan)
        for _ in range(self.plan.steps):
            act = chances[int(self.rng.random() * len(chances))]
            self.trace("·", act.__name__)
            act(self)
            self.work(int(self.rng.random() * 12))
        settle.settle(self)

    def begin(self) -> None:
        """All nodes start, all phones connect, and most mitra go online."""
        for node in self.nodes:
            node.start()
        for phone in self.phones:
            self.connect(phone)
        self.drain()
        for mitra in self.mitras:
            if self.rng.random() < 0.9 and mitra.can_act:
                mitra.wish(True)
            acts.keep_beating(self, mitra)
        self.drain()

    # -- time -------------------------------------------------------------------------------------

    def now(self) -> datetime:
        return NIGHT + timedelta(seconds=self.mono)

    def monotonic(self) -> float:
        return self.mono

    def set_timer(self, seconds: float, ring: Callable[[], None]) -> None:
        self._numbers += 1
        heappush(self._timers, (self.mono + seconds, self._numbers, ring))

    def ring_due(self) -> None:
        while self._timers and self._timers[0][0] <= self.mono:
            heappop(self._timers)[2]()

    def stand_still(self, seconds: float) -> None:
        """Everybody stands still; afterwards everything is late."""
        self.mono += seconds
        self.ring_due()

    def pass_time(self, seconds: float) -> None:
        """Timers ring when they are due, and the nodes work meanwhile."""
        until = self.mono + seconds
        while self._timers and self._timers[0][0] <= until:
            self.mono = max(self.mono, self._timers[0][0])
            self.ring_due()
            if self.lucky:
                self.drain()
            else:
                self.work(int(self.rng.random() * 20))
        self.mono = max(self.mono, until)

    # -- work -------------------------------------------------------------------------------------

    def work(self, most: int) -> None:
        for _ in range(most):
            if not self.work_once():
                return

    def drain(self) -> None:
        for _ in range(20_000):
            if self.lucky and work.sweep(self):
                continue
            if not self.work_once():
                return
        raise Violation("rest: the actors never come to rest")

    def work_once(self) -> bool:
        """One delivery, one message of a node, one question to PostgreSQL, one answer, …"""
        self.mono += TICK_S
        return work.once(self)

    # -- phones and nodes -------------------------------------------------------------------------

    def awake(self) -> list[Node]:
        """Nodes that take newcomers."""
        return [node for node in self.nodes if node.awake and not node.leaving]

    def connect(self, phone: Phone) -> None:
        if doors := self.awake():
            phone.connect(doors[int(self.rng.random() * len(doors))])

    # -- replies ----------------------------------------------------------------------------------

    def expect(self, node: Node, on_reply: OnReply, socket: Socket | None = None) -> str:
        """`socket`: whose command it is."""
        reply_to = self.new_id("a")
        self._expected[reply_to] = (node, node.life, on_reply, socket)
        return reply_to

    def replied(self, reply_to: str, result: object) -> None:
        expected = self._expected.pop(reply_to, None)
        must(expected, f"I5: {reply_to} was answered twice")
        assert expected is not None
        self.trace("reply", result)
        _, _, on_reply, socket = expected
        calm = self.plan.calm and (socket is None or socket.stage != "closed")
        unavailable = getattr(result, "code", "") == "unavailable"
        must(not (calm and unavailable), "I5: `unavailable`, and nothing had failed")
        on_reply(result)

    def unanswered(self) -> list[str]:
        """Commands whose node still lives and owes the answer."""
        return [
            to
            for to, (node, life, _, _) in self._expected.items()
            if node.alive and node.life is life
        ]

    # -- payments ---------------------------------------------------------------------------------

    def pay(self, node: Node, session_id: str) -> None:
        if self.plan.slow_payment and not self.lucky:
            self.unpaid.append((node, session_id))
        else:
            node.confirm(session_id)

    def unpaid_for(self, now: datetime, seconds: float) -> list[str]:
        """Sessions that have waited so long for their payment, and are not overdue."""
        before = now - timedelta(seconds=seconds)
        rows = self.referee.tables.sessions.values()
        return [
            row.session_id
            for row in rows
            if row.state == "pending_payment"
            and row.created_at < before
            and row.payment_due_at > now
        ]

    def any_unpaid(self) -> bool:
        return any(r.state == "pending_payment" for r in self.referee.tables.sessions.values())

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

    def trace(self, who: str, what: object) -> None:
        self.last.append((self.mono, who, what))
