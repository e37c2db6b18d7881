"""Outcomes of effects: what PostgreSQL answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from halobestie.domain import (
    CustomerId,
    EndReason,
    Load,
    MitraId,
    OfflineReason,
    PeriodId,
    ReplyTo,
    Request,
    RequestId,
    RequestState,
    Session,
)


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
