"""The settings: the contract's defaults and ranges, checked as a whole, no update is lost."""

from __future__ import annotations

import asyncio

import pytest

from halobestie.http.services import SERVICES
from tests.http.internal.kit import Browser, House

DEFAULTS = {
    "version": 1,
    "anonymity_enabled": True,
    "max_customers_per_mitra": 3,
    "pairing_method": "blast",
    "offer_timeout_s": 45,
    "request_timeout_s": 180,
    "heartbeat_interval_s": 15,
    "presence_timeout_s": 90,
    "payment_timeout_s": 900,
    "trial": {"enabled": True, "duration_min": 15},
}


async def test_everybody_reads_the_whole(operator: Browser) -> None:
    """The defaults are the contract's."""
    settings = await operator.get("/v1/settings")

    prices = settings.pop("price_list")
    assert settings == DEFAULTS
    assert all(set(price) == {"duration_min", "price_idr"} for price in prices)


async def test_what_is_sent_changes_and_the_rest_stays(admin: Browser) -> None:
    """A part of the trial too; the answer is the whole with its new version."""
    before = await admin.get("/v1/settings")
    change = {
        "version": 1,
        "pairing_method": "round_robin",
        "trial": {"enabled": False},
        "price_list": [{"duration_min": 90, "price_idr": 80000}],
    }

    got = await admin.call("PATCH", "/v1/settings", change)

    assert got.status == 200
    assert got.body == {
        **before,
        **change,
        "version": 2,
        "trial": {"enabled": False, "duration_min": 15},
    }
    assert await admin.get("/v1/settings") == got.body


async def test_an_old_version_changes_nothing(admin: Browser) -> None:
    """Somebody was faster: read them again."""
    await admin.call("PATCH", "/v1/settings", {"version": 1, "offer_timeout_s": 30})

    got = await admin.call("PATCH", "/v1/settings", {"version": 1, "offer_timeout_s": 60})

    assert got.said == (409, "settings_changed")
    unfit = await admin.call("PATCH", "/v1/settings", {"version": 1, "heartbeat_interval_s": 46})
    assert unfit.said == (409, "settings_changed")  # perhaps it would fit what is there now
    assert (await admin.get("/v1/settings"))["offer_timeout_s"] == 30


async def test_of_two_changes_at_the_same_moment_one_goes_through(admin: Browser) -> None:
    """The other is told so, and nothing of it is in force."""
    answers = await asyncio.gather(
        *(
            admin.call("PATCH", "/v1/settings", {"version": 1, "offer_timeout_s": 50 + number})
            for number in range(5)
        )
    )

    assert sorted(got.status for got in answers) == [200, 409, 409, 409, 409]
    (won,) = (got.body for got in answers if got.status == 200)
    assert await admin.get("/v1/settings") == won


async def test_wanting_what_is_there_is_no_change(admin: Browser) -> None:
    """No new version, nothing in the audit log."""
    got = await admin.call("PATCH", "/v1/settings", {"version": 1, "offer_timeout_s": 45})

    assert got.body["version"] == 1
    assert (await admin.get("/v1/audit-log", action="settings.change"))["total"] == 0


RANGES = [
    ("max_customers_per_mitra", 1, 100),
    ("offer_timeout_s", 1, 86400),
    ("request_timeout_s", 1, 86400),
    ("payment_timeout_s", 1, 86400),
    ("presence_timeout_s", 30, 3600),
    ("heartbeat_interval_s", 1, 45),
]


@pytest.mark.parametrize(("field", "least", "most"), RANGES)
async def test_each_number_has_its_range(admin: Browser, field: str, least: int, most: int) -> None:
    """The ends are in it, what is beyond is named. (The heartbeat here: half of 90 seconds.)"""
    for version, good in ((1, least), (2, most)):
        got = await admin.call("PATCH", "/v1/settings", {"version": version, field: good})
        assert got.body[field] == good
    for bad in (least - 1, 86401, 2.5, str(most), None, True):
        got = await admin.call("PATCH", "/v1/settings", {"version": 3, field: bad})
        assert got.said == (422, "invalid_data")
    assert (await admin.get("/v1/settings"))["version"] == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"heartbeat_interval_s": 61}, "heartbeat_interval_s"),
        ({"presence_timeout_s": 3601}, "presence_timeout_s"),
        ({"pairing_method": "lottery"}, "pairing_method"),
        ({"anonymity_enabled": "no"}, "anonymity_enabled"),
        ({"trial": {"duration_min": 0}}, "trial.duration_min"),
        ({"trial": {"duration_min": 1441}}, "trial.duration_min"),
        ({"price_list": [{"duration_min": 30}]}, "price_list.0.price_idr"),
        (
            {"price_list": [{"duration_min": 30, "price_idr": 100_000_001}]},
            "price_list.0.price_idr",
        ),
        ({"price_list": [{"duration_min": 30, "price_idr": -1}]}, "price_list.0.price_idr"),
        ({"price_list": [{"duration_min": 30, "price_idr": 1}] * 2}, "price_list"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_what_does_not_fit_is_named(
    admin: Browser, change: dict[str, object], field: str
) -> None:
    """Down to the entry of the list."""
    got = await admin.call("PATCH", "/v1/settings", {"version": 1, **change})

    assert got.said == (422, "invalid_data")
    assert got.fields == [field]


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"heartbeat_interval_s": 46}, False),
        ({"presence_timeout_s": 29}, False),
        ({"heartbeat_interval_s": 60, "presence_timeout_s": 119}, False),
        ({"heartbeat_interval_s": 60, "presence_timeout_s": 120}, True),
    ],
)
async def test_presence_outlives_two_heartbeats(
    admin: Browser, change: dict[str, int], fits: bool
) -> None:
    """What is sent is held against what stays."""
    got = await admin.call("PATCH", "/v1/settings", {"version": 1, **change})

    assert (got.status == 200) is fits
    if not fits:
        assert got.fields == ["presence_timeout_s"]


async def test_the_version_is_needed(admin: Browser) -> None:
    """Nobody changes what they have not read."""
    got = await admin.call("PATCH", "/v1/settings", {"offer_timeout_s": 30})

    assert got.fields == ["version"]


async def test_a_change_is_in_force_at_once(house: House, admin: Browser) -> None:
    """Phones are told; the next anonymous customer is refused; it is in the audit log."""
    _, mitra = await house.online_mitra()
    customer = await house.customer()
    change = {
        "version": 1,
        "anonymity_enabled": False,
        "heartbeat_interval_s": 20,
    }

    assert (await admin.call("PATCH", "/v1/settings", change)).status == 200
    assert house.internal[SERVICES].settings.current.version == 2

    assert await mitra.hear("settings.changed") == {"heartbeat_s": 20}
    told = await customer.hear("settings.changed")
    assert told == {"heartbeat_s": 20, "anonymity_enabled": False}
    with pytest.raises(AssertionError, match="registration_required"):
        await house.customer_token()
    (entry,) = (await admin.get("/v1/audit-log", action="settings.change"))["items"]
    assert entry["before"] == {"anonymity_enabled": True, "heartbeat_interval_s": 15}
    assert entry["after"] == {"anonymity_enabled": False, "heartbeat_interval_s": 20}
