"""What is wanted: effects as data. Rules return them; the shell and the outlet perform them.

Effects that change PostgreSQL carry `owner`, the actor that is told the outcome, and ids that make
doing one twice harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from halobestie.domain import (
    CustomerId,
    EndReason,
    MitraId,
    NodeId,
    OfflineReason,
    PeriodId,
    ReplyTo,
    RequestId,
    Role,
    SessionId,
    UserId,
)
from halobestie.errors import Refused
from halobestie.events import Event, OfferNew
from halobestie.messages import COORDINATOR, DESK, Key

# -- among the actors: the shell performs these ----------------------------------------


@dataclass(frozen=True, slots=True)
class Tell:
    """To an actor of this node. A request or mitra that is not here is passed to the desk."""

    to: Key
    message: object


@dataclass(frozen=True, slots=True)
class Remind:
    """Wake me at this instant (or a little later)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """This actor has nothing left to do."""


# -- to the other nodes: the outlet gives them to the bus, which may lose them -----------


@dataclass(frozen=True, slots=True)
class Announce:
    """To every other node."""

    message: object


@dataclass(frozen=True, slots=True)
class Send:
    """To one other node."""

    node_id: NodeId
    message: object


# -- to the phones and the REST callers: the outlet performs these, at once ------------


@dataclass(frozen=True, slots=True)
class Reply:
    """The one reply of a command: a mapping or a dataclass to encode, or a refusal."""

    reply_to: ReplyTo
    result: object | Refused


@dataclass(frozen=True, slots=True)
class Push:
    """An event for one account, wherever its socket is. Nobody there: the snapshot will tell."""

    role: Role
    account_id: str
    event: Event


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One event for many mitra: encoded once, one frame, given to each socket."""

    mitra_ids: tuple[MitraId, ...]
    event: Event


@dataclass(frozen=True, slots=True)
class CloseSockets:
    role: Role
    account_id: str
    code: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """The actors' part of a mitra's snapshot; also a Reply's result."""

    online: bool
    since: datetime | None
    capacity: int
    sessions: int
    offers: tuple[OfferNew, ...]


# -- to PostgreSQL: the outcome comes back to `owner` ----------------------------------


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Outcome: RequestOpened, RequestRefused, or EffectFailed."""

    request_id: RequestId
    customer_id: CustomerId
    command_id: str | None
    at: datetime
    owner: Key


@dataclass(frozen=True, slots=True)
class CloseRequest:
    """Outcome: RequestClosed, or EffectFailed. With `reply_to` it is a command of somebody's."""

    request_id: RequestId
    customer_id: CustomerId | None
    state: Literal["cancelled", "expired"]
    reason: Literal["customer", "control_center", "no_mitra", "timeout"]
    at: datetime
    owner: Key
    user_id: UserId | None = None
    reply_to: ReplyTo | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Outcome: ClaimWon, ClaimLost, or EffectFailed. Claims that wait travel together."""

    request_id: RequestId
    mitra_id: MitraId
    session_id: SessionId
    at: datetime
    owner: Key = COORDINATOR


@dataclass(frozen=True, slots=True)
class FindWinner:
    """Outcome: ClaimWon to the coordinator, NoWinner to the owner, or EffectFailed."""

    request_id: RequestId
    owner: Key


@dataclass(frozen=True, slots=True)
class RecordOffers:
    """A line for the offer ledger. No outcome: written soon, in batches, in order."""

    request_id: RequestId
    at: datetime
    outcome: Literal["offered", "declined", "withdrawn", "expired", "skipped"]
    reason: str | None
    mitra_ids: tuple[MitraId, ...]


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """Outcome: PeriodOpened, PeriodRefused, or EffectFailed."""

    mitra_id: MitraId
    at: datetime
    owner: Key


@dataclass(frozen=True, slots=True)
class ClosePeriod:
    """Outcome: PeriodClosed (also when it was closed before), or EffectFailed."""

    period_id: PeriodId
    mitra_id: MitraId
    reason: OfflineReason
    at: datetime
    owner: Key


@dataclass(frozen=True, slots=True)
class NoteSeen:
    """A heartbeat to remember. No outcome: the newest of each period is written every second."""

    period_id: PeriodId
    at: datetime


@dataclass(frozen=True, slots=True)
class StartSession:
    """Outcome: SessionStarted, EffectRefused, or EffectFailed."""

    session_id: SessionId
    at: datetime
    owner: Key = DESK


@dataclass(frozen=True, slots=True)
class EndSession:
    """Outcome: SessionEnded, EffectRefused, or EffectFailed. `note`: why a user ended it."""

    session_id: SessionId
    customer_id: CustomerId | None
    mitra_id: MitraId | None
    user_id: UserId | None
    reason: EndReason
    at: datetime
    reply_to: ReplyTo | None
    owner: Key = DESK
    note: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reroute:
    """Outcome: SessionRerouted, EffectRefused, or EffectFailed."""

    session_id: SessionId
    mitra_id: MitraId
    user_id: UserId
    reason: str | None
    override_capacity: bool
    at: datetime
    reply_to: ReplyTo
    owner: Key = DESK


# -- to the payment port ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestPayment:
    """Outcome: PaymentConfirmed, when the customer has paid."""

    session_id: SessionId


ActorEffect: TypeAlias = Tell | Remind | Stop
StoreEffect: TypeAlias = (
    OpenRequest
    | CloseRequest
    | Claim
    | FindWinner
    | OpenPeriod
    | ClosePeriod
    | StartSession
    | EndSession
    | Reroute
)
Effect: TypeAlias = (
    ActorEffect
    | StoreEffect
    | Announce
    | Send
    | Reply
    | Push
    | Broadcast
    | CloseSockets
    | RecordOffers
    | NoteSeen
    | RequestPayment
)
