"""The live board: once, or as server-sent events for as long as somebody watches.

GET /v1/dashboard          ▶ the board
GET /v1/dashboard/stream   ▶ event: dashboard, on change and at most once a second
"""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from aiohttp import web

from halobestie.db.reports import Dashboard, dashboard
from halobestie.http.dashboard_feed import Watcher
from halobestie.http.internal_parts import PARTS
from halobestie.http.route import Call, Route
from halobestie.http.staff_gate import Caller

log = structlog.get_logger(__name__)

EVENT_STREAM: Final = "text/event-stream"
WRITE_WITHIN_S: Final = 5.0
"""A watcher whose buffers are full for so long does not read: it is left."""

# How soon a browser comes back after a lost connection.
_RETRY: Final = b"retry: 2000\n\n"


async def read(call: Call) -> Dashboard:
    return await dashboard(call.services.database, call.now)


async def stream(call: Call) -> web.StreamResponse:
    """Server-sent events (HTML standard, 9.2), until the session ends or the node goes away."""
    caller, feed = call.caller(Caller), call.request.app[PARTS].feed
    if call.request.method == "HEAD":
        return web.Response(content_type=EVENT_STREAM)
    response = web.StreamResponse(headers={"X-Accel-Buffering": "no"})
    response.content_type = EVENT_STREAM
    with feed.watching(caller.id_hash, caller.user.user_id) as watcher:
        await response.prepare(call.request)
        await _send_all(call.request, response, watcher)
    return response


async def _send_all(request: web.Request, response: web.StreamResponse, watcher: Watcher) -> None:
    try:
        frame: bytes | None = _RETRY
        while frame is not None:
            async with asyncio.timeout(WRITE_WITHIN_S):
                await response.write(frame)
            frame = await watcher.next()
    except TimeoutError:
        log.info("watcher_too_slow", user_id=watcher.user_id)
        if request.transport is not None:
            request.transport.abort()
    except ConnectionError:
        log.debug("watcher_left", user_id=watcher.user_id)


DASHBOARD_ROUTES: Final = (
    Route(
        "GET",
        "/v1/dashboard",
        read,
        "The live board",
        who="staff",
        answers={200: Dashboard},
        tag="dashboard",
    ),
    Route(
        "GET",
        "/v1/dashboard/stream",
        stream,
        "The live board as server-sent events, `event: dashboard`",
        who="staff",
        answers={200: str},
        media=EVENT_STREAM,
        tag="dashboard",
    ),
)
