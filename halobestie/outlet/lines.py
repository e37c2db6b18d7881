"""One after the other about the same session, so that what is told keeps the order of the commits.

Two outcomes that come back on two connections in the same moment may be read in either order; who
is told "ended" before "started" believes in a session that is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lines:
    """A line for each key, first come, first served; forgotten when nobody stands in it."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._standing: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._locks)

    @asynccontextmanager
    async def turn(self, key: str | None) -> AsyncIterator[None]:
        """Waits for its turn; without a key it is always one's turn."""
        if key is None:
            yield
            return
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._standing[key] = self._standing.get(key, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._standing[key] -= 1
            if self._standing[key] == 0:
                del self._standing[key], self._locks[key]
