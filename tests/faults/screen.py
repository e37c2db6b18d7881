"""What an app shows: the snapshot, and every event since. It must come to be what is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.faults.history import Json


@dataclass(slots=True)
class Screen:
    """Of a customer: `request_id`, `sessions` (one at most). Of a mitra: the others."""

    request_id: str | None = None
    sessions: dict[str, str] = field(default_factory=dict)
    """Each with its state."""
    offers: set[str] = field(default_factory=set)
    online: bool = False
    ended: Literal["", "accepted", "expired", "cancelled"] = ""
    """How the last request of a customer ended, as far as was told."""
    over: set[str] = field(default_factory=set)
    """Sessions that ended: news of their start may come later."""

    def whole(self, data: Json) -> None:
        """The snapshot is all that counts."""
        if "customer" in data:
            request, session = data["request"], data["session"]
            self.request_id = request["request_id"] if request else None
            sessions = [session] if session else []
        else:
            sessions = data["sessions"]
            self.offers = {offer["request_id"] for offer in data["offers"]}
            self.online = data["presence"]["online"]
        self.sessions = {s["session_id"]: s["state"] for s in sessions}

    def given(self, session: Json) -> None:
        """By a reply: the offer became a session. An event may have told more already."""
        self._session(session)

    def hear(self, what: str, data: Json) -> None:
        match what:
            case "request.searching":
                self.request_id, self.ended = data["request_id"], ""
            case "request.accepted":
                self._over("accepted", data["request_id"])
                self._show(data["session_id"], "pending_payment")
            case "request.expired":
                self._over("expired", data["request_id"])
            case "request.cancelled":
                self._over("cancelled", data["request_id"])
            case "offer.new":
                self.offers.add(data["request_id"])
            case "offer.withdrawn":
                self.offers.discard(data["request_id"])
            case "session.ended" | "session.reassigned":
                self.over.add(data["session_id"])
                self.sessions.pop(data["session_id"], None)
            case "presence.changed":
                self.online = data["online"]
            case "session.assigned":
                self.over.discard(data["session"]["session_id"])
                self._session(data["session"])
            case _ if "session" in data:
                self._session(data["session"])

    def _session(self, session: Json) -> None:
        """What is active does not become pending again: news may come in either order."""
        if session["state"] != "ended":
            self._show(session["session_id"], session["state"])
        self.offers.discard(session["request_id"])
        if self.request_id == session["request_id"]:
            self._over("accepted", session["request_id"])

    def _show(self, session_id: str, state: str) -> None:
        if session_id not in self.over and self.sessions.get(session_id) != "active":
            self.sessions[session_id] = state

    def _over(self, how: Literal["accepted", "expired", "cancelled"], request_id: str) -> None:
        if self.request_id in (None, request_id):
            self.request_id, self.ended = None, how
