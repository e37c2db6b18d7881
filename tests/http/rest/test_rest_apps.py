"""The two apps as they are served: found at once, kept by their names, locked in, and no more."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from yarl import URL

from halobestie.clock import ManualClock
from halobestie.db.pool import Database
from halobestie.http.services import Services
from halobestie.identity.emulator import EmulatorProvider
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.referee import FirebaseProject
from tests.http.rest.kit import Rest, no_database

Serve = Callable[[Services], Awaitable[Rest]]

PAGE = '<!doctype html><title>{}</title><meta name="csp-nonce" content="__CSP_NONCE__">'
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def db() -> Database:
    return no_database()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which no app has been built."""
    monkeypatch.setattr("halobestie.http.public_files.ROOT", tmp_path)
    (tmp_path / "secret.js").write_text("nobody's business")
    return tmp_path


@pytest.fixture
def built(root: Path) -> Path:
    for app in ("client_app", "mitra_app"):
        assets = root / app / "dist" / "assets"
        assets.mkdir(parents=True)
        (assets / "index-abc123.js").write_text(f"export const app = '{app}';")
        (assets / "index-abc123.js.map").write_text("nobody's business")
        (assets.parent / "index.html").write_text(PAGE.format(app))
        (assets.parent / "sw.js").write_text(f"// {app}")
        (assets.parent / "manifest.webmanifest").write_text("{}")
        (assets.parent / ".env.js").write_text("nobody's business")
        (root / app / "secret.js").write_text("nobody's business")
    return root


async def _get(rest: Rest, path: str, headers: dict[str, str] | None = None) -> ClientResponse:
    """Exactly this path on the wire: nothing of it is made straight by the client."""
    url = URL(f"http://127.0.0.1:{rest.client.port}{path}", encoded=True)
    response: Any = await rest.client.session.get(url, headers=headers, allow_redirects=False)
    await response.read()
    return response  # type: ignore[no-any-return]


