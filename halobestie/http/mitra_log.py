"""A mitra's own online log: the periods of the last days, and how long in all."""

from __future__ import annotations

from typing import Final

from halobestie.db.logins import Login
from halobestie.http.online_log import Log, OnlineLogQuery, log_of
from halobestie.http.route import Call, Route


async def read_own_log(call: Call) -> Log:
    """The last seven days unless told otherwise, as the control center sees them."""
    return await log_of(call, call.query(OnlineLogQuery), call.caller(Login).account_id)


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
