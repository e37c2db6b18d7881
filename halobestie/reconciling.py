"""What is to be told when PostgreSQL is compared with what this node knows. Pure.

Messages between nodes, and answers of PostgreSQL, may be lost. The facts are in the tables; each
finding here becomes an ordinary message to the actor that should have known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from halobestie.db.news import MitraRow, News, OpenRequestRow, PeriodRow
from halobestie.db.nodes import Node
from halobestie.domain import MitraId, PeriodId, Request, RequestId
from halobestie.effects import ClosePeriod
from halobestie.messages import (
    COORDINATOR,
    DESK,
    Key,
    MitraStands,
    RequestMoved,
    RequestNews,
    RequestOffered,
    RequestOpened,
)

Tells: TypeAlias = Iterator[tuple[Key, object]]
Has: TypeAlias = Callable[[Key], bool]
Stand: TypeAlias = tuple[PeriodId | None, Node | None]


def of_news(news: News, here: Node, has: Has) -> Tells:
    """Requests and sessions that were changed, by whatever node."""
    for row in news.open_requests:
        if row.home.node_id != here.node_id:
            yield from _elsewhere(row, has)
    for closed in news.closed_requests:
        yield DESK, closed
    for session in news.sessions:
        yield DESK, session


def _elsewhere(row: OpenRequestRow, has: Has) -> Tells:
    request, home = row.request, row.home.node_id
    key = Key("request", request.request_id)
    if has(key):
        yield key, RequestMoved(request.request_id, home)
    if request.pairing_method == "blast":
        yield COORDINATOR, RequestOffered(request, home)
    yield (
        DESK,
        RequestNews(request.request_id, request.customer_id, "open", expires_at=request.expires_at),
    )


def unattended(at_home: Iterable[Request], has: Has) -> dict[RequestId, Request]:
    """Open requests of this node without an actor: the answer of their opening was lost."""
    return {r.request_id: r for r in at_home if not has(Key("request", r.request_id))}


def of_unattended(now: Mapping[RequestId, Request], before: Mapping[RequestId, Request]) -> Tells:
    """Only those that had none the last time either: one that just ended is not revived."""
    for request_id in now.keys() & before.keys():
        yield Key("request", request_id), RequestOpened(now[request_id], True)


def of_mitras(rows: Iterable[MitraRow], here: Node, before: Mapping[MitraId, Stand]) -> Tells:
    """How PostgreSQL has the mitra of this node; their actors compare."""
    for row in rows:
        stand = (row.period_id, row.home)
        yield (
            Key("mitra", row.mitra_id),
            MitraStands(
                row.mitra_id,
                row.active,
                row.weight,
                row.wants_online,
                row.load,
                row.period_id,
                here=row.home == here,
                settled=before.get(row.mitra_id) == stand,
            ),
        )


def stands(rows: Iterable[MitraRow]) -> dict[MitraId, Stand]:
    return {row.mitra_id: (row.period_id, row.home) for row in rows}


def orphans(periods: Iterable[PeriodRow], has: Has) -> dict[PeriodId, PeriodRow]:
    """Periods that are open in this node's name, of mitra whom nobody here looks after."""
    return {p.period_id: p for p in periods if not has(Key("mitra", p.mitra_id))}


def of_orphans(
    now: Mapping[PeriodId, PeriodRow], before: Mapping[PeriodId, PeriodRow]
) -> Iterator[ClosePeriod]:
    """They end at the last heartbeat; only those that were orphans the last time, too."""
    for period_id in now.keys() & before.keys():
        row = now[period_id]
        yield ClosePeriod(period_id, row.mitra_id, "heartbeat_lost", row.last_seen_at, DESK)
