"""Invariants of pairing, judged by what the server recorded: I1, I2, I3, I6, I8, I11.

Each check is pure, and yields one sentence, with ids, for each time that its rule was broken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from halobestie.simulate.record import Assignment, History, Period, RequestRow, SessionRow
from halobestie.simulate.sightings import sightings

SKEW = timedelta(seconds=1)
"""An instant in the record was taken just before its commit; two commits may be in other order."""
PUNCTUAL = timedelta(seconds=3)
FOREVER = datetime.max.replace(tzinfo=UTC)


def one_session_a_request(history: History) -> Iterator[str]:
    recorded = Counter(s.request_id for s in history.sessions)
    for r in history.requests:
        if recorded[r.request_id] != (r.state == "accepted"):
            yield f"request {r.request_id} is {r.state} and has {recorded[r.request_id]} sessions"
    seen = defaultdict(set)
    for diary in history.diaries:
        for s in sightings(diary):
            seen[s.request_id].add(s.session_id)
    for request_id, sessions in seen.items():
        if len(sessions) > 1:
            yield f"phones were told of {len(sessions)} sessions of request {request_id}"


def one_of_each_a_customer(history: History) -> Iterator[str]:
    requests, sessions = defaultdict(list), defaultdict(list)
    for r in history.requests:
        requests[r.customer_id].append((r.created_at, r.closed_at))
    for s in history.sessions:
        sessions[s.customer_id].append((s.created_at, s.ended_at))
    for kind, spans in (("open requests", requests), ("live sessions", sessions)):
        for customer_id, of_customer in spans.items():
            if overlap(of_customer):
                yield f"customer {customer_id} had two {kind} at once"


def overlap(spans: Iterable[tuple[datetime, datetime | None]]) -> bool:
    """Whether two of the half-open spans share a moment; None is without end."""
    ordered = sorted((start, end or FOREVER) for start, end in spans)
    return any(second[0] < first[1] for first, second in pairwise(ordered))


def nobody_above_capacity(history: History) -> Iterator[str]:
    """Who was overridden on purpose may be above; nobody is given more by an accept."""
    assignments = [a for s in history.sessions for a in s.assignments]
    excused = {a.mitra_id for a in assignments if a.override}
    for mitra_id in history.periods.keys() - excused:
        yield from _shown_above(history, mitra_id)
    for mitra_id in history.periods:
        most = _most_at_once([a for a in assignments if a.mitra_id == mitra_id])
        if most > history.capacity:
            yield f"mitra {mitra_id} had {most} sessions at once, of {history.capacity}"


def _shown_above(history: History, mitra_id: str) -> Iterator[str]:
    board = [row.sessions for row in history.board if row.mitra_id == mitra_id]
    phone = [
        told.data["sessions"]
        for diary in history.mitra
        if diary.account_id == mitra_id
        for told in diary.told("presence.changed")
    ]
    for place, counts in (("the board", board), ("the phone", phone)):
        most = max(counts, default=0)
        if most > history.capacity:
            yield f"{place} showed mitra {mitra_id} with {most} sessions, of {history.capacity}"


def _most_at_once(assignments: Iterable[Assignment]) -> int:
    """The most that one mitra had when one was added by the rules, each counted SKEW shorter."""
    steps = []
    for a in assignments:
        steps.append((a.since, 1, a.override))
        if a.until is not None:
            steps.append((max(a.since, a.until - SKEW), -1, True))
    now = most = 0
    for _, step, excused in sorted(steps):
        now += step
        most = most if excused else max(most, now)
    return most


def every_request_ended(history: History) -> Iterator[str]:
    for r in history.requests:
        if r.state == "open" or r.closed_at is None:
            yield f"request {r.request_id} is still open"
        elif r.closed_at > r.expires_at + PUNCTUAL:
            yield f"request {r.request_id} ended {r.closed_at - r.expires_at} after its time"
    for diary in history.customers:
        if not diary.finished:
            yield f"customer {diary.account_id} never got to an end ({diary.trouble})"
    yield from _endings_told(history, {r.request_id: r for r in history.requests})


def _endings_told(history: History, requests: dict[str, RequestRow]) -> Iterator[str]:
    endings = ("request.accepted", "request.expired", "request.cancelled")
    for diary in history.customers:
        for told in diary.told(*endings):
            request = requests.get(told.data["request_id"])
            if request is None or f"request.{request.state}" != told.type:
                yield f"customer {diary.account_id} saw {told.type}, which is not what is recorded"
            elif told.type == "request.expired" and told.at > request.expires_at + PUNCTUAL:
                yield f"customer {diary.account_id} heard of the expiry too late"


def periods_never_overlap(history: History) -> Iterator[str]:
    for mitra_id, periods in history.periods.items():
        if overlap((p.online_at, p.offline_at) for p in periods):
            yield f"mitra {mitra_id} has online periods that overlap"
        if any(_open_or_backward(p) for p in periods):
            yield f"mitra {mitra_id} has an online period without its end"
    for row in history.last_board:
        if row.mitra_id in history.periods and row.online:
            yield f"the board still shows mitra {row.mitra_id} online"


def _open_or_backward(period: Period) -> bool:
    return period.offline_at is None or period.offline_at < period.online_at


def one_mitra_a_session(history: History) -> Iterator[str]:
    for s in history.sessions:
        if not s.assignments:
            yield f"session {s.session_id} has no assignment"
        else:
            yield from (f"session {s.session_id} {wrong}" for wrong in _wrong_assignments(s))
    live = Counter(s.mitra_id for s in history.sessions if s.state != "ended")
    counted = {row.mitra_id: row.sessions for row in history.last_board}
    for mitra_id in history.periods:
        if counted.get(mitra_id, 0) != live[mitra_id]:
            yield f"the board counts {counted.get(mitra_id, 0)} sessions of mitra {mitra_id}"


def _wrong_assignments(session: SessionRow) -> Iterator[str]:
    first, last = session.assignments[0], session.assignments[-1]
    if any(a.until != b.since for a, b in pairwise(session.assignments)):
        yield "has assignments that are not contiguous"
    if abs(first.since - session.created_at) > SKEW:
        yield "was without a mitra at its start"
    if last.mitra_id != session.mitra_id:
        yield "is not with the mitra of its last assignment"
    if (last.until is None) != (session.ended_at is None):
        yield "has an open assignment although it ended, or none although it lives"
    elif last.until and session.ended_at and abs(last.until - session.ended_at) > SKEW:
        yield "was without a mitra at its end"
