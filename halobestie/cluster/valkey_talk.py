"""What goes on over an open wire: one task writes, one listens, one watches both.

```
 say ──▶ outbox ──writer──▶ wire ──▶ server ──▶ wire ──listener──▶ heard
                    ▲                                      │
                    └──── a probe to ourselves ◀──watch────┘ came back?
```
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from halobestie.cluster.bus import BusStats, Heard, Rejoined
from halobestie.cluster.outbox import Bounds, Letter, Outbox
from halobestie.cluster.valkey_signs import LOOK_EVERY_S, Signs
from halobestie.cluster.valkey_wire import Wire

NUL = b"\0"
BATCH_MESSAGES, BATCH_BYTES = 512, 256 * 1024
"""So much is under way unanswered at most, and can come late from a server that stood still."""
HEARD_IN_A_ROW = 64


class Silent(ConnectionError):
    """The server neither answers nor closes the connection."""


@dataclass(slots=True)
class _Counts:
    published: int = 0
    delivered: int = 0
    dropped: int = 0
    bytes_out: int = 0
    bytes_in: int = 0


class Talk:
    """One node's side of the conversation, over one wire after another.

    `own` is the channel of this node alone, `mark` what each of its frames begins with.
    """

    def __init__(
        self, own: str, mark: bytes, bounds: Bounds, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._own, self._own_name, self._mark = own, own.encode(), mark
        self._outbox = Outbox(bounds)
        self._waiting, self._idle = asyncio.Event(), asyncio.Event()
        self._idle.set()
        self._counts = _Counts()
        # Not the loop's clock: uvloop's is one of whole milliseconds.
        self._now = now
        self._signs = Signs(mark, now())
        self._told_of_drops = 0
        self._is_open = False
        self.is_on = False

    def open(self) -> None:
        """From now on, what is said may wait for a wire."""
        self._is_open = True

    def say(self, channel: str, data: bytes) -> None:
        """Put it into the outbox; the writer takes it in the loop's next turn."""
        if not self._is_open:
            self._counts.dropped += 1
            return
        self._outbox.put(Letter(channel, self._mark + data, self._now()))
        self._idle.clear()
        self._waiting.set()

    async def over(self, wire: Wire, heard: Heard, rejoined: Rejoined) -> None:
        """Talk until the wire fails: raises a group of `WireError`s. `rejoined` is called first."""
        self._outbox.expire(self._now())
        self._signs.begin()
        self._told_of_drops = self._dropped
        self.is_on = True
        try:
            rejoined()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._write(wire), name="bus-writer")
                tasks.create_task(self._listen(wire, heard), name="bus-listener")
                tasks.create_task(self._watch(rejoined), name="bus-watch")
        finally:
            self.is_on = False

    async def say_all(self) -> None:
        """Wait until nothing is left to say."""
        await self._idle.wait()

    def close(self) -> None:
        """Forget what was not said."""
        self._is_open = False
        self._outbox.clear()

    def stats(self, reconnects: int) -> BusStats:
        counts = self._counts
        return BusStats(
            published=counts.published,
            delivered=counts.delivered,
            dropped=self._dropped,
            reconnects=reconnects,
            bytes_out=counts.bytes_out,
            bytes_in=counts.bytes_in,
            outbox_length=len(self._outbox),
            outbox_bytes=self._outbox.size,
            quiet_s=self._now() - self._signs.alive_at,
            round_trip_s=self._signs.round_trip_s,
        )

    @property
    def _dropped(self) -> int:
        return self._counts.dropped + self._outbox.dropped

    # -- the writer ---------------------------------------------------------------------

    async def _write(self, wire: Wire) -> None:
        while True:
            await self._waiting.wait()
            if await wire.has_ended():
                raise ConnectionResetError("the server has closed the connection")
            await self._publish(wire, self._next_batch())
            if not self._outbox and not self._signs.is_due:
                self._waiting.clear()
                self._idle.set()

    def _next_batch(self) -> list[Letter]:
        self._outbox.expire(self._now())
        return self._outbox.take(BATCH_MESSAGES, BATCH_BYTES)

    async def _publish(self, wire: Wire, batch: list[Letter]) -> None:
        said = [(letter.channel, letter.frame) for letter in batch]
        if self._signs.is_due:
            said.append((self._own, self._signs.take_probe()))
        if not said:
            return
        try:
            await wire.publish(said)
        except BaseException:
            # Some of it may have been taken. It is not said again: at most once.
            self._counts.dropped += len(batch)
            raise
        self._signs.wrote()
        self._counts.published += len(batch)
        self._counts.bytes_out += sum(len(letter.frame) - len(self._mark) for letter in batch)

    # -- the listener -------------------------------------------------------------------

    async def _listen(self, wire: Wire, heard: Heard) -> None:
        in_a_row = 0
        while True:
            channel, frame = await wire.listen()
            self._signs.read()
            if not frame.startswith(self._mark):
                self._deliver(frame, heard)
            elif channel == self._own_name:
                self._signs.returned(frame, self._now())
            # Reading what has already come never waits: the others on the loop want a turn.
            in_a_row = (in_a_row + 1) % HEARD_IN_A_ROW
            if not in_a_row:
                await asyncio.sleep(0)

    def _deliver(self, frame: bytes, heard: Heard) -> None:
        _, nul, data = frame.partition(NUL)
        if not nul:
            return
        self._counts.delivered += 1
        self._counts.bytes_in += len(data)
        heard(data)

    # -- the watch ----------------------------------------------------------------------

    async def _watch(self, rejoined: Rejoined) -> None:
        while not self._signs.is_lost:
            self._signs.ask(self._now())
            self._waiting.set()
            dropped = self._dropped
            await asyncio.sleep(LOOK_EVERY_S)
            is_alive = self._signs.look(self._now())
            # Once nothing more is dropped, and it works: what was dropped is worth telling.
            if is_alive and self._told_of_drops != self._dropped == dropped:
                self._told_of_drops = dropped
                rejoined()
        raise Silent
