"""What the internal listener has for itself, beside the services: made with it, closed with it."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from halobestie.http.dashboard_feed import DashboardFeed
from halobestie.http.export_room import ExportRoom
from halobestie.http.login_throttle import LoginThrottle
from halobestie.passwords import Passwords


@dataclass(frozen=True, slots=True)
class Parts:
    passwords: Passwords
    throttle: LoginThrottle
    feed: DashboardFeed
    exports: ExportRoom


PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)
