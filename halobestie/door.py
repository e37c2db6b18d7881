"""The door: the one way in to the actors, for sockets, REST, the clock and outcomes alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from halobestie.domain import ReplyTo
from halobestie.messages import Key
from halobestie.replies import Replies


class Inside(Protocol):
    """What stands behind the door: the tree of actors."""

    def tell(self, key: Key, message: object) -> None: ...


class Door:
    """`tell` never blocks and never raises; `ask` waits for the one reply."""

    def __init__(self, inside: Inside, replies: Replies) -> None:
        self._inside = inside
        self.replies = replies

    def tell(self, key: Key, message: object) -> None:
        self._inside.tell(key, message)

    async def ask(self, key: Key, make: Callable[[ReplyTo], object]) -> object:
        """Tell what `make` makes of a fresh reply id; return the result, or a `Refused`."""
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        def deliver(result: object) -> None:
            if not answer.done():
                answer.set_result(result)

        self.tell(key, make(self.replies.expect(deliver)))
        return await answer
