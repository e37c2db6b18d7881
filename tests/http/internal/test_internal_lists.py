"""Lists: pages, sort keys from a closed list, and nothing that is not known."""

from __future__ import annotations

from typing import get_args

import pytest

from halobestie.db import audit, customer_accounts, mitra_accounts, reports, session_history, users
from halobestie.db.mitra_phones import SORTS as PERIOD_SORTS
from halobestie.http.audit import AuditQuery
from halobestie.http.customers import CustomerQuery
from halobestie.http.mitras import MitraQuery
from halobestie.http.online_log import OnlineLogQuery
from halobestie.http.requests import RequestQuery
from halobestie.http.sessions import SessionQuery
from halobestie.http.users import UserQuery
from tests.http.internal.kit import Browser, House

LISTS = ["users", "mitras", "customers", "requests", "sessions", "audit-log"]
UNFIT = [
    ("page=0", "page"),
    ("page=x", "page"),
    ("page=99999999999999999999", "page"),
    ("per_page=0", "per_page"),
    ("per_page=101", "per_page"),
    ("sort=password_hash", "sort"),
    ("order=sideways", "order"),
    ("q=" + "x" * 101, "q"),
    ("q=%00", "q"),
    ("colour=blue", "colour"),
]


@pytest.mark.parametrize(
    ("query", "sorts"),
    [
        (UserQuery, users.SORTS),
        (MitraQuery, mitra_accounts.SORTS),
        (CustomerQuery, customer_accounts.SORTS),
        (RequestQuery, reports.SORTS),
        (SessionQuery, session_history.SORTS),
        (AuditQuery, audit.SORTS),
        (OnlineLogQuery, PERIOD_SORTS),
    ],
)
def test_what_may_be_sorted_by_is_what_can_be(query: type, sorts: dict[str, str]) -> None:
    """A key that the database does not know would silently sort by another."""
    field = query.model_fields["sort"]  # type: ignore[attr-defined]

    assert set(get_args(field.annotation)) == set(sorts)


@pytest.mark.parametrize("name", LISTS)
async def test_a_query_that_does_not_fit_is_named(admin: Browser, name: str) -> None:
    """Also a name that nobody knows: a typing mistake is no empty filter."""
    for query, field in UNFIT:
        got = await admin.call("GET", f"/v1/{name}?{query}")
        assert got.said == (422, "invalid_data")
        assert got.fields == [field]


async def test_every_list_takes_pages_and_a_search(admin: Browser) -> None:
    """Past the end there is nothing, and the total is still told; signs of LIKE are only signs."""
    for name in LISTS:
        past = await admin.get(f"/v1/{name}", page=1000000, per_page=100)
        assert past["items"] == []
        assert past["total"] == len((await admin.get(f"/v1/{name}"))["items"])
        for sign in ("%25", "_", "%27%3B--"):
            assert await admin.get(f"/v1/{name}", q=sign) == {"items": [], "total": 0}


async def test_pages_follow_each_other(house: House, operator: Browser) -> None:
    """Every mitra is on one page, in one order, though all were made in one moment."""
    for _ in range(7):
        await house.mitra()

    pages = [await operator.get("/v1/mitras", per_page=3, page=page) for page in (1, 2, 3)]

    assert [len(page["items"]) for page in pages] == [3, 3, 1]
    assert {page["total"] for page in pages} == {7}
    assert len({mitra["id"] for page in pages for mitra in page["items"]}) == 7
