"""What a diary says about sessions and offers: read out of it, in order, for the invariants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from halobestie.simulate.history import Answered, Data, Diary, Entry, Sent, Snapshot, Told

SETTLES_AN_OFFER = frozenset({None, "offer_taken", "offer_closed", "offer_not_found"})
"""Answers to a tap after which the offer is off the screen; None is ok."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A session as a phone was told of it; `mitra_id` only on a customer's phone."""

    at: datetime
    session_id: str
    request_id: str
    mitra_id: str | None


def sightings(diary: Diary) -> Iterator[Sighting]:
    """Every time that this phone was told of a session, by event, reply or snapshot."""
    for entry in diary.entries:
        if isinstance(entry, Told) and entry.type == "request.accepted":
            yield _sighting(entry.at, entry.data)
        elif isinstance(entry, Told | Answered | Snapshot):
            yield from (_sighting(entry.at, session) for session in _sessions(entry.data))


def _sessions(data: Data) -> list[Data]:
    one, several = data.get("session"), data.get("sessions")
    return [one] if one else several if isinstance(several, list) else []


def _sighting(at: datetime, session: Data) -> Sighting:
    mitra = (session.get("mitra") or {}).get("id")
    return Sighting(at, session["session_id"], session["request_id"], mitra)


def offers_left(diary: Diary) -> set[str]:
    """The requests that are still offered on this mitra's screen at the end of the diary."""
    screen: set[str] = set()
    requests = taps(diary)
    for entry in diary.entries:
        if isinstance(entry, Snapshot):
            screen = {offer["request_id"] for offer in entry.data["offers"]}
        elif isinstance(entry, Told) and entry.type == "offer.new":
            screen.add(entry.data["request_id"])
        else:
            screen.discard(_settled(entry, requests) or "")
    return screen


def offers_seen(diary: Diary) -> int:
    return sum(1 for _ in diary.told("offer.new"))


def _settled(entry: Entry, requests: Mapping[str, str]) -> str | None:
    if isinstance(entry, Told) and entry.type == "offer.withdrawn":
        return str(entry.data["request_id"])
    if isinstance(entry, Answered) and entry.type in ("offer.accept", "offer.decline"):
        return requests[entry.id] if entry.code in SETTLES_AN_OFFER else None
    return None


def taps(diary: Diary) -> dict[str, str]:
    """The request that each accept or decline was about, by the id of the command."""
    kinds = ("offer.accept", "offer.decline")
    return {s.id: s.data["request_id"] for s in diary.of(Sent) if s.type in kinds}


def cards(data: Any, key: str) -> Iterator[Data]:
    """Every object under `key`, however deep."""
    if isinstance(data, list | tuple):
        for item in data:
            yield from cards(item, key)
    elif isinstance(data, dict):
        if isinstance(data.get(key), dict):
            yield data[key]
        for value in data.values():
            yield from cards(value, key)
