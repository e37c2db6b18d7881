"""A node: the real actors, membership, reconciler and hearing, with a store and a bus of chance.

    asks ──decided by the referee──▶ answers ──told to the owner──▶ bag
      └──lost before or after──▶ EffectFailed ──────────────────▶
    inbox (other nodes) ──▶ bag        tasks (its jobs) ⇄ the referee ──▶ bag

A killed node forgets everything here; what it has asked may still be committed. A paused one does
nothing, and its monotonic clock goes on.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from halobestie.actors.rules.board import Board
from halobestie.actors.rules.period import State as MitraState
from halobestie.actors.tree import Tree
from halobestie.db import nodes
from halobestie.db.errors import DatabaseUnavailable
from halobestie.db.nodes import LiveNode
from halobestie.domain import Role, Settings
from halobestie.effects import (
    Announce,
    Broadcast,
    CloseSockets,
    Effect,
    NoteSeen,
    Push,
    RecordOffers,
    Reply,
    RequestPayment,
    Send,
)
from halobestie.events import Event
from halobestie.hearing import Hearing
from halobestie.live_settings import LiveSettings
from halobestie.membership import Membership
from halobestie.messages import (
    COORDINATOR,
    DESK,
    Key,
    LineWanted,
    MissedSomething,
    MitraOffline,
    MitraOnline,
    PaymentConfirmed,
    TakingPart,
)
from halobestie.reconciler import Reconciler
from tests.world import jobs
from tests.world.bag import Bag
from tests.world.hub import Hub, Socket
from tests.world.postgres import OpenGate, Postgres
from tests.world.tasks import Task, at_once
from tests.world.violation import Violation

if TYPE_CHECKING:
    from tests.world.world import World

LEASE_S = 6.0
GIVES_WAY = 0.3
LEASE = "the lease"


class WorldTree(Tree):
    """The real tree; a rule that raises ends the world, and states can be looked at."""

    news: Counter[str]
    """What the coordinator has not heard yet: of whom, or of the lease."""

    def tell(self, key: Key, message: object) -> None:
        if isinstance(message, MitraOnline | MitraOffline):
            self.news[message.mitra_id] += 1
        elif isinstance(message, TakingPart):
            self.news[LEASE] += 1
        super().tell(key, message)

    def rule_failed(self, key: Key) -> None:
        raise Violation(f"a rule raised: {key.kind}: {sys.exc_info()[1]!r}")

    def state(self, key: Key) -> Any:
        ref = self._addresses.get(key)
        return None if ref is None or ref.actor is None else ref.actor._state


class Gate:
    """PostgreSQL as this node's jobs meet it."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._world = node.world

    def gives_way(self) -> bool:
        return not self._world.lucky and self._world.rng.random() < GIVES_WAY

    def enter(self) -> None:
        world, node = self._world, self._node
        if world.away or node.cut_off:
            raise DatabaseUnavailable("unreachable")
        if not world.lucky and world.plan.failed and world.rng.random() < world.plan.failed:
            raise DatabaseUnavailable("timeout")

    def leave(self) -> None:
        world = self._world
        if not world.lucky and world.plan.lost and world.rng.random() < world.plan.lost:
            raise DatabaseUnavailable("timeout")


