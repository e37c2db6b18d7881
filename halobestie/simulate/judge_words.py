"""Invariants of the wire itself: nobody is identified (I12), commands are answered alike (W1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from halobestie.simulate.history import (
    Answered,
    Cut,
    Data,
    Diary,
    Entry,
    Snapshot,
    Told,
    Unanswered,
)
from halobestie.simulate.record import History
from halobestie.simulate.sightings import cards

_DIGITS: Final = re.compile(r"[1-9][0-9]{7,14}")
_CARD_OF_THE_OTHER: Final = {
    "customer": ("mitra", {"id", "display_name"}),
    "mitra": ("customer", {"display_name"}),
}
_IDS: Final = ("request_id", "session_id", "online")


def nobody_is_identified(history: History) -> Iterator[str]:
    """No social name on any phone, no number but one's own, and cards of nothing but a name."""
    numbers = {d.phone for d in history.diaries if d.phone}
    for diary in history.diaries:
        who = f"{diary.role} {diary.account_id}"
        if any(history.mark in frame for frame in diary.frames):
            yield f"{who} was sent a social name"
        if any(_foreign_number(frame, numbers - {diary.phone or ""}) for frame in diary.frames):
            yield f"{who} was sent somebody else's phone number"
        if any(_too_much(diary, entry) for entry in diary.entries):
            yield f"{who} was sent more of the other party than the contract's card"


def _foreign_number(frame: str, numbers: set[str]) -> bool:
    return any(run[at:] in numbers for run in _DIGITS.findall(frame) for at in range(4))


def _too_much(diary: Diary, entry: Entry) -> bool:
    if not isinstance(entry, Told | Answered | Snapshot):
        return False
    key, allowed = _CARD_OF_THE_OTHER[diary.role]
    return any(set(card) != allowed for card in cards(entry.data, key))


def every_command_answered_alike(history: History) -> Iterator[str]:
    for diary in history.diaries:
        who = f"{diary.role} {diary.account_id}"
        for silent in diary.of(Unanswered):
            yield f"{who} got no answer to {silent.type}"
        for kind in _answered_unlike(diary):
            yield f"{who} got unlike answers to one {kind}"
        for cut in diary.of(Cut):
            if cut.how == "server" and (cut.code or 0) >= 4500:
                yield f"{who} was turned away with close code {cut.code}"


def _answered_unlike(diary: Diary) -> Iterator[str]:
    alike: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    kinds = {}
    for answer in (a for a in diary.of(Answered) if not a.data.get("temporary")):
        alike[answer.id].add((answer.code, *_gist(answer.data)))
        kinds[answer.id] = answer.type
    return (kinds[i] for i, answers in alike.items() if len(answers) > 1)


def _gist(data: Data) -> tuple[object, ...]:
    inner = data.get("session") or data
    return tuple(inner.get(name) for name in _IDS)
