"""The invariants that a simulation is judged by, each with its number and its check.

I10 (the oldest waiting request first) is not here: phones cannot see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from halobestie.simulate import judge_phones, judge_record, judge_words
from halobestie.simulate.record import History


@dataclass(frozen=True, slots=True)
class Invariant:
    number: str
    title: str
    check: Callable[[History], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant with a sentence for each time that it was broken; none when it held."""

    number: str
    title: str
    broken: tuple[str, ...]


INVARIANTS: Final = (
    Invariant("I1", "one session a request", judge_record.one_session_a_request),
    Invariant(
        "I2",
        "a customer has one open request and one live session at most",
        judge_record.one_of_each_a_customer,
    ),
    Invariant("I3", "no mitra above capacity", judge_record.nobody_above_capacity),
    Invariant(
        "I4",
        "told is what is committed, snapshots included",
        judge_phones.told_only_what_is_committed,
    ),
    Invariant("I5", "every accept is answered", judge_phones.every_accept_answered),
    Invariant("I6", "every request ends, on time", judge_record.every_request_ended),
    Invariant("I7", "every offer ends", judge_phones.every_offer_ends),
    Invariant("I8", "online periods never overlap and end", judge_record.periods_never_overlap),
    Invariant(
        "I9",
        "offers only to mitra who are online and did not decline",
        judge_phones.offered_only_when_online,
    ),
    Invariant("I11", "one mitra a session at every moment", judge_record.one_mitra_a_session),
    Invariant("I12", "nobody is identified to the other", judge_words.nobody_is_identified),
    Invariant(
        "W1", "every command is answered, and alike", judge_words.every_command_answered_alike
    ),
)


def judge(history: History) -> tuple[Finding, ...]:
    return tuple(Finding(i.number, i.title, tuple(i.check(history))) for i in INVARIANTS)
