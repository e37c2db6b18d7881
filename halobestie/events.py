"""What phones are told: one class an event of the wire contract, with the fields of its `data`.

An event is sent as `{"type": EVENT_TYPE, "data": {…the fields…}}`. AsyncAPI is made from these
classes. To a mitra a customer is a display name and nothing else; to a customer a mitra is an id
and a display name: `to_customer` and `to_mitra` are the only places where that is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from halobestie.domain import EndReason, Session, SessionState

# -- the parties, each as the other may see it -----------------------------------------


@dataclass(frozen=True, slots=True)
class MitraCard:
    id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    display_name: str


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer as shown to oneself."""

    id: str
    display_name: str
    registered: bool
    registered_via: Literal["phone", "google", "apple", "facebook"] | None
    phone: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerSession:
    """A session as its customer sees it."""

    session_id: str
    request_id: str
    state: SessionState
    mitra: MitraCard
    created_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MitraSession:
    """A session as its mitra sees it."""

    session_id: str
    request_id: str
    state: SessionState
    customer: CustomerCard
    created_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None


def to_customer(s: Session) -> CustomerSession:
    return CustomerSession(
        s.session_id,
        s.request_id,
        s.state,
        MitraCard(s.mitra_id, s.mitra_name),
        s.created_at,
        s.started_at,
        s.ends_at,
        s.ended_at,
    )


def to_mitra(s: Session) -> MitraSession:
    return MitraSession(
        s.session_id,
        s.request_id,
        s.state,
        CustomerCard(s.customer_name),
        s.created_at,
        s.started_at,
        s.ends_at,
        s.ended_at,
    )


# -- to a customer ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestSearching:
    EVENT_TYPE: ClassVar = "request.searching"
    request_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RequestAccepted:
    EVENT_TYPE: ClassVar = "request.accepted"
    request_id: str
    session_id: str
    mitra: MitraCard


@dataclass(frozen=True, slots=True)
class RequestExpired:
    EVENT_TYPE: ClassVar = "request.expired"
    request_id: str
    reason: Literal["no_mitra", "timeout"]


@dataclass(frozen=True, slots=True)
class RequestCancelled:
    EVENT_TYPE: ClassVar = "request.cancelled"
    request_id: str
    by: Literal["customer", "control_center"]


@dataclass(frozen=True, slots=True)
class CustomerSessionPendingPayment:
    EVENT_TYPE: ClassVar = "session.pending_payment"
    session: CustomerSession


@dataclass(frozen=True, slots=True)
class CustomerSessionStarted:
    EVENT_TYPE: ClassVar = "session.started"
    session: CustomerSession


@dataclass(frozen=True, slots=True)
class SessionRerouted:
    EVENT_TYPE: ClassVar = "session.rerouted"
    session: CustomerSession


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """To both parties."""

    EVENT_TYPE: ClassVar = "session.ended"
    session_id: str
    reason: EndReason


@dataclass(frozen=True, slots=True)
class RegistrationRequired:
    EVENT_TYPE: ClassVar = "registration.required"


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    EVENT_TYPE: ClassVar = "customer.changed"
    customer: CustomerView


@dataclass(frozen=True, slots=True)
class CustomerSettingsChanged:
    EVENT_TYPE: ClassVar = "settings.changed"
    heartbeat_s: int
    anonymity_enabled: bool


# -- to a mitra ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    EVENT_TYPE: ClassVar = "presence.changed"
    online: bool
    since: datetime | None
    reason: Literal["mitra", "heartbeat_lost", "control_center", "deactivated"]
    capacity: int
    sessions: int


@dataclass(frozen=True, slots=True)
class OfferNew:
    """Also the shape of an offer in the snapshot."""

    EVENT_TYPE: ClassVar = "offer.new"
    request_id: str
    customer: CustomerCard
    offered_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    EVENT_TYPE: ClassVar = "offer.withdrawn"
    request_id: str
    reason: Literal["taken", "cancelled", "expired", "at_capacity", "offline"]


@dataclass(frozen=True, slots=True)
class MitraSessionPendingPayment:
    EVENT_TYPE: ClassVar = "session.pending_payment"
    session: MitraSession


@dataclass(frozen=True, slots=True)
class MitraSessionStarted:
    EVENT_TYPE: ClassVar = "session.started"
    session: MitraSession


@dataclass(frozen=True, slots=True)
class SessionAssigned:
    EVENT_TYPE: ClassVar = "session.assigned"
    session: MitraSession


@dataclass(frozen=True, slots=True)
class SessionReassigned:
    EVENT_TYPE: ClassVar = "session.reassigned"
    session_id: str


@dataclass(frozen=True, slots=True)
class MitraSettingsChanged:
    EVENT_TYPE: ClassVar = "settings.changed"
    heartbeat_s: int


CustomerEvent: TypeAlias = (
    RequestSearching
    | RequestAccepted
    | RequestExpired
    | RequestCancelled
    | CustomerSessionPendingPayment
    | CustomerSessionStarted
    | SessionRerouted
    | SessionEnded
    | RegistrationRequired
    | CustomerChanged
    | CustomerSettingsChanged
)
MitraEvent: TypeAlias = (
    PresenceChanged
    | OfferNew
    | OfferWithdrawn
    | MitraSessionPendingPayment
    | MitraSessionStarted
    | SessionAssigned
    | SessionReassigned
    | SessionEnded
    | MitraSettingsChanged
)
Event: TypeAlias = CustomerEvent | MitraEvent
