"""What phones hear: hello, ready, ok, error and events, as types and as JSON text.

Each function returns the UTF-8 text of one frame. Instants are RFC 3339 in UTC with a Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import orjson

from halobestie.domain import Presence, Settings
from halobestie.errors import Refused
from halobestie.events import CustomerSession, CustomerView, Event, MitraSession, OfferNew

PROTOCOL: Final = "1.0"


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame of the server: which contract it speaks, and how often to be heard from."""

    protocol: str
    heartbeat_s: int
    server_time: datetime


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """The customer's open request, in the snapshot."""

    request_id: str
    state: Literal["open"]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AppState:
    """What the customer's app may do. `registration_required`: before the next chat request."""

    anonymity_enabled: bool
    registration_required: bool


@dataclass(frozen=True, slots=True)
class CustomerReady:
    """All that a customer's screens need."""

    customer: CustomerView
    request: WaitingRequest | None
    session: CustomerSession | None
    app: AppState


@dataclass(frozen=True, slots=True)
class MitraView:
    """A mitra as shown to oneself."""

    id: str
    display_name: str
    phone: str
    active: bool


@dataclass(frozen=True, slots=True)
class MitraReady:
    """All that a mitra's screens need. An offer has the fields of the event `offer.new`."""

    mitra: MitraView
    presence: Presence
    offers: tuple[OfferNew, ...]
    sessions: tuple[MitraSession, ...]


Ready = CustomerReady | MitraReady


@dataclass(frozen=True, slots=True)
class Problem:
    """The data of an `error`: a stable code, a sentence, and whether to try again."""

    code: str
    message: str
    temporary: bool


# -- the data of an ok ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more to say."""


@dataclass(frozen=True, slots=True)
class RequestStands:
    """The customer's open request: a new one, or the one that was there."""

    request_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PresenceStands:
    """What the mitra is now; `since` is null when offline."""

    online: bool
    since: datetime | None


@dataclass(frozen=True, slots=True)
class OfferWon:
    """The request is this mitra's."""

    session: MitraSession


# -- as JSON text -----------------------------------------------------------------------


def hello(settings: Settings, now: datetime) -> bytes:
    return encode("hello", Hello(PROTOCOL, settings.heartbeat_interval_s, now))


def event(happened: Event) -> bytes:
    return encode(happened.EVENT_TYPE, happened)


def ok(re: str, data: object) -> bytes:
    """TypeError: the data cannot be written as JSON, which is our own mistake."""
    return _dumps({"type": "ok", "re": re, "data": data})


def error(re: str | None, refused: Refused) -> bytes:
    """Without `re` when no id could be read. KeyError: a code that the contract does not have."""
    data = Problem(refused.code, refused.sentence, refused.temporary)
    if re is None:
        return _dumps({"type": "error", "data": data})
    return _dumps({"type": "error", "re": re, "data": data})


def encode(kind: str, data: object) -> bytes:
    return _dumps({"type": kind, "data": data})


def _dumps(frame: dict[str, Any]) -> bytes:
    return orjson.dumps(frame, option=orjson.OPT_UTC_Z)
