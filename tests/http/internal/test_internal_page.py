"""The page, the document and the metrics of the internal listener."""

from __future__ import annotations

import json

from tests.http.internal.kit import DOCUMENT, Browser, House


async def test_the_page_loads_nothing_from_anywhere(house: House) -> None:
    """Its policy allows no script, no frame, no other address."""
    got = await house.browser().call("GET", "/")

    assert got.status == 200
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "http://" not in got.body
    assert "https://" not in got.body


async def test_no_answer_may_be_framed_or_kept(admin: Browser) -> None:
    """Those of the API neither, errors included."""
    for path in ("/v1/me", "/v1/nothing"):
        headers = (await admin.call("GET", path)).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_the_document_is_served(house: House) -> None:
    """As it is written from the routes; every operation says what it answers."""
    got = await house.browser().call("GET", "/v1/openapi.json")

    assert got.body == json.loads(json.dumps(DOCUMENT))
    assert got.body["openapi"] == "3.1.0"
    reroute = got.body["paths"]["/v1/sessions/{session_id}/reroute"]["post"]
    assert {"200", "401", "403", "404", "409", "415", "422"} <= set(reroute["responses"])
    change = got.body["components"]["schemas"]["UserChange"]["properties"]
    assert change["active"]["type"] == "boolean"


async def test_the_metrics_are_prometheus_text(house: House) -> None:
    """Of this node, for whoever scrapes."""
    got = await house.browser().call("GET", "/metrics")

    assert got.headers["Content-Type"].startswith("text/plain; version=")
    assert "halobestie_sockets" in got.body


async def test_health_is_told_on_this_listener_too(house: House) -> None:
    """Alive, ready with each dependency by name, and which version."""
    browser = house.browser()

    assert (await browser.get("/livez"))["status"] == "ok"
    assert (await browser.get("/readyz"))["checks"]["database"] == "ok"
    assert (await browser.get("/version"))["node_id"] == "node-1"


async def test_what_is_not_there_is_a_problem(admin: Browser) -> None:
    """An unknown path, a wrong method, a body that is no JSON."""
    assert (await admin.call("GET", "/v1/nothing")).said == (404, "not_found")
    wrong = await admin.call("DELETE", "/v1/settings")
    assert wrong.said == (405, "method_not_allowed")
    assert "PATCH" in wrong.headers["Allow"]
    bad = await admin.call(
        "POST", "/v1/mitras", raw=b"{", headers={"Content-Type": "application/json"}
    )
    assert bad.said == (400, "bad_json")
