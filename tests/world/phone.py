"""A phone: what it shows, through all that happens to its sockets.

away ──connect──▶ greeted by a node ──▶ ready ──cut, closed, moved──▶ away, or greeted elsewhere
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie import events as ev
from halobestie.domain import Role, Session
from tests.world.hub import Socket

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World

NOTICED = 1000


class Phone:
    """One account's phone. `sessions` is what it shows, by id: the state, and with whom."""

    role: Role

    def __init__(self, world: World, account_id: str) -> None:
        self.world = world
        self.account_id = account_id
        self.socket: Socket | None = None
        self.sessions: dict[str, tuple[str, str]] = {}
        self.ended: set[str] = set()
        self.homes: set[str] = set()
        """The nodes to which it was connected."""

    @property
    def stage(self) -> str:
        return "away" if self.socket is None else self.socket.stage

    @property
    def node(self) -> Node:
        assert self.socket is not None
        return self.socket.node

    @property
    def can_act(self) -> bool:
        """Connected, and the node listens."""
        return self.socket is not None and self.socket.stage == "ready" and self.socket.heard

    def connect(self, node: Node) -> None:
        """The old socket is closed, or its node does not know yet that nobody is there."""
        self.cut()
        socket = Socket(self, node, self.world.new_id("k"))
        self.socket = socket
        self.homes.add(node.node_id)
        node.hub.enter(socket)
        self.world.greeting.append(socket)

    def cut(self) -> None:
        """The network is gone; its node notices now, or after a while."""
        socket, world = self.socket, self.world
        if socket is None:
            return
        self.socket = None
        unnoticed = not socket.heard or (not world.lucky and world.rng.random() < world.plan.silent)
        if unnoticed and socket.node.alive:
            socket.node.unnoticed.append((world.mono, socket))
        else:
            socket.close(NOTICED)

    def read(self, socket: Socket) -> bool:
        """PostgreSQL is asked for the snapshot. False: this account may not come in."""
        raise NotImplementedError

    def greet(self, socket: Socket) -> None:
        """The snapshot is here: the actors are told, and the screen is drawn."""
        raise NotImplementedError

    def show(self, event: Any) -> None:
        raise NotImplementedError

    def with_whom(self, session: Session | ev.CustomerSession | ev.MitraSession) -> str:
        raise NotImplementedError

    def draw(self, sessions: tuple[Session, ...]) -> None:
        self.sessions = {s.session_id: (s.state, self.with_whom(s)) for s in sessions}

    def show_session(self, event: Any) -> None:
        """What has ended stays ended, however late the news of its start."""
        if isinstance(event, ev.SessionEnded):
            self.ended.add(event.session_id)
            self.sessions.pop(event.session_id, None)
        elif event.session.session_id not in self.ended:
            session = event.session
            self.sessions[session.session_id] = (session.state, self.with_whom(session))
