"""The fake referee behind the house's own `Database`: `db.nodes` and `db.news` run as they are.

    async with db.connection() ──gate──▶ queries, one after the other ──gate──▶ done

The gate lets others come in between, and fails: before anything was done, or when all of it was.
Within a transaction nobody comes in between.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Sequence
from datetime import datetime
from typing import Any, Protocol, cast

from halobestie.db.pool import Database
from tests.world.referee import Referee

Row = dict[str, Any]


class GiveWay:
    """`await GIVE_WAY`: whoever else has something to do comes first."""

    def __await__(self) -> Generator[None, None, None]:
        yield


GIVE_WAY = GiveWay()


class Gate(Protocol):
    def gives_way(self) -> bool: ...
    def enter(self) -> None: ...
    def leave(self) -> None: ...


class OpenGate:
    """Nothing is late, nothing fails."""

    def gives_way(self) -> bool:
        return False

    def enter(self) -> None:
        pass

    def leave(self) -> None:
        pass


class Connection:
    def __init__(self, gate: Gate, atomic: bool) -> None:
        self.gate = gate
        self.atomic = atomic

    async def __aenter__(self) -> Connection:
        if self.gate.gives_way():
            await GIVE_WAY
        self.gate.enter()
        return self

    async def __aexit__(self, failure: object, *_: object) -> None:
        if failure is None:
            self.gate.leave()
            if self.gate.gives_way():
                await GIVE_WAY

    async def between(self) -> None:
        if not self.atomic and self.gate.gives_way():
            await GIVE_WAY


class Postgres:
    """What `Database` is to the functions of `db.nodes` and `db.news`."""

    def __init__(self, referee: Referee, gate: Gate) -> None:
        self.queries = Queries(referee)
        self._gate = gate

    def connection(self) -> Connection:
        return Connection(self._gate, atomic=False)

    def transaction(self) -> Connection:
        return Connection(self._gate, atomic=True)

    def as_database(self) -> Database:
        return cast(Database, self)


async def _rows(conn: Connection, rows: Sequence[Row]) -> AsyncIterator[Row]:
    for row in rows:
        yield row
    await conn.between()


class Queries:
    """The named queries of sql/queries/nodes.sql and news.sql."""

    def __init__(self, referee: Referee) -> None:
        self._referee = referee

    async def join_node(self, _: Connection, *, node_id: str, at: datetime, lease_s: float) -> int:
        return self._referee.join_node(node_id, at, lease_s)

    async def beat(
        self,
        _: Connection,
        *,
        at: datetime,
        sockets: int,
        lease_s: float,
        node_id: str,
        epoch: int,
    ) -> bool | None:
        return self._referee.beat(node_id, epoch, at, lease_s)

    async def let_go(self, _: Connection, *, node_id: str, epoch: int) -> None:
        self._referee.let_go(node_id, epoch)

    async def bury_node(self, _: Connection, *, node_id: str, epoch: int) -> int | None:
        return self._referee.bury_node(node_id, epoch)

    async def close_lost_periods(self, _: Connection, *, node_id: str, epoch: int) -> None:
        self._referee.close_lost_periods(node_id, epoch)

    def node_leases(self, conn: Connection) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.node_leases())

    def lost_nodes(self, conn: Connection) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.lost_nodes())

    def adopt_requests(
        self, conn: Connection, *, from_node: str, node_id: str, epoch: int
    ) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.adopt_requests(from_node, node_id, epoch))

    def requests_at_home(self, conn: Connection, *, node_id: str, epoch: int) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.requests_at_home(node_id, epoch))

    async def news_cursor(self, conn: Connection) -> str:
        cursor = self._referee.news_cursor()
        await conn.between()
        return cursor

    def open_requests(self, conn: Connection) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.open_requests())

    def open_requests_since(
        self, conn: Connection, *, cursor: str, most: int
    ) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.open_requests_since(cursor, most))

    def closed_requests_since(
        self, conn: Connection, *, cursor: str, since: datetime, most: int
    ) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.closed_requests_since(cursor, since, most))

    def sessions_since(
        self, conn: Connection, *, cursor: str, since: datetime, most: int
    ) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.sessions_since(cursor, since, most))

    def mitras_here(self, conn: Connection, *, mitra_ids: list[str]) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.mitras_here(mitra_ids))

    def periods_at_home(self, conn: Connection, *, node_id: str, epoch: int) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.periods_at_home(node_id, epoch))

    def declined_by(self, conn: Connection, *, mitra_id: str) -> AsyncIterator[Row]:
        return _rows(conn, self._referee.declined_by(mitra_id))
