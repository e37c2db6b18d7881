"""A mitra's own online log: the periods of the last days, and how long in all."""

from __future__ import annotations

from typing import Final

from halobestie.db.logins import Login
from halobestie.db.mitras import online_log
from halobestie.http.lists import page_of
from halobestie.http.online_log import SPAN, Day, Log, OnlineLogQuery, Period
from halobestie.http.route import Call, Route


async def read_own_log(call: Call) -> Log:
    """The last seven days unless told otherwise, as the control center sees them."""
    query, mitra_id = call.query(OnlineLogQuery), call.caller(Login).account_id
    until = query.until or call.now
    since = query.since or until - SPAN
    database = call.services.database
    found = await online_log(database, mitra_id, since, until, page_of(query), call.now)
    periods = [Period(one.online_at, one.offline_at, one.reason) for one in found.items]
    days = [Day(one.day, round(one.online_s)) for one in found.days]
    return Log(periods, found.total, round(found.total_online_s), days)


MITRA_LOG_ROUTES: Final = (
    Route(
        "GET",
        "/v1/mitra/online-log",
        read_own_log,
        "When one was online oneself, and how it ended",
        who="mitra",
        query=OnlineLogQuery,
        answers={200: Log},
        tag="mitra",
    ),
)
