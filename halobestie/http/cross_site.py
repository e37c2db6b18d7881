"""No other site changes anything with a user's cookie: checked before anything else is looked at.

    GET, HEAD, OPTIONS                              ▶ pass: they change nothing
    Sec-Fetch-Site sent, and not same-origin        ▶ 403 cross_site
    Origin sent, and not our own                    ▶ 403 cross_site
    a body that is no application/json              ▶ 415 unsupported_media_type

A form of another site sends no JSON, and every browser sends one of the two headers. A script
without a browser sends neither, and holds nobody else's cookie.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from halobestie.errors import Refusal
from halobestie.http.errors import Handler
from halobestie.http.origin import may_open
from halobestie.http.services import SERVICES

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@web.middleware
async def same_site_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Raises Refusal: cross_site, unsupported_media_type."""
    if request.method not in _SAFE:
        trusted = request.app[SERVICES].config.trusted_proxies
        fetched_from = request.headers.get("Sec-Fetch-Site", "same-origin")
        if fetched_from != "same-origin" or not may_open(request, (), trusted):
            raise Refusal("cross_site")
        if request.body_exists and request.content_type != "application/json":
            raise Refusal("unsupported_media_type")
    return await handler(request)
