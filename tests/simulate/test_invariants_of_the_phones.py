"""Each invariant of what people were told is broken once on purpose, and found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halobestie.simulate.history import Answered, Cut, Diary, Probe, Unanswered
from halobestie.simulate.record import History, OfferRow
from tests.simulate.evening import (
    MARK,
    asked,
    at,
    card,
    good_history,
    offer,
    presence,
    ready,
    told,
    with_entries,
    without,
)
from tests.simulate.test_invariants_of_the_record import broken


def test_i4_finds_a_session_that_is_not_recorded() -> None:
    """Told of S9, which REST does not know."""
    ghost = told(12, "session.started", session=card(of_mitra=True) | {"session_id": "S9"})
    assert "I4" in broken(with_entries(good_history(), "M2", ghost))


def test_i4_finds_a_session_told_to_the_wrong_person() -> None:
    """S1 is C1's with M1; neither M2 nor C2 should hear that it is theirs."""
    to_m2 = told(13, "session.started", session=card(of_mitra=True))
    assert "I4" in broken(with_entries(good_history(), "M2", to_m2))
    to_c2 = told(13, "session.started", session=card(of_mitra=False))
    assert "I4" in broken(with_entries(good_history(), "C2", to_c2))


def test_i4_finds_a_wrong_mitra_on_the_customers_screen() -> None:
    """The customer sees M2, REST has M1."""
    wrong = card(of_mitra=False) | {"mitra": {"id": "M2", "display_name": "Awan"}}
    seen = told(12.3, "session.started", session=wrong)
    assert "I4" in broken(with_entries(good_history(), "C1", seen))


def test_i4_finds_a_snapshot_that_forgets_or_invents() -> None:
    """A running session missing after a reconnect, and an ended one still shown."""
    forgets = ready(17, request=None, session=None)
    assert "I4" in broken(with_entries(good_history(), "C1", forgets))
    invents = ready(27, request=None, session=card(of_mitra=False))
    assert "I4" in broken(with_entries(good_history(), "C1", invents))


def test_i4_finds_a_snapshot_with_a_wrong_request() -> None:
    """An open request missing, and a closed one still shown."""
    history = good_history()
    long_open = replace(history.requests[1], closed_at=at(38))
    history = replace(history, requests=(history.requests[0], long_open))
    assert "I4" in broken(with_entries(history, "C2", ready(34, request=None, session=None)))
    closed = ready(45, request={"request_id": "R2"}, session=None)
    assert "I4" in broken(with_entries(history, "C2", closed))


def test_i4_finds_a_mitras_snapshot_without_the_session() -> None:
    """M1 has S1 from 12 to 20."""
    forgets = ready(16, presence=presence(True), offers=[], sessions=[])
    assert "I4" in broken(with_entries(good_history(), "M1", forgets))


def test_i4_finds_what_was_told_before_it_was_recorded() -> None:
    """REST was asked at once, and did not know it."""
    history = replace(good_history(), probes=(Probe("S1", found=False),))
    assert "I4" in broken(history)


def test_i5_finds_an_accept_without_an_answer() -> None:
    """M2 taps and hears nothing."""
    assert "I5" in broken(without(good_history(), "M2", "offer.accept"))


@pytest.mark.parametrize("code", ["invalid_data", "offer_won_twice", None])
def test_i5_finds_an_answer_that_is_none(code: str | None) -> None:
    """A code of no contract, and a second winner."""
    second = asked(13, "offer.accept", {"request_id": "R1"}, {}, code)
    assert "I5" in broken(with_entries(good_history(), "M2", *second))


def test_i5_finds_taken_for_a_request_that_nobody_got() -> None:
    """R2 was cancelled, so it cannot be taken."""
    late = asked(35, "offer.accept", {"request_id": "R2"}, {}, "offer_taken")
    assert "I5" in broken(with_entries(good_history(), "M2", *late))


