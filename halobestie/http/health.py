"""Is it alive, is it ready, which version is it: the same three routes on both listeners.

ready: every dependency by name. All ok ▶ 200 ok; one degraded ▶ 200 degraded; one failed ▶ 503.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import structlog

from halobestie.http.route import Answer, Call, Route
from halobestie.http.services import Check, Health

log = structlog.get_logger(__name__)

CHECK_TIMEOUT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Alive:
    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Ready:
    """`status` is the worst of `checks`, each dependency by its name."""

    status: Health
    checks: dict[str, Health]


@dataclass(frozen=True, slots=True)
class Version:
    version: str
    node_id: str


async def livez(_: Call) -> Alive:
    return Alive("ok")


async def readyz(call: Call) -> Answer:
    """200 while it can serve, 503 otherwise."""
    checks = call.services.checks
    found = await asyncio.gather(*(_asked(name, check) for name, check in checks.items()))
    ready = judged(dict(zip(checks, found, strict=True)))
    return Answer(503 if ready.status == "failed" else 200, ready)


async def version(call: Call) -> Version:
    return Version(call.services.version, call.services.config.node_id)


def judged(checks: Mapping[str, Health]) -> Ready:
    """The whole is as good as its worst part."""
    found = set(checks.values())
    worst: Health = "failed" if "failed" in found else "degraded" if "degraded" in found else "ok"
    return Ready(worst, dict(checks))


async def _asked(name: str, check: Check) -> Health:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            return await check()
    except Exception as failure:
        log.warning("check_failed", check=name, error=type(failure).__name__)
        return "failed"


HEALTH_ROUTES: Final = (
    Route("GET", "/livez", livez, "Is the process alive?", answers={200: Alive}, tag="health"),
    Route(
        "GET",
        "/readyz",
        readyz,
        "Can it serve? Each dependency by name",
        answers={200: Ready, 503: Ready},
        tag="health",
    ),
    Route("GET", "/version", version, "Which version is it?", answers={200: Version}, tag="health"),
)
