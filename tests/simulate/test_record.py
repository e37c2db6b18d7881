"""The JSON of the internal listener is read as values, and a missing field is noticed."""

from __future__ import annotations

from typing import Any

import pytest

from halobestie.simulate.record import board_rows, period, request_row, session_row

AT = "2025-03-01T20:00:00Z"
PARTY = {"id": "P1", "display_name": "Awan"}


def test_a_request_with_its_ledger() -> None:
    """An open request has no closing instant, and a list has no ledger."""
    row: dict[str, Any] = {
        "request_id": "R1",
        "customer": PARTY,
        "state": "open",
        "created_at": AT,
        "expires_at": AT,
        "closed_at": None,
    }
    assert request_row(row).offers == ()
    offers = [{"mitra_id": "M1", "outcome": "offered", "reason": None, "at": AT}]
    read = request_row(row | {"offers": offers})
    assert (read.customer_id, read.closed_at, read.offers[0].outcome) == ("P1", None, "offered")


def test_a_session_with_its_assignments() -> None:
    """An override is kept; the contract's own fields are enough."""
    row = {
        "session_id": "S1",
        "request_id": "R1",
        "customer": PARTY,
        "mitra": {"id": "M2"},
        "state": "active",
        "created_at": AT,
        "ended_at": None,
        "assignments": [
            {"mitra_id": "M1", "from": AT, "to": AT, "by": "accept"},
            {"mitra_id": "M2", "from": AT, "to": None, "override_capacity": True},
        ],
    }
    first, second = session_row(row).assignments
    assert (first.mitra_id, first.override, first.until) == ("M1", False, first.since)
    assert (second.until, second.override) == (None, True)


def test_a_period_and_a_board() -> None:
    """Instants are aware; a board's rows all carry its instant."""
    assert period({"online_at": AT, "offline_at": None}).online_at.tzinfo is not None
    busy = {"mitra_id": "M1", "online": True, "sessions": 2, "capacity": 3}
    (row,) = board_rows({"as_of": AT, "customers_per_mitra": [busy]})
    assert (row.sessions, row.capacity, row.online) == (2, 3, True)


def test_a_field_that_is_missing_is_noticed() -> None:
    """Nothing is judged by a record that is not the contract's."""
    with pytest.raises(KeyError):
        request_row({"request_id": "R1"})
