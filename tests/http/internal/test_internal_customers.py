"""Customers in the control center: who they are is shown as far as the one who looks needs it."""

from __future__ import annotations

from tests.http.internal.kit import NOBODY, Browser, House

NUMBER = "+6281234567890"


async def test_a_number_is_whole_for_admins_and_masked_for_operators(
    house: House, admin: Browser, operator: Browser
) -> None:
    """In the list and alone; how the customer registered is shown to both."""
    await house.customer_token("Bulan", phone=NUMBER)

    (seen,) = (await admin.get("/v1/customers"))["items"]
    (masked,) = (await operator.get("/v1/customers"))["items"]

    assert (seen["phone"], seen["registered"], seen["registered_via"]) == (NUMBER, True, "phone")
    assert masked == {**seen, "phone": "+62•••••••890"}
    assert await admin.get(f"/v1/customers/{seen['id']}") == seen
    assert await operator.get(f"/v1/customers/{seen['id']}") == masked


async def test_customers_are_found_by_name_and_by_the_whole_number(
    house: House, operator: Browser
) -> None:
    """A part of a number finds nobody: it would be a way to guess the rest."""
    await house.customer_token("Bulan", phone=NUMBER)
    await house.customer_token("Bintang")

    async def names(**query: object) -> list[str]:
        found = await operator.get("/v1/customers", **query)
        assert found["total"] == len(found["items"])
        return [customer["display_name"] for customer in found["items"]]

    assert await names(q="BINT") == ["Bintang"]
    assert await names(q="0812-3456-7890") == ["Bulan"]
    assert await names(q="08123456") == []
    assert await names(registered="false") == ["Bintang"]
    assert await names(registered_via="phone") == ["Bulan"]
    assert await names(sort="display_name", order="asc") == ["Bintang", "Bulan"]


async def test_an_anonymous_customer_has_no_number(house: House, operator: Browser) -> None:
    """Nothing is known but the name of their own choosing."""
    await house.customer_token("Bulan")

    (customer,) = (await operator.get("/v1/customers"))["items"]

    assert (customer["registered"], customer["registered_via"]) == (False, None)
    assert customer["phone"] is None


async def test_nobody_is_not_found(operator: Browser) -> None:
    """A well-formed id of nobody."""
    got = await operator.call("GET", f"/v1/customers/{NOBODY}")

    assert got.said == (404, "customer_not_found")
