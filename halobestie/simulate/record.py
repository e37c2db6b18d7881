"""What the server's REST says afterwards, as values: requests, sessions, online periods, the board.

The parsers take the JSON of the internal listener; a field that is missing is a KeyError, because
then the contract is broken and nothing can be judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from halobestie.simulate.history import Diary, Probe


@dataclass(frozen=True, slots=True)
class OfferRow:
    mitra_id: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    request_id: str
    customer_id: str
    state: str
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    offers: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    mitra_id: str
    since: datetime
    until: datetime | None
    override: bool = False


@dataclass(frozen=True, slots=True)
class SessionRow:
    session_id: str
    request_id: str
    customer_id: str
    mitra_id: str
    state: str
    created_at: datetime
    ended_at: datetime | None
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Period:
    online_at: datetime
    offline_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One mitra on the board at one moment."""

    at: datetime
    mitra_id: str
    online: bool
    sessions: int
    capacity: int


@dataclass(frozen=True, slots=True)
class History:
    """All the evidence of one run. `mark` is in every social name and in nothing else.

    `capacity` is the highest maximum that was in force.
    """

    capacity: int
    mark: str
    diaries: tuple[Diary, ...]
    requests: tuple[RequestRow, ...]
    sessions: tuple[SessionRow, ...]
    periods: Mapping[str, tuple[Period, ...]]
    board: tuple[BoardRow, ...] = ()
    last_board: tuple[BoardRow, ...] = ()
    probes: tuple[Probe, ...] = ()

    @property
    def customers(self) -> tuple[Diary, ...]:
        return tuple(d for d in self.diaries if d.role == "customer")

    @property
    def mitra(self) -> tuple[Diary, ...]:
        return tuple(d for d in self.diaries if d.role == "mitra")


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def request_row(row: Mapping[str, Any]) -> RequestRow:
    return RequestRow(
        request_id=row["request_id"],
        customer_id=row["customer"]["id"],
        state=row["state"],
        created_at=instant(row["created_at"]),
        expires_at=instant(row["expires_at"]),
        closed_at=moment(row["closed_at"]),
        offers=tuple(OfferRow(o["mitra_id"], o["outcome"]) for o in row.get("offers", ())),
    )


def session_row(row: Mapping[str, Any]) -> SessionRow:
    return SessionRow(
        session_id=row["session_id"],
        request_id=row["request_id"],
        customer_id=row["customer"]["id"],
        mitra_id=row["mitra"]["id"],
        state=row["state"],
        created_at=instant(row["created_at"]),
        ended_at=moment(row["ended_at"]),
        assignments=tuple(
            Assignment(
                a["mitra_id"],
                instant(a["from"]),
                moment(a["to"]),
                bool(a.get("override_capacity")),
            )
            for a in row.get("assignments", ())
        ),
    )


def period(row: Mapping[str, Any]) -> Period:
    return Period(instant(row["online_at"]), moment(row["offline_at"]))


def board_rows(board: Mapping[str, Any]) -> tuple[BoardRow, ...]:
    at = instant(board["as_of"])
    return tuple(
        BoardRow(at, m["mitra_id"], m["online"], m["sessions"], m["capacity"])
        for m in board["customers_per_mitra"]
    )
