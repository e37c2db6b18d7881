"""Whether a server lives: a probe to ourselves goes out by one connection and returns by the other.

```
 alive ──look without a sign──▶ silent 1 ──▶ silent 2 ──▶ lost
   ▲                               │             │
   └───── sign of both ways ───────┴─────────────┘
```

It counts looks, not seconds: a loop that stood still itself has not heard the answer that lies
waiting, and must not take the server for dead.
"""

from __future__ import annotations

LOOK_EVERY_S = 0.7
LOOKS_IN_SILENCE = 3
"""So many in a row, and the server is given up: 2 to 3 seconds after its last sign."""


class Signs:
    """What was seen of one wire. A probe is `mark` and a number; times are seconds."""

    def __init__(self, mark: bytes, now: float) -> None:
        self._mark = mark
        self._number = 0
        self._asked_at = now
        self._has_read = self._has_written = False
        self._silent = 0
        self.is_due = False
        self.alive_at = now
        self.round_trip_s = 0.0

    def begin(self) -> None:
        """A new wire: nothing is held against it."""
        self._silent = 0
        self._has_read = self._has_written = False

    def ask(self, now: float) -> None:
        """A probe is due."""
        self._number += 1
        self._asked_at = now
        self.is_due = True

    def take_probe(self) -> bytes:
        """The probe that was due; it is none of the messages, and counted nowhere."""
        self.is_due = False
        return self._probe

    def wrote(self) -> None:
        """The server has taken what we said."""
        self._has_written = True

    def read(self) -> None:
        """The server has brought something."""
        self._has_read = True

    def returned(self, frame: bytes, now: float) -> None:
        """A frame of our own came to our own channel: the probe, or one of long ago."""
        if frame == self._probe:
            self.round_trip_s = now - self._asked_at

    def look(self, now: float) -> bool:
        """Whether both ways have given a sign since the last look."""
        is_alive = self._has_read and self._has_written
        self._has_read = self._has_written = False
        self._silent = 0 if is_alive else self._silent + 1
        if is_alive:
            self.alive_at = now
        return is_alive

    @property
    def is_lost(self) -> bool:
        return self._silent >= LOOKS_IN_SILENCE

    @property
    def _probe(self) -> bytes:
        return b"%b%d" % (self._mark, self._number)
