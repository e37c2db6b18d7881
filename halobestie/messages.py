"""What happened: the messages between actors, and from the edges to actors. Families by direction.

An actor is named by a `Key`; whoever tells it something needs no more than that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from halobestie.domain import (
    CustomerId,
    EndReason,
    Load,
    MitraId,
    MitraProfile,
    OfflineReason,
    PeriodId,
    ReplyTo,
    Request,
    RequestId,
    RequestState,
    Session,
    SessionId,
    Settings,
    SocketId,
    UserId,
)


class Key(NamedTuple):
    """The name of an actor. `id` is empty for the coordinator and the desk, one of each a node."""

    kind: Literal["coordinator", "desk", "request", "mitra"]
    id: str = ""


COORDINATOR = Key("coordinator")
DESK = Key("desk")


# -- from the phones -------------------------------------------------------------------


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


# -- from the control center and the payment port --------------------------------------


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    settings: Settings


@dataclass(frozen=True, slots=True)
class MitraDeactivated:
    """Committed already: the mitra is inactive and every login ended."""

    mitra_id: MitraId


@dataclass(frozen=True, slots=True)
class MitraEdited:
    mitra_id: MitraId
    weight: int


@dataclass(frozen=True, slots=True)
class OfflineForced:
    mitra_id: MitraId
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class RerouteAsked:
    session_id: SessionId
    mitra_id: MitraId
    user_id: UserId
    reason: str | None
    override_capacity: bool
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class PaymentConfirmed:
    session_id: SessionId


# -- between the actors ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestWaiting:
    """request → coordinator: committed, find somebody."""

    request: Request


@dataclass(frozen=True, slots=True)
class RequestGone:
    """request → coordinator: it waits no more, for a reason other than a won claim."""

    request_id: RequestId
    state: Literal["cancelled", "expired"]


@dataclass(frozen=True, slots=True)
class OffersMade:
    """coordinator → request: these mitra see it; `expires_at` is set when offers go one by one."""

    request_id: RequestId
    mitra_ids: tuple[MitraId, ...]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimUnsure:
    """coordinator → request: a claim's answer was lost; find out who has it."""

    request_id: RequestId


@dataclass(frozen=True, slots=True)
class OfferRanOut:
    """request → coordinator: this mitra's time with the offer is over."""

    request_id: RequestId
    mitra_id: MitraId


@dataclass(frozen=True, slots=True)
class MitraOnline:
    """mitra → coordinator: may be offered requests from now on."""

    mitra_id: MitraId
    weight: int
    load: Load


@dataclass(frozen=True, slots=True)
class MitraOffline:
    """mitra → coordinator: may be offered nothing from now on."""

    mitra_id: MitraId


@dataclass(frozen=True, slots=True)
class LoadChanged:
    """desk → coordinator and mitra: what PostgreSQL counted after a commit."""

    load: Load


@dataclass(frozen=True, slots=True)
class WelcomeAsked:
    """mitra → coordinator: complete the snapshot with the offers on the screen, and reply."""

    mitra_id: MitraId
    online: bool
    since: datetime | None
    load: Load
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """coordinator → desk: a claim was won."""

    session: Session


# -- outcomes of effects ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestOpened:
    """`new` is False when an open request (or the same command's) was there already."""

    request: Request
    new: bool


@dataclass(frozen=True, slots=True)
class RequestRefused:
    code: str


@dataclass(frozen=True, slots=True)
class RequestClosed:
    """How a request really stands after an attempt to close it, or after a won claim.

    `changed` is True for the one attempt that closed it.
    """

    request_id: RequestId
    customer_id: CustomerId | None
    state: RequestState | None
    reason: str | None
    changed: bool
    reply_to: ReplyTo | None = None


@dataclass(frozen=True, slots=True)
class ClaimWon:
    """Committed: exactly this mitra has it. `load` is the winner's, counted after the commit."""

    session: Session
    load: Load


@dataclass(frozen=True, slots=True)
class ClaimLost:
    request_id: RequestId
    mitra_id: MitraId
    reason: Literal["taken", "closed", "not_found", "inactive", "at_capacity"]
    load: Load | None = None


@dataclass(frozen=True, slots=True)
class NoWinner:
    request_id: RequestId


@dataclass(frozen=True, slots=True)
class PeriodOpened:
    mitra_id: MitraId
    period_id: PeriodId
    since: datetime


@dataclass(frozen=True, slots=True)
class PeriodRefused:
    """The mitra is inactive, or this node's epoch is not the current one."""

    mitra_id: MitraId
    outcome: str


@dataclass(frozen=True, slots=True)
class PeriodClosed:
    mitra_id: MitraId
    period_id: PeriodId
    reason: OfflineReason


@dataclass(frozen=True, slots=True)
class SessionStarted:
    session: Session


@dataclass(frozen=True, slots=True)
class SessionEnded:
    session: Session
    reason: EndReason
    load: Load
    reply_to: ReplyTo | None = None


@dataclass(frozen=True, slots=True)
class SessionRerouted:
    session: Session
    old_mitra_id: MitraId
    loads: tuple[Load, ...]
    reply_to: ReplyTo | None = None


@dataclass(frozen=True, slots=True)
class EffectRefused:
    """PostgreSQL said no, with a code. `effect` is the effect as it was wanted."""

    effect: object
    code: str


@dataclass(frozen=True, slots=True)
class EffectFailed:
    """PostgreSQL could not be asked, or its answer was lost for good. Temporary by nature."""

    effect: object


# -- from the clock --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Woke:
    """A reminder rang. It is a hint: the deadline in the state decides."""
