"""GET and PATCH /v1/customer/me: a customer looks at the own account, and chooses another name."""

from __future__ import annotations

import pytest

from tests.http.rest.kit import Rest

ME = "/v1/customer/me"


async def test_a_customer_sees_the_own_account(rest: Rest) -> None:
    """When a customer looks, then it is what the login answered."""
    login = (await rest.log_in(await rest.anonymous())).body

    got = await rest.call("GET", ME, token=login["token"])

    assert (got.status, got.body) == (200, {"customer": login["customer"]})


async def test_a_new_name_is_kept(rest: Rest) -> None:
    """When a customer chooses another name, then it is cleaned, answered and kept."""
    token = await rest.customer(name="Bulan")

    got = await rest.call("PATCH", ME, {"display_name": " e\u0301toile "}, token=token)

    assert (got.status, got.body["customer"]["display_name"]) == (200, "\u00e9toile")
    assert (await rest.call("GET", ME, token=token)).body == got.body


@pytest.mark.parametrize("name", ["", " \t", "x" * 41, "a\u200bb", "a\u2028b", 7, None, ["Bulan"]])
async def test_a_bad_name_is_refused(rest: Rest, name: object) -> None:
    """When the new name is none, then 422 invalid_display_name, and the old one stays."""
    token = await rest.customer(name="Bulan")

    got = await rest.call("PATCH", ME, {"display_name": name}, token=token)

    assert got.said == (422, "invalid_display_name")
    assert got.fields == ["display_name"]
    assert "x" * 41 not in str(got.body)
    me = (await rest.call("GET", ME, token=token)).body["customer"]
    assert me["display_name"] == "Bulan"


async def test_a_name_is_required(rest: Rest) -> None:
    """When the change names nothing, then 422 invalid_data on the missing field."""
    got = await rest.call("PATCH", ME, {}, token=await rest.customer())

    assert (got.said, got.fields) == ((422, "invalid_data"), ["display_name"])


async def test_nothing_else_can_be_changed(rest: Rest) -> None:
    """When somebody tries to change a field that is not theirs, then 422 names it."""
    wish = {"display_name": "Bintang", "registered": True}
    got = await rest.call("PATCH", ME, wish, token=await rest.customer())

    assert (got.said, got.fields) == ((422, "invalid_data"), ["registered"])
