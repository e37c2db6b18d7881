"""The control center's own API, to be read at /docs, without logging in."""

from __future__ import annotations

from tests.http.internal.kit import House


async def test_the_reader_is_on_this_listener_too(house: House) -> None:
    """Its own policy, not the page's; nobody frames it."""
    for path in ("/docs", "/docs/reader.js", "/docs/reader.css"):
        got = await house.browser().call("GET", path)
        assert got.status == 200
        assert "script-src 'self';" in got.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in got.headers["Content-Security-Policy"]
        assert got.headers["X-Frame-Options"] == "DENY"
