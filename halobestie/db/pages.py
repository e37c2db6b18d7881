"""Pages of lists. Here alone Python composes SQL: what is sorted by is from a closed list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from halobestie.db.pool import Database
from halobestie.db.rows import Row


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted. Pages count from 1; an unknown `sort` is the list's own."""

    page: int = 1
    per_page: int = 50
    sort: str | None = None
    order: Literal["asc", "desc"] = "desc"
    q: str | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)


async def fetch_page(
    db: Database, name: str, page: Page, sorts: Mapping[str, str], key: str, **parameters: Any
) -> tuple[list[Row], int]:
    """The rows of a page of the query `name`, and how many there are on all pages.

    `sorts` maps what may be sorted by to its SQL, the list's own first; `key` is the column that
    makes the order total.
    """
    query = getattr(db.queries, name)
    values = {"q": (page.q or "").replace("\0", "") or None, **parameters}
    args = db.queries.driver_adapter.maybe_order_params(name, values)
    column = sorts.get(page.sort or "") or next(iter(sorts.values()))
    direction = "ASC" if page.order == "asc" else "DESC"
    limit, offset = int(page.per_page), (int(page.page) - 1) * int(page.per_page)
    async with db.connection() as conn:
        total = await conn.fetchval(f"SELECT count(*) FROM ({query.sql}) AS matching", *args)
        rows = await conn.fetch(
            f"SELECT * FROM ({query.sql}) AS matching"
            f" ORDER BY {column} {direction} NULLS LAST, {key} {direction}"
            f" LIMIT {limit} OFFSET {offset}",
            *args,
        )
    return rows, total
