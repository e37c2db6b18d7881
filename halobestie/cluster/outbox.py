"""What waits to be said to other nodes: bounded in messages, bytes and age.

When it is full the oldest go first: old news is worth least, and reconciliation repairs it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way: the channel, the frame, and when it was said (seconds)."""

    channel: str
    frame: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may wait, and for how long."""

    messages: int = 20_000
    size: int = 8 * 1024 * 1024
    age_s: float = 2.0


class Outbox:
    """A queue that forgets. `dropped` counts what it forgot."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._letters: deque[Letter] = deque()
        self.size = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._letters)

    def put(self, letter: Letter) -> None:
        self._letters.append(letter)
        self.size += len(letter.frame)
        self.expire(letter.at)
        while len(self._letters) > self._bounds.messages or self.size > self._bounds.size:
            self._drop_oldest()

    def take(self, messages: int, size: int) -> list[Letter]:
        """The oldest, up to so many messages; at least one, and no more once `size` is reached."""
        taken: list[Letter] = []
        weight = 0
        while self._letters and len(taken) < messages and weight < size:
            letter = self._letters.popleft()
            weight += len(letter.frame)
            taken.append(letter)
        self.size -= weight
        return taken

    def expire(self, now: float) -> None:
        """Forget what has waited too long."""
        while self._letters and now - self._letters[0].at > self._bounds.age_s:
            self._drop_oldest()

    def clear(self) -> None:
        """Forget everything."""
        while self._letters:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        self.size -= len(self._letters.popleft().frame)
        self.dropped += 1
