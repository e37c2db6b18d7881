"""From a typed command to the message that the actors get, and the address it goes to.

request.create ▶ the request's own actor    offer.* ▶ the coordinator
presence.set   ▶ the mitra's actor          request.cancel, session.end ▶ the desk
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from halobestie.domain import ReplyTo, Role
from halobestie.http.frames import (
    Command,
    Heartbeat,
    OfferAccept,
    OfferDecline,
    PresenceSet,
    RequestCancel,
    RequestCreate,
    SessionEnd,
    uuid_text,
)
from halobestie.ids import uuid7
from halobestie.messages import (
    COORDINATOR,
    DESK,
    CancelAsked,
    Key,
    OfferAccepted,
    OfferDeclined,
    PresenceAsked,
    RequestAsked,
    SessionEndAsked,
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose command it is, and when it came."""

    role: Role
    account_id: str
    now: datetime


def message(command: Command, id_: str | None, by: Sender, to: ReplyTo) -> tuple[Key, object]:
    """The actor that decides, and what it is told."""
    match command:
        case RequestCreate():
            request_id = str(uuid7(by.now))
            asked = RequestAsked(request_id, by.account_id, command_id(id_), to)
            return Key("request", request_id), asked
        case RequestCancel(request_id):
            return DESK, CancelAsked(request_id, by.account_id, "customer", to)
        case SessionEnd(session_id):
            return DESK, _session_end(session_id, by, to)
        case PresenceSet(online):
            return Key("mitra", by.account_id), PresenceAsked(by.account_id, online, to)
        case OfferAccept(request_id):
            session_id = str(uuid7(by.now))
            return COORDINATOR, OfferAccepted(request_id, by.account_id, session_id, to)
        case OfferDecline(request_id):
            return COORDINATOR, OfferDeclined(request_id, by.account_id, to)
        case Heartbeat():
            raise AssertionError("a heartbeat is answered by the protocol")


def command_id(id_: str | None) -> str | None:
    """A frame's id when it is a UUID: then the same press is known again after a reconnect."""
    try:
        return None if id_ is None else uuid_text(id_)
    except ValueError:
        return None


def _session_end(session_id: str, by: Sender, to: ReplyTo) -> SessionEndAsked:
    if by.role == "customer":
        return SessionEndAsked(session_id, to, customer_id=by.account_id)
    return SessionEndAsked(session_id, to, mitra_id=by.account_id)
