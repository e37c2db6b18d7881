"""A part of the fake referee: settings, people, sessions; the guards that count a mitra's load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from halobestie.domain import Load, MitraProfile, Price, Request, Session, Settings, Trial
from halobestie.effects import EndSession, Reroute, StartSession
from halobestie.errors import Refused
from halobestie.messages import SessionEnded, SessionRerouted, SessionStarted
from tests.world.tables import AssignmentRow, CustomerRow, MitraRow, RequestRow, SessionRow, Tables

PRICES = (Price(30, 35_000), Price(60, 60_000))
DEFAULTS = Settings(1, True, 3, "blast", 45, 180, 15, 90, 900, Trial(True, 15), PRICES)


class SessionReferee:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotonic`: PostgreSQL's own clock, in seconds; leases are measured by it."""
        self.monotonic = monotonic
        self.tables = Tables()
        self.settings = DEFAULTS

    # -- the control center ----------------------------------------------------------------

    def change_settings(self, **wanted: Any) -> Settings:
        self.settings = replace(self.settings, version=self.settings.version + 1, **wanted)
        return self.settings

    def add_customer(self, customer_id: str, display_name: str, registered: bool = False) -> None:
        self.tables.customers[customer_id] = CustomerRow(customer_id, display_name, registered)

    def add_mitra(self, mitra_id: str, display_name: str, weight: int = 1) -> None:
        self.tables.mitras[mitra_id] = MitraRow(mitra_id, display_name, weight)

    def set_active(self, mitra_id: str, active: bool) -> None:
        """An inactive mitra wants nothing."""
        mitra = self.tables.mitras[mitra_id]
        mitra.active = active
        mitra.wants_online = mitra.wants_online and active

    def unwish_online(self, mitra_id: str) -> None:
        self.tables.mitras[mitra_id].wants_online = False

    def profile(self, mitra_id: str) -> MitraProfile:
        mitra = self.tables.mitras[mitra_id]
        declined = tuple(
            request_id
            for request_id, decliners in self.tables.declined.items()
            if mitra_id in decliners and self.tables.requests[request_id].state == "open"
        )
        load = self.load_of(mitra_id)
        return MitraProfile(mitra_id, mitra.weight, mitra.wants_online, load, declined)

    # -- sessions ----------------------------------------------------------------------------

    def start_session(self, effect: StartSession) -> SessionStarted | Refused:
        row = self.tables.sessions.get(effect.session_id)
        if row is None:
            return Refused("session_not_found")
        if row.state == "ended":
            return Refused("session_closed")
        if row.state == "pending_payment":
            row.state, row.started_at = "active", max(effect.at, row.created_at)
            self.mark_session(row)
        return SessionStarted(self.session_of(row))

    def end_session(self, effect: EndSession) -> SessionEnded | Refused:
        row = self.tables.sessions.get(effect.session_id)
        if (
            row is None
            or effect.customer_id not in (None, row.customer_id)
            or effect.mitra_id not in (None, row.mitra_id)
        ):
            return Refused("session_not_found")
        if row.state == "ended":
            return Refused("session_closed")
        self._end(row, effect.reason, effect.at)
        load = self.load_of(row.mitra_id)
        return SessionEnded(self.session_of(row), effect.reason, load, effect.reply_to)

    def end_unpaid(self, at: datetime) -> list[SessionEnded]:
        rows = [
            row
            for row in self.tables.sessions.values()
            if row.state == "pending_payment" and row.payment_due_at <= at
        ]
        for row in rows:
            self._end(row, "payment_timeout", at)
        loads = {row.mitra_id: self.load_of(row.mitra_id) for row in rows}
        return [
            SessionEnded(self.session_of(row), "payment_timeout", loads[row.mitra_id])
            for row in rows
        ]

    def _end(self, row: SessionRow, reason: Any, at: datetime) -> None:
        row.state, row.end_reason = "ended", reason
        self.mark_session(row)
        row.ended_at = max(at, row.created_at, row.started_at or row.created_at)
        last = row.assignments[-1]
        row.assignments[-1] = last._replace(to_at=max(last.from_at, row.ended_at))
        self.count(row.mitra_id, -1)

    def reroute_session(self, effect: Reroute) -> SessionRerouted | Refused:
        row = self.tables.sessions.get(effect.session_id)
        target = self.tables.mitras.get(effect.mitra_id)
        if row is None:
            return Refused("session_not_found")
        if row.state == "ended":
            return Refused("session_closed")
        if target is None:
            return Refused("mitra_not_found")
        if row.mitra_id == effect.mitra_id:
            return Refused("same_mitra")
        if not target.active:
            return Refused("mitra_inactive")
        if self.tables.open_period_of(effect.mitra_id) is None:
            return Refused("mitra_offline")
        full = target.live_sessions >= self.settings.max_customers_per_mitra
        if full and not effect.override_capacity:
            return Refused("mitra_full")
        old = row.mitra_id
        self._reroute(row, effect)
        loads = (self.load_of(old), self.load_of(effect.mitra_id))
        return SessionRerouted(self.session_of(row), old, loads, effect.reply_to)

    def _reroute(self, row: SessionRow, effect: Reroute) -> None:
        old, row.mitra_id, row.override = row.mitra_id, effect.mitra_id, effect.override_capacity
        self.mark_session(row)
        row.assigned_at = max(effect.at, row.assigned_at)
        last = row.assignments[-1]
        row.assignments[-1] = last._replace(to_at=max(last.from_at, row.assigned_at))
        row.assignments.append(
            AssignmentRow(effect.mitra_id, row.assigned_at, None, "control_center")
        )
        self.count(old, -1)
        self.count(effect.mitra_id, 1)

    # -- marks ---------------------------------------------------------------------------------

    def mark_session(self, row: SessionRow) -> None:
        """As the trigger does: a version that grows, and the transaction of the change."""
        row.version += 1
        row.changed_in = self.commits()

    def commits(self) -> int:
        """The number of this transaction; the next one has the next number."""
        self.tables.transaction += 1
        return self.tables.transaction - 1

    # -- what others are told ------------------------------------------------------------------

    def count(self, mitra_id: str, by: int) -> None:
        mitra = self.tables.mitras[mitra_id]
        mitra.live_sessions += by
        mitra.load_version += 1

    def load_of(self, mitra_id: str) -> Load:
        mitra = self.tables.mitras[mitra_id]
        return Load(mitra_id, mitra.live_sessions, mitra.load_version)

    def session_of(self, row: SessionRow) -> Session:
        return Session(
            row.session_id,
            row.request_id,
            row.state,
            row.customer_id,
            self.tables.customers[row.customer_id].display_name,
            row.mitra_id,
            self.tables.mitras[row.mitra_id].display_name,
            row.created_at,
            row.started_at,
            None,
            row.ended_at,
            row.version,
        )

    def request_of(self, row: RequestRow, taken_up: bool = False) -> Request:
        """`taken_up`: as a node takes it up from the table, with those who declined it."""
        decliners = self.tables.declined.get(row.request_id, ()) if taken_up else ()
        return Request(
            row.request_id,
            row.customer_id,
            self.tables.customers[row.customer_id].display_name,
            row.pairing_method,
            row.offer_timeout_s,
            row.created_at,
            row.expires_at,
            tuple(decliners),
        )
