"""A fake PostgreSQL: the referee's questions of sql/migrations, with the same answers, in memory.

Each call is one transaction that nobody comes between. `test_referee` asks this and the real one
the same questions. Requests and claims are here; nodes, presence and sessions are its other parts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from halobestie.db.nodes import AnyNode
from halobestie.domain import RequestState, Session
from halobestie.effects import Claim, CloseRequest, FindWinner, OpenRequest
from halobestie.messages import (
    ClaimLost,
    ClaimWon,
    NoWinner,
    RequestClosed,
    RequestOpened,
    RequestRefused,
)
from tests.world.referee_news import NewsReferee
from tests.world.tables import AssignmentRow, RequestRow, SessionRow


class Referee(NewsReferee):
    """What is committed, and every way to change it."""

    def open_request(self, effect: OpenRequest, node: AnyNode) -> RequestOpened | RequestRefused:
        customer = self.tables.customers.get(effect.customer_id)
        if customer is None:
            return RequestRefused("customer_not_found")
        known = self._known_request(effect)
        if known is not None:
            new = known.request_id == effect.request_id and known.state == "open"
            return RequestOpened(self.request_of(known), new=new)
        if self.tables.live_session_of(effect.customer_id):
            return RequestRefused("session_live")
        if not customer.registered and not self.settings.anonymity_enabled:
            return RequestRefused("registration_required")
        if not self.is_current(node) or effect.request_id in self.tables.requests:
            return RequestRefused("unavailable")
        s = self.settings
        row = RequestRow(
            effect.request_id,
            effect.customer_id,
            uuid_or_none(effect.command_id),
            s.pairing_method,
            s.offer_timeout_s,
            s.payment_timeout_s,
            effect.at,
            effect.at + timedelta(seconds=s.request_timeout_s),
            node.node_id,
            node.epoch,
            changed_in=self.commits(),
        )
        self.tables.requests[row.request_id] = row
        return RequestOpened(self.request_of(row), new=True)

    def _known_request(self, effect: OpenRequest) -> RequestRow | None:
        """The same command's first, then this very request, then the open one."""
        command_id = uuid_or_none(effect.command_id)
        same_id = opened = None
        for row in self.tables.requests.values():
            if row.customer_id != effect.customer_id:
                continue
            if command_id is not None and row.command_id == command_id:
                return row
            if row.request_id == effect.request_id:
                same_id = row
            elif row.state == "open":
                opened = row
        return same_id or opened

    def close_request(self, effect: CloseRequest) -> RequestClosed:
        row = self.tables.requests.get(effect.request_id)
        if row is None or effect.customer_id not in (None, row.customer_id):
            told = (effect.request_id, None, None, None)
            return RequestClosed(*told, changed=False, reply_to=effect.reply_to)
        changed = row.state == "open"
        if changed:
            offered = row.request_id in self.tables.offered
            corrected = effect.reason == "no_mitra" and offered
            row.reason = "timeout" if corrected else effect.reason
            self._close(row, effect.state, effect.at)
        return RequestClosed(
            row.request_id, row.customer_id, row.state, row.reason, changed, effect.reply_to
        )

    def claim(self, claim: Claim, node: AnyNode) -> ClaimWon | ClaimLost:
        mitra = self.tables.mitras[claim.mitra_id]
        row = self.tables.requests.get(claim.request_id)
        won_before = row is not None and row.winner == claim.mitra_id
        if row is None:
            return ClaimLost(claim.request_id, claim.mitra_id, "not_found")
        if row.state == "accepted" and not won_before:
            return ClaimLost(claim.request_id, claim.mitra_id, "taken")
        if row.state in ("cancelled", "expired"):
            return ClaimLost(claim.request_id, claim.mitra_id, "closed")
        if row.state == "open":
            if (row.home_node, row.home_epoch) != (node.node_id, node.epoch):
                return ClaimLost(claim.request_id, claim.mitra_id, "not_found")
            if not mitra.active:
                return ClaimLost(claim.request_id, claim.mitra_id, "inactive")
            if mitra.live_sessions >= self.settings.max_customers_per_mitra:
                load = self.load_of(claim.mitra_id)
                return ClaimLost(claim.request_id, claim.mitra_id, "at_capacity", load)
            self._accept(row, claim)
        return ClaimWon(self._session_of_request(row), self.load_of(claim.mitra_id))

    def _accept(self, row: RequestRow, claim: Claim) -> None:
        assert claim.session_id not in self.tables.sessions, "sessions_pkey"
        self._close(row, "accepted", claim.at)
        row.winner, row.session_id = claim.mitra_id, claim.session_id
        self.tables.sessions[claim.session_id] = SessionRow(
            claim.session_id,
            row.request_id,
            row.customer_id,
            claim.mitra_id,
            claim.at,
            claim.at + timedelta(seconds=row.payment_timeout_s),
            claim.at,
            [AssignmentRow(claim.mitra_id, claim.at, None, "accept")],
            changed_in=row.changed_in,
        )
        self.count(claim.mitra_id, 1)

    def _close(self, row: RequestRow, state: RequestState, at: datetime) -> None:
        row.state, row.closed_at = state, max(at, row.created_at)
        row.changed_in, row.closed_in_world = self.commits(), self.monotonic()

    def find_winner(self, effect: FindWinner) -> ClaimWon | NoWinner:
        row = self.tables.requests.get(effect.request_id)
        if row is None or row.session_id is None:
            return NoWinner(effect.request_id)
        session = self._session_of_request(row)
        return ClaimWon(session, self.load_of(session.mitra_id))

    def _session_of_request(self, row: RequestRow) -> Session:
        assert row.session_id is not None
        return self.session_of(self.tables.sessions[row.session_id])


def uuid_or_none(command_id: str | None) -> str | None:
    """Only a UUID tells one press from all others."""
    try:
        return str(UUID(command_id)) if command_id else None
    except ValueError:
        return None
