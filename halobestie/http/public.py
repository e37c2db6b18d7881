"""The public listener: everything that phones ask over REST, and their two WebSockets.

customers, mitra ──▶ make_app: access, problems, cors ──▶ routes, each behind the bearer gate
                                                   ╰────▶ the two apps, where no route is
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aiohttp import web

from halobestie.http.app_config import APP_CONFIG_ROUTES
from halobestie.http.auth import challenge, public_gate
from halobestie.http.cors import cors, name_origin
from halobestie.http.customer import CUSTOMER_ROUTES
from halobestie.http.customer_sessions import CUSTOMER_SESSIONS_ROUTES
from halobestie.http.dev import DEV_ROUTES
from halobestie.http.docs import docs_routes
from halobestie.http.edge import make_app
from halobestie.http.health import HEALTH_ROUTES
from halobestie.http.limits import limit_visits
from halobestie.http.logout import LOGOUT_ROUTES
from halobestie.http.mitra import MITRA_ROUTES
from halobestie.http.mitra_log import MITRA_LOG_ROUTES
from halobestie.http.openapi import Json, openapi
from halobestie.http.public_figures import watch_public
from halobestie.http.public_files import built_apps
from halobestie.http.route import Route, Upgrade
from halobestie.http.services import Services
from halobestie.http.socket import customer_socket, mitra_socket

BEFORE_THE_UPGRADE: Final = MappingProxyType(
    {403: "origin_not_allowed", 426: "upgrade_required", 500: "internal_error"}
)
SOCKET_ROUTES: Final = (
    Upgrade("/v1/customer/ws", customer_socket, "A customer's socket", BEFORE_THE_UPGRADE),
    Upgrade("/v1/mitra/ws", mitra_socket, "A mitra's socket", BEFORE_THE_UPGRADE),
)


def public_routes(*, dev: bool) -> tuple[Route | Upgrade, ...]:
    """All routes but those of health; `dev`: with those of the local identity provider."""
    return (
        *APP_CONFIG_ROUTES,
        *CUSTOMER_ROUTES,
        *CUSTOMER_SESSIONS_ROUTES,
        *MITRA_ROUTES,
        *MITRA_LOG_ROUTES,
        *LOGOUT_ROUTES,
        *SOCKET_ROUTES,
        *docs_routes(lambda: public_openapi(dev=dev)),
        *(DEV_ROUTES if dev else ()),
    )


def make_public_app(services: Services) -> web.Application:
    """The application of the public listener; nothing of the internal one is in it."""
    routes = public_routes(dev=services.identity.name == "local")
    app = make_app(services, routes, public_gate, middlewares=[cors, built_apps])
    limits = limit_visits(app, services.config)
    if services.metrics is not None:
        watch_public(services.metrics, limits)
    app.on_response_prepare.append(challenge)
    app.on_response_prepare.append(name_origin)
    return app


def public_openapi(*, dev: bool = True) -> Json:
    """The document of the public listener; `dev`: development routes included."""
    return openapi((*HEALTH_ROUTES, *public_routes(dev=dev)), "Halo Bestie, for phones")
