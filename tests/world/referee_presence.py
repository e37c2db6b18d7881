"""A part of the fake referee: the online periods of mitra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count

from halobestie.db.nodes import AnyNode
from halobestie.effects import ClosePeriod, OpenPeriod
from halobestie.messages import PeriodClosed, PeriodOpened, PeriodRefused
from tests.world.referee_sessions import SessionReferee
from tests.world.tables import PeriodRow


class PresenceReferee(SessionReferee):
    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__(monotonic)
        self._period_numbers = count(1)

    def is_current(self, node: AnyNode) -> bool:
        row = self.tables.nodes.get(node.node_id)
        return row is not None and row.epoch == node.epoch

    def open_period(self, effect: OpenPeriod, node: AnyNode) -> PeriodOpened | PeriodRefused:
        mitra = self.tables.mitras.get(effect.mitra_id)
        if not self.is_current(node):
            return PeriodRefused(effect.mitra_id, "stale_epoch")
        if mitra is None:
            return PeriodRefused(effect.mitra_id, "not_found")
        if not mitra.active:
            return PeriodRefused(effect.mitra_id, "inactive")
        mitra.wants_online = True
        period = self.tables.open_period_of(effect.mitra_id)
        if period is None:
            period = self._new_period(effect, node)
        else:
            period.node_id, period.epoch = node.node_id, node.epoch
            period.last_seen_at = max(period.last_seen_at, effect.at)
        return PeriodOpened(effect.mitra_id, period.period_id, period.online_at)

    def _new_period(self, effect: OpenPeriod, node: AnyNode) -> PeriodRow:
        """A clock that is behind must not open a period inside the one before."""
        before = self.tables.periods.setdefault(effect.mitra_id, [])
        since = max([effect.at, *(p.offline_at for p in before if p.offline_at)])
        period_id = f"p{next(self._period_numbers)}"
        period = PeriodRow(period_id, effect.mitra_id, node.node_id, node.epoch, since, since)
        before.append(period)
        return period

    def close_period(self, effect: ClosePeriod, node: AnyNode) -> PeriodClosed:
        """The wish goes with it, unless it was lost or the mitra is online again by now."""
        home = (node.node_id, node.epoch)
        for period in self.tables.periods.get(effect.mitra_id, ()):
            ours = period.period_id == effect.period_id and (period.node_id, period.epoch) == home
            if ours and period.offline_at is None:
                period.offline_at = max(period.online_at, effect.at)
                period.reason = effect.reason
        by_will = effect.reason not in ("heartbeat_lost", "node_lost")
        known = self.tables.mitras.get(effect.mitra_id)
        if by_will and known and self.tables.open_period_of(effect.mitra_id) is None:
            known.wants_online = False
        return PeriodClosed(effect.mitra_id, effect.period_id, effect.reason)

    def note_seen(self, seen: Mapping[str, datetime]) -> None:
        for periods in self.tables.periods.values():
            for period in periods:
                at = seen.get(period.period_id)
                if at is not None and period.offline_at is None:
                    period.last_seen_at = max(period.last_seen_at, at)
