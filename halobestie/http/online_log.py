"""When a mitra was online, from when to when, and for how long in all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from halobestie.db.mitras import online_log, read_mitra
from halobestie.domain import OfflineReason
from halobestie.errors import Refusal
from halobestie.http.lists import Paging, page_of
from halobestie.http.route import Call, Route

SPAN: Final = timedelta(days=7)

_RFC3339: Final = re.compile(
    r"(19|20|21)\d\d-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)"
)


def _instant(typed: Any) -> datetime:
    """RFC 3339, of the years 1900 to 2199."""
    try:
        if _RFC3339.fullmatch(typed):
            return datetime.fromisoformat(typed.upper()).astimezone(UTC)
    except ValueError:
        pass  # no such day or hour
    raise ValueError("Use RFC 3339: 2026-03-01T00:00:00Z.")


Instant = Annotated[datetime, BeforeValidator(_instant)]


class OnlineLogQuery(Paging):
    """The last seven days, unless told otherwise."""

    sort: Literal["online_at", "offline_at"] = "online_at"
    since: Instant | None = Field(None, alias="from")
    until: Instant | None = Field(None, alias="to")


@dataclass(frozen=True, slots=True)
class Period:
    """One online period; `offline_at` and `reason` are null while it lasts."""

    online_at: datetime
    offline_at: datetime | None
    reason: OfflineReason | None


@dataclass(frozen=True, slots=True)
class Log:
    """Periods that touch the time asked; `total_online_s` counts the seconds within it."""

    items: list[Period]
    total: int
    total_online_s: int


async def read_log(call: Call) -> Log:
    mitra_id, query = call.ids["mitra_id"], call.query(OnlineLogQuery)
    until = query.until or call.now
    since = query.since or until - SPAN
    if since >= until:
        raise Refusal("invalid_data", fields=(("from", "Must be before `to`."),))
    if await read_mitra(call.services.database, mitra_id) is None:
        raise Refusal("mitra_not_found")
    database, page = call.services.database, page_of(query)
    found = await online_log(database, mitra_id, since, until, page, call.now)
    periods = [Period(one.online_at, one.offline_at, one.reason) for one in found.items]
    return Log(periods, found.total, round(found.total_online_s))


ONLINE_LOG_ROUTES: Final = (
    Route(
        "GET",
        "/v1/mitras/{mitra_id}/online-log",
        read_log,
        "When a mitra was online, and how it ended",
        who="staff",
        query=OnlineLogQuery,
        answers={200: Log},
        refusals=("mitra_not_found",),
        tag="mitras",
    ),
)