@pytest.mark.parametrize(("path", "app"), [("/", "client_app"), ("/mitra/", "mitra_app")])
async def test_an_app_that_was_not_built_says_how(
    rest: Rest, root: Path, path: str, app: str
) -> None:
    """One command, and no need to start again."""
    got = await _get(rest, path)

    assert got.status == 200
    assert "make apps" in await got.text() and app in await got.text()
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("path", "app"),
    [
        ("/", "client_app"),
        ("/index.html", "client_app"),
        ("/riwayat", "client_app"),
        ("/mitra/", "mitra_app"),
        ("/mitra/index.html", "mitra_app"),
        ("/mitra/catatan", "mitra_app"),
        ("/mitra/catatan/hari-ini", "mitra_app"),
    ],
)
async def test_every_address_inside_an_app_is_its_page(
    rest: Rest, built: Path, path: str, app: str
) -> None:
    """Given somebody opens a deep link, then the app is there to show it, asked anew each time."""
    got = await _get(rest, path, BROWSER)

    assert (got.status, got.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f"<title>{app}</title>" in await got.text()
    assert got.headers["Cache-Control"] == "no-cache"


async def test_the_mitra_app_s_folder_is_found_without_its_slash(rest: Rest, built: Path) -> None:
    """/mitra leads to /mitra/, where the app's own files are found from."""
    got = await _get(rest, "/mitra", BROWSER)

    assert (got.status, got.headers["Location"]) == (308, "/mitra/")


async def test_no_style_is_let_in_twice_by_the_same_word(rest: Rest, built: Path) -> None:
    """A nonce that was never used before, for styles alone: inline scripts are nothing."""
    nonces = set()
    for path in ("/", "/", "/mitra/"):
        got = await _get(rest, path)
        policy = got.headers["Content-Security-Policy"]
        (nonce,) = re.findall(r"style-src 'self' 'nonce-([\w-]{22})'", policy)
        assert f'content="{nonce}"' in await got.text()
        assert "script-src 'self';" in policy
        assert "frame-src" not in policy and "unsafe" not in policy and "http" not in policy
        nonces.add(nonce)

    assert len(nonces) == 3


async def test_what_has_a_hash_in_its_name_is_kept(rest: Rest, built: Path) -> None:
    """For a year, each app its own; a build while the server runs is there at once."""
    for path, app in (("/assets/", "client_app"), ("/mitra/assets/", "mitra_app")):
        got = await _get(rest, f"{path}index-abc123.js")
        assert (got.status, await got.text()) == (200, f"export const app = '{app}';")
        assert got.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert got.headers["Cache-Control"] == YEAR
        (built / app / "dist" / "assets" / "new-def456.css").write_text("b {}")
        assert (await _get(rest, f"{path}new-def456.css")).status == 200


@pytest.mark.parametrize("path", ["/sw.js", "/mitra/sw.js", "/mitra/manifest.webmanifest"])
async def test_what_keeps_its_name_is_asked_again(rest: Rest, built: Path, path: str) -> None:
    """A service worker that was kept would keep an old app alive; unchanged, it costs a 304."""
    first = await _get(rest, path)
    again = await _get(rest, path, {"If-None-Match": first.headers["ETag"]})

    assert (first.status, first.headers["Cache-Control"], again.status) == (200, "no-cache", 304)


async def test_a_smaller_copy_is_sent_to_whoever_takes_it(rest: Rest, built: Path) -> None:
    """The build lays a gzip beside each text."""
    file = built / "mitra_app" / "dist" / "assets" / "index-abc123.js.gz"
    file.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00" + b"\x00" * 8)

    got = await _get(rest, "/mitra/assets/index-abc123.js", {"Accept-Encoding": "gzip"})

    assert got.headers["Content-Encoding"] == "gzip"
    assert got.headers["Cache-Control"] == YEAR


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none-1.js",
        "/assets/index-abc123.js.map",
        "/assets/..%2fsw.js",
        "/..%2f..%2fsecret.js",
        "/../../secret.js",
        "/%2e%2e/%2e%2e/secret.js",
        "/mitra/..%2f..%2fsecret.js",
        "/mitra/../secret.js",
        "/mitra/..%5csecret.js",
        "/mitra//secret.js",
        "/mitra/%00.js",
        "/.env.js",
        "/mitra/.env.js",
        "/" + "a/" * 20 + "a.js",
    ],
)
async def test_nothing_else_is_found(rest: Rest, built: Path, path: str) -> None:
    """Not what was not built, no other kind of file, nothing outside of the build."""
    got = await _get(rest, path, BROWSER)

    assert (got.status, (await got.json(content_type=None))["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/v1/nothing.js", "/mitra/v1.js"])
async def test_the_api_is_as_it_was(rest: Rest, built: Path, path: str) -> None:
    """Given a browser asks for what the API does not have, then a problem, never a page."""
    assert (await _get(rest, path, BROWSER)).status == 404
    assert (await rest.call("POST", "/v1/mitra/login")).status == 415


async def test_an_address_without_a_file_is_nothing_to_a_script(rest: Rest, built: Path) -> None:
    """Only somebody who goes there gets the page; a call that went astray is told so."""
    assert (await rest.call("GET", "/riwayat")).said == (404, "not_found")
    assert (await rest.call("POST", "/riwayat")).said == (404, "not_found")


async def test_firebase_s_own_parts_may_run_where_it_signs_people_in(
    serve: Serve, services: Services, clock: ManualClock, built: Path
) -> None:
    """Its loader, its captcha and its domain; the emulator on loopback; no word of a bad config."""
    web = {"apiKey": "public", "authDomain": "halobestie.example"}
    firebase = FirebaseProvider(FirebaseProject("demo-halobestie", web_config=web), clock)
    bad = FirebaseProject("demo-halobestie", web_config={"authDomain": "x; script-src *"})
    emulator = EmulatorProvider(bad, clock, "127.0.0.1:9099")

    policies = []
    for identity in (firebase, emulator):
        rest = await serve(replace(services, identity=identity))
        policies.append((await _get(rest, "/")).headers["Content-Security-Policy"])
        await identity.close()

    real, demo = policies
    assert "script-src 'self' https://apis.google.com https://www.google.com/recaptcha/" in real
    assert "connect-src 'self' https://identitytoolkit.googleapis.com" in real
    assert "frame-src https://halobestie.example https://www.google.com/recaptcha/" in real
    assert "127.0.0.1" not in real and "unsafe" not in real
    assert "http://127.0.0.1:*" in demo and "script-src *" not in demo
