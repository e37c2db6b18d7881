"""Round robin: one after the other, with a time limit; and each in proportion to its weight."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halobestie.actors.rules.routing import RoundRobin, WeightedRoundRobin
from halobestie.messages import EffectFailed, MitraOffline, OfferDeclined, OfferRanOut
from tests.rules.stories import Room, at, request


def test_one_is_offered_then_the_next_when_it_is_declined() -> None:
    """m1 declines, m2 is asked."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1", "round_robin"))
    assert room.offered() == [("r1", ("m1",))]
    room.tell(OfferDeclined("r1", "m1", "d"))
    assert room.offered() == [("r1", ("m2",))]


def test_an_offer_that_runs_out_goes_on_and_a_late_tap_is_told_so() -> None:
    """After 45 s m1 sees it go; m2 has it; m1's tap gets `offer_closed`."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1", "round_robin"))
    room.now = at(45)
    room.tell(OfferRanOut("r1", "m1"))
    assert room.withdrawn() == {"m1": "expired"}
    assert room.offered() == [("r1", ("m2",))]
    room.accepts("m1")
    assert room.answers() == {"m1 about r1": "offer_closed"}


def test_a_reminder_that_rings_early_ends_nothing() -> None:
    """The deadline decides, not the reminder."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1", "round_robin"))
    room.now = at(44.9)
    assert room.tell(OfferRanOut("r1", "m1")) == ()


def test_an_accept_in_flight_is_not_run_out_from_under() -> None:
    """m1 tapped in time; PostgreSQL is slow; the offer does not go on to m2 meanwhile."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1", "round_robin"))
    room.accepts("m1")
    claim = room.claim()
    room.now = at(46)
    assert room.tell(OfferRanOut("r1", "m1")) == ()
    room.tell(EffectFailed(claim))
    assert room.offered() == [("r1", ("m2",))], "it goes on once the claim has failed"


def test_the_only_mitra_is_asked_again_after_a_silence_but_not_after_a_no() -> None:
    """A phone may have been in a pocket; a no is a no."""
    room = Room()
    room.online("m1")
    room.waits(request("r1", "round_robin"))
    room.now = at(45)
    room.tell(OfferRanOut("r1", "m1"))
    assert room.offered() == [("r1", ("m1",))]
    room.tell(OfferDeclined("r1", "m1", "d"))
    assert room.offered() == []


def test_who_goes_offline_passes_the_offer_on() -> None:
    """The next in line has it at once, not after the time limit."""
    room = Room()
    room.online("m1", "m2")
    room.waits(request("r1", "round_robin"))
    room.tell(MitraOffline("m1"))
    assert room.offered() == [("r1", ("m2",))]


def test_the_oldest_waiting_request_is_served_first() -> None:
    """Three wait with nobody there; the first mitra gets the oldest, one offer each."""
    room = Room()
    for name in ("r1", "r2", "r3"):
        room.waits(request(name, "round_robin"))
    room.online("m1")
    assert [r for r, _ in room.offered()] == ["r1", "r2", "r3"]


def test_longest_without_an_offer_comes_first() -> None:
    """Turns go round; who was away keeps the place of the last turn, no better."""
    line = RoundRobin()
    for name in ("a", "b", "c"):
        line.join(name)
    assert [line.pick(()) for _ in range(4)] == ["a", "b", "c", "a"]
    line.leave("b")
    assert [line.pick(()) for _ in range(2)] == ["c", "a"]
    line.join("b")
    assert line.pick(()) == "b", "b's last turn is the longest ago"
    line.leave("a")
    line.join("a")
    assert line.pick(()) == "c", "coming back does not jump the line"


def test_nobody_is_left_to_ask() -> None:
    """Everyone is left out, or nobody is there."""
    line = RoundRobin()
    line.join("a")
    assert line.pick({"a"}) is None
    assert line.pick(()) == "a", "being left out once costs no turn"
    assert WeightedRoundRobin().pick(()) is None


weights = st.lists(st.integers(1, 100), min_size=1, max_size=8)


@given(weights)
def test_every_share_is_exact_after_any_number_of_offers(given_weights: list[int]) -> None:
    """Never a whole offer away from the exact share; and over any window at most one more."""
    line = WeightedRoundRobin()
    for index, weight in enumerate(given_weights):
        line.join(str(index), weight)
    total = sum(given_weights)
    lags: dict[str, list[float]] = {str(i): [0.0] for i in range(len(given_weights))}
    had: Counter[str | None] = Counter()
    for n in range(1, min(2 * total, 400) + 1):
        had[line.pick(())] += 1
        for index, weight in enumerate(given_weights):
            lags[str(index)].append(had[str(index)] - n * weight / total)
    for lag in lags.values():
        assert max(map(abs, lag)) < 1
        assert max(lag) - min(lag) < 2, "any window: its share, rounded, and at most one beside it"


def test_equal_weights_take_turns() -> None:
    """With equal weights nobody is asked twice before everybody was asked once."""
    line = WeightedRoundRobin()
    for name in "abcd":
        line.join(name, 5)
    picks = [line.pick(()) for _ in range(40)]
    assert all(len(set(picks[i : i + 4])) == 4 for i in range(0, 40, 4))
    assert all(a != b for a, b in pairwise(picks))


def settle(room: Room, name: str, version: int) -> None:
    """Whoever has the offer now wins it, and has room again at once."""
    holder = next(iter(room.board.waiting[name].offered))
    room.accepts(holder, name)
    room.wins(room.claim(), sessions=0, version=version)


@pytest.mark.parametrize("answer", ["decline", "silence", "accept"])
def test_no_answer_of_a_mitra_lowers_its_share(answer: str) -> None:
    """a (weight 3) always says no, or nothing; still three of four requests come to it first."""
    room = Room(maximum=100)
    room.online("a", weight=3)
    room.online("b", weight=1)
    first: Counter[str] = Counter()
    for n in range(400):
        name = f"r{n}"
        room.waits(request(name, "weighted_round_robin", offer_timeout_s=1, born=n))
        asked = room.offered()[0][1][0]
        first[asked] += 1
        room.now = at(n + 1.0)
        if asked == "a" and answer == "decline":
            room.tell(OfferDeclined(name, "a", "d"))
        elif asked == "a" and answer == "silence":
            room.tell(OfferRanOut(name, "a"))
        settle(room, name, n + 2)
    assert first["a"] >= 300 - 1
    assert answer != "accept" or first["a"] <= 300 + 1


def test_who_comes_and_goes_gains_nothing() -> None:
    """Leaving and joining between two turns does not bring the next one nearer."""
    line = WeightedRoundRobin()
    line.join("a", 1)
    line.join("b", 1)
    had: Counter[str | None] = Counter()
    for _ in range(100):
        had[line.pick(())] += 1
        line.leave("a")
        line.join("a", 1)
    assert abs(had["a"] - had["b"]) <= 1


def test_the_line_forgets_those_who_left() -> None:
    """A phone that flaps ten thousand times leaves no trace behind."""
    for line in (RoundRobin(), WeightedRoundRobin()):
        line.join("b", 1)
        for _ in range(10_000):
            line.join("a", 1)
            line.leave("a")
        places = len(line._heap) if isinstance(line, RoundRobin) else len(line._soon)
        assert places < 200
