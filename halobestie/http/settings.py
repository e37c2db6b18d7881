"""The settings over REST: read by all users, changed by admins, always checked as a whole.

PATCH {version, …} ─▶ what was sent, over what is in force ─▶ ranges, and what must fit together
                   ─▶ committed ─▶ every room and node is told
"""

from __future__ import annotations

from typing import Final

import structlog

from halobestie.db.settings import change_settings, read_settings
from halobestie.domain import Settings
from halobestie.errors import Refusal
from halobestie.http.asked import granted
from halobestie.http.route import Call, Route
from halobestie.http.settings_body import SettingsChange, columns_of, whole_of
from halobestie.http.staff_gate import Caller

log = structlog.get_logger(__name__)


async def read(call: Call) -> Settings:
    return await read_settings(call.services.database)


async def change(call: Call) -> Settings:
    """In force for the next pairing; what runs keeps the terms that it was made under."""
    body, by = call.body(SettingsChange), call.caller(Caller).staff
    before = await read_settings(call.services.database)
    if body.version != before.version:
        raise Refusal("settings_changed")
    columns = columns_of(whole_of(before, body))
    changed = await change_settings(call.services.database, columns, body.version, by, call.now)
    after = granted(changed)
    if after.version != before.version:
        await call.services.settings_changed(after)
        log.info("settings_changed", version=after.version, by=by.user_id)
    return after


SETTINGS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/settings",
        read,
        "The settings in force, with their version",
        who="staff",
        answers={200: Settings},
        tag="settings",
    ),
    Route(
        "PATCH",
        "/v1/settings",
        change,
        "Change settings; needs the version that was read",
        who="admin",
        body=SettingsChange,
        answers={200: Settings},
        refusals=("settings_changed",),
        tag="settings",
    ),
)
