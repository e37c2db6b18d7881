"""Who does something in the control center, for the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from halobestie.db.queries import load_queries


@dataclass(frozen=True, slots=True)
class Staff:
    """A control-center user, or with user_id None the operator of the servers at a command."""

    user_id: str | None
    display_name: str
    role: Literal["admin", "operator"]


async def staff_of(conn: Any, user_id: str) -> Staff:
    """The user as known now. One who was removed meanwhile still did what was done."""
    row = await load_queries().staff(conn, user_id=user_id)
    return Staff(**row) if row else Staff(user_id, "(removed)", "operator")
