"""What the internal listener shows besides the API: the control center at `/`, the metrics."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from halobestie.errors import Refusal
from halobestie.http.internal_files import built_page
from halobestie.http.route import Call, Route

NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Halo Bestie · Control center</title>
<h1>Halo Bestie · Control center</h1>
<p>The page has not been built on this machine. With Node 20.19 or newer installed:</p>
<pre>make page</pre>
<p>then reload. The server need not be started again.</p>
<p>API: <code>/v1</code>, <a href="/v1/openapi.json">OpenAPI</a>.</p>
<p><a href="/readyz">readyz</a> · <a href="/version">version</a>
· <a href="/metrics">metrics</a></p>
</html>
"""


async def front_page(_: Call) -> web.Response:
    """The built page, or how to build it."""
    built = built_page()
    return built or web.Response(text=NOT_BUILT, content_type="text/html", charset="utf-8")


async def metrics(call: Call) -> web.Response:
    """The figures of this node, in Prometheus' text format."""
    registry = call.services.metrics
    if registry is None:
        raise Refusal("not_found")
    body = generate_latest(registry)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


PAGE_ROUTES: Final = (
    Route("GET", "/", front_page, "The page", answers={200: str}, media="text/html", tag="page"),
    Route(
        "GET",
        "/metrics",
        metrics,
        "Figures for Prometheus",
        answers={200: str},
        media="text/plain",
        tag="health",
    ),
)
