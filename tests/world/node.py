"""A node: the real tree of actors and their shells, with a store and a hub made of chance.

    asks ──decided by the referee──▶ answers ──told to the owner──▶ bag
      └──lost before or after──▶ EffectFailed ──────────────────▶

A killed node forgets everything here; what it has asked may still be committed.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from halobestie.actors.rules.board import Board
from halobestie.actors.rules.period import State as MitraState
from halobestie.actors.tree import Tree
from halobestie.db.nodes import Node as Life
from halobestie.domain import Role, Settings
from halobestie.effects import (
    Broadcast,
    CloseSockets,
    Effect,
    NoteSeen,
    Push,
    RecordOffers,
    Reply,
    RequestPayment,
)
from halobestie.events import Event
from halobestie.live_settings import LiveSettings
from halobestie.messages import (
    COORDINATOR,
    DESK,
    Key,
    MitraOffline,
    MitraOnline,
    PaymentConfirmed,
    RequestOpened,
    RequestWaiting,
)
from tests.world.bag import Bag
from tests.world.phone import Phone
from tests.world.violation import Violation

if TYPE_CHECKING:
    from tests.world.world import World


class WorldTree(Tree):
    """The real tree; a rule that raises ends the world, and states can be looked at."""

    news: Counter[str]

    def tell(self, key: Key, message: object) -> None:
        if isinstance(message, MitraOnline | MitraOffline):
            self.news[message.mitra_id] += 1
        super().tell(key, message)

    def rule_failed(self, key: Key) -> None:
        raise Violation(f"a rule raised: {key.kind}: {sys.exc_info()[1]!r}")

    def state(self, key: Key) -> Any:
        ref = self._addresses.get(key)
        return None if ref is None or ref.actor is None else ref.actor._state

    def keys(self, kind: str) -> list[Key]:
        return [key for key in self._addresses if key.kind == kind]


class Node:
    """One node in one life after the other. Several of them share a world's referee."""

    def __init__(self, world: World, node_id: str) -> None:
        self.world = world
        self.node_id = node_id
        self.alive = False
        self.behind = False
        """The settings were changed elsewhere: for a while PostgreSQL decides by other limits."""

    # -- its lives ---------------------------------------------------------------------------

    def start(self) -> None:
        """As the composition root does it: join, plant, adopt, ask for payments."""
        world, referee = self.world, self.world.referee
        self.life: Life = referee.join(self.node_id, world.now())
        self.live = LiveSettings(referee.settings)
        self.bag = Bag(world.rng, world.plan.orderly, world.set_timer)
        self.asks: list[Any] = []
        self.answers: list[tuple[Key, object]] = []
        self.seen: dict[str, Any] = {}
        self.hub: dict[tuple[Role, str], Phone] = {}
        self.arrivals: dict[str, int] = {}
        """In which order the coordinator came to know the requests."""
        self.declined: set[tuple[str, str]] = set()
        self.turns: dict[str, int] = {}
        self.tree = WorldTree(self.bag, world, self.live.current)
        self.tree.news = Counter()
        self.tree.perform = self.perform
        self.tree.start()
        self.alive = True
        for request in referee.adopt_requests(self.life):
            self.tree.tell(Key("request", request.request_id), RequestOpened(request, True))
        for session in list(referee.tables.sessions.values()):
            if session.state == "pending_payment":
                self.perform(RequestPayment(session.session_id))

    def kill(self) -> None:
        """What was asked already may still be committed; nobody hears of it."""
        self.alive = False
        self.bag.closed = True
        self.world.orphans += [(self.life, effect) for effect in self.asks]
        for phone in tuple(self.hub.values()):
            phone.cut()

    # -- what it does --------------------------------------------------------------------------

    def deliver(self) -> None:
        ref, message = self.bag.next()
        if isinstance(message, MitraOnline | MitraOffline):
            self.tree.news[message.mitra_id] -= 1
        elif isinstance(message, RequestWaiting):
            self.arrivals.setdefault(message.request.request_id, len(self.arrivals))
        actor = ref.actor
        if actor is None:
            return
        key = actor._birth.key
        self.world.trace(key, message)
        self.world.watch.begins(message)
        self.bag.deliver(ref, message)
        self.world.watch.after(self, key)

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
            case CloseSockets(role, account_id, _):
                self.close_account(role, account_id)
            case NoteSeen(period_id, at):
                self.seen[period_id] = at
            case RecordOffers():
                pass
            case RequestPayment(session_id):
                world.pay(self, session_id)
            case _:
                self.asks.append(effect)

    def _push(self, role: Role, account_id: str, event: Event) -> None:
        self.world.watch.told(self, role, account_id, event)
        phone = self.hub.get((role, account_id))
        if phone is not None:
            phone.deliver(event)

    def close_account(self, role: Role, account_id: str) -> None:
        phone = self.hub.get((role, account_id))
        if phone is not None:
            phone.cut()

    def confirm(self, session_id: str) -> None:
        if self.alive:
            self.tree.tell(DESK, PaymentConfirmed(session_id))

    def settings_changed(self, settings: Settings) -> None:
        if self.live.replace(settings):
            self.tree.settings_changed(settings)

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

    def busy(self) -> bool:
        return bool(self.bag or self.asks or self.answers)
