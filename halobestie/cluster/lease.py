"""A node's lease, as the node itself may rely on it. Pure; instants are monotonic seconds.

    renewed ──no renewal for lease − margin──▶ in doubt ──renewed──▶ …
       └── renewed without a break for a whole lease ──▶ may adopt others

The others take a node for lost when PostgreSQL's clock has passed its lease. This node counts from
before it asked for the renewal, and stops a margin earlier: it falls silent before it is replaced.
After PostgreSQL was away for everybody, everybody's lease has run out; so nobody adopts before it
has itself renewed for a whole lease, in which the others have renewed theirs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class LeaseWatch:
    """`lease_s`: how long a renewal lasts; `margin_s`: how much earlier this node stops."""

    lease_s: float
    margin_s: float
    _renewed_at: float | None = None
    _held_since: float | None = None

    def renewed(self, asked_at: float) -> None:
        """A renewal that was asked for at `asked_at` was granted."""
        if self._held_since is None or self.in_doubt(asked_at):
            self._held_since = asked_at
        self._renewed_at = max(asked_at, self._renewed_at or asked_at)

    def lost(self) -> None:
        """The epoch is over."""
        self._renewed_at = self._held_since = None

    def in_doubt(self, now: float) -> bool:
        return self.left(now) <= 0

    def left(self, now: float) -> float:
        """Seconds until it is in doubt; 0 when it is."""
        if self._renewed_at is None:
            return 0.0
        return max(0.0, self._renewed_at + self.lease_s - self.margin_s - now)

    def may_adopt(self, now: float) -> bool:
        held = self._held_since
        return held is not None and not self.in_doubt(now) and now - held >= self.lease_s
