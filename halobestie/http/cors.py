"""Cross-origin reading for the phones' web views: the allowed origins, no cookies, no wildcard.

    preflight of an allowed origin ▶ 204 with the path's methods     (fetch standard)
    any other answer               ▶ named for that origin alone, with Vary: Origin
An origin that is not allowed is simply not named: the browser keeps the answer from its page.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from halobestie.http.errors import Handler
from halobestie.http.services import SERVICES

_ALLOWED_HEADERS: Final = "Authorization, Content-Type, X-Request-ID"
_EXPOSED_HEADERS: Final = "X-Request-ID, Retry-After"
_MAX_AGE_S: Final = "600"


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers preflights; the headers of other answers are `name_origin`'s."""
    methods = _preflight_methods(request)
    if methods is None or not _origin(request):
        return await handler(request)
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(methods),
            "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
            "Access-Control-Max-Age": _MAX_AGE_S,
        },
    )


async def name_origin(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler for `on_response_prepare`: whatever the answer is, an error too."""
    if not request.path.startswith("/v1/"):
        return
    response.headers.add("Vary", "Origin")
    if origin := _origin(request):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED_HEADERS


def _origin(request: web.Request) -> str | None:
    origin = request.headers.get("Origin")
    allowed = request.app[SERVICES].config.allowed_origins
    return origin if origin in allowed else None


def _preflight_methods(request: web.Request) -> list[str] | None:
    """The path's methods, if this is a preflight of a path that there is."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    unmatched = request.match_info.http_exception
    if not isinstance(unmatched, web.HTTPMethodNotAllowed):
        return None
    return sorted(unmatched.allowed_methods)
