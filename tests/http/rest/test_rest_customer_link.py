"""POST /v1/customer/link: an anonymous customer registers, with the same account and history."""

from __future__ import annotations

from tests.http.rest.kit import PHONE, Rest


async def _link(rest: Rest, token: str, id_token: str) -> tuple[int, str]:
    return (await rest.call("POST", "/v1/customer/link", {"id_token": id_token}, token=token)).said


async def test_linking_a_phone_keeps_the_account(rest: Rest) -> None:
    """Given an anonymous customer, when a phone is linked, then the same id, now registered."""
    id_token = await rest.anonymous()
    token = await rest.customer(id_token)
    before = (await rest.call("GET", "/v1/customer/me", token=token)).body["customer"]
    linked = await rest.by_phone(link_to=id_token)

    got = await rest.call("POST", "/v1/customer/link", {"id_token": linked}, token=token)

    after = {**before, "registered": True, "registered_via": "phone", "phone": PHONE}
    assert (got.status, got.body) == (200, {"customer": after})


async def test_linking_a_credential_of_another_user_gives_a_second_way_in(rest: Rest) -> None:
    """Given a lost device, when a fresh social user is linked, then it opens the same account."""
    token = await rest.customer()
    social = await rest.social("someone")

    assert await _link(rest, token, social) == (200, "")

    mine = (await rest.call("GET", "/v1/customer/me", token=token)).body["customer"]
    assert (await rest.log_in(social, None)).body["customer"] == mine


async def test_a_credential_of_another_customer_is_not_taken_over(rest: Rest) -> None:
    """Given a social account that is a customer's, when another links it, then 409, both stay."""
    theirs = await rest.social("someone")
    owner = (await rest.log_in(theirs, "Bintang")).body["customer"]
    token = await rest.customer()

    assert await _link(rest, token, theirs) == (409, "credential_in_use")
    assert (await rest.log_in(theirs, None)).body["customer"] == owner
    me = (await rest.call("GET", "/v1/customer/me", token=token)).body["customer"]
    assert me["registered"] is False


async def test_a_phone_of_another_customer_is_not_taken_over(rest: Rest) -> None:
    """Given a phone number that is a customer's, when another links it, then 409."""
    await rest.customer(await rest.by_phone())
    token = await rest.customer()

    assert await _link(rest, token, await rest.by_phone()) == (409, "credential_in_use")


async def test_registering_twice_is_refused(rest: Rest) -> None:
    """Given a registered customer, when a second credential is linked, then 409."""
    token = await rest.customer(await rest.social("someone"))

    assert await _link(rest, token, await rest.by_phone()) == (409, "already_registered")


async def test_linking_needs_a_credential(rest: Rest) -> None:
    """When the ID token is forged, or that of an anonymous user, then 401 invalid_id_token."""
    id_token = await rest.anonymous()
    token = await rest.customer(id_token)

    assert await _link(rest, token, "a.b.c") == (401, "invalid_id_token")
    assert await _link(rest, token, id_token) == (401, "invalid_id_token")


async def test_linking_works_while_anonymity_is_off(rest: Rest) -> None:
    """Given anonymity went off, when an anonymous customer links, then it is the way back in."""
    token = await rest.customer()
    await rest.anonymity(False)

    assert await _link(rest, token, await rest.social("someone")) == (200, "")
