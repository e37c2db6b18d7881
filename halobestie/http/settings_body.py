"""What settings may be: the range of each, and what must fit together."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Final, TypeAlias

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from halobestie.domain import PairingMethod, Settings
from halobestie.http.body import Body, refusal_of
from halobestie.http.patch import Patch

MAX_PRICES: Final = 50

Seconds: TypeAlias = Annotated[int, Field(ge=1, le=86400)]
Minutes: TypeAlias = Annotated[int, Field(ge=1, le=1440)]
Capacity: TypeAlias = Annotated[int, Field(ge=1, le=100)]
Heartbeat: TypeAlias = Annotated[int, Field(ge=1, le=60)]
Presence: TypeAlias = Annotated[int, Field(ge=2, le=3600)]


class PriceTerms(Body):
    duration_min: Minutes
    price_idr: int = Field(ge=0, le=100_000_000)


class TrialTerms(Body):
    enabled: bool
    duration_min: Minutes


class TrialChange(Patch):
    enabled: bool | None = None
    duration_min: Minutes | None = None


Prices: TypeAlias = Annotated[list[PriceTerms], Field(max_length=MAX_PRICES)]


class SettingsChange(Patch):
    """`version` is the one that was read; what is left out stays."""

    version: int
    anonymity_enabled: bool | None = None
    max_customers_per_mitra: Capacity | None = None
    pairing_method: PairingMethod | None = None
    offer_timeout_s: Seconds | None = None
    request_timeout_s: Seconds | None = None
    heartbeat_interval_s: Heartbeat | None = None
    presence_timeout_s: Presence | None = None
    payment_timeout_s: Seconds | None = None
    trial: TrialChange | None = None
    price_list: Prices | None = None


class SettingsWhole(Body):
    """All of them. The rules between two fields name the later one."""

    version: int
    anonymity_enabled: bool
    max_customers_per_mitra: Capacity
    pairing_method: PairingMethod
    offer_timeout_s: Seconds
    request_timeout_s: Seconds
    heartbeat_interval_s: Heartbeat
    presence_timeout_s: Presence
    payment_timeout_s: Seconds
    trial: TrialTerms
    price_list: Prices

    @field_validator("presence_timeout_s")
    @classmethod
    def _outlives_heartbeat(cls, presence_s: int, info: ValidationInfo) -> int:
        if presence_s < 2 * info.data.get("heartbeat_interval_s", 0):
            raise ValueError("Must be at least twice heartbeat_interval_s.")
        return presence_s

    @field_validator("price_list")
    @classmethod
    def _one_price_each(cls, prices: list[PriceTerms]) -> list[PriceTerms]:
        if len({price.duration_min for price in prices}) < len(prices):
            raise ValueError("Each duration has one price.")
        return prices


def whole_of(before: Settings, change: SettingsChange) -> SettingsWhole:
    """The settings as they would be. Raises Refusal("invalid_data") when they do not fit."""
    wanted = asdict(before)
    wanted["price_list"] = list(wanted["price_list"])
    sent = change.sent()
    wanted["trial"] |= sent.pop("trial", {})
    try:
        return SettingsWhole.model_validate(wanted | sent)
    except ValidationError as wrong:
        raise refusal_of(wrong.errors(include_url=False, include_input=False)) from None


def columns_of(whole: SettingsWhole) -> dict[str, Any]:
    """As PostgreSQL keeps them: `trial` in two columns, no version."""
    columns = whole.model_dump(exclude={"version"})
    trial = columns.pop("trial")
    return columns | {
        "trial_enabled": trial["enabled"],
        "trial_duration_min": trial["duration_min"],
    }
