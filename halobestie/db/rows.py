"""Rows of PostgreSQL as values of the domain: each shape is read in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from halobestie.domain import Load, Request, Session

Row: TypeAlias = Mapping[str, Any]


def session_of(card: Row) -> Session:
    """A row of the view session_cards."""
    return Session(
        card["session_id"],
        card["request_id"],
        card["state"],
        card["customer_id"],
        card["customer_name"],
        card["mitra_id"],
        card["mitra_name"],
        card["created_at"],
        card["started_at"],
        card["ends_at"],
        card["ended_at"],
        card["version"],
    )


def load_of(card: Row) -> Load:
    """The load of the mitra who has the session, after what was just done."""
    return Load(card["mitra_id"], card["live_sessions"], card["load_version"])


def request_of(row: Row, customer_id: str) -> Request:
    """What open_request and adopt_requests answer, and a row of the view open_requests."""
    return Request(
        row["request_id"],
        customer_id,
        row["display_name"],
        row["pairing_method"],
        row["offer_timeout_s"],
        row["created_at"],
        row["expires_at"],
        tuple(row.get("declined", ())),
    )
