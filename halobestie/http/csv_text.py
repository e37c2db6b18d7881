"""Rows as CSV (RFC 4180) that spreadsheets show as it is meant, and never take for a formula.

It begins with a byte order mark: without one, spreadsheets read UTF-8 as something else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(rows: Iterable[Sequence[Any]]) -> bytes:
    """Lines that end with CR LF, in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def cell(value: Any) -> str:
    """None is an empty cell; an instant is RFC 3339 with a Z; a text is never a formula.

    A text that begins like one gets an apostrophe before it, as people type it by hand.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)
