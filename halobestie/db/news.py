"""What changed in PostgreSQL since a node looked last, and how the people of a node really stand.

Messages between nodes may be lost; these are the facts that they would have told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from halobestie.db.nodes import Node
from halobestie.db.pool import Database
from halobestie.db.rows import Row, load_of, request_of, session_of
from halobestie.domain import Load, Request
from halobestie.messages import RequestNews, SessionNews

AT_A_TIME: Final = 500
RECENT: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OpenRequestRow:
    """An open request, and whose it is."""

    request: Request
    home: Node


@dataclass(frozen=True, slots=True)
class News:
    """`cursor` is where to read on, the next part or what comes later.

    `newest`: whatever was changed by an older transaction was seen by this look, or never will be.
    Parts reach beyond it; after the last of them the next look begins at the `newest` of the first.
    """

    cursor: str
    open_requests: tuple[OpenRequestRow, ...] = ()
    closed_requests: tuple[RequestNews, ...] = ()
    sessions: tuple[SessionNews, ...] = ()
    more: bool = False
    newest: str = "0"


@dataclass(frozen=True, slots=True)
class MitraRow:
    """A mitra as PostgreSQL has it; `home` is the node of the open period, None when offline."""

    mitra_id: str
    active: bool
    weight: int
    wants_online: bool
    load: Load
    period_id: str | None
    home: Node | None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """An online period that is open in a node's name."""

    period_id: str
    mitra_id: str
    last_seen_at: datetime


async def read_news(db: Database, cursor: str | None, now: datetime, most: int = AT_A_TIME) -> News:
    """What changed since `cursor`. Without one: every open request, and nothing of the past.

    At most so many of each kind; `more` says that there is more to read at once.
    """
    async with db.connection() as conn:
        newest = await db.queries.news_cursor(conn)
        if cursor is None:
            rows = [row async for row in db.queries.open_requests(conn)]
            return News(newest, tuple(map(_open, rows)), newest=newest)
        part = {"cursor": cursor, "most": most}
        since = now - RECENT
        opened = [row async for row in db.queries.open_requests_since(conn, **part)]
        closed = [row async for row in db.queries.closed_requests_since(conn, since=since, **part)]
        sessions = [row async for row in db.queries.sessions_since(conn, since=since, **part)]
    full = [rows[-1]["changed_in"] for rows in (opened, closed, sessions) if len(rows) == most]
    return News(
        _read_on(cursor, full) if full else newest,
        tuple(map(_open, opened)),
        tuple(map(_closed, closed)),
        tuple(map(_session, sessions)),
        more=bool(full),
        newest=newest,
    )


def _read_on(cursor: str, full: Sequence[int]) -> str:
    """From the earliest of the lists that were cut. One transaction that fills a whole list alone
    is passed over: nothing of the service writes so much at once."""
    earliest = min(int(changed_in) for changed_in in full)
    return str(max(earliest, int(cursor) + 1))


async def mitras_here(db: Database, mitra_ids: Sequence[str]) -> list[MitraRow]:
    async with db.connection() as conn:
        rows = db.queries.mitras_here(conn, mitra_ids=list(mitra_ids))
        return [_mitra(row) async for row in rows]


async def periods_at_home(db: Database, node: Node) -> list[PeriodRow]:
    async with db.connection() as conn:
        rows = db.queries.periods_at_home(conn, node_id=node.node_id, epoch=node.epoch)
        return [PeriodRow(**row) async for row in rows]


async def ended_logins(db: Database, login_ids: Sequence[str]) -> dict[str, bool]:
    """Those of these logins that are over; True for one of a mitra who was deactivated."""
    async with db.connection() as conn:
        rows = db.queries.ended_logins(conn, login_ids=list(login_ids))
        return {row["login_id"]: row["deactivated"] async for row in rows}


async def declined_by(db: Database, conn: Any, mitra_id: str) -> tuple[str, ...]:
    """Open requests that this mitra has declined."""
    rows = db.queries.declined_by(conn, mitra_id=mitra_id)
    return tuple([row["request_id"] async for row in rows])


def _open(row: Row) -> OpenRequestRow:
    home = Node(row["home_node"], row["home_epoch"])
    return OpenRequestRow(request_of(row, row["customer_id"]), home)


def _closed(row: Row) -> RequestNews:
    return RequestNews(
        row["request_id"], row["customer_id"], row["state"], row["reason"], row["winner"]
    )


def _session(row: Row) -> SessionNews:
    return SessionNews(session_of(row), row["end_reason"], (load_of(row),))


def _mitra(row: Row) -> MitraRow:
    return MitraRow(
        row["mitra_id"],
        row["active"],
        row["weight"],
        row["wants_online"],
        load_of(row),
        row["period_id"],
        Node(row["node_id"], row["epoch"]) if row["period_id"] else None,
    )
