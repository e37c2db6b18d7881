"""The values that travel through the house: a session, a request, a mitra, the settings.

Ids are UUID text. Instants are aware datetimes in UTC. Nothing here does anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

CustomerId: TypeAlias = str
MitraId: TypeAlias = str
RequestId: TypeAlias = str
SessionId: TypeAlias = str
PeriodId: TypeAlias = str
UserId: TypeAlias = str
SocketId: TypeAlias = str
NodeId: TypeAlias = str
ReplyTo: TypeAlias = str
"""Where the one reply of a command goes; made and resolved at the edge, opaque to everyone else."""

Role = Literal["customer", "mitra"]
PairingMethod = Literal["blast", "round_robin", "weighted_round_robin"]
RequestState = Literal["open", "accepted", "cancelled", "expired"]
SessionState = Literal["pending_payment", "active", "ended"]
EndReason = Literal["customer", "mitra", "control_center", "payment_timeout", "time_up"]
OfflineReason = Literal["mitra", "heartbeat_lost", "control_center", "deactivated", "node_lost"]


@dataclass(frozen=True, slots=True)
class Trial:
    enabled: bool
    duration_min: int


@dataclass(frozen=True, slots=True)
class Price:
    duration_min: int
    price_idr: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the control center changes at run time; `version` grows with each change."""

    version: int
    anonymity_enabled: bool
    max_customers_per_mitra: int
    pairing_method: PairingMethod
    offer_timeout_s: int
    request_timeout_s: int
    heartbeat_interval_s: int
    presence_timeout_s: int
    payment_timeout_s: int
    trial: Trial
    price_list: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """An open request as its home node knows it; the method and limits are those of its birth."""

    request_id: RequestId
    customer_id: CustomerId
    customer_name: str
    pairing_method: PairingMethod
    offer_timeout_s: int
    created_at: datetime
    expires_at: datetime
    declined: tuple[MitraId, ...] = ()
    """Who declined it before this node heard of it."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session with both names; who is told what is decided in `events`.

    `version` grows by one with each change: of two news, the higher is the newer.
    """

    session_id: SessionId
    request_id: RequestId
    state: SessionState
    customer_id: CustomerId
    customer_name: str
    mitra_id: MitraId
    mitra_name: str
    created_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Load:
    """How many live sessions a mitra has. PostgreSQL counts; a lower version is older news."""

    mitra_id: MitraId
    sessions: int
    version: int


@dataclass(frozen=True, slots=True)
class MitraProfile:
    """What an arriving mitra brings along from PostgreSQL."""

    mitra_id: MitraId
    weight: int
    wants_online: bool
    load: Load
    declined: tuple[RequestId, ...] = ()
    """Open requests that this mitra has declined, on whatever node."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What the server observes of a mitra, as the mitra is shown it."""

    online: bool
    since: datetime | None
    capacity: int
    sessions: int
