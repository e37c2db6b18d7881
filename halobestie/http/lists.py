"""Lists of the control center: which part of one is asked for, and how it is answered.

    ?page=2&per_page=20&sort=created_at&order=asc&q=…&<filters>   ▶   {"items": […], "total": n}

Each list has a query model of its own, made of `Paging`, its sort keys and its filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from pydantic import Field

from halobestie.db.pages import Page
from halobestie.http.body import Query

T = TypeVar("T")

MAX_PER_PAGE: Final = 100
_NO_FILTERS: Final = frozenset({"page", "per_page", "sort", "order", "q"})


class Paging(Query):
    """Pages count from 1. `sort` is the model's own, `order` is of that."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=MAX_PER_PAGE)
    order: Literal["asc", "desc"] = "desc"


class Search(Paging):
    q: str | None = Field(None, max_length=100)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """`items` are those of the page, `total` counts those of all pages."""

    items: list[T]
    total: int


def page_of(query: Paging, q: str | None = None) -> Page:
    """The page that the database is asked for; every further field of the model is a filter."""
    asked = query.model_dump()
    return Page(
        query.page,
        query.per_page,
        asked.get("sort"),
        query.order,
        q if q is not None else asked.get("q"),
        {name: value for name, value in asked.items() if name not in _NO_FILTERS},
    )
