"""The checker can fail: a good evening passes, and each thing that is spoiled in it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.faults.checker import RULES, check
from tests.faults.given import (
    REQUEST,
    TAKEN,
    TO_CUSTOMER,
    TO_MITRA,
    Evening,
    a_good_evening,
    a_request,
    a_session,
    instant,
)
from tests.faults.history import Json
from tests.faults.record import Held, PeriodRow

SPOILED: dict[str, tuple[str, Callable[[Evening], None]]] = {}
EMPTY: Json = {"customer": {}, "request": None, "session": None}


def spoils(rule: str) -> Callable[[Callable[[Evening], None]], Callable[[Evening], None]]:
    """The rule that must find it."""

    def enter(spoil: Callable[[Evening], None]) -> Callable[[Evening], None]:
        SPOILED[spoil.__name__] = (rule, spoil)
        return spoil

    return enter


@spoils("one session")
def a_second_session_of_the_request(e: Evening) -> None:
    e.more_sessions(a_session("s2", REQUEST, "c1", "m2", 21, 22))


@spoils("one session")
def an_accepted_request_without_a_session(e: Evening) -> None:
    e.record = replace(e.record, sessions=())


@spoils("one session")
def a_session_of_an_expired_request(e: Evening) -> None:
    e.request(state="expired")


@spoils("one of each")
def two_sessions_at_once(e: Evening) -> None:
    e.more_requests(replace(a_request("r2", "c1", 4, 5), state="accepted"))
    e.more_sessions(a_session("s2", "r2", "c1", "m2", 5, 10))


@spoils("one of each")
def two_open_requests_at_once(e: Evening) -> None:
    e.request(closed_at=instant(8), created_at=instant(1))
    e.more_requests(a_request("r2", "c1", 2, 7))


@spoils("capacity")
def one_session_too_many(e: Evening) -> None:
    e.more_requests(replace(a_request("r2", "c2", 4, 5), state="accepted"))
    e.more_sessions(a_session("s2", "r2", "c2", "m1", 5, 10))


@spoils("one mitra")
def a_gap_between_two_mitra(e: Evening) -> None:
    held = (Held("m1", instant(3), instant(9), False), Held("m2", instant(12), instant(20), False))
    e.session(held=held, mitra_id="m2")


@spoils("ended")
def a_request_that_stays_open(e: Evening) -> None:
    e.more_requests(a_request("r2", "c2", 1, None))


@spoils("ended")
def a_request_that_ends_too_late(e: Evening) -> None:
    e.more_requests(a_request("r2", "c2", 1, 55))


@spoils("periods")
def two_periods_that_overlap(e: Evening) -> None:
    e.more_periods(PeriodRow("m1", "node-1", 2, instant(25), instant(35), "mitra"))


@spoils("periods")
def a_ghost_who_is_online(e: Evening) -> None:
    e.more_periods(PeriodRow("m2", "node-1", 1, instant(5), None, None))


@spoils("silence")
def a_period_that_ended_too_early(e: Evening) -> None:
    (period,) = e.record.periods
    early = replace(period, offline_at=instant(9), reason="heartbeat_lost")
    e.record = replace(e.record, periods=(early,))


@spoils("offers")
def an_offer_without_an_end(e: Evening) -> None:
    e.request(left_offered=1)


@spoils("answered")
def an_accept_without_an_answer(e: Evening) -> None:
    e.forget("fail", "m2")


@spoils("answered")
def silence_on_a_line_that_stands(e: Evening) -> None:
    e.add(6.0, "invoke", "request.create", "c1", {}, id="p2", asked=6.0)
    e.add(19.0, "unknown", "request.create", "c1", {"why": "silence"}, id="p2", asked=6.0)


@spoils("alike")
def two_answers_to_one_press(e: Evening) -> None:
    e.add(4.0, "ok", "reply", "c1", {"request_id": "r9"}, id="p1", asked=1.0)


@spoils("winner")
def two_winners(e: Evening) -> None:
    e.forget("fail", "m2")
    e.add(3.2, "ok", "reply", "m2", {"session": TO_MITRA}, id="a1", asked=2.95)


@spoils("winner")
def the_winner_is_told_it_is_taken(e: Evening) -> None:
    e.forget("ok", "m1")
    e.add(3.2, "fail", "reply", "m1", TAKEN, id="a1", asked=2.9)


@spoils("winner")
def the_winner_taps_again_and_is_refused(e: Evening) -> None:
    no = {"code": "not_online", "message": "", "temporary": False}
    e.add(6.0, "invoke", "offer.accept", "m1", {"request_id": REQUEST}, id="a2", asked=6.0)
    e.add(6.1, "fail", "reply", "m1", no, id="a2", asked=6.0)


@spoils("created")
def an_answered_press_that_is_nowhere(e: Evening) -> None:
    e.add(21.0, "invoke", "request.create", "c1", {}, id="p2", asked=21.0)
    e.add(21.1, "ok", "reply", "c1", {"request_id": "r2"}, id="p2", asked=21.0)


@spoils("created")
def an_end_that_was_answered_and_is_none(e: Evening) -> None:
    e.session(state="active")


@spoils("told")
def a_pairing_that_was_rolled_back(e: Evening) -> None:
    gone = {**TO_CUSTOMER, "session_id": "s9"}
    e.add(3.05, "told", "session.pending_payment", "c1", {"session": gone})


@spoils("told")
def somebody_elses_session(e: Evening) -> None:
    e.add(4.0, "told", "session.started", "m3", {"session": TO_MITRA})


@spoils("told")
def an_expiry_that_is_none(e: Evening) -> None:
    e.add(4.0, "told", "request.expired", "c1", {"request_id": REQUEST, "reason": "timeout"})


@spoils("everyone")
def a_mitra_who_never_hears_of_the_session(e: Evening) -> None:
    e.forget("ok", "m1")
    e.forget("invoke", "m1", "offer.accept")


@spoils("everyone")
def a_customer_who_missed_it_without_being_away(e: Evening) -> None:
    e.forget("told", "c1")
    e.forget("snapshot", "c1")
    e.forget("cut", "c1")
    e.add(0.2, "snapshot", "ready", "c1", EMPTY, asked=0.1)


@spoils("snapshot")
def a_snapshot_that_misses_the_session(e: Evening) -> None:
    e.add(12.0, "snapshot", "ready", "c1", EMPTY, asked=11.5)


@spoils("snapshot")
def a_snapshot_of_what_is_over(e: Evening) -> None:
    e.add(26.0, "snapshot", "ready", "c1", {**EMPTY, "session": TO_CUSTOMER}, asked=25.5)


@spoils("snapshot")
def a_snapshot_that_still_waits(e: Evening) -> None:
    waits = {"request_id": REQUEST, "state": "open", "expires_at": "…"}
    e.add(26.0, "snapshot", "ready", "c1", {**EMPTY, "request": waits}, asked=25.5)


def test_a_good_evening_is_good() -> None:
    """Given a history in which all went well, then nothing is found."""
    evening = a_good_evening()
    assert check(evening.history, evening.record) == ()


@pytest.mark.parametrize("name", sorted(SPOILED))
def test_what_is_spoiled_is_found(name: str) -> None:
    """Given one thing is wrong, then the rule that it breaks says so."""
    rule, spoil = SPOILED[name]
    evening = a_good_evening()
    spoil(evening)
    assert rule in {broken.rule for broken in check(evening.history, evening.record)}


def test_every_rule_was_seen_to_fail() -> None:
    """No rule is there that nothing can break."""
    assert {rule for rule, _ in SPOILED.values()} == {rule.name for rule in RULES}


def test_a_cut_excuses_and_a_fault_explains() -> None:
    """Given an answer that was lost with its line, silence amid a fault, and an expiry soon after
    it was mended, then nothing is found."""
    evening = a_good_evening()
    evening.history.fault("asleep")
    begin = replace(evening.history.entries.pop(), at=12.0)
    evening.history.entries.append(begin)
    evening.add(38.0, "fault", "asleep", "test", {"step": "end"})
    evening.add(13.0, "invoke", "request.create", "c2", {}, id="p2", asked=13.0)
    evening.add(20.0, "unknown", "request.create", "c2", {"why": "silence"}, id="p2", asked=13.0)
    evening.add(2.9, "invoke", "offer.accept", "m3", {"request_id": REQUEST}, id="a3", asked=2.9)
    evening.add(3.0, "unknown", "offer.accept", "m3", {"why": "cut"}, id="a3", asked=2.9)
    evening.more_requests(a_request("r2", "c2", 1, 55))
    assert check(evening.history, evening.record) == ()
    late = a_request("r3", "c3", 1, 41)
    evening.more_requests(replace(late, closed_at=instant(38) + timedelta(seconds=60)))
    assert {b.rule for b in check(evening.history, evening.record)} == {"ended"}
