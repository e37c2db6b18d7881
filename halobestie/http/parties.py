"""A customer or a mitra as the control center names them in requests and sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    id: str
    display_name: str
