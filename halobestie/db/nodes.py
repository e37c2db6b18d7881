"""The nodes: joining with a higher epoch, being seen, and adopting what a lost one left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from halobestie.db.pool import Database
from halobestie.db.rows import Row, request_of
from halobestie.domain import Request


@dataclass(frozen=True, slots=True)
class Node:
    """A node in one of its lives: a higher epoch of the same node ends this one."""

    node_id: str
    epoch: int


async def join(db: Database, node_id: str, at: datetime) -> Node:
    """Begin a new epoch. Online periods of older ones end at their last heartbeat (node_lost)."""
    async with db.transaction() as conn:
        epoch = await db.queries.join_node(conn, node_id=node_id, at=at)
        await db.queries.close_lost_periods(conn, node_id=node_id, epoch=epoch)
    return Node(node_id, epoch)


async def adopt_requests(db: Database, node: Node, at: datetime) -> list[Request]:  # noqa: ARG001
    """Open requests of older epochs of this node, now at home in this one; the oldest first."""
    async with db.connection() as conn:
        return await _adopt(db, conn, node, node.node_id)


async def requests_at_home(db: Database, node: Node) -> list[Request]:
    """The open requests of this node and epoch, the oldest first: to reconcile with."""
    async with db.connection() as conn:
        rows = db.queries.requests_at_home(conn, node_id=node.node_id, epoch=node.epoch)
        return [request_of(row, row["customer_id"]) async for row in rows]


async def beat(db: Database, node: Node, at: datetime, sockets: int = 0) -> bool:
    """This node lives, and holds so many sockets. False: its epoch is over, it must join anew."""
    async with db.connection() as conn:
        seen = await db.queries.beat(
            conn, node_id=node.node_id, epoch=node.epoch, at=at, sockets=sockets
        )
    return seen is not None


async def lost_nodes(db: Database, silent_since: datetime) -> list[Node]:
    """Nodes not seen since then which still have an open request or an online mitra."""
    async with db.connection() as conn:
        return [Node(**row) async for row in db.queries.lost_nodes(conn, silent_since=silent_since)]


async def adopt_node(db: Database, node: Node, lost: Node) -> list[Request]:
    """Take over from a lost node: end its epoch and its online periods, adopt its open requests.

    All in one transaction, and by one node only: whoever is later finds the epoch ended and gets
    nothing. If the lost node was just slow, its next `beat` says so.
    """
    async with db.transaction() as conn:
        epoch = await db.queries.bury_node(conn, node_id=lost.node_id, epoch=lost.epoch)
        if epoch is None:
            return []
        await db.queries.close_lost_periods(conn, node_id=lost.node_id, epoch=epoch)
        return await _adopt(db, conn, node, lost.node_id)


async def _adopt(db: Database, conn: Any, node: Node, from_node: str) -> list[Request]:
    rows = db.queries.adopt_requests(
        conn, node_id=node.node_id, epoch=node.epoch, from_node=from_node
    )
    return _oldest_first([row async for row in rows])


def _oldest_first(rows: Iterable[Row]) -> list[Request]:
    requests = [request_of(row, row["customer_id"]) for row in rows]
    return sorted(requests, key=lambda r: (r.created_at, r.request_id))
