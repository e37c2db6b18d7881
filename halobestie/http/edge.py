"""What a listener is made of: one way to compose the application, for the public and the internal.

access (id, log line) ──▶ problems (no ▶ problem+json) ──▶ the listener's own ──▶ route
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from halobestie.http.access import access, finish_headers
from halobestie.http.body import MAX_BODY
from halobestie.http.errors import problems
from halobestie.http.headers import guard_headers
from halobestie.http.health import HEALTH_ROUTES
from halobestie.http.route import Gate, Routes, mount
from halobestie.http.services import SERVICES, Services


def make_app(
    services: Services, routes: Routes, gate: Gate, middlewares: Iterable[Any] = ()
) -> web.Application:
    """An application with these routes and the health routes. Whoever runs it turns aiohttp's own
    access log off."""
    app = web.Application(middlewares=[access, problems, *middlewares], client_max_size=MAX_BODY)
    app[SERVICES] = services
    app.on_response_prepare.append(finish_headers)
    app.on_response_prepare.append(guard_headers)
    mount(app, (*HEALTH_ROUTES, *routes), gate)
    return app
