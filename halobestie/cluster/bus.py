"""The bus between nodes: it moves bytes and knows nothing of what they mean.

```
 node-1 ──announce──▶ all others          at most once; in order from one sender
 node-1 ──send──────▶ node-2              while the connection lives
```

A message may be lost, and one that was under way while a server stood still may come late. So the
bus never promises that a message arrived; it says when some may not have: `rejoined`. Whoever
hears that compares what it knows with PostgreSQL and with the other nodes.

`LocalBus` connects nodes in one process, `ValkeyBus` connects processes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

BusState = Literal["ok", "degraded"]
Heard = Callable[[bytes], None]
Rejoined = Callable[[], None]


@dataclass(frozen=True, slots=True)
class BusStats:
    """What a bus has done since its start, as of now.

    Each message of ours ends as `published` (the exchange has taken it) or `dropped` (it did not
    fit into the outbox, waited too long, or went down with a connection); until then it is
    counted in `outbox_length`, or under way. `delivered` are messages of others that were heard.
    `quiet_s` are the seconds since the bus last found the exchange alive (below 1 when all is
    well), `round_trip_s` those that its last probe took to come back to us.
    """

    published: int = 0
    delivered: int = 0
    dropped: int = 0
    reconnects: int = 0
    bytes_out: int = 0
    bytes_in: int = 0
    outbox_length: int = 0
    outbox_bytes: int = 0
    quiet_s: float = 0.0
    round_trip_s: float = 0.0


class Bus(Protocol):
    """Bytes between nodes. Nothing here blocks, nothing here raises."""

    @property
    def node_id(self) -> str:
        """Who we are to the others; unique among them, without a NUL."""

    @property
    def stats(self) -> BusStats:
        """The counters as of now."""

    def announce(self, data: bytes) -> None:
        """To every other node."""

    def send(self, node_id: str, data: bytes) -> None:
        """To one node; to ourselves it goes nowhere."""

    def state(self) -> BusState:
        """`degraded`: the others cannot be reached now."""

    async def check(self) -> BusState:
        """The state, as readiness asks for it."""

    async def start(self, heard: Heard, rejoined: Rejoined) -> None:
        """Begin; returns at once, whether or not the others can be reached.

        Both are called on the loop, never inside a call of ours. `heard(data)`: another node said
        this. `rejoined()`: messages may have been lost in either direction, and now the bus works
        (again, or for the first time).
        """

    async def close(self) -> None:
        """Give what waits a moment to leave, then end; prompt, and harmless when repeated."""
