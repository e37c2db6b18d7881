"""One by one over several nodes: the home says whose turn it is, wherever that mitra is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from halobestie.domain import PairingMethod
from halobestie.effects import Claim, RecordOffers, Send, Tell
from halobestie.messages import (
    MitraOffline,
    NodeGone,
    OfferDeclined,
    OfferPassed,
    OfferRanOut,
    OfferRecalled,
    OfferSent,
    OffersMade,
    RequestGone,
    RequestNews,
    RequestWaiting,
)
from tests.rules.stories import NodeRoom, Post, at, only, request

OVER = at(46)
"""An offer lasts 45 seconds; the first of them was needed to tell the lines."""


def turn_of_there(*here: str, maximum: int = 3) -> tuple[Post, NodeRoom, NodeRoom]:
    """It is the turn of "there", who is away, with a request that is at home; others wait here."""
    post = Post("home", "away", maximum=maximum)
    home, away = post.rooms["home"], post.rooms["away"]
    away.online("there")
    post.lines()
    home.online(*here)
    home.waits(request("r1", "round_robin"))
    post.carry()
    return post, home, away


def outcomes(room: NodeRoom) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(e.outcome, e.reason, e.mitra_ids) for e in only(RecordOffers, room.effects)]


def test_the_turn_of_a_mitra_elsewhere_is_sent_to_their_node_alone() -> None:
    """Not announced: the third node hears of the turn, not of the request."""
    post = Post("home", "away", "third")
    home, away = post.rooms["home"], post.rooms["away"]
    away.online("there")
    post.lines()
    home.waits(request("r1", "round_robin"))
    sent = OfferSent(request("r1", "round_robin"), "home", "there", OVER)
    assert post.said(OfferSent) == [sent]
    assert outcomes(home) == [("offered", None, ("there",))]
    assert only(Tell, home.effects)[0].message == OffersMade("r1", ("there",), OVER)
    post.carry()
    assert away.offered() == [("r1", ("there",))]
    assert outcomes(away) == [], "its home writes the ledger"
    assert "r1" not in post.rooms["third"].board.waiting


def test_a_no_elsewhere_goes_on_to_the_next_here() -> None:
    """The home hears it, writes it down, and never asks again."""
    post, home, away = turn_of_there("here")
    away.tell(OfferDeclined("r1", "there", "d"))
    assert (away.answers(), outcomes(away)) == ({"d": "ok"}, [])
    post.carry()
    assert home.offered() == [("r1", ("here",))]
    assert outcomes(home)[0] == ("declined", None, ("there",))
    home.tell(OfferDeclined("r1", "here", "d"))
    post.carry()
    assert (home.offered(), away.offered()) == ([], []), "everybody has declined: it waits"


def test_a_no_that_was_lost_is_said_again_when_the_offer_comes_back() -> None:
    """The home waited for the time limit; the decliner's phone is left in peace."""
    post, home, away = turn_of_there()
    away.tell(OfferDeclined("r1", "there", "d"))
    post.lose()
    for room in (home, away):
        room.now = OVER
    home.tell(OfferRanOut("r1", "there"))
    post.carry()
    assert away.offered() == []
    assert "there" in home.board.waiting["r1"].declined
    assert post.said(OfferSent) == []


def test_time_that_runs_out_takes_it_back_elsewhere_and_goes_on() -> None:
    """A late tap there is told that it is over."""
    post, home, away = turn_of_there("here")
    for room in (home, away):
        room.now = OVER
    home.tell(OfferRanOut("r1", "there"))
    assert post.said(OfferRecalled) == [OfferRecalled("r1", "there")]
    assert home.offered() == [("r1", ("here",))]
    post.carry()
    assert away.withdrawn() == {"there": "expired"}
    away.accepts("there")
    assert away.answers() == {"there about r1": "offer_closed"}


def test_an_accept_that_is_on_its_way_is_not_taken_back() -> None:
    """Tapped in time; the recall crosses it. The home, which gave it to the next, answers."""
    post, home, away = turn_of_there("here")
    away.accepts("there")
    accepted = list(post.letters)
    post.lose()
    home.now = OVER
    home.tell(OfferRanOut("r1", "there"))
    post.letters.extend(accepted)
    post.carry()
    assert only(Claim, home.effects) == []
    assert away.answers() == {"there about r1": "offer_closed"}


