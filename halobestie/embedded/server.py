"""What the supervisor asks of a server."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from halobestie.embedded.child import Child
from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.locks import take_lock

# PostgreSQL gives its own processes five seconds before it kills them.
_EARLIER_ONE_GONE_WITHIN = 10.0


class Server(Protocol):
    """A server that can be launched again and again, one process family at a time."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def ready_within(self) -> float:
        """Seconds from the launch to the first answer."""

    async def launch(self) -> Child:
        """Start it; raises `EmbeddedServerError`."""

    async def answers(self) -> bool:
        """Whether a client that connects now is served."""


@asynccontextmanager
async def no_other_family(name: str, lock_file: Path) -> AsyncIterator[int]:
    """The lock that a server's processes inherit, once no earlier process of it is left.

    Raises `EmbeddedServerError` (`still_running`).
    """
    lock = await take_lock(lock_file, _EARLIER_ONE_GONE_WITHIN)
    if lock is None:
        raise EmbeddedServerError(
            "still_running",
            f"A {name} of an earlier start still runs on {lock_file.parent}; end it first.",
            retryable=True,
        )
    try:
        yield lock
    finally:
        os.close(lock)
