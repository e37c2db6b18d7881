"""The two apps on the public listener, as their builds left them.

    client_app/dist ▶ /          mitra_app/dist ▶ /mitra/

    assets/<name-hash>           kept for a year: another content has another name
    sw.js, icons, the manifest   asked again each time
    the index                    asked again, with its policy; it answers every address inside its
                                 app that somebody goes to, so that the app can show it

Only what no route knows is looked for here, and nothing under /v1. A build while the server runs is
there at once.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from halobestie.http.errors import Handler
from halobestie.http.public_page import not_built, policy_of
from halobestie.http.services import SERVICES

ROOT: Final = Path(__file__).parents[2]

# One part of a path: none begins with a dot, so that none leads out of its folder.
_PART: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")
_MAX_PARTS: Final = 8
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_NONCE: Final = "__CSP_NONCE__"


@dataclass(frozen=True, slots=True)
class App:
    """`folder`: its name in the project; `base`: where it is served, with a slash at both ends."""

    folder: str
    base: str

    @property
    def dist(self) -> Path:
        return ROOT / self.folder / "dist"


CLIENT_APP: Final = App("client_app", "/")
MITRA_APP: Final = App("mitra_app", "/mitra/")


@web.middleware
async def built_apps(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers what belongs to an app; everything else goes on to the routes."""
    if _is_a_route_s(request):
        return await handler(request)
    if request.path == MITRA_APP.base.rstrip("/"):
        raise web.HTTPPermanentRedirect(MITRA_APP.base)
    app = MITRA_APP if request.path.startswith(MITRA_APP.base) else CLIENT_APP
    return _found(request, app) or await handler(request)


def _is_a_route_s(request: web.Request) -> bool:
    known = request.match_info.http_exception is None
    api = request.path == "/v1" or request.path.startswith("/v1/")
    return known or api or request.method not in ("GET", "HEAD")


def _found(request: web.Request, app: App) -> web.StreamResponse | None:
    inside = request.path.removeprefix(app.base)
    parts = inside.split("/") if inside else []
    if inside == "index.html" or not parts:
        return _index(request, app)
    if "." in parts[-1]:
        return _file(app, parts)
    return _index(request, app) if _goes_there(request) else None


def _goes_there(request: web.Request) -> bool:
    """Somebody opens the address in a browser; a script that asks for it gets its 404."""
    return "text/html" in request.headers.get("Accept", "")


def _file(app: App, parts: list[str]) -> web.StreamResponse | None:
    kind = _TYPES.get(Path(parts[-1]).suffix)
    sane = len(parts) <= _MAX_PARTS and all(_PART.fullmatch(part) for part in parts)
    if kind is None or not sane:
        return None
    file = app.dist.joinpath(*parts)
    if not file.is_file():
        return None
    kept = parts[0] == "assets"
    caching = "public, max-age=31536000, immutable" if kept else "no-cache"
    return web.FileResponse(file, headers={"Content-Type": kind, "Cache-Control": caching})


def _index(request: web.Request, app: App) -> web.Response:
    """The app's page with a fresh nonce for the styles that Ionic makes while it runs."""
    try:
        html = (app.dist / "index.html").read_text("utf-8")
    except FileNotFoundError:
        html = not_built(app.folder)
    nonce = secrets.token_urlsafe(16)
    headers = {
        "Content-Security-Policy": policy_of(request.app[SERVICES].identity, nonce),
        "Cache-Control": "no-cache",
        "Referrer-Policy": "strict-origin",
        "X-Frame-Options": "DENY",
    }
    text = html.replace(_NONCE, nonce)
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)