def test_an_accept_in_flight_at_home_is_not_run_out_from_under() -> None:
    """PostgreSQL is slow; the turn does not go on meanwhile."""
    post, home, away = turn_of_there("here")
    away.accepts("there")
    post.carry()
    claim = home.claim()
    home.now = at(46)
    home.tell(OfferRanOut("r1", "there"))
    assert home.effects == ()
    home.wins(claim)
    post.carry()
    assert away.answers() == {"there about r1": "ok"}


def test_who_goes_offline_elsewhere_passes_it_on_at_once() -> None:
    """The next in line need not wait for the time limit."""
    post, home, away = turn_of_there("here")
    away.tell(MitraOffline("there"))
    assert post.said(OfferPassed) == [OfferPassed("r1", "there", "withdrawn")]
    post.carry()
    assert home.offered() == [("r1", ("here",))]
    assert outcomes(home)[0] == ("withdrawn", "offline", ("there",))


def test_whose_place_is_taken_meanwhile_is_passed_over() -> None:
    """The line was old news: the offer is never shown there, and the next has it."""
    post, home, away = turn_of_there("here")
    away.tell(MitraOffline("there"))
    post.lose()
    home.tell(RequestGone("r1", "cancelled"))
    home.tell(MitraOffline("here"))
    home.waits(request("r2", "round_robin", born=1))
    home.online("here")
    post.carry()
    assert away.offered() == []
    assert home.offered() == [("r2", ("here",))]
    assert "there" not in home.board.abroad, "and is in no line until it is heard of again"


def test_an_offer_that_was_lost_goes_on_when_its_time_is_over() -> None:
    """Nobody saw it: the bus was cut."""
    post, home, _ = turn_of_there()
    home.tell(RequestGone("r1", "cancelled"))
    home.waits(request("r2", "round_robin", born=1))
    post.lose()
    home.online("here")
    home.now = OVER
    home.tell(OfferRanOut("r2", "there"))
    assert home.offered() == [("r2", ("here",))]


def test_a_pass_that_comes_late_or_twice_changes_nothing() -> None:
    """It is somebody else's turn by now."""
    post, home, _ = turn_of_there("here")
    home.tell(OfferPassed("r1", "there", "declined"))
    home.tell(OfferPassed("r1", "there", "declined"))
    assert home.effects == ()
    assert list(home.board.waiting["r1"].offered) == ["here"]
    assert list(post.rooms["away"].board.waiting) == ["r1"]


def test_an_offer_that_is_said_twice_is_shown_once() -> None:
    """A doubled message, or the home that says it again."""
    _, _, away = turn_of_there()
    away.tell(OfferSent(request("r1", "round_robin"), "home", "there", OVER))
    assert away.offered() == []


def test_only_the_one_whose_turn_it_is_may_accept() -> None:
    """Another mitra of that node, who never saw it, is refused there."""
    post, _, away = turn_of_there("here")
    away.online("curious")
    away.accepts("curious")
    assert away.answers() == {"curious about r1": "offer_not_found"}
    assert post.letters == type(post.letters)()


# -- nodes that go -----------------------------------------------------------------------------


def test_when_the_mitras_node_dies_the_next_one_here_has_it_at_once() -> None:
    """And none of that node is in line any more."""
    _, home, _ = turn_of_there("here")
    home.tell(NodeGone("away"))
    assert home.offered() == [("r1", ("here",))]
    assert home.board.abroad == {}


def test_when_the_home_dies_its_offer_leaves_the_screen_and_the_adopter_goes_on() -> None:
    """Whoever adopts it says whose turn it is; who had declined before is not asked again."""
    post = Post("home", "away", "adopter")
    home, away, adopter = post.rooms.values()
    away.online("said no", "there")
    post.lines()
    home.waits(request("r1", "round_robin"))
    post.carry()
    away.tell(OfferDeclined("r1", "said no", "d"))
    post.carry()
    assert away.offered() == [("r1", ("there",))]
    del post.rooms["home"]
    away.tell(NodeGone("home"))
    assert away.withdrawn() == {"there": "expired"}
    adopter.tell(NodeGone("home"))
    adopter.tell(RequestWaiting(replace(request("r1", "round_robin"), declined=("said no",))))
    post.carry()
    assert away.offered() == [("r1", ("there",))]


