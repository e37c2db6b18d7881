"""The files of the built control center: `control_center/dist/`, as its build left them.

    index.html          asked again each time, with a nonce of its own for the styles
    assets/<name-hash>  kept for a year: another content has another name

It is looked at with each request: a build while the server runs is there at once.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

from aiohttp import web

from halobestie.http.errors import Handler

DIST: Final = Path(__file__).parents[2] / "control_center" / "dist"

_ASSETS: Final = "/assets/"
_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_NONCE: Final = "__CSP_NONCE__"
# The page's style library (emotion) makes <style> elements while it runs: they carry the nonce, so
# that no other inline style, and no inline script at all, has any effect.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def built_page() -> web.Response | None:
    """The page with a fresh nonce; None when it has not been built."""
    try:
        html = (DIST / "index.html").read_text("utf-8")
    except FileNotFoundError:
        return None
    nonce = secrets.token_urlsafe(16)
    policy = {"Content-Security-Policy": _POLICY.format(nonce=nonce), "Cache-Control": "no-cache"}
    return web.Response(
        text=html.replace(_NONCE, nonce), content_type="text/html", charset="utf-8", headers=policy
    )


@web.middleware
async def built_assets(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers what is under /assets/ and was built; everything else goes on to the routes."""
    name = request.path.removeprefix(_ASSETS)
    found = request.path.startswith(_ASSETS) and _NAME.fullmatch(name) is not None
    kind = _TYPES.get(Path(name).suffix)
    file = DIST / "assets" / name
    if not found or kind is None or request.method not in ("GET", "HEAD") or not file.is_file():
        return await handler(request)
    kept = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Type": kind}
    return web.FileResponse(file, headers=kept)
