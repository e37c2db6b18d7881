"""The board's charts: requests, pairings, expiries, waits and mitra of the last hour or day."""

from __future__ import annotations

from typing import Final

from halobestie.db.history import History, Span, read_history
from halobestie.http.body import Query
from halobestie.http.route import Call, Route


class HistoryQuery(Query):
    """An hour in minutes, or a day in quarters of an hour."""

    range: Span = "hour"


async def read(call: Call) -> History:
    return await read_history(call.services.database, call.query(HistoryQuery).range, call.now)


HISTORY_ROUTES: Final = (
    Route(
        "GET",
        "/v1/dashboard/history",
        read,
        "The last hour or day, in buckets",
        who="staff",
        query=HistoryQuery,
        answers={200: History},
        tag="dashboard",
    ),
)
