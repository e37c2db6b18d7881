"""Rules about what people were told: only what is committed, and all that concerns them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from tests.faults.history import Entry, History, Json
from tests.faults.record import Record, SessionRow

SKEW: Final = timedelta(seconds=1.5)
"""An instant in the record was taken just before its commit, and reading takes a moment."""
BROKEN_SKEW: Final = timedelta(seconds=15)
"""A commit may be asked for again and again while something is broken; its instant stays."""
EVER: Final = datetime.min.replace(tzinfo=UTC)
Span = tuple[str, datetime, datetime | None]


def told(history: History, record: Record) -> Iterator[str]:
    sessions = {s.session_id: s for s in record.sessions}
    for entry in history.of("ok", "told", "snapshot"):
        for shown in _sessions(entry.data):
            wrong = _untrue(entry, shown, sessions.get(shown["session_id"]))
            if wrong:
                yield (
                    f"{entry.role} {entry.who} was told ({entry.what}) of session"
                    f" {shown['session_id']} {wrong}"
                )
    states = {r.request_id: r.state for r in record.requests}
    for entry in history.of("told"):
        state = ENDINGS.get(entry.what)
        request_id = entry.data.get("request_id", "")
        if state is not None and states.get(request_id) != state:
            yield f"{entry.who} was told {entry.what} of a request that is {states.get(request_id)}"


def _untrue(entry: Entry, shown: Json, row: SessionRow | None) -> str | None:
    if row is None or row.request_id != shown["request_id"]:
        return "that is not committed"
    had_it = {held.mitra_id for held in row.held}
    if entry.role == "mitra":
        return None if entry.who in had_it else "that they never had"
    if row.customer_id != entry.who:
        return "of another customer"
    return None if shown["mitra"]["id"] in had_it else "with a mitra that never had it"


def everyone(history: History, record: Record) -> Iterator[str]:
    """By an event, a reply or a snapshot; whoever was away while it lasted may have missed it."""
    mentioned: set[tuple[str, str]] = set()
    for entry in history.of("ok", "told", "snapshot"):
        mentioned |= {(entry.who, s["session_id"]) for s in _sessions(entry.data)}
        mentioned.add((entry.who, entry.data.get("session_id", "")))
    away, broken = _away(history), history.broken()
    for s in record.sessions:
        for who in {s.customer_id, *(held.mitra_id for held in s.held)} & away.keys():
            if (who, s.session_id) not in mentioned and not _missed(s, away[who], broken):
                yield f"{who} was never told of session {s.session_id}"


def _away(history: History) -> dict[str, list[tuple[datetime, datetime]]]:
    """When nobody could tell them anything: from the end of a connection to the next snapshot."""
    away: dict[str, list[tuple[datetime, datetime]]] = {}
    left: dict[str, datetime] = {}
    for entry in history.of("cut", "snapshot"):
        at = history.wall(entry.at)
        if entry.kind == "cut":
            left.setdefault(entry.who, at)
        else:
            since = left.pop(entry.who, EVER if entry.who not in away else at)
            away.setdefault(entry.who, []).append((since, at))
    return away


def _missed(
    session: SessionRow,
    away: list[tuple[datetime, datetime]],
    broken: list[tuple[datetime, datetime]],
) -> bool:
    """It ended, and they were away then; what was lost amid a fault is told a little later."""
    if session.ended_at is None:
        return False
    begin, end = session.created_at - SKEW, session.ended_at + SKEW
    if any(b <= end and begin <= e + BROKEN_SKEW for b, e in broken):
        end += BROKEN_SKEW
    return any(gone <= end and begin <= back for gone, back in away)


def snapshots(history: History, record: Record) -> Iterator[str]:
    broken = history.broken()
    sessions: dict[str, list[Span]] = {}
    for s in record.sessions:
        own = (s.session_id, s.created_at, s.ended_at)
        sessions.setdefault(s.customer_id, []).append(own)
        for held in s.held:
            theirs = (s.session_id, held.since, held.until)
            sessions.setdefault(held.mitra_id, []).append(theirs)
    requests: dict[str, list[Span]] = {}
    for r in record.requests:
        requests.setdefault(r.customer_id, []).append((r.request_id, r.created_at, r.closed_at))
    for entry in history.of("snapshot"):
        asked, at = history.wall(entry.asked), history.wall(entry.at)
        near = any(b - BROKEN_SKEW <= at and asked <= e + BROKEN_SKEW for b, e in broken)
        skew = BROKEN_SKEW if near else SKEW
        shown = {s["session_id"] for s in _sessions(entry.data)}
        for wrong in _differs(shown, sessions.get(entry.who, []), asked - skew, at + skew):
            yield f"the snapshot of {entry.role} {entry.who} {wrong} session"
        if entry.role == "customer":
            request = entry.data["request"]
            open_one = {request["request_id"]} if request else set()
            for wrong in _differs(open_one, requests.get(entry.who, []), asked - skew, at + skew):
                yield f"the snapshot of customer {entry.who} {wrong} request"


def _differs(shown: set[str], spans: list[Span], early: datetime, late: datetime) -> Iterator[str]:
    lasting = {i for i, start, end in spans if start <= early and (end is None or end >= late)}
    possible = {i for i, start, end in spans if start <= late and (end is None or end >= early)}
    if lasting - shown:
        yield "misses its"
    if shown - possible:
        yield "shows an untrue"


def _sessions(data: Json) -> list[Json]:
    one, several = data.get("session"), data.get("sessions")
    if one:
        return [one]
    if isinstance(several, list):
        return several
    return [data] if "session_id" in data and "request_id" in data and "mitra" in data else []


ENDINGS: Final = {
    "request.accepted": "accepted",
    "request.expired": "expired",
    "request.cancelled": "cancelled",
}
