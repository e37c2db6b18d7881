"""From the control center, and from the payment port."""

from __future__ import annotations

from dataclasses import dataclass

from halobestie.domain import (
    MitraId,
    ReplyTo,
    SessionId,
    Settings,
    UserId,
)


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
    """Without `reply_to` it was said on another node, which has answered already."""

    mitra_id: MitraId
    reply_to: ReplyTo | None = None


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
