"""Which web pages may open a WebSocket: those of our own origin, and those allowed by name.

Browsers send cookies and `Origin` along with any page's WebSocket, and do not ask first (RFC 6455,
10.2): so the server looks. Phones and tools send no `Origin`, and may come.
"""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web
from yarl import URL

from halobestie.networks import is_among


def may_open(request: web.Request, allowed: Collection[str], trusted: Collection[str]) -> bool:
    """`allowed`: origins by name; `trusted`: proxies whose X-Forwarded-Proto is believed."""
    origin = request.headers.get("Origin")
    if origin is None or origin in allowed:
        return True
    return same_origin(origin, scheme_of(request, trusted), request.host)


def same_origin(origin: str, scheme: str, host: str) -> bool:
    """Whether an `Origin` is `scheme://host`; a default port may be written or not."""
    try:
        theirs, ours = URL(origin).origin(), URL(f"{scheme}://{host}").origin()
    except ValueError:
        return False
    return (theirs.scheme, theirs.host, theirs.port) == (ours.scheme, ours.host, ours.port)


def scheme_of(request: web.Request, trusted: Collection[str]) -> str:
    """`http` or `https`, as the browser had it: a trusted proxy knows."""
    forwarded = request.headers.get("X-Forwarded-Proto", "")
    if is_among(request.remote, trusted) and forwarded in ("http", "https"):
        return forwarded
    return request.scheme
