"""From the phones: what a customer or a mitra did or wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from halobestie.domain import (
    CustomerId,
    MitraId,
    MitraProfile,
    ReplyTo,
    RequestId,
    SessionId,
    SocketId,
    UserId,
)


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """ "Mulai Curhat" was pressed. `request_id` is the id it will have if it is a new one."""

    request_id: RequestId
    customer_id: CustomerId
    command_id: str | None
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class CancelAsked:
    """A customer, or with customer_id None the control center, wants a request cancelled."""

    request_id: RequestId
    customer_id: CustomerId | None
    by: Literal["customer", "control_center"]
    reply_to: ReplyTo
    user_id: UserId | None = None


@dataclass(frozen=True, slots=True)
class SessionEndAsked:
    """One party wants the session ended; both ids None: the control center, `note` says why."""

    session_id: SessionId
    reply_to: ReplyTo
    customer_id: CustomerId | None = None
    mitra_id: MitraId | None = None
    user_id: UserId | None = None
    note: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class MitraArrived:
    """A mitra's socket is authenticated. The reply is `Welcome`: presence and offers."""

    profile: MitraProfile
    socket_id: SocketId
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class MitraLeft:
    """That socket is gone. It only starts the clock that silence starts."""

    mitra_id: MitraId
    socket_id: SocketId


@dataclass(frozen=True, slots=True)
class HeartbeatSeen:
    """Any frame of a mitra: a sign of life."""

    mitra_id: MitraId


@dataclass(frozen=True, slots=True)
class PresenceAsked:
    mitra_id: MitraId
    online: bool
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """`session_id` is the id that the session gets if this accept wins."""

    request_id: RequestId
    mitra_id: MitraId
    session_id: SessionId
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    request_id: RequestId
    mitra_id: MitraId
    reply_to: ReplyTo
