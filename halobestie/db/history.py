"""What the board's charts show: the last hour and the last day, in buckets, by one query.

span │▁▂▃▅…│ of equal buckets, the last one is still running
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

from halobestie.db.pool import Database
from halobestie.db.rows import Row

Span = Literal["hour", "day"]

STEPS: Final = MappingProxyType({"hour": (60, 60), "day": (96, 900)})
"""How many buckets, and how many seconds each of them lasts."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """From `at` for a step. The waits, in seconds, are of those paired in it, and null when
    nobody was. `online_mitras` counts who was online at any moment of it."""

    at: datetime
    requests: int
    paired: int
    expired: int
    wait_p50_s: float | None
    wait_p95_s: float | None
    online_mitras: int


@dataclass(frozen=True, slots=True)
class History:
    step_s: int
    buckets: tuple[Bucket, ...]


async def read_history(db: Database, span: Span, at: datetime) -> History:
    """The buckets up to `at`, the oldest first; they begin at whole steps."""
    count, step_s = STEPS[span]
    last = datetime.fromtimestamp(at.timestamp() // step_s * step_s, UTC)
    since = last - timedelta(seconds=step_s * (count - 1))
    async with db.connection() as conn:
        rows = db.queries.history(conn, since=since, until=at, step_s=step_s)
        return History(step_s, tuple([_bucket(row) async for row in rows]))


def _bucket(row: Row) -> Bucket:
    return Bucket(
        row["at"],
        row["requests"],
        row["paired"],
        row["expired"],
        _tenths(row["wait_p50_s"]),
        _tenths(row["wait_p95_s"]),
        row["online_mitras"],
    )


def _tenths(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
