"""Each invariant of the record is broken once on purpose, and found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from halobestie.simulate.invariants import INVARIANTS, judge
from halobestie.simulate.record import Assignment, BoardRow, History, Period, SessionRow
from tests.simulate.evening import at, good_history, told, with_entries


def broken(history: History) -> set[str]:
    return {finding.number for finding in judge(history) if finding.broken}


def test_a_good_evening_breaks_nothing() -> None:
    """What went well is found well, by every invariant."""
    assert broken(good_history()) == set()
    assert [i.number for i in INVARIANTS] == (
        ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I11", "I12", "W1"]
    )


def with_session(history: History, session: SessionRow) -> History:
    return replace(history, sessions=(*history.sessions, session))


def second_session_of_a_request(history: History) -> History:
    return with_session(history, replace(history.sessions[0], session_id="S2"))


def an_accepted_request_without_a_session(history: History) -> History:
    return replace(history, sessions=())


def phones_told_of_two_sessions(history: History) -> History:
    accepted = told(12.2, "request.accepted", request_id="R1", session_id="S2", mitra={"id": "M2"})
    return with_entries(history, "C1", accepted)


@pytest.mark.parametrize(
    "fault",
    [
        second_session_of_a_request,
        an_accepted_request_without_a_session,
        phones_told_of_two_sessions,
    ],
)
def test_i1_finds(fault: object) -> None:
    """One request leads to one session, in the record and on the phones."""
    assert callable(fault)
    assert "I1" in broken(fault(good_history()))


def test_i2_finds_two_open_requests_of_one_customer() -> None:
    """R2 was open while R1 was, and both are C1's."""
    history = good_history()
    early = replace(history.requests[1], customer_id="C1", created_at=at(11))
    assert "I2" in broken(replace(history, requests=(history.requests[0], early)))


def test_i2_finds_two_live_sessions_of_one_customer() -> None:
    """S2 began before S1 ended."""
    history = good_history()
    second = replace(history.sessions[0], session_id="S2", request_id="R9", created_at=at(19))
    assert "I2" in broken(with_session(history, second))


def test_i2_lets_one_session_follow_another() -> None:
    """What begins when the other ends does not overlap."""
    history = good_history()
    held = (Assignment("M1", at(20), at(25)),)
    second = SessionRow("S2", "R9", "C1", "M1", "ended", at(20), at(25), held)
    assert "I2" not in broken(with_session(history, second))


def crowded(history: History, times: int) -> History:
    held = (Assignment("M1", at(13), at(19)),)
    for n in range(times):
        more = SessionRow(f"X{n}", f"Q{n}", f"D{n}", "M1", "ended", at(13), at(19), held)
        history = with_session(history, more)
    return history


def test_i3_finds_a_mitra_with_more_sessions_than_capacity() -> None:
    """Two at once are allowed, a third is not."""
    assert "I3" not in broken(crowded(good_history(), 1))
    assert "I3" in broken(crowded(good_history(), 2))


def test_i3_excuses_an_override_and_nothing_after_it() -> None:
    """A third by override is on purpose; a fourth by an accept is not."""
    history = crowded(good_history(), 1)
    forced = (Assignment("M1", at(14), at(19), override=True),)
    third = SessionRow("Y", "QY", "DY", "M1", "ended", at(14), at(19), forced)
    overridden = with_session(history, third)
    assert "I3" not in broken(overridden)
    accepted = (Assignment("M1", at(15), at(19)),)
    fourth = SessionRow("Z", "QZ", "DZ", "M1", "ended", at(15), at(19), accepted)
    assert "I3" in broken(with_session(overridden, fourth))


def test_i3_believes_the_board_and_the_phones_too() -> None:
    """A count above the capacity is found wherever it is shown."""
    history = good_history()
    board = (BoardRow(at(15), "M1", True, 3, 2),)
    assert "I3" in broken(replace(history, board=board))
    shown = told(15, "presence.changed", online=True, sessions=3, capacity=2)
    assert "I3" in broken(with_entries(history, "M1", shown))


def test_i6_finds_a_request_that_never_ended_or_ended_late() -> None:
    """Open at the end, or closed more than three seconds after its time."""
    history = good_history()
    r1, r2 = history.requests
    left_open = replace(r2, state="open", closed_at=None)
    assert "I6" in broken(replace(history, requests=(r1, left_open)))
    late = replace(r2, state="expired", closed_at=at(213.5))
    assert "I6" in broken(replace(history, requests=(r1, late)))


def test_i6_finds_an_unfinished_customer_and_a_false_ending() -> None:
    """Who still waits, and who was told an ending that is not the recorded one."""
    history = good_history()
    waiting = replace(history.diaries[1], finished=False)
    diaries = (history.diaries[0], waiting, *history.diaries[2:])
    assert "I6" in broken(replace(history, diaries=diaries))
    expired = told(34, "request.expired", request_id="R2", reason="timeout")
    assert "I6" in broken(with_entries(history, "C2", expired))


def overlapping(history: History) -> Iterator[History]:
    online = history.periods["M2"]
    for periods in (
        (*online, Period(at(39), at(50))),
        (*online, Period(at(50), None)),
        (*online, Period(at(60), at(50))),
    ):
        yield replace(history, periods={"M1": online, "M2": periods})
    yield replace(history, last_board=(BoardRow(at(60), "M2", True, 0, 2),))


@pytest.mark.parametrize("history", list(overlapping(good_history())))
def test_i8_finds_periods_that_overlap_stay_open_or_run_backward(history: History) -> None:
    """Two at once, one without an end, one that ends before it starts, one only on the board."""
    assert "I8" in broken(history)


def wrong_assignments(history: History) -> Iterator[History]:
    s1 = history.sessions[0]
    to_m2 = Assignment("M2", at(17), at(20))
    for assignments in (
        (),
        (Assignment("M1", at(12), at(16)), to_m2),
        (Assignment("M1", at(14), at(20)),),
        (Assignment("M2", at(12), at(20)),),
        (Assignment("M1", at(12), None),),
        (Assignment("M1", at(12), at(18)),),
    ):
        yield replace(history, sessions=(replace(s1, assignments=assignments),))
    yield replace(history, last_board=(BoardRow(at(60), "M1", False, 1, 2),))


@pytest.mark.parametrize("history", list(wrong_assignments(good_history())))
def test_i11_finds_a_moment_without_exactly_one_mitra(history: History) -> None:
    """A gap, a late start, another mitra, no end, an early end, a board that counts otherwise."""
    assert "I11" in broken(history)


def test_i11_takes_a_clean_reroute() -> None:
    """The new mitra has it from the instant in which the old one loses it."""
    history = good_history()
    held = (
        Assignment("M1", at(12), at(17)),
        Assignment("M2", at(17), at(20)),
    )
    rerouted = replace(history.sessions[0], mitra_id="M2", assignments=held)
    assert broken(replace(history, sessions=(rerouted,))) == set()
