"""What happened while a snapshot was read: held, and let go behind it, so that nothing is lost.

    entered ──add──▶ held ──(a mitra arrives) asked ──▶ held ──welcomed──▶ held ──release──▶ sent

The actors' part of a mitra's snapshot is their `Welcome`. Offers that were pushed before it are in
it, and go. A change of presence before the question is in it too; one between question and answer
may be newer than the answer, and stays when it says something else.
"""

from __future__ import annotations

from typing import Final

from halobestie.effects import Welcome
from halobestie.events import Event, OfferNew, OfferWithdrawn, PresenceChanged

HELD: Final = 256


class Hold:
    """The events of one socket that is not ready yet, each with its frame. Bounded."""

    __slots__ = ("_held", "open")

    def __init__(self) -> None:
        self._held: list[tuple[Event, bytes]] = []
        self.open = False

    def add(self, event: Event, frame: bytes) -> bool:
        """Keep it for later; False when there is no room."""
        if len(self._held) >= HELD:
            return False
        self._held.append((event, frame))
        return True

    def asked(self) -> None:
        """The actors are asked now: what they pushed before is older than their answer."""
        self._held = [
            held for held in self._held if not isinstance(held[0], _OFFERS | PresenceChanged)
        ]

    def welcomed(self, welcome: Welcome) -> None:
        """Their answer is here, at this very point of the stream of events."""
        last = next((e for e, _ in reversed(self._held) if isinstance(e, PresenceChanged)), None)
        newer = last is not None and (last.online, last.since) != (welcome.online, welcome.since)
        self._held = [
            (event, frame)
            for event, frame in self._held
            if not isinstance(event, _OFFERS | PresenceChanged) or (newer and event is last)
        ]

    def release(self) -> list[bytes]:
        """The frames, in their order; from now on nothing is held."""
        self.open = True
        held, self._held = self._held, []
        return [frame for _, frame in held]


_OFFERS = OfferNew | OfferWithdrawn
