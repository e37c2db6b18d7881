"""A small evening as phones and PostgreSQL would have recorded it: all is well, until spoiled.

c1 presses and is taken by m1, m2 is too late, m3 only watches; c1 hangs up, and m1 goes offline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from halobestie.domain import Role
from tests.faults.history import Entry, History, Json, Kind
from tests.faults.record import Held, PeriodRow, Record, RequestRow, SessionRow

START = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
REQUEST, SESSION = "r1", "s1"
CARD: Json = {"session_id": SESSION, "request_id": REQUEST, "state": "active"}
TO_CUSTOMER: Json = {**CARD, "mitra": {"id": "m1", "display_name": "bestie"}}
TO_MITRA: Json = {**CARD, "customer": {"display_name": "Senja"}}
TAKEN: Json = {"code": "offer_taken", "message": "", "temporary": False}


def instant(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@dataclass(slots=True)
class Evening:
    """What is to be judged; the methods spoil it."""

    history: History
    record: Record

    def add(self, at: float, kind: Kind, what: str, who: str, data: Json, **more: Any) -> None:
        role: Role = "customer" if who.startswith("c") else "mitra"
        self.history.add(Entry(at, kind, what, role, who, data, **more))
        self.history.entries.sort(key=lambda entry: entry.at)

    def forget(self, kind: Kind, who: str, what: str | None = None) -> None:
        """Nothing of this kind ever happened to them."""
        kept = [
            e
            for e in self.history.entries
            if not (e.kind == kind and e.who == who and what in (None, e.what))
        ]
        self.history.entries[:] = kept

    def request(self, **changes: Any) -> None:
        (row,) = self.record.requests
        self.record = replace(self.record, requests=(replace(row, **changes),))

    def session(self, **changes: Any) -> None:
        (row,) = self.record.sessions
        self.record = replace(self.record, sessions=(replace(row, **changes),))

    def more_sessions(self, *rows: SessionRow) -> None:
        self.record = replace(self.record, sessions=(*self.record.sessions, *rows))

    def more_requests(self, *rows: RequestRow) -> None:
        self.record = replace(self.record, requests=(*self.record.requests, *rows))

    def more_periods(self, *rows: PeriodRow) -> None:
        self.record = replace(self.record, periods=(*self.record.periods, *rows))


def a_request(request_id: str, customer_id: str, begin: float, end: float | None) -> RequestRow:
    state = "open" if end is None else "expired"
    closed = None if end is None else instant(end)
    return RequestRow(request_id, customer_id, state, instant(begin), instant(40), closed, 0)


def a_session(
    session_id: str, request_id: str, customer_id: str, mitra_id: str, begin: float, end: float
) -> SessionRow:
    held = Held(mitra_id, instant(begin), instant(end), False)
    ids = (session_id, request_id, customer_id, mitra_id)
    return SessionRow(*ids, "ended", instant(begin), instant(end), (held,))


def a_good_evening() -> Evening:
    """Nothing is wrong with it."""
    request = RequestRow(REQUEST, "c1", "accepted", instant(1), instant(41), instant(3), 0)
    session = a_session(SESSION, REQUEST, "c1", "m1", 3, 20)
    period = PeriodRow("m1", "node-1", 2, instant(0), instant(30), "mitra")
    record = Record(
        requests=(request,),
        sessions=(session,),
        periods=(period,),
        living=frozenset({("node-1", 2)}),
        capacity=1,
        presence_timeout=timedelta(seconds=6),
    )
    evening = Evening(History(offset=START.timestamp()), record)
    nobody: Json = {"mitra": {}, "presence": {"online": False}, "offers": [], "sessions": []}
    empty: Json = {"customer": {}, "request": None, "session": None}
    for mitra in ("m1", "m2", "m3"):
        evening.add(0.1, "snapshot", "ready", mitra, nobody, asked=0.05)
    evening.add(0.2, "snapshot", "ready", "c1", empty, asked=0.1)
    wanted = {"request_id": REQUEST}
    evening.add(1.0, "invoke", "request.create", "c1", {}, id="p1", asked=1.0)
    evening.add(1.1, "ok", "reply", "c1", wanted, id="p1", asked=1.0)
    for mitra, seconds in (("m1", 2.9), ("m2", 2.95)):
        evening.add(seconds, "invoke", "offer.accept", mitra, wanted, id="a1", asked=seconds)
    evening.add(3.1, "ok", "reply", "m1", {"session": TO_MITRA}, id="a1", asked=2.9)
    evening.add(3.2, "fail", "reply", "m2", TAKEN, id="a1", asked=2.95)
    accepted = {"request_id": REQUEST, "session_id": SESSION, "mitra": TO_CUSTOMER["mitra"]}
    evening.add(3.2, "told", "request.accepted", "c1", accepted)
    evening.add(3.3, "told", "session.started", "c1", {"session": TO_CUSTOMER})
    for seconds in (5.0, 10.0, 15.0):
        beat = f"b{seconds}"
        evening.add(seconds, "invoke", "heartbeat", "m1", {}, id=beat, asked=seconds)
        evening.add(seconds + 0.1, "ok", "reply", "m1", {}, id=beat, asked=seconds)
    evening.add(10.0, "cut", "closed", "c1", {"code": 1006})
    evening.add(11.0, "snapshot", "ready", "c1", {**empty, "session": TO_CUSTOMER}, asked=10.5)
    ending = {"session_id": SESSION}
    evening.add(19.9, "invoke", "session.end", "c1", ending, id="e1", asked=19.9)
    evening.add(20.1, "ok", "reply", "c1", {}, id="e1", asked=19.9)
    evening.add(25.0, "snapshot", "ready", "c1", empty, asked=24.5)
    return evening
