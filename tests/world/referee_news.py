"""A part of the fake referee: what changed, and how the people of a node stand.

The names are those of sql/queries/news.sql; rows are as its columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from halobestie.effects import RecordOffers
from tests.world.referee_nodes import NodesReferee, Row
from tests.world.tables import RequestRow, SessionRow

AnyRow = TypeVar("AnyRow", RequestRow, SessionRow)


class NewsReferee(NodesReferee):
    def news_cursor(self) -> str:
        return str(self.tables.transaction)

    def open_requests(self) -> list[Row]:
        rows = [row for row in self.tables.requests.values() if row.state == "open"]
        rows.sort(key=lambda row: (row.created_at, row.request_id))
        return [self.open_row(row) for row in rows]

    def open_requests_since(self, cursor: str, most: int) -> list[Row]:
        rows = [r for r in self._changed(self.tables.requests, cursor) if r.state == "open"]
        return [self.open_row(row) for row in rows[:most]]

    def closed_requests_since(self, cursor: str, since: datetime, most: int) -> list[Row]:
        rows = self._changed(self.tables.requests, cursor)
        closed = [row for row in rows if row.closed_at is not None and row.closed_at >= since]
        return [
            {
                "request_id": row.request_id,
                "customer_id": row.customer_id,
                "state": row.state,
                "reason": row.reason,
                "changed_in": row.changed_in,
                "winner": row.winner,
            }
            for row in closed[:most]
        ]

    def sessions_since(self, cursor: str, since: datetime, most: int) -> list[Row]:
        rows = self._changed(self.tables.sessions, cursor)
        recent = [row for row in rows if row.ended_at is None or row.ended_at >= since]
        return [self._card(row) for row in recent[:most]]

    def _changed(self, table: Mapping[str, AnyRow], cursor: str) -> list[AnyRow]:
        """What was changed since, in the order of the changes; then by id, as PostgreSQL has it."""
        number = int(cursor)
        found = [(row.changed_in, id_) for id_, row in table.items() if row.changed_in >= number]
        return [table[id_] for _, id_ in sorted(found)]

    def _card(self, row: SessionRow) -> Row:
        load = self.load_of(row.mitra_id)
        session = self.session_of(row)
        card = {name: getattr(session, name) for name in session.__slots__}
        counted = {"live_sessions": load.sessions, "load_version": load.version}
        return {**card, **counted, "end_reason": row.end_reason, "changed_in": row.changed_in}

    def mitras_here(self, mitra_ids: Sequence[str]) -> list[Row]:
        found = []
        for mitra_id in mitra_ids:
            mitra = self.tables.mitras.get(mitra_id)
            if mitra is None:
                continue
            period = self.tables.open_period_of(mitra_id)
            found.append(
                {
                    "mitra_id": mitra_id,
                    "active": mitra.active,
                    "weight": mitra.weight,
                    "wants_online": mitra.wants_online,
                    "live_sessions": mitra.live_sessions,
                    "load_version": mitra.load_version,
                    "period_id": period.period_id if period else None,
                    "node_id": period.node_id if period else None,
                    "epoch": period.epoch if period else None,
                }
            )
        return found

    def periods_at_home(self, node_id: str, epoch: int) -> list[Row]:
        return [
            {
                "period_id": period.period_id,
                "mitra_id": period.mitra_id,
                "last_seen_at": max(period.online_at, period.last_seen_at),
            }
            for period in self._periods_of(node_id)
            if period.epoch == epoch
        ]

    def declined_by(self, mitra_id: str) -> list[Row]:
        return [{"request_id": r} for r in self.profile(mitra_id).declined]

    def record_offers(self, lines: Sequence[RecordOffers]) -> None:
        """Of the ledger, what decisions look at: who declined, and whether anybody was offered."""
        for line in lines:
            if line.request_id not in self.tables.requests:
                continue
            if line.outcome == "offered":
                self.tables.offered.add(line.request_id)
            elif line.outcome == "declined":
                decliners = self.tables.declined.setdefault(line.request_id, {})
                decliners.update(dict.fromkeys(line.mitra_ids))
