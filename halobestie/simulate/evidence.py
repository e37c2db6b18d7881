"""Gathers the server's record of a run over REST, once everybody has gone home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from halobestie.simulate.history import Diary, Probe
from halobestie.simulate.record import (
    BoardRow,
    History,
    RequestRow,
    SessionRow,
    board_rows,
    period,
    request_row,
    session_row,
)
from halobestie.simulate.staff import Staff, a_few_at_once

SKEW: Final = timedelta(seconds=1)


async def gather_history(
    staff: Staff,
    *,
    started_at: datetime,
    capacity: int,
    mark: str,
    diaries: Iterable[Diary],
    board: Iterable[BoardRow],
    probes: Iterable[Probe],
) -> History:
    """Our customers' requests, and every session that one of our people had a part in."""
    kept = tuple(diaries)
    customers = {d.account_id for d in kept if d.role == "customer"}
    mitra = sorted({d.account_id for d in kept if d.role == "mitra"})
    requests, sessions = await _requests(staff, started_at), await _sessions(staff, started_at)
    logs = await a_few_at_once(staff.online_log, mitra)
    return History(
        capacity=capacity,
        mark=mark,
        diaries=kept,
        requests=tuple(r for r in requests if r.customer_id in customers),
        sessions=tuple(s for s in sessions if _ours(s, customers, mitra)),
        periods={m: tuple(map(period, log)) for m, log in zip(mitra, logs, strict=True)},
        board=tuple(board),
        last_board=board_rows(await staff.call("GET", "/v1/dashboard")),
        probes=tuple(probes),
    )


def _ours(session: SessionRow, customers: set[str], mitra: Iterable[str]) -> bool:
    held_by = {a.mitra_id for a in session.assignments}
    return session.customer_id in customers or not held_by.isdisjoint(mitra)


async def _requests(staff: Staff, started_at: datetime) -> list[RequestRow]:
    rows = await staff.since("/v1/requests", started_at - SKEW)

    async def whole(request_id: str) -> RequestRow:
        return request_row(await staff.call("GET", f"/v1/requests/{request_id}"))

    return await a_few_at_once(whole, (row["request_id"] for row in rows))


async def _sessions(staff: Staff, started_at: datetime) -> list[SessionRow]:
    rows = await staff.since("/v1/sessions", started_at - SKEW)

    async def whole(session_id: str) -> SessionRow:
        return session_row(await staff.call("GET", f"/v1/sessions/{session_id}"))

    return await a_few_at_once(whole, (row["session_id"] for row in rows))
