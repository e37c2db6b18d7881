"""What anybody may ask: the app's configuration, and whether the server is alive and ready."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from halobestie.clock import ManualClock
from halobestie.http import health
from halobestie.http.services import Check, Health, Services
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.referee import FirebaseProject
from tests.http.rest.kit import Rest

Serve = Callable[[Services], Awaitable[Rest]]


def _says(health_: Health) -> Check:
    async def check() -> Health:
        return health_

    return check


async def _fails() -> Health:
    raise ConnectionError("postgresql://user:secret@127.0.0.1/db")


async def _hangs() -> Health:
    await asyncio.Event().wait()
    return "ok"


async def test_an_app_learns_the_settings_of_now(rest: Rest) -> None:
    """When the control center changes a setting, then the next app reads it, without a restart."""
    first = (await rest.call("GET", "/v1/app-config")).body

    await rest.anonymity(False)

    assert first == {
        "anonymity_enabled": True,
        "trial": {"enabled": True, "duration_min": 15},
        "price_list": [
            {"duration_min": 30, "price_idr": 35000},
            {"duration_min": 60, "price_idr": 60000},
        ],
        "heartbeat_interval_s": 15,
        "identity": {"provider": "local", "firebase": None},
    }
    assert (await rest.call("GET", "/v1/app-config")).body["anonymity_enabled"] is False


async def test_an_app_learns_where_people_sign_in(
    serve: Serve, services: Services, clock: ManualClock
) -> None:
    """Given Firebase signs people in, then its public configuration is handed out."""
    web: dict[str, Any] = {"apiKey": "public-by-design", "projectId": "demo-halobestie"}
    firebase = FirebaseProvider(FirebaseProject("demo-halobestie", web_config=web), clock)
    rest = await serve(replace(services, identity=firebase))

    got = await rest.call("GET", "/v1/app-config")

    assert got.body["identity"] == {"provider": "firebase", "firebase": web}
    await firebase.close()


async def test_alive_and_its_version(rest: Rest) -> None:
    """When the process runs, then it says so, and which version and node it is."""
    assert (await rest.call("GET", "/livez")).body == {"status": "ok"}
    version = (await rest.call("GET", "/version")).body
    assert version == {"version": "1.2.3", "node_id": "node-1"}


@pytest.mark.parametrize(
    ("postgresql", "valkey", "status", "whole"),
    [
        ("ok", "ok", 200, "ok"),
        ("ok", "degraded", 200, "degraded"),
        ("failed", "ok", 503, "failed"),
        ("failed", "degraded", 503, "failed"),
    ],
)
async def test_ready_is_as_good_as_the_worst_dependency(
    serve: Serve,
    services: Services,
    postgresql: Health,
    valkey: Health,
    status: int,
    whole: Health,
) -> None:
    """Given each dependency's health, then the answer names each, and the whole is the worst."""
    checks = {"postgresql": _says(postgresql), "valkey": _says(valkey)}
    rest = await serve(replace(services, checks=checks))

    got = await rest.call("GET", "/readyz")

    expected = {"status": whole, "checks": {"postgresql": postgresql, "valkey": valkey}}
    assert (got.status, got.body) == (status, expected)


async def test_a_check_that_fails_is_failed(serve: Serve, services: Services) -> None:
    """When a check raises, then the dependency failed, and its address is not told."""
    rest = await serve(replace(services, checks={"postgresql": _fails}))

    got = await rest.call("GET", "/readyz")

    assert (got.status, got.body["checks"]) == (503, {"postgresql": "failed"})
    assert "secret" not in str(got.body)


async def test_a_check_that_hangs_is_cut_off(
    serve: Serve, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a check does not answer in time, then the dependency failed, and the rest is told."""
    monkeypatch.setattr(health, "CHECK_TIMEOUT_S", 0.05)
    rest = await serve(replace(services, checks={"postgresql": _hangs, "valkey": _says("ok")}))

    got = await rest.call("GET", "/readyz")

    assert (got.status, got.body["checks"]) == (503, {"postgresql": "failed", "valkey": "ok"})
