"""Compares what the phones wrote down with what PostgreSQL says at the end. Pure: it can be tested.

Each rule yields one sentence, with ids, for each time that it was broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.faults import check_answers, check_record, check_told
from tests.faults.history import History
from tests.faults.record import Record


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    holds: str
    check: Callable[[History, Record], Iterator[str]]


RULES: Final = (
    Rule("one session", "a request has one session at most", check_record.one_session),
    Rule("one of each", "a customer has one open request, one session", check_record.one_of_each),
    Rule("capacity", "no mitra above the maximum", check_record.capacity),
    Rule("one mitra", "a session has one mitra at every moment", check_record.one_mitra),
    Rule("ended", "every request ends in time", check_record.ended),
    Rule("periods", "online periods do not overlap, none without a node", check_record.periods),
    Rule("silence", "silence ends a period at the last heartbeat", check_record.silence),
    Rule("offers", "every offer ends", check_record.offers),
    Rule("answered", "every command is answered", check_answers.answered),
    Rule("alike", "the same command is answered alike", check_answers.alike),
    Rule("winner", "one winner a request, and the others are told so", check_answers.winner),
    Rule("created", "what was answered is committed", check_answers.committed),
    Rule("told", "nobody is told what is not committed", check_told.told),
    Rule("everyone", "everyone paired is told", check_told.everyone),
    Rule("snapshot", "a snapshot is what is committed", check_told.snapshots),
)


@dataclass(frozen=True, slots=True)
class Broken:
    rule: str
    sentence: str


def check(history: History, record: Record) -> tuple[Broken, ...]:
    """All that did not hold."""
    return tuple(
        Broken(rule.name, sentence) for rule in RULES for sentence in rule.check(history, record)
    )
