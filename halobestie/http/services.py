"""What a listener's handlers work with: one frozen bundle, put into the application by the house.

    services = request.app[SERVICES]

The composition root makes it. After a change that other rooms must know, a handler tells them
through it, once the change is committed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry

from halobestie.clock import Clock
from halobestie.config import Config
from halobestie.domain import Settings
from halobestie.identity.model import IdentityProvider

if TYPE_CHECKING:
    from halobestie.db.pool import Database
    from halobestie.door import Door
    from halobestie.http.sockets import Sockets

Health = Literal["ok", "degraded", "failed"]
Check = Callable[[], Awaitable[Health]]


class LiveSettings(Protocol):
    """The settings as of now; they change while the server runs."""

    @property
    def current(self) -> Settings: ...


@dataclass(frozen=True, slots=True)
class Services:
    """`checks` are the dependencies by name, for readiness; each answers quickly or is cut off.

    `settings_changed` is awaited after a committed change, and tells every room and node.
    `announce` tells the other nodes what was committed here; it may be lost on the way.
    `console` shows one line to whoever started the server; None where nobody watches.
    """

    version: str
    config: Config
    clock: Clock
    database: Database
    door: Door
    sockets: Sockets
    identity: IdentityProvider
    settings: LiveSettings
    checks: Mapping[str, Check]
    settings_changed: Callable[[Settings], Awaitable[None]]
    announce: Callable[[object], None] = lambda _: None
    console: Callable[[str], None] | None = None
    metrics: CollectorRegistry | None = None


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)
