"""An instant in a query string: RFC 3339, as it is typed, comes out in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)

_RFC3339: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")


def _instant(typed: Any) -> datetime:
    """What is before EARLIEST or after LATEST is that: nothing of ours is there, and dates can be
    reckoned with."""
    try:
        if isinstance(typed, str) and _RFC3339.fullmatch(typed):
            at = datetime.fromisoformat(typed.upper())
            if at.year < EARLIEST.year:
                return EARLIEST
            return at.astimezone(UTC) if at.year < LATEST.year else LATEST
    except ValueError:
        pass  # no such day or hour
    raise ValueError("Use RFC 3339: 2026-03-01T00:00:00Z.")


Instant = Annotated[datetime, BeforeValidator(_instant)]
