"""Waiting for something outside this process to come true, with a bound."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

EVERY_S = 0.02


async def until(
    happened: Callable[[], bool | Awaitable[bool]], within_s: float, what: str = "it"
) -> None:
    """Raises TimeoutError that says what did not happen."""
    loop = asyncio.get_running_loop()
    last = loop.time() + within_s
    while True:
        so = happened()
        if so if isinstance(so, bool) else await so:
            return
        if loop.time() > last:
            raise TimeoutError(f"{what} did not happen within {within_s:.0f} s")
        await asyncio.sleep(EVERY_S)
