"""The sockets of a node: the real hub with its stamps, without frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from halobestie.domain import MitraId, Role
from halobestie.events import Event
from halobestie.http.hold import Hold
from halobestie.http.sockets import Sockets
from halobestie.messages import Key, MitraLeft

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.phone import Phone


class Hub(Sockets):
    """No loop, no sweep, no bytes: who is whose, and which of two sockets is the newer."""

    def push(self, role: Role, account_id: str, event: Event) -> None:
        member = self._of[role].get(account_id)
        if member is not None:
            member.deliver(event, b"")

    def broadcast(self, mitra_ids: Sequence[MitraId], event: Event) -> None:
        for mitra_id in mitra_ids:
            self.push("mitra", mitra_id, event)

    def sockets(self) -> list[Any]:
        return [*self._of["customer"].values(), *self._of["mitra"].values()]


class Socket:
    """A connection of a phone, as the node sees it: it may be gone without the node noticing.

    entered ──snapshot──▶ read ──▶ asked (a mitra) ──Welcome──▶ ready        any ──▶ closed
    """

    login_id: str | None = None
    registered = False
    stamp = 0

    def __init__(self, phone: Phone, node: Node, socket_id: str) -> None:
        self.phone = phone
        self.node = node
        self.life = node.life
        self.role: Role = phone.role
        self.account_id: str | None = phone.account_id
        self.socket_id = socket_id
        self.stage = "entered"
        self.arrived = False
        self.snapshot: Any = None
        self.hold = Hold()

    @property
    def heard(self) -> bool:
        """Whether the node that this socket was opened to is there to listen."""
        return self.node.awake and self.node.life is self.life

    def deliver(self, event: Event, frame: bytes) -> None:
        if self.stage == "ready":
            self.show(event)
        else:
            self.hold.add(event, event)  # type: ignore[arg-type]  # held instead of its frame

    def ready(self) -> None:
        self.stage = "ready"
        for event in self.hold.release():
            self.show(event)

    def show(self, event: Any) -> None:
        if self.phone.socket is self:
            self.phone.show(event)

    def close(self, code: int) -> None:
        """By the node, or noticed by it."""
        if self.stage == "closed":
            return
        self.stage = "closed"
        node = self.node
        if node.alive and node.life is self.life:
            node.hub.leave(self)
            if self.arrived and self.account_id:
                node.tree.tell(
                    Key("mitra", self.account_id), MitraLeft(self.account_id, self.socket_id)
                )
        if self.phone.socket is self:
            self.phone.socket = None

    def tick(self, now: datetime, presence_timeout_s: int) -> None:
        """Silence is noticed by the node's jobs."""

    def excuse(self, pause: timedelta) -> None:
        """Nobody sweeps here."""
