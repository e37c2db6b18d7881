"""A customer's phone: the search, the session, and what its owner does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie import events as ev
from halobestie.domain import Role, Session
from halobestie.messages import (
    DESK,
    CancelAsked,
    Key,
    RequestAsked,
    SessionEndAsked,
    SnapshotShown,
)
from tests.world.hub import Socket
from tests.world.phone import Phone

if TYPE_CHECKING:
    from tests.world.world import World


class CustomerPhone(Phone):
    role: Role = "customer"

    def __init__(self, world: World, account_id: str) -> None:
        super().__init__(world, account_id)
        self.request: str | None = None
        self.closed: set[str] = set()
        """What was told to be over stays over, however late the news of its beginning."""
        self.last_command: str | None = None

    def read(self, socket: Socket) -> bool:
        referee = self.world.referee
        row = referee.tables.open_request_of(self.account_id)
        live = referee.tables.live_session_of(self.account_id)
        sessions = (referee.session_of(live),) if live else ()
        socket.snapshot = SnapshotShown(sessions, row.request_id if row else None)
        return True

    def greet(self, socket: Socket) -> None:
        shown = socket.snapshot
        socket.node.tree.tell(DESK, shown)
        if self.socket is socket:
            self.request = shown.open_request
            self.draw(shown.sessions)
        socket.ready()

    def show(self, event: Any) -> None:
        match event:
            case ev.RequestSearching(request_id):
                self.request = None if request_id in self.closed else request_id
            case ev.RequestExpired(request_id) | ev.RequestCancelled(request_id):
                self.close(request_id)
            case ev.RequestAccepted(request_id):
                self.close(request_id)
            case ev.SessionEnded():
                self.show_session(event)
            case _:
                self.close(event.session.request_id)
                self.show_session(event)

    def close(self, request_id: str) -> None:
        self.closed.add(request_id)
        if self.request == request_id:
            self.request = None

    def with_whom(self, session: Session | ev.CustomerSession | ev.MitraSession) -> str:
        if isinstance(session, Session):
            return session.mitra_name
        assert isinstance(session, ev.CustomerSession)
        return session.mitra.display_name

    # -- what a customer does ------------------------------------------------------------------

    def press(self, again: bool) -> None:
        """`again`: the phone sends the last press once more, not knowing whether it was heard."""
        if not (again and self.last_command):
            self.last_command = self.world.new_uuid()
        to = self.world.expect(self.node, self.pressed)
        request_id = self.world.new_id("r")
        asked = RequestAsked(request_id, self.account_id, self.last_command, to)
        self.node.tree.tell(Key("request", request_id), asked)

    def pressed(self, result: object) -> None:
        self.world.watch.press_answered(self.account_id, result)

    def cancel(self, request_id: str) -> None:
        to = self.world.expect(self.node, lambda r: self.world.watch.cancel_answered(request_id, r))
        asked = CancelAsked(request_id, self.account_id, "customer", to)
        self.node.tree.tell(DESK, asked)

    def end(self, session_id: str) -> None:
        to = self.world.expect(self.node, lambda r: self.world.watch.end_answered(session_id, r))
        self.node.tree.tell(DESK, SessionEndAsked(session_id, to, customer_id=self.account_id))