def test_i7_finds_an_offer_without_an_end_in_the_ledger() -> None:
    """An outcome left at offered, and an accepted request that nobody won."""
    history = good_history()
    r1, r2 = history.requests
    dangling = replace(r2, offers=(OfferRow("M1", "offered"),))
    assert "I7" in broken(replace(history, requests=(r1, dangling)))
    nobody = replace(r1, offers=(OfferRow("M1", "taken"),))
    assert "I7" in broken(replace(history, requests=(nobody, r2)))


def test_i7_finds_an_offer_that_stays_on_a_screen() -> None:
    """M1 is offered R3, and never told how that ended."""
    history = with_entries(good_history(), "M1", told(35, "offer.new", **offer("R3")))
    assert "I7" in broken(history)


def test_i7_takes_a_snapshot_without_the_offer_for_its_end() -> None:
    """What a snapshot does not show is over; what only a snapshot showed must end too."""
    seen = told(35, "offer.new", **offer("R3"))
    empty = ready(36, presence=presence(True), offers=[], sessions=[])
    assert "I7" not in broken(with_entries(good_history(), "M1", seen, empty))
    shown = ready(36, presence=presence(True), offers=[offer("R3")], sessions=[])
    assert "I7" in broken(with_entries(good_history(), "M1", shown))


def test_i9_finds_an_offer_to_somebody_offline() -> None:
    """Before the first online, and after being told offline, by whomever."""
    fresh = told(1.5, "offer.new", **offer("R3"))
    gone = told(1.6, "offer.withdrawn", request_id="R3", reason="taken")
    assert "I9" in broken(with_entries(good_history(), "M1", fresh, gone))
    forced = told(34, "presence.changed", reason="control_center", **presence(False))
    late = told(35, "offer.new", **offer("R3"))
    assert "I9" in broken(with_entries(good_history(), "M1", forced, late))


def test_i9_finds_an_offer_made_again_to_a_decliner() -> None:
    """M2 declined R2 and is asked once more."""
    again = told(32, "offer.new", **offer("R2", "Ombak"))
    assert "I9" in broken(with_entries(good_history(), "M2", again))


def with_frame(history: History, whose: str, frame: str) -> History:
    def more(diary: Diary) -> Diary:
        return replace(diary, frames=[*diary.frames, frame])

    diaries = (more(d) if d.account_id == whose else d for d in history.diaries)
    return replace(history, diaries=tuple(diaries))


@pytest.mark.parametrize(
    "frame",
    [
        f'{{"type":"offer.new","data":{{"customer":{{"display_name":"{MARK} 1"}}}}}}',
        '{"type":"offer.new","data":{"phone":"+628137777700001"}}',
        '{"type":"offer.new","data":{"phone":"08137777700001"}}',
    ],
)
def test_i12_finds_a_social_name_and_the_others_number(frame: str) -> None:
    """In any frame, in any spelling of the number."""
    assert "I12" in broken(with_frame(good_history(), "M1", frame))


def test_i12_finds_more_of_the_other_party_than_a_card() -> None:
    """A customer is a display name to a mitra, and nothing else."""
    card_with_id = offer("R3") | {"customer": {"display_name": "Embun", "id": "C1"}}
    seen = told(35, "offer.new", **card_with_id)
    assert "I12" in broken(with_entries(good_history(), "M1", seen))


def test_w1_finds_silence_unlike_answers_and_being_turned_away() -> None:
    """A command without a reply, two replies that differ, a close code that means stay away."""
    history = good_history()
    silent = Unanswered(at(50), "h1", "heartbeat", at(35))
    unlike = Answered(at(13), "offer.accept@12", "offer.accept", at(12), "offer_closed", {})
    turned = Cut(at(51), "server", 4501)
    for entry in (silent, unlike, turned):
        diary = history.diaries[3]
        planted = replace(diary, entries=[*diary.entries, entry])
        assert "W1" in broken(replace(history, diaries=(*history.diaries[:3], planted)))
