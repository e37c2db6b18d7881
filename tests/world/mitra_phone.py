"""A mitra's phone: offers, the switch, sessions, and what its owner does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie import events as ev
from halobestie.domain import Role
from halobestie.effects import Welcome
from halobestie.errors import Refused
from halobestie.messages import (
    COORDINATOR,
    DESK,
    HeartbeatSeen,
    Key,
    MitraArrived,
    MitraLeft,
    OfferAccepted,
    OfferDeclined,
    PresenceAsked,
    SessionEndAsked,
)
from tests.world.phone import Phone

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World

GONE = ("offer_taken", "offer_closed", "offer_not_found")


class MitraPhone(Phone):
    role: Role = "mitra"

    def __init__(self, world: World, account_id: str) -> None:
        super().__init__(world, account_id)
        self.online = False
        self.screen: dict[str, ev.OfferNew] = {}
        self.dismissed: set[str] = set()
        """Offers that an answer has taken off the screen."""
        self.tapped: str | None = None
        self.off = False
        """An explicit offline was confirmed, and nothing else pressed since."""
        self.pressed = ""
        self.handed_on: set[str] = set()
        """Rerouted away, perhaps before the news of its beginning came."""

    def left(self, node: Node) -> None:
        if node.alive and self.stage in ("asked", "ready"):
            node.tree.tell(self.key, MitraLeft(self.account_id, self.socket_id))

    @property
    def key(self) -> Key:
        return Key("mitra", self.account_id)

    def greet(self) -> None:
        assert self.node is not None
        referee = self.world.referee
        if not referee.tables.mitras[self.account_id].active:
            self.cut()
            return
        sessions = self.world.live_sessions(self.account_id)
        self.hold.asked()
        self.stage = "asked"
        socket_id = self.socket_id

        def welcomed(result: object) -> None:
            if self.socket_id == socket_id and self.stage == "asked":
                assert isinstance(result, Welcome)
                self.hold.welcomed(result)
                self.online, self.dismissed = result.online, set()
                self.screen = {offer.request_id: offer for offer in result.offers}
                self.ready(sessions)

        to = self.world.expect(self.node, welcomed)
        profile = referee.profile(self.account_id)
        self.node.tree.tell(self.key, MitraArrived(profile, socket_id, to))

    def show(self, event: Any) -> None:
        match event:
            case ev.OfferNew(request_id=request_id):
                self.screen[request_id] = event
                self.dismissed.discard(request_id)
            case ev.OfferWithdrawn(request_id):
                self.screen.pop(request_id, None)
            case ev.PresenceChanged(online):
                self.online = online
            case ev.SessionReassigned(session_id):
                self.sessions.pop(session_id, None)
                self.handed_on.add(session_id)
            case ev.MitraSessionPendingPayment() if event.session.session_id in self.handed_on:
                pass
            case ev.SessionEnded():
                self.show_session(event)
            case _:
                self.dismiss(event.session.request_id)
                self.show_session(event)

    # -- what a mitra does ---------------------------------------------------------------------

    def beat(self) -> None:
        if self.node is not None and self.stage == "ready":
            self.node.tree.tell(self.key, HeartbeatSeen(self.account_id))

    def wish(self, online: bool) -> None:
        assert self.node is not None
        self.off = False
        pressed = self.world.new_id("w")
        self.pressed = pressed

        def answered(result: object) -> None:
            if isinstance(result, dict) and self.pressed == pressed:
                self.off = not online and not result["online"]

        to = self.world.expect(self.node, answered)
        self.node.tree.tell(self.key, PresenceAsked(self.account_id, online, to))

    def accept(self, request_id: str) -> None:
        assert self.node is not None
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
        assert node is not None
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
        assert self.node is not None
        to = self.world.expect(self.node, lambda r: self.world.watch.end_answered(session_id, r))
        self.node.tree.tell(DESK, SessionEndAsked(session_id, to, mitra_id=self.account_id))
