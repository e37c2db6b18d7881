"""A part of the fake referee: nodes, their leases and epochs, and what a lost one leaves behind.

The names are those of sql/queries/nodes.sql; rows are as its columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.world.referee_presence import PresenceReferee
from tests.world.tables import NodeRow, PeriodRow, RequestRow

Row = dict[str, Any]


class NodesReferee(PresenceReferee):
    def join_node(self, node_id: str, at: datetime, lease_s: float) -> int:
        until = self.monotonic() + lease_s
        row = self.tables.nodes.setdefault(node_id, NodeRow(0, at, until))
        row.epoch, row.seen_at, row.lease_until = row.epoch + 1, at, until
        return row.epoch

    def beat(self, node_id: str, epoch: int, at: datetime, lease_s: float) -> bool | None:
        row = self.tables.nodes.get(node_id)
        if row is None or row.epoch != epoch:
            return None
        row.seen_at, row.lease_until = max(row.seen_at, at), self.monotonic() + lease_s
        return True

    def let_go(self, node_id: str, epoch: int) -> None:
        row = self.tables.nodes.get(node_id)
        if row is not None and row.epoch == epoch:
            row.lease_until = self.monotonic()

    def node_leases(self) -> list[Row]:
        now = self.monotonic()
        return [
            {"node_id": node_id, "epoch": row.epoch, "alive": row.lease_until > now}
            for node_id, row in self.tables.nodes.items()
        ]

    def lost_nodes(self) -> list[Row]:
        """Whose lease is over, and who still has a request that waits or a mitra online."""
        now, nodes = self.monotonic(), self.tables.nodes
        over = [n for n in sorted(nodes) if nodes[n].lease_until < now]
        return [
            {"node_id": n, "epoch": nodes[n].epoch}
            for n in over
            if any(self._open_at(n)) or any(self._periods_of(n))
        ]

    def bury_node(self, node_id: str, epoch: int) -> int | None:
        row = self.tables.nodes.get(node_id)
        if row is None or row.epoch != epoch or row.lease_until >= self.monotonic():
            return None
        row.epoch += 1
        return row.epoch

    def close_lost_periods(self, node_id: str, epoch: int) -> None:
        for period in self._periods_of(node_id):
            if period.epoch < epoch:
                period.offline_at = max(period.online_at, period.last_seen_at)
                period.reason = "node_lost"

    def adopt_requests(self, from_node: str, node_id: str, epoch: int) -> list[Row]:
        """Of older epochs of one node; nothing for a ghost."""
        heir = self.tables.nodes.get(node_id)
        if heir is None or heir.epoch != epoch or from_node not in self.tables.nodes:
            return []
        over = self.tables.nodes[from_node].epoch
        orphans = [row for row in self._open_at(from_node) if row.home_epoch < over]
        number = self.commits() if orphans else 0
        for row in orphans:
            row.home_node, row.home_epoch, row.changed_in = node_id, epoch, number
        return [self.open_row(row) for row in orphans]

    def requests_at_home(self, node_id: str, epoch: int) -> list[Row]:
        rows = [row for row in self._open_at(node_id) if row.home_epoch == epoch]
        return [self.open_row(row) for row in sorted(rows, key=_age)]

    def _open_at(self, node_id: str) -> Iterator[RequestRow]:
        rows = self.tables.requests.values()
        return (row for row in rows if row.state == "open" and row.home_node == node_id)

    def _periods_of(self, node_id: str) -> Iterator[PeriodRow]:
        for periods in self.tables.periods.values():
            last = periods[-1] if periods else None
            if last is not None and last.offline_at is None and last.node_id == node_id:
                yield last

    def open_row(self, row: RequestRow) -> Row:
        """A row of the view open_requests."""
        return {
            "request_id": row.request_id,
            "customer_id": row.customer_id,
            "display_name": self.tables.customers[row.customer_id].display_name,
            "pairing_method": row.pairing_method,
            "offer_timeout_s": row.offer_timeout_s,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "home_node": row.home_node,
            "home_epoch": row.home_epoch,
            "changed_in": row.changed_in,
            "declined": list(self.tables.declined.get(row.request_id, ())),
        }


def _age(row: RequestRow) -> tuple[datetime, str]:
    return row.created_at, row.request_id
