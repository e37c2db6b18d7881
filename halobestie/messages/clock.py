"""From the clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Woke:
    """A reminder rang. It is a hint: the deadline in the state decides."""
