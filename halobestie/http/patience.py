"""How much one connection may ask: a bucket of messages, and a count of faulty frames.

Time is an argument; nothing here reads a clock. The bucket is the classic token bucket.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

MESSAGES_PER_S: Final = 50.0
BURST: Final = 100.0
FAULTS: Final = 20
FAULTS_WITHIN: Final = timedelta(seconds=60)


class Bucket:
    """Holds BURST messages at most, and fills by MESSAGES_PER_S."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: datetime) -> None:
        self._left = BURST
        self._at = now

    def take(self, now: datetime) -> bool:
        """One message; False when there were too many. A clock that goes back fills nothing."""
        passed = (now - self._at).total_seconds()
        if passed > 0:
            self._left = min(BURST, self._left + passed * MESSAGES_PER_S)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Faults:
    """Remembers when the last faulty frames came: FAULTS and one more, never longer."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        self._at: list[datetime] = []

    def one_more(self, now: datetime) -> bool:
        """One faulty frame; False when it is one too many within FAULTS_WITHIN."""
        self._at = [at for at in self._at[-FAULTS:] if now - at < FAULTS_WITHIN]
        self._at.append(now)
        return len(self._at) <= FAULTS