def test_who_adopts_the_request_that_its_own_mitra_has_leaves_it_there() -> None:
    """The old home left in peace: the phone sees no flicker, and the time limit still holds."""
    post, _, away = turn_of_there()
    away.online("next")
    del post.rooms["home"]
    away.tell(RequestWaiting(request("r1", "round_robin")))
    assert (away.offered(), away.withdrawn()) == ([], {})
    made = [e.message for e in only(Tell, away.effects)]
    assert made == [OffersMade("r1", ("there",), OVER)], "its actor minds the time"
    away.now = OVER
    away.tell(OfferRanOut("r1", "there"))
    assert (away.withdrawn(), away.offered()) == ({"there": "expired"}, [("r1", ("next",))])


@pytest.mark.parametrize("state", ["accepted", "cancelled", "expired"])
def test_its_end_takes_it_off_the_screen_elsewhere(state: str) -> None:
    """Heard over the bus, or read in PostgreSQL."""
    _, _, away = turn_of_there()
    away.tell(RequestNews("r1", "customer of r1", state))  # type: ignore[arg-type]
    assert away.withdrawn() == {"there": "taken" if state == "accepted" else state}
    assert "r1" not in away.board.waiting


# -- fairness over nodes -----------------------------------------------------------------------


def play(method: PairingMethod, weights: dict[str, int], rounds: int) -> Counter[str]:
    """Requests from three nodes in turn, each accepted at once by whoever is asked."""
    post = Post("n0", "n1", "n2", maximum=1_000)
    rooms = list(post.rooms.values())
    where = {name: rooms[i % 3] for i, name in enumerate(weights)}
    for name, weight in weights.items():
        where[name].online(name, weight=weight)
    post.lines()
    had: Counter[str] = Counter()
    for n in range(rounds):
        home, name = rooms[n % 3], f"r{n}"
        home.waits(request(name, method, born=n))
        (asked,) = home.board.waiting[name].offered
        post.carry()
        had[asked] += 1
        where[asked].accepts(asked, name)
        post.carry()
        home.wins(Claim(name, asked, f"s-{name}-{asked}", at(n)), sessions=0, version=n + 2)
        post.carry()
    return had


def test_round_robin_gives_everybody_as_many_turns_whatever_the_nodes() -> None:
    """Seven mitra on three nodes, seventy requests: ten each."""
    weights = {f"m{n}": 1 for n in range(7)}
    assert play("round_robin", weights, 70) == Counter(dict.fromkeys(weights, 10))


def test_weighted_turns_are_in_proportion_over_nodes() -> None:
    """Weights 1 to 5 over three nodes: each within one turn of its exact share."""
    weights = {f"m{n}": n for n in range(1, 6)}
    had = play("weighted_round_robin", weights, 150)
    assert {m: abs(had[m] - 150 * w / 15) <= 1 for m, w in weights.items()} == dict.fromkeys(
        weights, True
    )


def test_two_homes_at_once_may_ask_the_same_mitra_but_never_beyond_the_room() -> None:
    """Their picks cross: both are shown, one is accepted, the other goes on to the next."""
    post = Post("n0", "n1", "away", maximum=1)
    one, two, away = post.rooms.values()
    away.online("a", "b")
    post.lines()
    one.waits(request("r1", "round_robin"))
    two.waits(request("r2", "round_robin", born=1))
    post.carry()
    assert sorted(away.offered()) == [("r1", ("a",)), ("r2", ("a",))]
    away.accepts("a", "r1")
    post.carry()
    one.wins(one.claim(), sessions=1)
    post.carry()
    assert away.withdrawn() == {"a": "at_capacity"}
    assert away.offered() == [("r2", ("b",))]


def test_an_answer_from_the_wrong_side_is_sent_to_nobody() -> None:
    """A recall or a pass of a request that is not known here."""
    room = Post("n0").rooms["n0"]
    for message in (OfferRecalled("r9", "m"), OfferPassed("r9", "m", "busy")):
        room.tell(message)
        assert only(Send, room.effects) == []
