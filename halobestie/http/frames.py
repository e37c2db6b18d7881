"""What phones say: the `data` of each command of the contract as a type.

Strict: an unknown field, or a value of another kind, does not fit. `parsing` makes these from text,
AsyncAPI is written from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    ConfigDict,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

MAX_FRAME_BYTES: Final = 16 * 1024

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STRICT: Final = ConfigDict(extra="forbid")


def uuid_text(text: str) -> str:
    """The one spelling of an id that the house uses: lower case. ValueError: no UUID."""
    lower = text.lower()
    if not _UUID.fullmatch(lower):
        raise ValueError("no UUID")
    return lower


UuidText: TypeAlias = Annotated[
    str,
    Strict(),
    AfterValidator(uuid_text),
    WithJsonSchema({"type": "string", "format": "uuid"}),
]
TokenText: TypeAlias = Annotated[str, Strict(), StringConstraints(min_length=1, max_length=512)]


@dataclass(frozen=True, slots=True)
class Auth:
    """Who it is: the token of a login, when the upgrade did not carry it."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "auth"
    token: TokenText = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life, when there is nothing else to say."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "heartbeat"


@dataclass(frozen=True, slots=True)
class RequestCreate:
    """ "Mulai Curhat": a chat request, or the one that is open already."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "request.create"


@dataclass(frozen=True, slots=True)
class RequestCancel:
    """The customer does not want to wait any longer."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "request.cancel"
    request_id: UuidText


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """One party ends the session."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "session.end"
    session_id: UuidText


@dataclass(frozen=True, slots=True)
class PresenceSet:
    """What the mitra wants: to be online or not."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "presence.set"
    online: Annotated[bool, Strict()]


@dataclass(frozen=True, slots=True)
class OfferAccept:
    """The mitra takes the offered request; the first one gets it."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "offer.accept"
    request_id: UuidText


@dataclass(frozen=True, slots=True)
class OfferDecline:
    """The mitra does not take the offered request."""

    __pydantic_config__: ClassVar = _STRICT
    TYPE: ClassVar = "offer.decline"
    request_id: UuidText


CustomerCommand: TypeAlias = Heartbeat | RequestCreate | RequestCancel | SessionEnd
MitraCommand: TypeAlias = Heartbeat | PresenceSet | OfferAccept | OfferDecline | SessionEnd
Command: TypeAlias = CustomerCommand | MitraCommand

CUSTOMER_COMMANDS: Final[tuple[type[Any], ...]] = get_args(CustomerCommand)
MITRA_COMMANDS: Final[tuple[type[Any], ...]] = get_args(MitraCommand)
COMMANDS: Final = MappingProxyType({"customer": CUSTOMER_COMMANDS, "mitra": MITRA_COMMANDS})
