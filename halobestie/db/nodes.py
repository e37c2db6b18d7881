"""The nodes: joining with a higher epoch, leases, and adopting what a lost one left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from halobestie.db.pool import Database
from halobestie.db.rows import Row, request_of
from halobestie.domain import Request


@dataclass(frozen=True, slots=True)
class Node:
    """A node in one of its lives: a higher epoch of the same node ends this one."""

    node_id: str
    epoch: int


@dataclass(slots=True)
class LiveNode:
    """This process's node as of now: its epoch grows when it has to join again."""

    node_id: str
    epoch: int

    def now(self) -> Node:
        """As it stands; what is asked in its name is asked for this epoch."""
        return Node(self.node_id, self.epoch)


class AnyNode(Protocol):
    """A node in one of its lives, or this one as of now."""

    @property
    def node_id(self) -> str: ...
    @property
    def epoch(self) -> int: ...


LEASE_S: Final = 10.0
"""A node that was not heard of for this long may be taken for lost."""


@dataclass(frozen=True, slots=True)
class Lease:
    """How a node stands by PostgreSQL's clock."""

    node_id: str
    epoch: int
    alive: bool


async def join(db: Database, node_id: str, at: datetime, lease_s: float = LEASE_S) -> Node:
    """Begin a new epoch. Online periods of older ones end at their last heartbeat (node_lost)."""
    async with db.transaction() as conn:
        epoch = await db.queries.join_node(conn, node_id=node_id, at=at, lease_s=lease_s)
        await db.queries.close_lost_periods(conn, node_id=node_id, epoch=epoch)
    return Node(node_id, epoch)


async def adopt_requests(db: Database, node: Node) -> list[Request]:
    """Open requests of older epochs of this node, now at home in this one; the oldest first."""
    async with db.connection() as conn:
        return await _adopt(db, conn, node, node.node_id)


async def requests_at_home(db: Database, node: Node) -> list[Request]:
    """The open requests of this node and epoch, the oldest first: to reconcile with."""
    async with db.connection() as conn:
        rows = db.queries.requests_at_home(conn, node_id=node.node_id, epoch=node.epoch)
        return [request_of(row, row["customer_id"]) async for row in rows]


async def beat(
    db: Database, node: Node, at: datetime, sockets: int = 0, lease_s: float = LEASE_S
) -> bool:
    """This node lives, and holds so many sockets. False: its epoch is over, it must join anew."""
    async with db.connection() as conn:
        seen = await db.queries.beat(
            conn, node_id=node.node_id, epoch=node.epoch, at=at, sockets=sockets, lease_s=lease_s
        )
    return seen is not None


async def let_go(db: Database, node: Node) -> None:
    """This node leaves: whoever looks next may adopt what it still has."""
    async with db.connection() as conn:
        await db.queries.let_go(conn, node_id=node.node_id, epoch=node.epoch)


async def leases(db: Database) -> list[Lease]:
    """All nodes that ever were."""
    async with db.connection() as conn:
        return [Lease(**row) async for row in db.queries.node_leases(conn)]


async def lost_nodes(db: Database) -> list[Node]:
    """Nodes whose lease is over and which still have an open request or an online mitra."""
    async with db.connection() as conn:
        return [Node(**row) async for row in db.queries.lost_nodes(conn)]


async def adopt_node(db: Database, node: Node, lost: Node) -> list[Request] | None:
    """Take over from a lost node: end its epoch and its online periods, adopt its open requests.

    All in one transaction, and by one node only: whoever is later finds the epoch ended, or the
    lease renewed, and gets None. If the lost node was just slow, its next `beat` says so.
    """
    async with db.transaction() as conn:
        epoch = await db.queries.bury_node(conn, node_id=lost.node_id, epoch=lost.epoch)
        if epoch is None:
            return None
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
