"""What PostgreSQL says at the end about the people of one history; and what it says right now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from halobestie.domain import Role
from tests.faults.screen import Screen
from tests.faults.servers import Servers


@dataclass(frozen=True, slots=True)
class RequestRow:
    request_id: str
    customer_id: str
    state: str
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    left_offered: int
    """Offers without an end."""


@dataclass(frozen=True, slots=True)
class Held:
    """A mitra had a session from `since` to `until`."""

    mitra_id: str
    since: datetime
    until: datetime | None
    override: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    session_id: str
    request_id: str
    customer_id: str
    mitra_id: str
    state: str
    created_at: datetime
    ended_at: datetime | None
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    mitra_id: str
    node_id: str
    epoch: int
    online_at: datetime
    offline_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """`living` are the nodes that run at the end, with their epochs; `capacity` is the highest
    maximum that was in force, `presence_timeout` the shortest."""

    requests: tuple[RequestRow, ...]
    sessions: tuple[SessionRow, ...]
    periods: tuple[PeriodRow, ...]
    living: frozenset[tuple[str, int]]
    capacity: int
    presence_timeout: timedelta


async def read_record(
    servers: Servers,
    accounts: Iterable[str],
    running: Iterable[str],
    *,
    capacity: int,
    presence_timeout: timedelta,
) -> Record:
    """All that these people had a part in. `running` are ids of nodes whose process runs."""
    ids = list(accounts)
    requests = await servers.query(REQUESTS, ids)
    sessions = await servers.query(SESSIONS, ids)
    periods = await servers.query(PERIODS, ids)
    nodes = await servers.query("SELECT id, epoch FROM nodes WHERE id = ANY ($1)", list(running))
    held: dict[str, list[Held]] = {}
    for row in await servers.query(HELD, ids):
        session_id, *rest = row
        held.setdefault(str(session_id), []).append(Held(str(rest[0]), *rest[1:]))
    return Record(
        requests=tuple(RequestRow(str(r[0]), str(r[1]), *r[2:]) for r in requests),
        sessions=tuple(
            SessionRow(
                *(str(s[0]), str(s[1]), str(s[2]), str(s[3])),
                *(s[4], s[5], s[6], tuple(held.get(str(s[0]), ()))),
            )
            for s in sessions
        ),
        periods=tuple(PeriodRow(str(p[0]), *p[1:]) for p in periods),
        living=frozenset((row["id"], row["epoch"]) for row in nodes),
        capacity=capacity,
        presence_timeout=presence_timeout,
    )


async def differences(
    servers: Servers, screens: Iterable[tuple[Role, str, Screen]]
) -> tuple[str, ...]:
    """Where what is shown is not what is committed now; nothing is when all is settled."""
    shown = list(screens)
    ids = [account_id for _, account_id, _ in shown]
    opened: dict[str, str] = {}
    for row in await servers.query(OPEN_REQUESTS, ids):
        opened[str(row["customer_id"])] = str(row["id"])
    everyone = {
        str(r["id"]) for r in await servers.query("SELECT id FROM requests WHERE state = 'open'")
    }
    live: dict[str, dict[str, str]] = {}
    for row in await servers.query(LIVE_SESSIONS, ids):
        for party in ("customer_id", "mitra_id"):
            live.setdefault(str(row[party]), {})[str(row["id"])] = row["state"]
    online = {str(r["mitra_id"]) for r in await servers.query(ONLINE, ids)}
    found: list[str] = []
    for role, account_id, screen in shown:
        who = f"{role} {account_id}"
        truth = live.get(account_id, {})
        if screen.sessions != truth:
            found.append(f"{who} sees sessions {screen.sessions}, committed are {truth}")
        if role == "customer" and screen.request_id != opened.get(account_id):
            found.append(
                f"{who} sees request {screen.request_id}, open is {opened.get(account_id)}"
            )
        if role == "mitra" and screen.online != (account_id in online):
            found.append(f"{who} sees online={screen.online}, committed is {not screen.online}")
        found += [
            f"{who} still sees the offer of {offer}, which is closed"
            for offer in sorted(screen.offers - everyone)
        ]
    return tuple(found)


async def unsettled(servers: Servers, accounts: Iterable[str]) -> int:
    """Sessions of these people that still wait for a payment that confirms at once."""
    (row,) = await servers.query(PENDING, list(accounts))
    return int(row[0])


REQUESTS = """
SELECT r.id, r.customer_id, r.state, r.created_at, r.expires_at, r.closed_at,
       (SELECT count(*) FROM offer_outcomes o
         WHERE o.request_id = r.id AND o.outcome = 'offered' AND r.state <> 'open')
  FROM requests r WHERE r.customer_id = ANY ($1::uuid[]) ORDER BY r.created_at"""
SESSIONS = """
SELECT id, request_id, customer_id, mitra_id, state, created_at, ended_at FROM sessions
 WHERE customer_id = ANY ($1::uuid[]) OR mitra_id = ANY ($1::uuid[]) ORDER BY created_at"""
HELD = """
SELECT a.session_id, a.mitra_id, a.from_at, a.to_at, a.override
  FROM assignments a JOIN sessions s ON s.id = a.session_id
 WHERE s.customer_id = ANY ($1::uuid[]) OR s.mitra_id = ANY ($1::uuid[])
 ORDER BY a.session_id, a.seq"""
PERIODS = """
SELECT mitra_id, node_id, epoch, online_at, offline_at, reason FROM online_periods
 WHERE mitra_id = ANY ($1::uuid[]) ORDER BY mitra_id, online_at"""
OPEN_REQUESTS = """
SELECT customer_id, id FROM requests WHERE state = 'open' AND customer_id = ANY ($1::uuid[])"""
LIVE_SESSIONS = """
SELECT id, customer_id, mitra_id, state FROM sessions
 WHERE state <> 'ended' AND (customer_id = ANY ($1::uuid[]) OR mitra_id = ANY ($1::uuid[]))"""
ONLINE = """
SELECT mitra_id FROM online_periods WHERE offline_at IS NULL AND mitra_id = ANY ($1::uuid[])"""
PENDING = """
SELECT count(*) FROM sessions WHERE state = 'pending_payment'
   AND (customer_id = ANY ($1::uuid[]) OR mitra_id = ANY ($1::uuid[]))"""
