"""The built control center as it is served: found at once, kept by its name, and locked in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.http.internal.kit import House

INDEX = """<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" src="/assets/index-abc123.js"></script>"""


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of the built page."""
    monkeypatch.setattr("halobestie.http.internal_files.DIST", tmp_path)
    return tmp_path


@pytest.fixture
def built(dist: Path) -> Path:
    (dist / "assets").mkdir()
    (dist / "index.html").write_text(INDEX)
    (dist / "assets" / "index-abc123.js").write_text("export {};")
    (dist / "assets" / "notes.txt").write_text("nobody's business")
    (dist / "secret.js").write_text("nobody's business")
    return dist


async def test_a_page_that_was_not_built_says_how(house: House, dist: Path) -> None:
    """One command, and no need to start again."""
    got = await house.browser().call("GET", "/")

    assert "make page" in got.body
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'; base-uri")


async def test_the_page_is_fresh_each_time(house: House, built: Path) -> None:
    """With a nonce that was never used before, for styles alone: inline scripts are nothing."""
    browser = house.browser()
    nonces = set()
    for _ in range(2):
        got = await browser.call("GET", "/")
        policy = got.headers["Content-Security-Policy"]
        (nonce,) = re.findall(r"style-src 'self' 'nonce-([\w-]{22})'", policy)
        assert f'nonce="{nonce}"' in got.body
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert got.headers["Cache-Control"] == "no-cache"
        nonces.add(nonce)

    assert len(nonces) == 2


async def test_what_has_a_hash_in_its_name_is_kept(house: House, built: Path) -> None:
    """For a year; a build while the server runs is there at once."""
    browser = house.browser()

    got = await browser.call("GET", "/assets/index-abc123.js")

    assert (got.status, got.body) == (200, "export {};")
    assert got.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    (built / "assets" / "new-def456.js").write_text("export const now = 1;")
    assert (await browser.call("GET", "/assets/new-def456.js")).status == 200


@pytest.mark.parametrize(
    "path", ["/assets/none-1.js", "/assets/notes.txt", "/assets/..%2fsecret.js", "/assets/"]
)
async def test_nothing_else_is_found(house: House, built: Path, path: str) -> None:
    """Not what was not built, not another kind of file, not what lies beside the assets."""
    async with house.browser().http.get(f"http://127.0.0.1:{house.app.internal_port}{path}") as got:
        assert got.status == 404
        assert (await got.json())["code"] == "not_found"
