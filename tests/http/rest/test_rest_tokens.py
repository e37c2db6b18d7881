"""What a bearer token opens: its own role's routes, until it ends, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.http.rest.kit import NOW, KnownMitra, Rest

CUSTOMER = (
    ("GET", "/v1/customer/me", None),
    ("PATCH", "/v1/customer/me", {"display_name": "Bintang"}),
    ("POST", "/v1/customer/link", {"id_token": "a.b.c"}),
    ("GET", "/v1/customer/sessions", None),
)
MITRA = (("GET", "/v1/mitra/me", None),)
ANY = (("POST", "/v1/logout", None),)
NO = (401, "not_authenticated")


@pytest.mark.parametrize(("method", "path", "body"), CUSTOMER + MITRA + ANY)
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer " + "A" * 43,
        "Bearer " + "A" * 7000,
        "Bearer a b",
        "Basic QQ==",
        "Bearer é",
    ],
)
async def test_no_good_token_no_way_in(
    rest: Rest, method: str, path: str, body: object, header: str | None
) -> None:
    """When the token is missing, malformed or made up, then 401 with the scheme's name."""
    headers = {} if header is None else {"Authorization": header}
    got = await rest.call(method, path, body, headers=headers)

    assert got.said == NO
    assert got.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_in_the_address_opens_nothing(rest: Rest) -> None:
    """When a good token comes in the URL, then 401."""
    token = await rest.customer()

    assert (await rest.call("GET", f"/v1/customer/me?token={token}")).said == NO


async def test_a_customer_opens_nothing_of_a_mitra(rest: Rest) -> None:
    """When a customer's token knocks at a mitra's routes, then 403 wrong_role."""
    token = await rest.customer()

    for method, path, body in MITRA:
        got = await rest.call(method, path, body, token=token)
        assert got.said == (403, "wrong_role"), path


async def test_a_mitra_opens_nothing_of_a_customer(rest: Rest, mitra: KnownMitra) -> None:
    """When a mitra's token knocks at a customer's routes, then 403 wrong_role."""
    token = (await rest.mitra_login(await rest.by_phone())).body["token"]

    for method, path, body in CUSTOMER:
        got = await rest.call(method, path, body, token=token)
        assert got.said == (403, "wrong_role"), path


async def test_logout_ends_the_token_at_once(rest: Rest) -> None:
    """When a customer logs out, then 204, and the token opens nothing more, not even a logout."""
    token = await rest.customer()

    got = await rest.call("POST", "/v1/logout", token=token)

    assert (got.status, got.body) == (204, None)
    assert (await rest.call("GET", "/v1/customer/me", token=token)).said == NO
    assert (await rest.call("POST", "/v1/logout", token=token)).said == NO


async def test_logout_leaves_other_logins(rest: Rest) -> None:
    """Given two logins of one customer, when one ends, then the other goes on."""
    id_token = await rest.anonymous()
    one, other = await rest.customer(id_token), await rest.customer(id_token)

    await rest.call("POST", "/v1/logout", token=one)

    assert (await rest.call("GET", "/v1/customer/me", token=other)).status == 200


async def test_a_mitra_logs_out_too(rest: Rest, mitra: KnownMitra) -> None:
    """When a mitra logs out, then 204 and the token is over."""
    token = (await rest.mitra_login(await rest.by_phone())).body["token"]

    assert (await rest.call("POST", "/v1/logout", token=token)).status == 204
    assert (await rest.call("GET", "/v1/mitra/me", token=token)).said == NO


async def test_a_token_runs_out(rest: Rest) -> None:
    """Given a login of 30 days, then it opens a second before they are over, and not after."""
    token = await rest.customer()

    rest.clock.set(NOW + timedelta(days=30, seconds=-1))
    assert (await rest.call("GET", "/v1/customer/me", token=token)).status == 200
    rest.clock.set(NOW + timedelta(days=30))
    assert (await rest.call("GET", "/v1/customer/me", token=token)).said == NO


async def test_the_scheme_is_read_in_any_case(rest: Rest) -> None:
    """When a client writes `bearer`, then it is understood (RFC 9110)."""
    headers = {"Authorization": f"bearer {await rest.customer()}"}

    assert (await rest.call("GET", "/v1/customer/me", headers=headers)).status == 200


async def test_without_a_database_nobody_is_called_a_stranger(rest: Rest) -> None:
    """Given PostgreSQL is away, when a good token knocks, then 503 and try again, not 401."""
    token = await rest.customer()
    await rest.db.close()

    for method, path, body in CUSTOMER + ANY:
        got = await rest.call(method, path, body, token=token)
        assert got.said == (503, "unavailable"), path
        assert got.body["temporary"] is True


async def test_without_a_database_nobody_new_comes_in(rest: Rest) -> None:
    """Given PostgreSQL is away, when somebody logs in, then 503, and the ID token is still good."""
    id_token = await rest.anonymous()
    await rest.db.close()

    assert (await rest.log_in(id_token)).said == (503, "unavailable")
    assert (await rest.mitra_login(await rest.by_phone())).said == (503, "unavailable")
