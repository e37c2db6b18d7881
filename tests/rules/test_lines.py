"""Whose turn it is over all nodes: the lines are told, kept, and mended when something was lost."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from halobestie.domain import Load
from halobestie.effects import Announce, Remind, Send
from halobestie.messages import (
    LineAsked,
    LineMoved,
    LineTold,
    LineWanted,
    MitraOffline,
    MitraOnline,
    NodeGone,
    Place,
    TurnTaken,
    Woke,
)
from tests.rules.stories import NIGHT, NodeRoom, Post, at, only, request


def whose_turn(room: NodeRoom, count: int) -> list[str]:
    """The next turns as this node sees them; they are taken here."""
    line = room.board.round_robin
    return [line.pick(()) or "nobody" for _ in range(count)]


def test_who_comes_and_goes_within_a_moment_is_told_together() -> None:
    """One message for three who came and one who came and left; one reminder, not four."""
    post = Post("n1", "n2")
    room = post.rooms["n1"]
    reminders: list[Remind] = []
    for message in (
        MitraOnline("a", 1, Load("a", 0, 1)),
        MitraOnline("b", 5, Load("b", 0, 1)),
        MitraOnline("c", 1, Load("c", 0, 1)),
        MitraOffline("c"),
    ):
        reminders += only(Remind, room.tell(message))
    assert reminders == [Remind(NIGHT + timedelta(milliseconds=50))]
    assert post.said(LineMoved) == []
    post.wait(0.05)
    assert post.said(LineMoved) == [LineMoved("n1", (Place("a", 1), Place("b", 5)), ("c",))]
    post.carry()
    assert post.rooms["n2"].board.abroad == {"a": "n1", "b": "n1"}
    post.wait(10)
    assert post.said(LineMoved) == [], "told once"


def test_whoever_is_full_is_in_no_line_and_back_when_there_is_room() -> None:
    """Full, or online without room: the other node picks somebody else."""
    post = Post("n1", "n2", maximum=1)
    one, two = post.rooms.values()
    one.online("a")
    post.lines()
    one.waits(request("r1"))
    one.accepts("a")
    claim = one.claim()
    post.lines()
    assert two.board.abroad == {}, "while the accept is out"
    one.loses(claim, "taken")
    post.lines()
    assert two.board.abroad == {"a": "n1"}


def test_a_turn_that_one_node_gives_is_over_on_all() -> None:
    """Three requests at three nodes: three different mitra."""
    post = Post("n1", "n2", "n3")
    rooms = list(post.rooms.values())
    rooms[0].online("a", "b", "c")
    post.lines()
    asked = []
    for n, room in enumerate(rooms):
        room.waits(request(f"r{n}", "round_robin", born=n))
        (who,) = room.board.waiting[f"r{n}"].offered
        asked.append(who)
        post.carry()
    assert sorted(asked) == ["a", "b", "c"]


def test_a_weighted_turn_that_one_node_gives_is_over_on_all() -> None:
    """Weights 2 and 1, three requests at three nodes: two turns, and one."""
    post = Post("n1", "n2", "n3")
    rooms = list(post.rooms.values())
    rooms[0].online("a", weight=2)
    rooms[1].online("b")
    post.lines()
    asked: list[str] = []
    for n, room in enumerate(rooms):
        room.waits(request(f"r{n}", "weighted_round_robin", born=n))
        asked += room.board.waiting[f"r{n}"].offered
        post.carry()
    assert sorted(asked) == ["a", "a", "b"]


def test_news_of_a_turn_that_is_older_than_what_is_known_is_left() -> None:
    """Messages overtake each other: nobody is sent to the end of the line for an old turn."""
    room = Post("n1").rooms["n1"]
    room.online("a", "b")
    assert whose_turn(room, 4) == ["a", "b", "a", "b"]
    room.tell(TurnTaken("round_robin", "a", 1))
    assert whose_turn(room, 1) == ["a"]


def test_a_mitra_who_moves_is_in_line_once_and_at_the_new_node() -> None:
    """The old node's "left" comes after the new one's "joined": it does not take them away."""
    room = Post("n1").rooms["n1"]
    room.tell(LineMoved("n2", (Place("m", 1),), ()))
    room.tell(LineMoved("n3", (Place("m", 1),), ()))
    room.tell(LineMoved("n2", (), ("m",)))
    assert room.board.abroad == {"m": "n3"}
    assert whose_turn(room, 2) == ["m", "m"]
    room.online("m")
    room.tell(MitraOffline("m"))
    assert room.board.abroad == {"m": "n3"}, "after a visit here, too"


def test_a_mitra_of_ours_is_not_taken_away_by_another_nodes_line() -> None:
    """They came here; that node has not noticed yet."""
    room = Post("n1").rooms["n1"]
    room.tell(LineMoved("n2", (Place("m", 1),), ()))
    room.online("m")
    room.tell(LineTold("n2", (Place("m", 1),)))
    room.tell(LineTold("n2", ()))
    room.waits(request("r1", "round_robin"))
    assert room.offered() == [("r1", ("m",))], "shown here, not sent away"


def test_a_mitra_who_left_here_is_found_where_they_went_by_the_whole_line() -> None:
    """Their new node's word came while they still had a seat here."""
    post = Post("n1", "n2")
    one, two = post.rooms.values()
    one.online("m")
    post.lines()
    two.online("m")
    post.lines()
    one.tell(MitraOffline("m"))
    post.lines()
    two.tell(LineWanted())
    post.carry()
    assert one.board.abroad == {"m": "n2"}


