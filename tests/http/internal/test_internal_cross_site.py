"""Another site makes a browser send its cookies, and changes nothing with them."""

from __future__ import annotations

import pytest

from tests.http.internal.kit import Browser, House

MITRA = {"phone": "+6281234567890", "display_name": "Awan"}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "anything"])
async def test_a_browser_that_says_another_site_is_refused(admin: Browser, site: str) -> None:
    """A neighbour under the same domain is another site too."""
    got = await admin.call("POST", "/v1/mitras", MITRA, headers={"Sec-Fetch-Site": site})

    assert got.said == (403, "cross_site")
    assert (await admin.get("/v1/mitras"))["total"] == 0


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "%%"]
)
async def test_another_origin_is_refused(admin: Browser, origin: str) -> None:
    """Another host, another port, none that can be read."""
    assert (await admin.call("POST", "/v1/mitras", MITRA, headers={"Origin": origin})).said == (
        403,
        "cross_site",
    )


async def test_another_scheme_is_another_origin(admin: Browser) -> None:
    """The same host and port over https is not who we are on plain http."""
    origin = admin.base.replace("http:", "https:")

    assert (await admin.call("POST", "/v1/logout", headers={"Origin": origin})).said == (
        403,
        "cross_site",
    )


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
async def test_what_has_no_body_is_guarded_too(admin: Browser, method: str) -> None:
    """Nothing but the headers can tell here; also before it is known whether there is a route."""
    got = await admin.call(method, "/v1/logout", headers={"Sec-Fetch-Site": "cross-site"})

    assert got.said == (403, "cross_site")
    assert (await admin.call("GET", "/v1/me")).status == 200


async def test_a_login_from_another_site_is_refused(house: House) -> None:
    """Nobody is logged in as somebody else without knowing."""
    await house.user("admin", "ani@halobestie.example")

    got = await house.browser().log_in(
        "ani@halobestie.example", headers={"Origin": "https://evil.example"}
    )

    assert got.said == (403, "cross_site")
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
async def test_a_form_is_no_json(admin: Browser, kind: str) -> None:
    """What a form of any site can send is not looked at, whatever the text is."""
    raw = b'{"phone": "+6281234567890", "display_name": "Awan"}'

    got = await admin.call("POST", "/v1/mitras", raw=raw, headers={"Content-Type": kind})
    bodiless = await admin.call("POST", "/v1/logout", raw=raw, headers={"Content-Type": kind})

    assert got.said == bodiless.said == (415, "unsupported_media_type")


async def test_our_own_page_and_a_script_may(admin: Browser) -> None:
    """The page sends both headers, a script neither."""
    page = {"Sec-Fetch-Site": "same-origin", "Origin": admin.base}

    assert (await admin.call("POST", "/v1/mitras", MITRA, headers=page)).status == 201
    other = {**MITRA, "phone": "0812 9876 5432"}
    assert (await admin.call("POST", "/v1/mitras", other)).status == 201


async def test_looking_is_free(admin: Browser) -> None:
    """A link from another site opens the page; nothing is changed by a GET."""
    assert (
        await admin.call("GET", "/v1/me", headers={"Sec-Fetch-Site": "cross-site"})
    ).status == 200
