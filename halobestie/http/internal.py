"""The internal listener: all that the control center's people do, over REST.

browsers, scripts ──▶ make_app: access, problems ──▶ no other site ──▶ routes, each behind the gate
                      of the cookie session
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from aiohttp import web

from halobestie.http.audit import AUDIT_ROUTES
from halobestie.http.cross_site import same_site_only
from halobestie.http.customer_rights import CUSTOMER_RIGHTS_ROUTES
from halobestie.http.customers import CUSTOMERS_ROUTES
from halobestie.http.dashboard import DASHBOARD_ROUTES
from halobestie.http.dashboard_feed import DashboardFeed
from halobestie.http.docs import docs_routes
from halobestie.http.edge import make_app
from halobestie.http.export_room import ExportRoom
from halobestie.http.exports import EXPORT_ROUTES
from halobestie.http.health import HEALTH_ROUTES
from halobestie.http.history import HISTORY_ROUTES
from halobestie.http.internal_figures import watch_internal
from halobestie.http.internal_files import built_assets
from halobestie.http.internal_page import PAGE_ROUTES
from halobestie.http.internal_parts import PARTS, Parts
from halobestie.http.login_throttle import LoginThrottle
from halobestie.http.mitras import MITRAS_ROUTES
from halobestie.http.online_log import ONLINE_LOG_ROUTES
from halobestie.http.openapi import Json, openapi
from halobestie.http.requests import REQUESTS_ROUTES
from halobestie.http.route import Route
from halobestie.http.services import Services
from halobestie.http.sessions import SESSIONS_ROUTES
from halobestie.http.settings import SETTINGS_ROUTES
from halobestie.http.staff_auth import STAFF_AUTH_ROUTES
from halobestie.http.staff_cookie import PLAIN_NAME
from halobestie.http.staff_gate import IDLE, staff_gate
from halobestie.http.users import USER_ROUTES
from halobestie.passwords import Passwords


def internal_routes() -> tuple[Route, ...]:
    """All routes of the internal listener but those of health."""
    routes = (
        *STAFF_AUTH_ROUTES,
        *USER_ROUTES,
        *MITRAS_ROUTES,
        *ONLINE_LOG_ROUTES,
        *CUSTOMERS_ROUTES,
        *CUSTOMER_RIGHTS_ROUTES,
        *SETTINGS_ROUTES,
        *DASHBOARD_ROUTES,
        *HISTORY_ROUTES,
        *REQUESTS_ROUTES,
        *SESSIONS_ROUTES,
        *EXPORT_ROUTES,
        *AUDIT_ROUTES,
        *PAGE_ROUTES,
        *docs_routes(internal_openapi),
    )
    return tuple(_with_what_guards_it(route) for route in routes)


def make_internal_app(services: Services) -> web.Application:
    """The application of the internal listener; nothing of the public one is in it."""
    app = make_app(
        services, internal_routes(), staff_gate, middlewares=[same_site_only, built_assets]
    )
    app[PARTS] = parts = Parts(
        passwords=Passwords(),
        throttle=LoginThrottle(),
        feed=DashboardFeed(services.database, services.clock, IDLE),
        exports=ExportRoom(),
    )
    if services.metrics is not None:
        watch_internal(services.metrics, parts)
    app.on_shutdown.append(_let_watchers_go)
    app.cleanup_ctx.append(_closed_at_the_end)
    return app


def internal_openapi() -> Json:
    """The document of the internal listener."""
    routes = (*HEALTH_ROUTES, *internal_routes())
    return openapi(routes, "Halo Bestie, control center", cookie=PLAIN_NAME)


def _with_what_guards_it(route: Route) -> Route:
    """What changes something without a body refuses a body that is no JSON, too."""
    if route.method == "GET" or route.body is not None:
        return route
    return replace(route, refusals=(*route.refusals, "unsupported_media_type"))


async def _let_watchers_go(app: web.Application) -> None:
    """Streams never end by themselves: first they, then the wait for requests under way."""
    await app[PARTS].feed.close()


async def _closed_at_the_end(app: web.Application) -> AsyncIterator[None]:
    yield
    app[PARTS].passwords.close()
