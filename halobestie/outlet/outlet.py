"""Performs each effect that is not among actors. Nothing here blocks, and nothing raises.

What goes to phones is done at once; what goes to PostgreSQL is handed on, and its outcome is told
to the effect's owner later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import structlog

from halobestie.domain import MitraId, ReplyTo, Role
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
    StoreEffect,
)
from halobestie.events import Event
from halobestie.messages import DESK, Key, PaymentConfirmed
from halobestie.outlet.batches import Batches
from halobestie.payment import PaymentPort

log = structlog.get_logger(__name__)


class Phones(Protocol):
    """The sockets of this node, as the outlet needs them."""

    def push(self, role: Role, account_id: str, event: Event) -> None: ...
    def broadcast(self, mitra_ids: Sequence[MitraId], event: Event) -> None: ...
    def close_account(self, role: Role, account_id: str, code: int) -> None: ...


class Others(Protocol):
    """The other nodes. Nothing here raises; what is said may be lost."""

    def announce(self, message: object) -> None: ...
    def send(self, node_id: str, message: object) -> None: ...


class Answers(Protocol):
    def resolve(self, reply_to: ReplyTo, result: object) -> None: ...


class Entrance(Protocol):
    def tell(self, key: Key, message: object) -> None: ...


class Writer(Protocol):
    """Does what an effect wants of PostgreSQL, and tells its owner what came of it."""

    def submit(self, effect: StoreEffect) -> None: ...


class Outlet:
    """`perform` is called by shells, one effect after the other."""

    def __init__(
        self,
        *,
        phones: Phones,
        answers: Answers,
        entrance: Entrance,
        writer: Writer,
        batches: Batches,
        payment: PaymentPort,
        others: Others,
    ) -> None:
        self._phones = phones
        self._answers = answers
        self._entrance = entrance
        self._writer = writer
        self._batches = batches
        self._payment = payment
        self._others = others
        self.performed: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()

    def perform(self, effect: Effect) -> None:
        name = type(effect).__name__
        self.performed[name] += 1
        try:
            self._perform(effect)
        except Exception:
            self.failures[name] += 1
            log.exception("effect_failed", effect=name)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Reply(reply_to, result):
                self._answers.resolve(reply_to, result)
            case Push(role, account_id, event):
                self._phones.push(role, account_id, event)
            case Broadcast(mitra_ids, event):
                self._phones.broadcast(mitra_ids, event)
            case Announce(message):
                self._others.announce(message)
            case Send(node_id, message):
                self._others.send(node_id, message)
            case CloseSockets(role, account_id, code):
                self._phones.close_account(role, account_id, code)
            case RecordOffers():
                self._batches.record(effect)
            case NoteSeen(period_id, at):
                self._batches.seen(period_id, at)
            case RequestPayment(session_id):
                self._payment.request(session_id, self._confirm)
            case _:
                self._writer.submit(effect)  # type: ignore[arg-type]  # the rest of the union

    def _confirm(self, session_id: str) -> None:
        self._entrance.tell(DESK, PaymentConfirmed(session_id))
