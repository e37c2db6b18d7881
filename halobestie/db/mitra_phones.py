"""Mitra at their phones: logging in, what a phone starts from, the log of online periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from halobestie.db.logins import NewLogin, add_login
from halobestie.db.mitra_accounts import MitraAccount, account_of
from halobestie.db.news import declined_by
from halobestie.db.pages import Page, fetch_page
from halobestie.db.pool import Database
from halobestie.db.rows import Row, session_of
from halobestie.domain import Load, MitraProfile, OfflineReason, Session
from halobestie.errors import Refused

SORTS: Final = MappingProxyType({"online_at": "online_at", "offline_at": "offline_at"})


@dataclass(frozen=True, slots=True)
class MitraSnapshot:
    """`sessions` are the live ones, the oldest first."""

    mitra: MitraAccount
    profile: MitraProfile
    sessions: list[Session]


@dataclass(frozen=True, slots=True)
class OnlinePeriod:
    period_id: str
    online_at: datetime
    offline_at: datetime | None
    reason: OfflineReason | None


@dataclass(frozen=True, slots=True)
class OnlineDay:
    """A day of Asia/Jakarta."""

    day: date
    online_s: float


@dataclass(frozen=True, slots=True)
class OnlineLog:
    """`total` counts the periods on all pages, `total_online_s` the seconds in the time asked, and
    `days` has them by day."""

    items: list[OnlinePeriod]
    total: int
    total_online_s: float
    days: list[OnlineDay]


async def log_in_mitra(
    db: Database, phone: str, login: NewLogin, at: datetime
) -> MitraAccount | Refused:
    """Let the mitra in who has this verified number. Refused: mitra_unknown, mitra_inactive."""
    async with db.transaction() as conn:
        row = await db.queries.mitra_to_log_in(conn, phone=phone)
        if row is None:
            return Refused("mitra_unknown")
        if not row["active"]:
            return Refused("mitra_inactive")
        await add_login(conn, login, "mitra", row["mitra_id"], at)
        return account_of(await db.queries.mitra(conn, mitra_id=row["mitra_id"]))


async def mitra_snapshot(db: Database, mitra_id: str) -> MitraSnapshot | None:
    """The account, what its actor needs, and the live sessions, all of one moment."""
    async with db.connection() as conn:
        rows = [row async for row in db.queries.mitra_with_sessions(conn, mitra_id=mitra_id)]
        declined = await declined_by(db, conn, mitra_id)
    if not rows:
        return None
    sessions = [session_of(row) for row in rows if row["session_id"]]
    return MitraSnapshot(_account_of(rows[0]), _profile_of(rows[0], declined), sessions)


async def online_log(
    db: Database, mitra_id: str, since: datetime, until: datetime, page: Page, at: datetime
) -> OnlineLog:
    """The periods that touch [since, until), and the time online within it.

    A period that is open counts until `at`, the present.
    """
    span = {"mitra_id": mitra_id, "since": since, "until": until, "now": at}
    rows, total = await fetch_page(db, "online_log", page, SORTS, "period_id", **span)
    async with db.connection() as conn:
        seconds = await db.queries.online_log_seconds(conn, **span)
        days = [OnlineDay(**row) async for row in db.queries.online_log_days(conn, **span)]
    return OnlineLog([OnlinePeriod(**row) for row in rows], total, seconds, days)


def _account_of(row: Row) -> MitraAccount:
    # The session beside it in the row has a mitra_id and a created_at of its own.
    return MitraAccount(
        row["account_id"],
        row["phone"],
        row["display_name"],
        row["weight"],
        row["active"],
        row["online"],
        row["sessions"],
        row["account_created_at"],
    )


def _profile_of(row: Row, declined: tuple[str, ...]) -> MitraProfile:
    load = Load(row["account_id"], row["sessions"], row["account_version"])
    return MitraProfile(row["account_id"], row["weight"], row["wants_online"], load, declined)
