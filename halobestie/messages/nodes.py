"""Between the nodes: what one node tells the others. `cluster.codec` writes each as bytes.

Any of these may be lost, doubled or late. What matters is found again in PostgreSQL within seconds;
nothing here is a proof of anything. Adding a field with a default is fine, changing one is not: two
releases run side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from halobestie.domain import (
    CustomerId,
    EndReason,
    Load,
    MitraId,
    NodeId,
    PairingMethod,
    Request,
    RequestId,
    RequestState,
    Role,
    Session,
    SessionId,
)
from halobestie.events import CustomerView

# -- offers and accepts ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestOffered:
    """home → all: whoever has room may be offered it, and accepts are sent to `home`.

    Said again by the node that adopts it.
    """

    request: Request
    home: NodeId


@dataclass(frozen=True, slots=True)
class OfferSent:
    """home → the mitra's node: it is this mitra's turn, until `expires_at`."""

    request: Request
    home: NodeId
    mitra_id: MitraId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfferPassed:
    """the mitra's node → home: that offer is over there; somebody else's turn.

    `busy`: it was never shown, for the mitra has no room or is not online there.
    """

    request_id: RequestId
    mitra_id: MitraId
    why: Literal["declined", "withdrawn", "busy"]


@dataclass(frozen=True, slots=True)
class OfferRecalled:
    """home → the mitra's node: the mitra's time with that offer is over."""

    request_id: RequestId
    mitra_id: MitraId


@dataclass(frozen=True, slots=True)
class AcceptForwarded:
    """the mitra's node → home. Said again until it is answered; the session's id stays the same."""

    request_id: RequestId
    mitra_id: MitraId
    session_id: SessionId
    node_id: NodeId


@dataclass(frozen=True, slots=True)
class AcceptAnswered:
    """home → the mitra's node: won, with the session and the load after it, or the refusal."""

    request_id: RequestId
    mitra_id: MitraId
    code: str | None = None
    session: Session | None = None
    load: Load | None = None


# -- what was committed ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestNews:
    """How a request stands in PostgreSQL; `winner` when it was accepted."""

    request_id: RequestId
    customer_id: CustomerId
    state: RequestState
    reason: str | None = None
    winner: MitraId | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionNews:
    """How a session stands in PostgreSQL. Its `version` says which of two news is the newer."""

    session: Session
    end_reason: EndReason | None = None
    loads: tuple[Load, ...] = ()
    old_mitra_id: MitraId | None = None


# -- whose turn it is ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A mitra with room, and the weight of their turns."""

    mitra_id: MitraId
    weight: int


@dataclass(frozen=True, slots=True)
class LineMoved:
    """Who of a node's mitra has room since a moment ago, and who has none any more."""

    node_id: NodeId
    joined: tuple[Place, ...]
    left: tuple[MitraId, ...]


@dataclass(frozen=True, slots=True)
class LineTold:
    """All of a node's mitra with room: what was known of that node before is forgotten."""

    node_id: NodeId
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class LineAsked:
    """Somebody may have missed something: tell everybody your whole line."""

    node_id: NodeId


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A mitra was picked: their turn is over in every node's line. `turn` grows."""

    method: PairingMethod
    mitra_id: MitraId
    turn: int = 0


# -- accounts and sockets --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SocketEntered:
    """An account has a new socket on `node_id`; of two, the one with the higher stamp is newer."""

    role: Role
    account_id: str
    node_id: NodeId
    stamp: int


@dataclass(frozen=True, slots=True)
class LoginEnded:
    """A login is over: its sockets are closed with this code."""

    login_id: str
    code: int


@dataclass(frozen=True, slots=True)
class AccountShut:
    """An account is shut out: its sockets are closed with this code."""

    role: Role
    account_id: str
    code: int


@dataclass(frozen=True, slots=True)
class CustomerEdited:
    """A customer linked an account or took a new name."""

    customer: CustomerView


# -- the nodes themselves --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NodeLeft:
    """A node has let go of everything it owned: adopt it now."""

    node_id: NodeId


@dataclass(frozen=True, slots=True)
class MissedSomething:
    """What this node said may have been lost: look into PostgreSQL."""

    node_id: NodeId
