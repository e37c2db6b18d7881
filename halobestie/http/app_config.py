"""What an app needs to know before anybody has logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from halobestie.domain import Price, Trial
from halobestie.http.route import Call, Route
from halobestie.identity.model import IdentityName


@dataclass(frozen=True, slots=True)
class IdentityConfig:
    """`firebase` is the public web configuration, null where the provider has none."""

    provider: IdentityName
    firebase: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class AppConfig:
    anonymity_enabled: bool
    trial: Trial
    price_list: tuple[Price, ...]
    heartbeat_interval_s: int
    identity: IdentityConfig


async def app_config(call: Call) -> AppConfig:
    """The settings as of now, and who signs people in."""
    settings, identity = call.services.settings.current, call.services.identity
    return AppConfig(
        settings.anonymity_enabled,
        settings.trial,
        settings.price_list,
        settings.heartbeat_interval_s,
        IdentityConfig(identity.name, identity.web_config()),
    )


APP_CONFIG_ROUTES: Final = (
    Route(
        "GET",
        "/v1/app-config",
        app_config,
        "What an app needs to know before a login",
        answers={200: AppConfig},
        tag="app",
    ),
)
