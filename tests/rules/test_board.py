"""The board changes in place: whatever is told, no rule raises, and its indexes stay true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halobestie.domain import Load
from halobestie.effects import Claim, Reply
from halobestie.messages import (
    ClaimLost,
    ClaimWon,
    EffectFailed,
    LoadChanged,
    MitraOffline,
    MitraOnline,
    OfferAccepted,
    OfferDeclined,
    OfferRanOut,
    RequestGone,
    RequestWaiting,
    SettingsChanged,
    WelcomeAsked,
)
from tests.rules import stories
from tests.rules.stories import Room, only

MITRA = st.sampled_from(["m1", "m2", "m3"])
REQUEST = st.sampled_from(["r1", "r2", "r3", "r4"])
METHOD = st.sampled_from(["blast", "round_robin", "weighted_round_robin"])
LOST = st.sampled_from(["taken", "closed", "not_found", "inactive", "at_capacity"])
LOAD = st.builds(Load, MITRA, st.integers(0, 3), st.integers(0, 50))

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("online"), MITRA, st.integers(1, 100), LOAD),
        st.tuples(st.just("offline"), MITRA),
        st.tuples(st.just("waits"), REQUEST, METHOD),
        st.tuples(st.just("gone"), REQUEST, st.sampled_from(["cancelled", "expired"])),
        st.tuples(st.just("accept"), REQUEST, MITRA),
        st.tuples(st.just("decline"), REQUEST, MITRA),
        st.tuples(st.just("ran out"), REQUEST, MITRA),
        st.tuples(st.just("load"), LOAD),
        st.tuples(st.just("maximum"), st.integers(1, 3)),
        st.tuples(st.just("welcome"), MITRA),
        # What PostgreSQL says: of a claim that is out, or (late, doubled) of any other.
        st.tuples(st.just("won"), st.integers(0, 5)),
        st.tuples(st.just("lost"), st.integers(0, 5), LOST),
        st.tuples(st.just("failed"), st.integers(0, 5)),
    ),
    max_size=60,
)


class Storm:
    """Tells a room whatever comes, keeps the claims that are out, and counts replies."""

    def __init__(self) -> None:
        self.room = Room(maximum=2)
        self.claims: list[Claim] = []
        self.asked: list[str] = []
        self.answered: list[str] = []
        self.version = 100

    def step(self, what: str, *given: Any) -> None:
        self.room.now += timedelta(seconds=20)
        message = self.message(what, *given)
        if message is None:
            return
        effects = self.room.tell(message)
        self.claims += only(Claim, effects)
        self.answered += [r.reply_to for r in only(Reply, effects)]

    def message(self, what: str, *given: Any) -> object | None:
        if what in ("won", "lost", "failed"):
            return self.outcome(what, *given)
        if what in ("accept", "decline", "welcome"):
            self.asked.append(f"reply {len(self.asked)}")
        match what:
            case "online":
                return MitraOnline(given[0], given[1], Load(given[0], *_counted(given[2])))
            case "offline":
                return MitraOffline(given[0])
            case "waits":
                return RequestWaiting(stories.request(given[0], given[1], 10))
            case "gone":
                return RequestGone(*given)
            case "accept":
                return OfferAccepted(given[0], given[1], "s", self.asked[-1])
            case "decline":
                return OfferDeclined(given[0], given[1], self.asked[-1])
            case "ran out":
                return OfferRanOut(*given)
            case "load":
                return LoadChanged(given[0])
            case "maximum":
                return SettingsChanged(stories.settings(maximum=given[0]))
            case "welcome":
                return WelcomeAsked(given[0], True, None, Load(given[0], 0, 0), self.asked[-1])
        return None

    def outcome(self, what: str, index: int, reason: str = "") -> object | None:
        if not self.claims:
            return None
        claim = self.claims.pop(index % len(self.claims))
        if what == "failed":
            return EffectFailed(claim)
        if what == "lost":
            return ClaimLost(claim.request_id, claim.mitra_id, reason)  # type: ignore[arg-type]
        self.version += 1
        load = Load(claim.mitra_id, 1, self.version)
        return ClaimWon(stories.session(claim), load)


def _counted(load: Load) -> tuple[int, int]:
    return load.sessions, load.version


def check(room: Room) -> None:
    board = room.board
    assert set(board.available) | set(board.full) == set(board.seats)
    assert not set(board.available) & set(board.full)
    for name in board.available:
        assert board.has_room(board.seats[name]), "who is available has room"
    for name in board.full:
        assert not board.has_room(board.seats[name]), "who has room is available"
    for waiting in board.waiting.values():
        assert set(waiting.offered) <= set(board.seats), "only who is online has an offer"
        assert not set(waiting.offered) & waiting.declined, "no decliner is asked again"
        assert not (waiting.one_by_one() and len(waiting.offered) > 1)
        for name in waiting.offered:
            seat = board.seats[name]
            assert not board.is_full(seat), "nothing stays on the screen of who is full"
        assert waiting.claiming is not None or not waiting.queue, "a queue is behind a claim"


@given(STEPS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_no_rule_raises_and_the_indexes_stay_true(steps: list[Any]) -> None:
    """Random, late and impossible messages: the board stays whole, each command has one reply."""
    storm = Storm()
    for what in steps:
        storm.step(*what)
        check(storm.room)
    for claim in tuple(storm.claims):
        storm.claims.remove(claim)
        storm.claims.insert(0, claim)
        storm.step("lost", 0, "closed")
    while storm.claims:
        storm.step("lost", 0, "closed")
    assert sorted(storm.answered) == sorted(storm.asked), "each exactly once"
