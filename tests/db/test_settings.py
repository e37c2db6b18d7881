"""Settings: one row with a version; who was slower is told, and every change is audited."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from halobestie.db.pool import Database
from halobestie.db.settings import change_settings, read_settings
from halobestie.db.staff import Staff
from halobestie.domain import Price, Settings, Trial
from halobestie.errors import Refused
from tests.db.given import NOW, STAFF, audit_log, later, new_id


async def test_the_defaults_are_those_of_the_contract(db: Database) -> None:
    """A new installation can be used as it is."""
    assert await read_settings(db) == Settings(
        version=1,
        anonymity_enabled=True,
        max_customers_per_mitra=3,
        pairing_method="blast",
        offer_timeout_s=45,
        request_timeout_s=180,
        heartbeat_interval_s=15,
        presence_timeout_s=90,
        payment_timeout_s=900,
        trial=Trial(enabled=True, duration_min=15),
        price_list=(Price(30, 35000), Price(60, 60000)),
    )


async def test_a_change_counts_the_version_and_is_audited(db: Database) -> None:
    """Only what differs is changed, and only that is in the audit log."""
    # given
    by = Staff(new_id(), "an admin", "admin")
    prices = [{"duration_min": 45, "price_idr": 0}]
    wanted = {"max_customers_per_mitra": 5, "offer_timeout_s": 45, "price_list": prices}
    # when
    changed = await change_settings(db, wanted, 1, by, later(5))
    # then
    assert isinstance(changed, Settings)
    assert changed == await read_settings(db)
    assert (changed.version, changed.max_customers_per_mitra) == (2, 5)
    assert changed.price_list == (Price(45, 0),)
    (entry,) = await audit_log(db)
    before = [{"duration_min": 30, "price_idr": 35000}, {"duration_min": 60, "price_idr": 60000}]
    assert entry == {
        "user_id": by.user_id,
        "user_name": "an admin",
        "action": "settings.change",
        "subject_kind": "settings",
        "subject_id": None,
        "before": {"max_customers_per_mitra": 3, "price_list": before},
        "after": {"max_customers_per_mitra": 5, "price_list": prices},
        "at": later(5),
    }


async def test_every_column_can_be_changed(db: Database) -> None:
    """The switches too, to false."""
    # given
    wanted: dict[str, Any] = {
        "anonymity_enabled": False,
        "max_customers_per_mitra": 1,
        "pairing_method": "round_robin",
        "offer_timeout_s": 2,
        "request_timeout_s": 3,
        "heartbeat_interval_s": 4,
        "presence_timeout_s": 8,
        "payment_timeout_s": 5,
        "trial_enabled": False,
        "trial_duration_min": 6,
        "price_list": [],
    }
    # when
    changed = await change_settings(db, wanted, 1, STAFF, NOW)
    # then
    assert changed == Settings(
        2, False, 1, "round_robin", 2, 3, 4, 8, 5, Trial(False, 6), price_list=()
    )


async def test_whoever_read_an_older_version_is_refused(db: Database) -> None:
    """Of two at the same moment one wins; the other reads again."""
    # when
    done = await asyncio.gather(
        *(change_settings(db, {"offer_timeout_s": n}, 1, STAFF, NOW) for n in (10, 20))
    )
    # then
    assert done.count(Refused("settings_changed")) == 1
    assert (await read_settings(db)).version == 2
    assert len(await audit_log(db)) == 1


async def test_wanting_what_is_there_changes_nothing(db: Database) -> None:
    """No new version, no entry."""
    assert await change_settings(db, {"offer_timeout_s": 45}, 1, STAFF, NOW) == await read_settings(
        db
    )
    assert (await read_settings(db)).version == 1
    assert await audit_log(db) == []


@pytest.mark.parametrize(
    "wanted",
    [
        {"max_customers_per_mitra": 0},
        {"offer_timeout_s": 86401},
        {"heartbeat_interval_s": 46},  # more than half of the presence timeout that is there
        {"presence_timeout_s": 29},
        {"pairing_method": "random"},
        {"trial_duration_min": 1441},
        {"price_list": {"duration_min": 1}},
    ],
)
async def test_what_does_not_fit_is_refused_by_the_schema(
    db: Database, wanted: dict[str, Any]
) -> None:
    """Nothing is changed, and nothing is audited."""
    assert await change_settings(db, wanted, 1, STAFF, NOW) == Refused("invalid_data")
    assert (await read_settings(db)).version == 1
    assert await audit_log(db) == []


async def test_a_setting_that_does_not_exist_is_our_mistake(db: Database) -> None:
    """It is not ignored."""
    with pytest.raises(ValueError, match="no_such"):
        await change_settings(db, {"no_such": 1}, 1, STAFF, NOW)
