"""A phone: what it shows, through all that happens to its socket.

away ──connect──▶ entered ──snapshot read──▶ asked ──Welcome──▶ ready ──cut──▶ away
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie import events as ev
from halobestie.domain import Role, Session
from halobestie.events import Event
from halobestie.http.hold import Hold

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World


class Phone:
    """One account's phone. `sessions` is what it shows, by id, with the state."""

    role: Role

    def __init__(self, world: World, account_id: str) -> None:
        self.world = world
        self.account_id = account_id
        self.node: Node | None = None
        self.stage = "away"
        self.socket_id = ""
        self.hold = Hold()
        self.sessions: dict[str, str] = {}
        self.ended: set[str] = set()

    def connect(self, node: Node) -> None:
        """A newer socket replaces the older one."""
        self.cut()
        node.hub[self.role, self.account_id] = self
        self.node, self.stage, self.hold = node, "entered", Hold()
        self.socket_id = self.world.new_id("k")

    def cut(self) -> None:
        """The network is gone, or the socket was closed."""
        if self.node is not None:
            del self.node.hub[self.role, self.account_id]
            self.left(self.node)
        self.node, self.stage = None, "away"

    def left(self, node: Node) -> None:
        """The node notices that the socket is gone."""

    def greet(self) -> None:
        """PostgreSQL is asked for the snapshot."""
        raise NotImplementedError

    def deliver(self, event: Event) -> None:
        if self.stage == "ready":
            self.show(event)
        else:
            self.hold.add(event, event)  # type: ignore[arg-type]  # held instead of its frame

    def ready(self, sessions: list[Session]) -> None:
        self.stage = "ready"
        self.sessions = {s.session_id: s.state for s in sessions}
        for event in self.hold.release():
            self.show(event)

    def show(self, event: Any) -> None:
        raise NotImplementedError

    def show_session(self, event: Any) -> None:
        """What has ended stays ended, however late the news of its start."""
        if isinstance(event, ev.SessionEnded):
            self.ended.add(event.session_id)
            self.sessions.pop(event.session_id, None)
        elif event.session.session_id not in self.ended:
            self.sessions[event.session.session_id] = event.session.state
