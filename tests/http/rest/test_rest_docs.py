"""The page that shows the contract: all of it from here, and nothing else may run on it."""

from __future__ import annotations

import re

import pytest

from halobestie.http.public import public_openapi
from tests.http.rest.kit import Rest

PARTS = {
    "/docs": "text/html",
    "/docs/reader.js": "text/javascript",
    "/docs/reader.css": "text/css",
}


@pytest.mark.parametrize(("path", "media"), PARTS.items())
async def test_the_page_is_served_with_a_strict_policy(rest: Rest, path: str, media: str) -> None:
    """No inline script or style, no frame, no form, and no address but ours."""
    async with rest.client.get(path) as response:
        text = await response.text()

        assert response.status == 200
        assert response.headers["Content-Type"] == f"{media}; charset=utf-8"
        policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http://" not in text and "https://" not in text and "innerHTML" not in text


async def test_everything_that_the_page_asks_for_is_there(rest: Rest) -> None:
    """Its style, its script, and the document that the script reads."""
    async with rest.client.get("/docs") as response:
        page = await response.text()
    async with rest.client.get("/docs/reader.js") as response:
        script = await response.text()

    asked = {*re.findall(r'(?:src|href)="([^"]+)"', page), *re.findall(r"fetch\('([^']+)'", script)}

    assert asked == {"/docs/reader.css", "/docs/reader.js", "/v1/openapi.json"}
    for path in asked:
        async with rest.client.get(path) as response:
            assert response.status == 200, path
    used = set(re.findall(r"getElementById\('([^']+)'\)", script))
    assert used == set(re.findall(r'id="([^"]+)"', page))


async def test_the_document_is_that_of_this_listener(rest: Rest) -> None:
    """With the development routes where they are served."""
    got = await rest.call("GET", "/v1/openapi.json")

    assert got.body == public_openapi(dev=True)
    assert "/v1/dev/otp" in got.body["paths"]
    assert "/v1/dev/otp" not in public_openapi(dev=False)["paths"]