class Node:
    """One node in one life after the other; also its clock. All share a world's referee."""

    def __init__(self, world: World, node_id: str, skew: float) -> None:
        self.world = world
        self.node_id = node_id
        self.skew = timedelta(seconds=skew)
        self.alive = False
        self.paused = False
        self.cut_off = False
        """This node alone cannot reach PostgreSQL."""
        self.deaf = False
        """This node alone cannot reach Valkey."""
        self.life: object = None
        self.bag = Bag(world.rng, world.plan.orderly, self.set_timer)
        self.forget()

    def now(self) -> datetime:
        return self.world.now() + self.skew

    @property
    def awake(self) -> bool:
        return self.alive and not self.paused

    # -- its lives ---------------------------------------------------------------------------

    def start(self) -> None:
        """As the composition root does it."""
        world, referee = self.world, self.world.referee
        gate = Postgres(referee, OpenGate()).as_database()
        self.forget()
        joined = at_once(nodes.join(gate, self.node_id, self.now(), LEASE_S))
        self.life, self.live_node = object(), LiveNode(joined.node_id, joined.epoch)
        self.live = LiveSettings(referee.settings)
        self.bag = Bag(world.rng, world.plan.orderly, self.set_timer)
        self.tree = WorldTree(self.bag, self, self.live.current, self.node_id)
        self.tree.news = Counter()
        self.tree.perform = self.perform
        self.tree.start()
        self.hub = Hub(
            clock=self,
            settings=self.live.current,
            node_id=self.node_id,
            announce=self.announce,
        )
        self._join_the_others()
        self.alive, self.paused, self.deaf = True, False, False
        at_once(self._member(gate).take_up())
        self.reconciler = self._reconciler(gate)
        if world.looks_first:
            at_once(self.reconciler.look_for_news())
        self.reconciler._database = self.database
        jobs.begin(self)
        world.bus.rejoined(self)

    def forget(self) -> None:
        self.asks: list[Any] = []
        self.answers: list[tuple[Key, object]] = []
        self.tasks: list[Task] = []
        self.seen: dict[str, Any] = {}
        self.ledger: list[RecordOffers] = []
        self.inbox: list[bytes] = []
        self.held_up: list[Any] = []
        """What was to ring while it was paused."""
        self.unnoticed: list[tuple[float, Socket]] = []
        self.declined: set[tuple[str, str]] = set()
        self.brought: dict[str, tuple[str, ...]] = {}
        """What each mitra brought along: requests that they had declined elsewhere."""
        self.taken_off: set[tuple[str, str]] = set()
        """Offers that PostgreSQL's answer took off a screen: perhaps this node's news are older."""
        self.turns: dict[str, int] = {}
        self.ticks = 0
        self.rejoining = self.leaving = self.behind = False
        self.looked_at = self.caught_up_at = -1.0
        """When the last look at the news began; and that all it found has been told."""

    def _join_the_others(self) -> None:
        self.database = Postgres(self.world.referee, Gate(self)).as_database()
        self.membership = self._member(self.database)
        self.membership.on_rejoin = self.look_again
        self.hearing = Hearing(
            actors=self.tree,
            phones=self.hub,
            left=lambda node_id: jobs.adopt_now(self, node_id),
            missed=lambda: jobs.hurry(self),
        )

    def _reconciler(self, database: Any) -> Reconciler:
        return Reconciler(
            database=database,
            clock=self,
            node=self.live_node,
            actors=self.tree,
            phones=self.hub,
            perform=self.perform,
        )

    def _member(self, database: Any) -> Membership:
        return Membership(
            database=database,
            clock=self,
            monotonic=self.world.monotonic,
            node=self.live_node,
            actors=self.tree,
            announce=self.announce,
            count_sockets=lambda: 0,
            lease_s=LEASE_S,
        )

    def kill(self) -> None:
        """What was asked already may still be committed; nobody hears of it."""
        sockets = [*self.hub.sockets(), *(socket for _, socket in self.unnoticed)]
        self.alive = self.paused = False
        self.bag.closed = True
        life = self.live_node.now()
        self.world.orphans += [(life, effect) for effect in self.asks]
        for task in self.tasks:
            task.cancel()
        self.bag = Bag(self.world.rng, self.world.plan.orderly, self.set_timer)
        self.forget()
        for socket in sockets:
            socket.close(1006)

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False
        held, self.held_up = self.held_up, []
        for ring in held:
            ring()

    def set_timer(self, seconds: float, ring: Any) -> None:
        world, life = self.world, self.life
        if not world.lucky and world.plan.late and world.rng.random() < world.plan.late:
            seconds += world.rng.random() * 4

        def due() -> None:
            if self.life is not life or not self.alive:
                return
            if self.paused:
                self.held_up.append(ring)
            else:
                ring()

        world.set_timer(seconds, due)

    # -- the others --------------------------------------------------------------------------

    def announce(self, message: object) -> None:
        self.world.bus.announce(self, message)

    def hear(self, message: object) -> None:
        self.hearing.hear(message)

    def rejoined(self) -> None:
        """As the app does it."""
        self.announce(MissedSomething(self.node_id))
        self.look_again()

    def look_again(self) -> None:
        self.reconciler.start_over()
        self.tree.tell(COORDINATOR, LineWanted())
        jobs.hurry(self)

    # -- what it does --------------------------------------------------------------------------

    def deliver(self) -> None:
        ref, message = self.bag.next()
        if isinstance(message, MitraOnline | MitraOffline):
            self.tree.news[message.mitra_id] -= 1
        elif isinstance(message, TakingPart):
            self.tree.news[LEASE] -= 1
        actor = ref.actor
        if actor is None:
            return
        key = actor._birth.key
        self.world.trace(f"{self.node_id} {key.kind} {key.id}", message)
        self.world.watch.begins(message)
        self.bag.deliver(ref, message)
        self.world.watch.after(self, key)
        if not self.bag.full:
            self.catch_up()

    def catch_up(self) -> None:
        if self.looked_at > self.caught_up_at:
            self.caught_up_at = self.looked_at
            self.world.watch.caught_up(self)

    def perform(self, effect: Effect) -> None:
        world = self.world
        match effect:
            case Reply(reply_to, result):
                world.replied(reply_to, result)
            case Push(role, account_id, event):
                self._push(role, account_id, event)
            case Broadcast(mitra_ids, event):
                for mitra_id in mitra_ids:
                    self._push("mitra", mitra_id, event)
            case Announce(message):
                self.announce(message)
            case Send(node_id, message):
                world.bus.send(self, node_id, message)
            case CloseSockets(role, account_id, code):
                self.hub.close_account(role, account_id, code)
            case NoteSeen(period_id, at):
                self.seen[period_id] = at
            case RecordOffers():
                self.ledger.append(effect)
            case RequestPayment(session_id):
                world.pay(self, session_id)
            case _:
                self.asks.append(effect)

    def _push(self, role: Role, account_id: str, event: Event) -> None:
        self.world.watch.told(self, role, account_id, event)
        self.hub.push(role, account_id, event)

    def confirm(self, session_id: str) -> None:
        if self.alive:
            self.tree.tell(DESK, PaymentConfirmed(session_id))

    def settings_changed(self, settings: Settings) -> None:
        if self.live.replace(settings):
            self.tree.settings_changed(settings)
            self.hub.settings = settings

    # -- what others look at -------------------------------------------------------------------

    @property
    def board(self) -> Board:
        board = self.tree.state(COORDINATOR)
        assert isinstance(board, Board)
        return board

    def mitra(self, mitra_id: str) -> MitraState | None:
        state = self.tree.state(Key("mitra", mitra_id))
        assert state is None or isinstance(state, MitraState)
        return state

    @property
    def reaches_postgresql(self) -> bool:
        return not (self.world.away or self.cut_off)

    @property
    def current(self) -> bool:
        """Its epoch is not over."""
        return self.world.referee.is_current(self.live_node)
