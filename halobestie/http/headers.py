"""What a browser is told with every answer of both listeners: frame nothing, run nothing, tell
nobody where you were; and over TLS, never come back without it.

A page that needs more says so itself, and is not overruled. A script has no policy from here: a
service worker would take it for its own, and could fetch nothing.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from halobestie.http.origin import scheme_of
from halobestie.http.services import SERVICES

_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_A_YEAR: Final = "max-age=31536000"


async def guard_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler for `on_response_prepare`."""
    headers = response.headers
    if response.content_type != "text/javascript":
        headers.setdefault("Content-Security-Policy", _POLICY)
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Referrer-Policy", "no-referrer")
    config = request.app[SERVICES].config
    if config.env == "production" and scheme_of(request, config.trusted_proxies) == "https":
        headers["Strict-Transport-Security"] = _A_YEAR
