"""The herald: says to the other nodes what this one wants to be known, and hears what they say.

    announce, send ──encode──▶ bus        bus ──decode──▶ `hear` (whoever the app connected)

Nothing here raises: a message that cannot be written is our own mistake, and logged as one; one
that cannot be read is counted, and ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import structlog

from halobestie.cluster.bus import Bus
from halobestie.cluster.codec import Unread, decode, encode

log = structlog.get_logger(__name__)


class Herald:
    """Counts by type: `said`, `heard`, and `unread` by the reason."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.said: Counter[str] = Counter()
        self.heard: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self._hear: Callable[[object], None] = lambda _: None

    async def start(self, hear: Callable[[object], None], rejoined: Callable[[], None]) -> None:
        """Begin to listen. `rejoined`: something may have been missed; called at the first join,
        too."""
        self._hear = hear
        await self.bus.start(self._arrived, rejoined)

    def stop_hearing(self) -> None:
        """Whoever would act upon it is about to close; what is said here still goes out."""
        self._hear = lambda _: None

    def announce(self, message: object) -> None:
        """To every other node."""
        data = self._written(message)
        if data is not None:
            self.bus.announce(data)

    def send(self, node_id: str, message: object) -> None:
        """To one other node."""
        data = self._written(message)
        if data is not None:
            self.bus.send(node_id, data)

    def _written(self, message: object) -> bytes | None:
        name = type(message).__name__
        try:
            data = encode(message)
        except (KeyError, TypeError):
            log.exception("message_not_written", message=name)
            return None
        self.said[name] += 1
        return data

    def _arrived(self, data: bytes) -> None:
        message = decode(data)
        if isinstance(message, Unread):
            self.unread[message.why] += 1
            log.debug("message_unread", why=message.why, type=message.type)
            return
        self.heard[type(message).__name__] += 1
        try:
            self._hear(message)
        except Exception:
            log.exception("message_not_heard", message=type(message).__name__)
