"""Two connections to one Valkey server: one speaks, one listens. They live and end together.

A connection that subscribes can say little else, so there are two. When either fails, both are
closed: whether one works is then one question, not four.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from valkey.exceptions import ConnectionError as ValkeyConnectionError
from valkey.exceptions import ValkeyError

from halobestie.cluster.address import connection_to

OPEN_WITHIN_S = 2.0

WireError = (ValkeyError, OSError)
"""What the methods here raise when the server, or the way to it, fails (TimeoutError is one)."""


class Wire:
    """To one server; it can be opened again after it was closed."""

    def __init__(self, server: str, name: str) -> None:
        self._speaker = connection_to(server, name)
        self._listener = connection_to(server, name)

    async def open(self, channels: Sequence[str]) -> None:
        """Connect, log in, and subscribe; returns when the server has confirmed all of it."""
        async with asyncio.timeout(OPEN_WITHIN_S):
            await self._speaker.connect()
            await self._listener.connect()
            await self._listener.send_command("SUBSCRIBE", *channels, check_health=False)
            for _ in channels:
                await self._listener.read_response()

    async def has_ended(self) -> bool:
        """Whether the server has closed the speaking connection, as far as this end knows.

        Asked before each batch: what is written into a closed connection is lost.
        """
        return not self._speaker.is_connected or await self._speaker.can_read_destructive()

    async def publish(self, said: Sequence[tuple[str, bytes]]) -> None:
        """Give the server these (channel, frame), in order and in one go; it has taken all of them.

        When this raises, some may have been taken.
        """
        commands = self._speaker.pack_commands([("PUBLISH", *message) for message in said])
        try:
            await self._speaker.send_packed_command(commands, check_health=False)
        except RuntimeError as closed:  # uvloop's word for a connection that was reset meanwhile
            raise ValkeyConnectionError("the connection has ended") from closed
        for _ in said:
            await self._speaker.read_response()

    async def listen(self) -> tuple[bytes, bytes]:
        """Wait for the next message: (channel, frame)."""
        while True:
            kind, *message = cast(list[bytes], await self._listener.read_response())
            if kind == b"message":
                return message[0], message[1]
            if kind in (b"unsubscribe", b"sunsubscribe"):
                raise ValkeyConnectionError("the server ended the subscription")

    async def close(self) -> None:
        """At once: what a standing server has not read is left to it."""
        for connection in (self._speaker, self._listener):
            await connection.disconnect(nowait=True)
