"""The contract, to be read: a listener's OpenAPI document, and a page of our own that shows it.

    /docs ─▶ index.html ─▶ /docs/reader.css, /docs/reader.js ─▶ /v1/openapi.json

Nothing of it comes from another address, and the page's policy lets nothing else run.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import orjson
from aiohttp import web

from halobestie.http.openapi import Json
from halobestie.http.route import Call, Route

FOLDER: Final = Path(__file__).with_name("reader")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def docs_routes(document: Callable[[], Json]) -> tuple[Route, ...]:
    """The document, which is written at the first request for it, and its page."""
    written: list[bytes] = []

    async def served(_: Call) -> web.Response:
        if not written:
            written.append(orjson.dumps(document()))
        return web.Response(body=written[0], content_type="application/json")

    return (
        Route(
            "GET",
            "/v1/openapi.json",
            served,
            "This API as OpenAPI 3.1",
            answers={200: dict},
            tag="page",
        ),
        _page("/docs", "index.html", "text/html", "A page to read this API's document"),
        _page("/docs/reader.js", "reader.js", "text/javascript", "The page's script"),
        _page("/docs/reader.css", "reader.css", "text/css", "The page's style"),
    )


def _page(path: str, name: str, media: str, summary: str) -> Route:
    return Route(
        "GET", path, _file(name, media), summary, answers={200: str}, media=media, tag="page"
    )


def _file(name: str, media: str) -> Callable[[Call], Awaitable[web.Response]]:
    text = (FOLDER / name).read_text("utf-8")
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}

    async def serve(_: Call) -> web.Response:
        return web.Response(text=text, content_type=media, charset="utf-8", headers=headers)

    return serve
