"""When a mitra was online, from when to when, and for how long in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from pydantic import Field

from halobestie.db.mitras import online_log, read_mitra
from halobestie.domain import OfflineReason
from halobestie.errors import Refusal
from halobestie.http.instant import Instant
from halobestie.http.lists import Paging, page_of
from halobestie.http.route import Call, Route

SPAN: Final = timedelta(days=7)


class OnlineLogQuery(Paging):
    """The last seven days, unless told otherwise; from later than to is no time at all."""

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
class Day:
    """A day of Asia/Jakarta, and the seconds online in it."""

    day: date
    online_s: int


@dataclass(frozen=True, slots=True)
class Log:
    """Periods that touch the time asked; `total_online_s` counts the seconds within it, `days` the
    same by day, those without any left out."""

    items: list[Period]
    total: int
    total_online_s: int
    days: list[Day]


async def read_log(call: Call) -> Log:
    mitra_id, query = call.ids["mitra_id"], call.query(OnlineLogQuery)
    if await read_mitra(call.services.database, mitra_id) is None:
        raise Refusal("mitra_not_found")
    return await log_of(call, query, mitra_id)


async def log_of(call: Call, query: OnlineLogQuery, mitra_id: str) -> Log:
    """What the query asks for, of one mitra; the last seven days unless told otherwise."""
    until = query.until or call.now
    since = query.since or until - SPAN
    database, page = call.services.database, page_of(query)
    found = await online_log(database, mitra_id, since, until, page, call.now)
    periods = [Period(one.online_at, one.offline_at, one.reason) for one in found.items]
    days = [Day(one.day, round(one.online_s)) for one in found.days]
    return Log(periods, found.total, round(found.total_online_s), days)


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
