"""The settings that the control center changes at run time: one row, with a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import asyncpg

from halobestie.db.audit import changed, write_audit
from halobestie.db.pool import Database
from halobestie.db.rows import Row
from halobestie.db.staff import Staff
from halobestie.domain import Price, Settings, Trial
from halobestie.errors import Refused

COLUMNS: Final = (
    "anonymity_enabled",
    "max_customers_per_mitra",
    "pairing_method",
    "offer_timeout_s",
    "request_timeout_s",
    "heartbeat_interval_s",
    "presence_timeout_s",
    "payment_timeout_s",
    "trial_enabled",
    "trial_duration_min",
    "price_list",
)
"""What `change_settings` takes; price_list as a list of {duration_min, price_idr}."""


async def read_settings(db: Database) -> Settings:
    """The settings in force."""
    async with db.connection() as conn:
        return _settings_of(await db.queries.read_settings(conn))


async def change_settings(
    db: Database, wanted: Mapping[str, Any], version: int, by: Staff, at: datetime
) -> Settings | Refused:
    """Change what differs, in one transaction with the audit log. `version` is what was read.

    Refused: settings_changed (somebody was faster), invalid_data (out of range, or two that do not
    fit together). Wanting what is there already changes nothing, the version included.
    """
    unknown = wanted.keys() - set(COLUMNS)
    if unknown:
        raise ValueError(f"settings have no {', '.join(sorted(unknown))}")
    try:
        return await _change(db, wanted, version, by, at)
    except asyncpg.CheckViolationError as error:
        if error.table_name != "settings":
            raise
        return Refused("invalid_data")


async def _change(
    db: Database, wanted: Mapping[str, Any], version: int, by: Staff, at: datetime
) -> Settings | Refused:
    async with db.transaction() as conn:
        row = await db.queries.lock_settings(conn)
        if row["version"] != version:
            return Refused("settings_changed")
        before, after = changed(row, wanted)
        if after:
            row = await db.queries.change_settings(conn, wanted=after)
            await write_audit(conn, by, "settings.change", "settings", None, before, after, at)
    return _settings_of(row)


def _settings_of(row: Row) -> Settings:
    return Settings(
        row["version"],
        row["anonymity_enabled"],
        row["max_customers_per_mitra"],
        row["pairing_method"],
        row["offer_timeout_s"],
        row["request_timeout_s"],
        row["heartbeat_interval_s"],
        row["presence_timeout_s"],
        row["payment_timeout_s"],
        Trial(row["trial_enabled"], row["trial_duration_min"]),
        tuple(Price(p["duration_min"], p["price_idr"]) for p in row["price_list"]),
    )
