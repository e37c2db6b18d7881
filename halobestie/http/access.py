"""Around every request of both listeners: its id, its line in the log, the headers of every answer.

The line names the route's template, never the path itself: a path may hold what nobody should read.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Final

import structlog
from aiohttp import web

from halobestie.http.errors import REQUEST_ID, Handler

log = structlog.get_logger(__name__)

SERVER: Final = "halobestie"
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked every few seconds by whoever watches the server; a line each would bury the others.
_QUIET: Final = frozenset({"/livez", "/readyz", "/metrics"})


@web.middleware
async def access(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Gives the request its id, and writes one line when it is answered."""
    request[REQUEST_ID] = _request_id(request.headers.get("X-Request-ID", ""))
    clock = asyncio.get_running_loop().time
    began, status = clock(), 499  # nginx's number for a client that left before the answer
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as left:
        status = left.status
        raise
    finally:
        _write(request, status, (clock() - began) * 1000)
    return response


async def finish_headers(request: web.Request, response: web.StreamResponse) -> None:
    """The headers that every answer has; a signal handler for `on_response_prepare`."""
    headers = response.headers
    headers["X-Request-ID"] = request.get(REQUEST_ID) or _request_id("")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Server"] = SERVER
    if request.path.startswith("/v1/"):
        headers.setdefault("Cache-Control", "no-store")


def _request_id(wished: str) -> str:
    return wished if _SANE_ID.fullmatch(wished) else uuid.uuid4().hex


def _write(request: web.Request, status: int, ms: float) -> None:
    route = request.match_info.route.resource
    template = route.canonical if route is not None else "(unknown)"
    write = log.debug if template in _QUIET and status < 500 else log.info
    write(
        "http_request",
        method=request.method,
        route=template,
        status=status,
        ms=round(ms, 1),
        request_id=request[REQUEST_ID],
    )
