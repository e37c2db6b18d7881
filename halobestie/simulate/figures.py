"""The numbers of a run, counted from its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from halobestie.simulate.history import Cut, Diary, Sent, Snapshot
from halobestie.simulate.record import History
from halobestie.simulate.sightings import offers_seen


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles in milliseconds; None when there was nothing to measure."""

    p50: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    customers: int
    paired: int
    expired: int
    cancelled: int
    unfinished: int
    time_to_pair_ms: Spread
    accept_ms: Spread
    offers_seen: int
    losers_told: int
    reconnects: int
    paired_per_s: float
    accept_answers: Counter[str]
    cuts: Counter[str]


def figures(history: History) -> Figures:
    ends = Counter(r.state for r in history.requests)
    answered = [a for d in history.mitra for a in d.answered("offer.accept")]
    accepts = {a.id: a for a in reversed(answered)}.values()
    return Figures(
        customers=len(history.customers),
        paired=ends["accepted"],
        expired=ends["expired"],
        cancelled=ends["cancelled"],
        unfinished=sum(not d.finished for d in history.customers),
        time_to_pair_ms=spread([_ms(*pair) for d in history.customers for pair in _pairings(d)]),
        accept_ms=spread([_ms(a.sent_at, a.at) for a in accepts]),
        offers_seen=sum(map(offers_seen, history.mitra)),
        losers_told=_losers(history.mitra),
        reconnects=sum(map(_reconnects, history.diaries)),
        paired_per_s=_pace(history),
        accept_answers=Counter(a.code or "ok" for a in accepts),
        cuts=_cuts(history),
    )


def spread(values: Sequence[float]) -> Spread:
    """Percentiles by nearest rank."""
    ordered = sorted(values)
    if not ordered:
        return Spread(None, None, None)
    last = len(ordered) - 1
    p50, p95, p99 = (ordered[min(last, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    return Spread(p50, p95, p99)


def _ms(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() * 1000


def _pairings(diary: Diary) -> list[tuple[datetime, datetime]]:
    """Press to "Bestie ditemukan"; who heard of it by a snapshot is not measured."""
    pressed = next((s.at for s in diary.of(Sent) if s.type == "request.create"), None)
    seen = next((t.at for t in diary.told("request.accepted")), None)
    return [(pressed, seen)] if pressed and seen else []


def _losers(mitra: Iterable[Diary]) -> int:
    """Offers that a phone was told somebody else took: by event, or by the answer to a late tap."""
    told = 0
    for diary in mitra:
        told += sum(t.data["reason"] == "taken" for t in diary.told("offer.withdrawn"))
        told += sum(a.code == "offer_taken" for a in diary.answered("offer.accept"))
    return told


def _reconnects(diary: Diary) -> int:
    return max(0, sum(1 for _ in diary.of(Snapshot)) - 1)


def _pace(history: History) -> float:
    """Requests paired a second, from the first press to the last pairing."""
    moments = [r.closed_at for r in history.requests if r.state == "accepted" and r.closed_at]
    if not moments:
        return 0.0
    first = min(r.created_at for r in history.requests)
    return len(moments) / max(0.001, (max(moments) - first).total_seconds())


def _cuts(history: History) -> Counter[str]:
    """How connections ended: lost or put away by the phone, or with the server's close code."""
    every = (cut for d in history.diaries for cut in d.of(Cut))
    return Counter(str(c.code) if c.how == "server" else c.how for c in every)
