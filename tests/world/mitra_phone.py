"""A mitra's phone: offers, the switch, sessions, and what its owner does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie import events as ev
from halobestie.domain import Role, Session
from halobestie.effects import Welcome
from halobestie.errors import Refused
from halobestie.messages import (
    COORDINATOR,
    DESK,
    HeartbeatSeen,
    Key,
    MitraArrived,
    OfferAccepted,
    OfferDeclined,
    PresenceAsked,
    SessionEndAsked,
    SnapshotShown,
)
from tests.world.hub import Socket
from tests.world.phone import Phone

if TYPE_CHECKING:
    from tests.world.world import World

GONE = ("offer_taken", "offer_closed", "offer_not_found")


class MitraPhone(Phone):
    role: Role = "mitra"

    def __init__(self, world: World, account_id: str) -> None:
        super().__init__(world, account_id)
        self.key = Key("mitra", account_id)
        self.online = False
        self.screen: dict[str, ev.OfferNew] = {}
        self.dismissed: set[str] = set()
        """Offers that an answer has taken off the screen."""
        self.tapped: str | None = None
        self.off: object = None
        """The socket on which an explicit offline was confirmed, with nothing pressed since."""
        self.pressed = ""

    def read(self, socket: Socket) -> bool:
        referee = self.world.referee
        sessions = tuple(self.world.live_sessions(self.account_id))
        socket.snapshot = referee.profile(self.account_id), SnapshotShown(sessions)
        return referee.tables.mitras[self.account_id].active

    def greet(self, socket: Socket) -> None:
        profile, shown = socket.snapshot
        node = socket.node
        node.tree.tell(DESK, shown)
        socket.hold.asked()
        socket.stage, socket.arrived = "asked", True

        def welcomed(result: object) -> None:
            if socket.stage != "asked":
                return
            if not isinstance(result, Welcome):
                socket.close(4001)
                return
            socket.hold.welcomed(result)
            if self.socket is socket:
                self.online, self.dismissed = result.online, set()
                self.screen = {offer.request_id: offer for offer in result.offers}
                self.draw(shown.sessions)
            socket.ready()

        to = self.world.expect(node, welcomed)
        node.brought[self.account_id] = profile.declined
        node.tree.tell(self.key, MitraArrived(profile, socket.socket_id, to))

    def show(self, event: Any) -> None:
        match event:
            case ev.OfferNew(request_id=request_id):
                self.screen[request_id] = event
                self.dismissed.discard(request_id)
            case ev.OfferWithdrawn(request_id):
                self.dismiss(request_id)
            case ev.PresenceChanged(online):
                self.online = online
            case ev.SessionReassigned(session_id):
                self.sessions.pop(session_id, None)
            case ev.SessionEnded():
                self.show_session(event)
            case _:
                self.dismiss(event.session.request_id)
                self.show_session(event)

    def with_whom(self, session: Session | ev.CustomerSession | ev.MitraSession) -> str:
        if isinstance(session, Session):
            return session.customer_name
        assert isinstance(session, ev.MitraSession)
        return session.customer.display_name

    # -- what a mitra does ---------------------------------------------------------------------

    def beat(self) -> None:
        if self.can_act:
            self.node.tree.tell(self.key, HeartbeatSeen(self.account_id))

    def wish(self, online: bool) -> None:
        self.off = None
        pressed = self.pressed = self.world.new_id("w")
        socket = self.socket

        def answered(result: object) -> None:
            if isinstance(result, dict) and self.pressed == pressed:
                self.off = socket if not online and not result["online"] else None

        to = self.world.expect(self.node, answered, socket)
        self.node.tree.tell(self.key, PresenceAsked(self.account_id, online, to))

    def accept(self, request_id: str) -> None:
        self.tapped = request_id

        def answered(result: object) -> None:
            self.world.watch.accept_answered(self.account_id, request_id, result)
            if not isinstance(result, Refused) or result.code in GONE:
                self.dismiss(request_id)

        to = self.world.expect(self.node, answered)
        session_id = self.world.new_id("s")
        accepted = OfferAccepted(request_id, self.account_id, session_id, to)
        self.node.tree.tell(COORDINATOR, accepted)

    def decline(self, request_id: str) -> None:
        node = self.node
        life = node.life

        def answered(result: object) -> None:
            self.dismiss(request_id)
            if not isinstance(result, Refused) and node.life is life:
                node.declined.add((self.account_id, request_id))

        to = self.world.expect(node, answered)
        node.tree.tell(COORDINATOR, OfferDeclined(request_id, self.account_id, to))

    def dismiss(self, request_id: str) -> None:
        self.dismissed.add(request_id)
        self.screen.pop(request_id, None)

    def end(self, session_id: str) -> None:
        to = self.world.expect(self.node, lambda r: self.world.watch.end_answered(session_id, r))
        self.node.tree.tell(DESK, SessionEndAsked(session_id, to, mitra_id=self.account_id))
