"""The link to Valkey: is it there? One node needs no more of it; it works without.

valkey-py waits for ever by default: every call here has a timeout.
"""

from __future__ import annotations

from typing import Literal, Self

import valkey.asyncio as valkey
from valkey.exceptions import ValkeyError

TIMEOUT_S = 1.0


class ValkeyLink:
    """A client with short timeouts. Nothing here raises."""

    def __init__(self, client: valkey.Valkey) -> None:
        self._client = client

    @classmethod
    def to(cls, url: str) -> Self:
        client = valkey.Valkey.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S
        )
        return cls(client)

    async def check(self) -> Literal["ok", "degraded"]:
        """Without Valkey a node goes on with its own people: degraded, not failed."""
        try:
            await self._client.ping()
        except (ValkeyError, OSError, TimeoutError):
            return "degraded"
        return "ok"

    async def close(self) -> None:
        await self._client.aclose()
