"""Who watches the world: after each commit, at each word to a phone, after each rule.

The numbers are those of the invariants in ARCHITECTURE.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie.domain import Role
from halobestie.errors import Refused
from halobestie.events import Event, OfferNew, OfferWithdrawn
from halobestie.messages import (
    ClaimLost,
    ClaimWon,
    Key,
    LoadChanged,
    MitraOnline,
    PeriodOpened,
    RequestWaiting,
    SessionRerouted,
    SettingsChanged,
)
from tests.world import told, truth
from tests.world.violation import must

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World


class Watch:
    def __init__(self, world: World) -> None:
        self.world = world
        self.settled = False
        """Nobody beats, taps or presses any more."""
        self._message: object = None
        self._shown: list[tuple[str, OfferNew, bool]] = []
        """The offers of the present step, in their order; True: made anew, in the same step."""
        self._room = False
        """Whether it is a step in which room appears."""
        self._fair = True
        """A larger maximum opens one seat after the other, and the first gets what waits."""
        self._taken_back: set[tuple[str, str]] = set()

    # -- after each commit ---------------------------------------------------------------------

    def committed(self, effect: Any, outcome: object) -> None:
        tables = self.world.referee.tables
        if isinstance(outcome, ClaimWon):
            truth.customer(tables, outcome.session.customer_id)
            truth.session(tables, outcome.session.session_id)
            truth.load(self.world.referee, outcome.session.mitra_id)
        elif isinstance(outcome, SessionRerouted):
            truth.session(tables, outcome.session.session_id)
            if not effect.override_capacity:
                truth.load(self.world.referee, effect.mitra_id, given=True)
        elif isinstance(outcome, ClaimLost) and outcome.load is not None:
            # The settings were changed elsewhere: PostgreSQL decides by other limits.
            for node in self.world.nodes:
                if node.alive and outcome.load.sessions < node.board.capacity:
                    node.behind = True
        elif isinstance(outcome, PeriodOpened):
            truth.periods(tables, outcome.mitra_id)

    # -- at each word --------------------------------------------------------------------------

    def told(self, node: Node, role: Role, account_id: str, event: Event) -> None:
        self.world.trace(account_id, event)
        if isinstance(event, OfferNew):
            anew = (account_id, event.request_id) in self._taken_back
            self._shown.append((account_id, event, anew))
            node.taken_off.discard((account_id, event.request_id))
        elif isinstance(event, OfferWithdrawn):
            if event.reason in ("at_capacity", "offline"):
                node.taken_off.add((account_id, event.request_id))
            self._taken_back.add((account_id, event.request_id))
        elif role == "customer":
            told.customer(self.world.referee, account_id, event)
        else:
            told.mitra(self.world.referee, account_id, event)

    def accept_answered(self, mitra_id: str, request_id: str, result: object) -> None:
        row = self.world.referee.tables.requests[request_id]
        code = result.code if isinstance(result, Refused) else "ok"
        session = self.world.referee.tables.sessions.get(row.session_id or "")
        had = [a.mitra_id for a in session.assignments] if session is not None else []
        if code == "ok":
            must(mitra_id in had, "I4: an accept was answered before it was committed")
        elif code == "offer_taken":
            must(had, "I5: `offer_taken`, and nobody has it")
            # Rerouted away before it was told: then another has it.
            must(had != [mitra_id], "I5: the winner was told `offer_taken`")
        elif code == "offer_closed":
            gone = row.state in ("cancelled", "expired") or row.pairing_method != "blast"
            must(gone, "I5: `offer_closed`, and it is open")
        else:
            must(code in ACCEPT_CODES, f"I5: an accept was answered {code}")

    def press_answered(self, customer_id: str, result: object) -> None:
        if isinstance(result, dict):
            row = self.world.referee.tables.requests.get(result["request_id"])
            must(row is not None and row.customer_id == customer_id, "I4: a request of nobody")
            return
        must(isinstance(result, Refused) and result.code in PRESS_CODES, f"press: {result}")

    def cancel_answered(self, request_id: str, result: object) -> None:
        row = self.world.referee.tables.requests[request_id]
        if not isinstance(result, Refused):
            must(row.state == "cancelled", "I4: a cancel was answered before it was committed")
        elif result.code == "request_closed":
            must(row.state != "open", "I5: `request_closed`, and it is open")

    def end_answered(self, session_id: str, result: object) -> None:
        row = self.world.referee.tables.sessions.get(session_id)
        ended = row is not None and row.state == "ended"
        if not isinstance(result, Refused):
            must(ended, "I4: an end was answered before it was committed")
        elif result.code == "session_closed":
            must(ended, "I5: `session_closed`, and it is live")

    # -- after each rule -----------------------------------------------------------------------

    def begins(self, message: object) -> None:
        self._message = message
        self._fair = not isinstance(message, SettingsChanged)
        self._room = isinstance(message, MitraOnline | LoadChanged | SettingsChanged)
        self._shown.clear()
        self._taken_back.clear()

    def caught_up(self, node: Node) -> None:
        """A look at the news began at `node.caught_up_at`, and all that it found has been told."""
        truth.over(node)

    def after(self, node: Node, key: Key) -> None:
        if key.kind == "coordinator":
            if isinstance(self._message, RequestWaiting):
                waiting = node.board.waiting.get(self._message.request.request_id)
                at_home = waiting is None or waiting.home is None
                must(at_home, "I6: a home that does not know that it is")
            elif isinstance(self._message, MitraOnline):
                truth.brought_along(node, self._message.mitra_id)
            if self._shown:
                told.offers(node, self._shown, self._room, self._fair)
            truth.board(node)
        elif key.kind == "mitra":
            truth.presence(node, key.id)


ACCEPT_CODES = ("at_capacity", "not_online", "offer_not_found", "unavailable")
PRESS_CODES = ("session_live", "registration_required", "unavailable")
