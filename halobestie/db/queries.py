"""The named queries of `sql/queries`: SQL is read as SQL, and called by its name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import aiosql

FOLDER: Final = Path(__file__).parents[2] / "sql" / "queries"


@cache
def load_queries() -> Any:
    """All of them, read once: `queries.read_settings(conn)`, `queries.find_login.sql`."""
    return aiosql.from_path(FOLDER, "asyncpg")
