"""Rules about what PostgreSQL holds at the end, whatever anybody was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from tests.faults.history import History
from tests.faults.record import Held, Record, RequestRow

PUNCTUAL: Final = timedelta(seconds=4)
MENDED: Final = timedelta(seconds=25)
"""After what was broken is mended: a lease runs out, somebody adopts, and it ends."""
SKEW: Final = timedelta(seconds=1)
"""Instants are taken just before a commit: two commits may be in the other order."""
MOMENT: Final = timedelta(seconds=0.3)
FOREVER: Final = datetime.max.replace(tzinfo=UTC)
Span = tuple[datetime, datetime | None]


def one_session(_: History, record: Record) -> Iterator[str]:
    sessions = Counter(s.request_id for s in record.sessions)
    known = {r.request_id for r in record.requests}
    for r in record.requests:
        if sessions[r.request_id] != (r.state == "accepted"):
            yield f"request {r.request_id} is {r.state} and has {sessions[r.request_id]} sessions"
    for s in record.sessions:
        if s.request_id not in known:
            yield f"session {s.session_id} came of no request that is known"


def one_of_each(_: History, record: Record) -> Iterator[str]:
    requests, sessions = defaultdict(list), defaultdict(list)
    for r in record.requests:
        requests[r.customer_id].append((r.created_at, r.closed_at))
    for s in record.sessions:
        sessions[s.customer_id].append((s.created_at, s.ended_at))
    for kind, spans in (("open requests", requests), ("sessions", sessions)):
        for customer_id, of_customer in spans.items():
            if overlap(of_customer):
                yield f"customer {customer_id} had two {kind} at once"


def overlap(spans: Iterable[Span], skew: timedelta = SKEW) -> bool:
    """Whether two of the half-open spans, each a little shorter, share a moment."""
    ordered = sorted((start, max(start, (end or FOREVER) - skew)) for start, end in spans)
    return any(second[0] < first[1] for first, second in pairwise(ordered))


def capacity(_: History, record: Record) -> Iterator[str]:
    of_mitra: dict[str, list[Held]] = defaultdict(list)
    for session in record.sessions:
        for held in session.held:
            of_mitra[held.mitra_id].append(held)
    for mitra_id, all_held in of_mitra.items():
        most = _most_at_once(all_held)
        if most > record.capacity and not any(held.override for held in all_held):
            yield f"mitra {mitra_id} had {most} sessions at once, of {record.capacity}"


def _most_at_once(all_held: Iterable[Held]) -> int:
    steps = []
    for held in all_held:
        steps.append((held.since, 1))
        if held.until is not None:
            steps.append((max(held.since, held.until - SKEW), -1))
    now = most = 0
    for _, step in sorted(steps):
        now += step
        most = max(most, now)
    return most


def one_mitra(_: History, record: Record) -> Iterator[str]:
    for s in record.sessions:
        if not s.held or s.held[-1].mitra_id != s.mitra_id:
            yield f"session {s.session_id} is not with the mitra of its last assignment"
        elif any(a.until != b.since for a, b in pairwise(s.held)):
            yield f"session {s.session_id} has assignments that are not contiguous"
        elif (s.held[-1].until is None) != (s.ended_at is None):
            yield f"session {s.session_id} has an open assignment although it ended, or none"


def ended(history: History, record: Record) -> Iterator[str]:
    broken = history.broken()
    for r in record.requests:
        if r.closed_at is None:
            yield f"request {r.request_id} is still open"
        elif r.closed_at > _allowed(r, broken):
            late = (r.closed_at - r.expires_at).total_seconds()
            yield f"request {r.request_id} ended {late:.1f} s after its time"


def _allowed(request: RequestRow, broken: Iterable[tuple[datetime, datetime]]) -> datetime:
    """On time; or soon after what was broken when its time came was mended."""
    due = request.expires_at + PUNCTUAL
    for begin, end in sorted(broken):
        if begin - PUNCTUAL <= due and end + MENDED >= request.expires_at:
            due = max(due, end + MENDED)
    return due


def periods(_: History, record: Record) -> Iterator[str]:
    of_mitra = defaultdict(list)
    for p in record.periods:
        of_mitra[p.mitra_id].append((p.online_at, p.offline_at))
        if p.offline_at is None and (p.node_id, p.epoch) not in record.living:
            yield f"mitra {p.mitra_id} is online on {p.node_id}, epoch {p.epoch}, which is gone"
    for mitra_id, spans in of_mitra.items():
        if overlap(spans, timedelta(0)):
            yield f"mitra {mitra_id} has online periods that overlap"


def silence(history: History, record: Record) -> Iterator[str]:
    """No heartbeat was answered between the end of a period and the moment it could be noticed."""
    beats: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    kinds = {(e.who, e.id) for e in history.of("invoke", what="heartbeat")}
    for reply in history.of("ok"):
        if (reply.who, reply.id) in kinds:
            beats[reply.who].append((history.wall(reply.asked), history.wall(reply.at)))
    for p in record.periods:
        if p.reason != "heartbeat_lost" or p.offline_at is None:
            continue
        early, late = p.offline_at + MOMENT, p.offline_at + record.presence_timeout - MOMENT
        if any(early <= asked and at <= late for asked, at in beats[p.mitra_id]):
            yield f"mitra {p.mitra_id} was heard after {p.offline_at}, when silence had begun"


def offers(_: History, record: Record) -> Iterator[str]:
    for r in record.requests:
        if r.left_offered:
            yield f"request {r.request_id} left {r.left_offered} offers without an end"