def test_the_whole_line_replaces_what_was_known_and_keeps_the_places() -> None:
    """b left unheard, c came unheard, a keeps the turn; another node's mitra are untouched."""
    room = Post("n1").rooms["n1"]
    room.tell(LineMoved("n2", (Place("a", 1), Place("b", 1)), ()))
    room.tell(LineMoved("n3", (Place("z", 1),), ()))
    assert whose_turn(room, 1) == ["a"]
    room.tell(LineTold("n2", (Place("a", 1), Place("c", 1))))
    assert room.board.abroad == {"z": "n3", "a": "n2", "c": "n2"}
    assert whose_turn(room, 3) == ["z", "c", "a"]


def test_after_a_gap_everybody_tells_and_is_told_the_whole_line() -> None:
    """Nothing was heard from either side; one node finds the bus works again."""
    post = Post("n1", "n2", "n3")
    one, two, three = post.rooms.values()
    one.online("a")
    two.online("b")
    three.online("c")
    post.wait(1)
    post.lose()
    one.tell(LineWanted())
    post.carry()
    assert one.board.abroad == {"b": "n2", "c": "n3"}
    assert (two.board.abroad, three.board.abroad) == ({"a": "n1"}, {"a": "n1"})


def test_the_line_is_sent_to_who_asked_and_not_to_oneself() -> None:
    """One answer; a question of our own that comes back is none."""
    room = Post("n1").rooms["n1"]
    room.online("a")
    room.tell(LineAsked("n2"))
    assert only(Send, room.effects) == [Send("n2", LineTold("n1", (Place("a", 1),)))]
    room.tell(LineAsked("n1"))
    assert only(Send, room.effects) == []


def test_alone_there_is_no_line_to_tell() -> None:
    """A node without a name has no others."""
    room = Post("").rooms[""]
    room.online("a")
    room.tell(LineWanted())
    assert (only(Announce, room.effects), only(Remind, room.effects)) == ([], [])


def test_who_comes_online_elsewhere_is_asked_for_what_waits_here() -> None:
    """Told as a change, or found in the whole line."""
    for news in (LineMoved("n2", (Place("m", 1),), ()), LineTold("n2", (Place("m", 1),))):
        room = Post("n1").rooms["n1"]
        room.waits(request("r1", "round_robin"))
        room.tell(news)
        (sent,) = only(Send, room.effects)
        assert sent.node_id == "n2"


def test_a_new_weight_elsewhere_counts_from_then_on() -> None:
    """Four of five turns, instead of every other one."""
    room = Post("n1").rooms["n1"]
    line = room.board.weighted
    room.tell(LineMoved("n2", (Place("a", 1), Place("b", 1)), ()))
    room.tell(LineMoved("n2", (Place("a", 4),), ()))
    picks = [line.pick(()) for _ in range(50)]
    assert abs(picks.count("a") - 40) <= 1


def test_a_new_weight_that_was_told_with_the_whole_line_counts_too() -> None:
    """The change itself was lost."""
    room = Post("n1").rooms["n1"]
    line = room.board.weighted
    room.tell(LineTold("n2", (Place("a", 1), Place("b", 1))))
    room.tell(LineTold("n2", (Place("a", 4), Place("b", 1))))
    picks = [line.pick(()) for _ in range(50)]
    assert abs(picks.count("a") - 40) <= 1


def test_a_node_that_is_gone_leaves_no_place_behind() -> None:
    """Its mitra are in no line; those of others keep theirs."""
    room = Post("n1").rooms["n1"]
    room.tell(LineMoved("n2", (Place("a", 1), Place("b", 1)), ()))
    room.tell(LineMoved("n3", (Place("z", 1),), ()))
    room.tell(NodeGone("n2"))
    assert whose_turn(room, 2) == ["z", "z"]


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=40), st.randoms())
def test_whatever_comes_and_goes_and_is_lost_the_whole_lines_mend_it(
    moves: list[tuple[int, bool]], chance: object
) -> None:
    """Any comings and goings on two nodes, any losses: after one gap both know the truth."""
    post = Post("n1", "n2")
    one, two = post.rooms.values()
    for who, comes in moves:
        room = one if who % 2 else two
        room.tell(
            MitraOnline(f"m{who}", 1, Load(f"m{who}", 0, 1)) if comes else MitraOffline(f"m{who}")
        )
        room.now += timedelta(seconds=1)
        room.tell(Woke())
        if chance.random() < 0.5:  # type: ignore[attr-defined]
            post.lose()
        else:
            post.carry()
    one.tell(LineWanted())
    post.carry()
    for room, other in ((one, two), (two, one)):
        assert set(room.board.abroad) == set(other.board.available)
    assert one.now >= at(0)
