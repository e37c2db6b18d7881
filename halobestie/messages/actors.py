"""Between the actors of one node."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from halobestie.domain import (
    Load,
    MitraId,
    ReplyTo,
    Request,
    RequestId,
    Session,
)


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
    """mitra → coordinator: may be offered requests from now on, but for those in `declined`."""

    mitra_id: MitraId
    weight: int
    load: Load
    declined: tuple[RequestId, ...] = ()


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
    """mitra → coordinator: complete the snapshot with the offers on the screen, and reply.

    `opening`: the mitra will be online in a moment.
    """

    mitra_id: MitraId
    online: bool
    since: datetime | None
    load: Load
    reply_to: ReplyTo
    opening: bool = False


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """coordinator → desk: a claim was won. `load` is the winner's."""

    session: Session
    load: Load
