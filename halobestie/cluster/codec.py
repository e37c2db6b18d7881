"""Messages between nodes as bytes, and back.

    {"v": 1, "t": "request.offered", "d": {…the fields…}}

`v` grows when a message changes so that older nodes would misread it; they ignore what is newer
than they are, and what they do not know. A field that a newer node has added is left aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import orjson
from pydantic import TypeAdapter, ValidationError

from halobestie import messages

VERSION: Final = 1
MOST_BYTES: Final = 1_000_000

TYPES: Final = MappingProxyType(
    {
        "request.offered": messages.RequestOffered,
        "offer.sent": messages.OfferSent,
        "offer.passed": messages.OfferPassed,
        "offer.recalled": messages.OfferRecalled,
        "accept.forwarded": messages.AcceptForwarded,
        "accept.answered": messages.AcceptAnswered,
        "request.news": messages.RequestNews,
        "session.news": messages.SessionNews,
        "line.moved": messages.LineMoved,
        "line.told": messages.LineTold,
        "line.asked": messages.LineAsked,
        "turn.taken": messages.TurnTaken,
        "socket.entered": messages.SocketEntered,
        "login.ended": messages.LoginEnded,
        "account.shut": messages.AccountShut,
        "customer.edited": messages.CustomerEdited,
        "mitra.edited": messages.MitraEdited,
        "mitra.deactivated": messages.MitraDeactivated,
        "mitra.offline_forced": messages.OfflineForced,
        "node.left": messages.NodeLeft,
        "node.missed_something": messages.MissedSomething,
    }
)
_NAMES: Final = MappingProxyType({type_: name for name, type_ in TYPES.items()})
_ADAPTERS: Final = MappingProxyType(
    {name: TypeAdapter[Any](type_) for name, type_ in TYPES.items()}
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that is nothing to us: of a newer release, or damaged."""

    why: Literal["unknown_type", "newer_version", "malformed"]
    type: str = ""


def encode(message: object) -> bytes:
    """Raises KeyError for what is no message between nodes."""
    return orjson.dumps({"v": VERSION, "t": _NAMES[type(message)], "d": message})


def decode(data: bytes) -> Any | Unread:
    """The message, or why it is left aside. Never raises."""
    if len(data) > MOST_BYTES:
        return Unread("malformed")
    try:
        envelope = orjson.loads(data)
        version, name, fields = envelope["v"], envelope["t"], envelope["d"]
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return Unread("malformed")
    adapter = _ADAPTERS.get(name) if isinstance(name, str) else None
    if adapter is None:
        return Unread("unknown_type", str(name)[:40])
    if version != VERSION:
        return Unread("newer_version", name)
    try:
        return adapter.validate_python(fields)
    except ValidationError:
        return Unread("malformed", name)
