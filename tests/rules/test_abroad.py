"""A request at home on one node, mitra on others: its home decides, nobody is left in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from halobestie.domain import Load
from halobestie.effects import Announce, Broadcast, Claim, RecordOffers, Reply, Send, Tell, Welcome
from halobestie.messages import (
    AcceptAnswered,
    AcceptForwarded,
    ClaimWon,
    LoadChanged,
    MitraOffline,
    MitraOnline,
    OfferDeclined,
    RequestGone,
    RequestMoved,
    RequestNews,
    RequestOffered,
    RequestWaiting,
    SessionOpened,
    TakingPart,
    WelcomeAsked,
    Woke,
)
from tests.rules.stories import NodeRoom, Post, Room, at, only, request, session


def two_nodes(maximum: int = 3) -> tuple[Post, NodeRoom, NodeRoom]:
    """A request waits at home, mitra "there" sees it elsewhere."""
    post = Post("home", "away", maximum=maximum)
    home, away = post.rooms["home"], post.rooms["away"]
    away.online("there")
    home.waits(request("r1"))
    post.carry()
    return post, home, away


def test_whoever_has_room_on_another_node_is_offered_it() -> None:
    """One message a node; who is full there is skipped, and the ledger says so."""
    post = Post("home", "away")
    home, away = post.rooms["home"], post.rooms["away"]
    away.online("free")
    away.online("busy", sessions=3)
    home.waits(request("r1"))
    assert post.said(RequestOffered) == [RequestOffered(request("r1"), "home")]
    post.carry()
    assert away.offered() == [("r1", ("free",))]
    lines = [(e.outcome, e.mitra_ids) for e in only(RecordOffers, away.effects)]
    assert lines == [("offered", ("free",)), ("skipped", ("busy",))]


def test_whoever_comes_online_elsewhere_is_offered_what_waits_the_oldest_first() -> None:
    """Also when the older one was announced later: it was lost, and said again."""
    post = Post("home", "away")
    away = post.rooms["away"]
    away.tell(RequestOffered(request("young", born=9), "home"))
    away.tell(RequestOffered(request("old", born=1), "home"))
    away.online("there")
    assert [r for r, _ in away.offered()] == ["old", "young"]


def test_an_accept_is_claimed_at_home_and_answered_where_it_was_tapped() -> None:
    """The other node claims nothing; the winner's reply and room are there, all else here."""
    post, home, away = two_nodes()
    home.online("here")
    away.accepts("there")
    assert only(Claim, away.effects) == []
    post.carry()
    home.tell(AcceptForwarded("r1", "there", "s-r1-there", "away"))
    assert only(Claim, home.effects) == [], "said twice, it is claimed once"
    claim = Claim("r1", "there", "s-r1-there", at(0))
    home.wins(claim, sessions=1)
    assert home.withdrawn() == {"here": "taken"}
    assert any(isinstance(e.message, SessionOpened) for e in only(Tell, home.effects))
    post.carry()
    assert away.answers() == {"there about r1": "ok"}
    assert away.board.seats["there"].load.sessions == 1
    assert (away.board.forwards, away.board.claims, away.board.seats["there"].holds) == ({}, {}, 0)


def test_the_accept_that_reaches_home_first_wins_and_later_ones_wait_behind_it() -> None:
    """One here, one there: the one there came first."""
    post, home, away = two_nodes()
    home.online("here")
    away.accepts("there")
    post.carry()
    claim = home.claim()
    home.accepts("here")
    assert home.effects == ()
    home.wins(claim)
    assert home.answers() == {"here about r1": "offer_taken"}


def test_losers_elsewhere_are_told_by_the_home() -> None:
    """Who had it on the screen hears "taken"; a late tap is answered there, from memory."""
    post, home, away = two_nodes()
    home.online("here")
    home.accepts("here")
    home.wins(home.claim())
    post.carry()
    assert away.withdrawn() == {"there": "taken"}
    away.accepts("there")
    assert away.answers() == {"there about r1": "offer_taken"}


def test_the_winner_elsewhere_taps_again_and_gets_the_same_session() -> None:
    """The answer was lost: PostgreSQL is asked again, and says the same."""
    post, home, away = two_nodes()
    away.accepts("there")
    post.carry()
    home.wins(home.claim())
    post.lose()
    post.wait(1.5)
    post.carry()
    home.wins(home.claim())
    post.carry()
    assert away.answers() == {"there about r1": "ok"}


def test_the_winner_asks_postgresql_where_only_the_news_was_heard() -> None:
    """This node heard who has won, not which session: PostgreSQL has it."""
    _, _, away = two_nodes()
    away.tell(RequestNews("r1", "customer of r1", "accepted", None, "there"))
    assert away.withdrawn() == {}, "it is theirs: nothing is taken from them"
    away.accepts("there")
    assert away.claim().mitra_id == "there"


def test_an_accept_without_an_answer_is_said_again_and_at_last_given_up() -> None:
    """The bus is gone: the mitra hears `unavailable` after seven seconds, and has room again."""
    post, _, away = two_nodes(maximum=1)
    away.accepts("there")
    post.lose()
    said = 0
    for _ in range(4):
        post.wait(1.5)
        said += len(post.said(AcceptForwarded))
        post.lose()
    assert (said, away.answers()) == (4, {}), "not yet given up"
    assert not away.board.available, "the place is still held"
    post.wait(1.0)
    assert away.answers() == {"there about r1": "unavailable"}
    assert (post.said(AcceptForwarded), list(away.board.available)) == ([], ["there"])
    post.wait(60)
    assert away.answers() == {}, "answered once"


def test_a_reminder_that_rings_early_says_nothing_again() -> None:
    """The deadline decides."""
    post, _, away = two_nodes()
    away.accepts("there")
    post.lose()
    post.wait(1.4)
    assert post.said(AcceptForwarded) == []


def test_an_answer_after_it_was_given_up_frees_no_place_twice() -> None:
    """Late, or doubled: the mitra's place is counted once."""
    post, home, away = two_nodes()
    home.waits(request("r2", born=1))
    post.carry()
    away.accepts("there", "r1")
    away.accepts("there", "r2")
    answer = AcceptAnswered("r1", "there", "offer_taken")
    away.tell(answer)
    away.tell(answer)
    assert away.board.seats["there"].holds == 1
    assert away.answers() == {}


@pytest.mark.parametrize(
    ("code", "reason"), [("at_capacity", "at_capacity"), ("not_online", "offline")]
)
def test_who_may_not_have_it_loses_the_offer_and_is_told_why(code: str, reason: str) -> None:
    """PostgreSQL knew better than the node: the next one at home is claimed."""
    post, home, away = two_nodes()
    away.accepts("there")
    post.carry()
    claim = home.claim()
    home.online("here")
    home.accepts("here")
    home.loses(claim, "at_capacity" if code == "at_capacity" else "inactive")
    assert home.claim().mitra_id == "here"
    post.carry()
    assert away.answers() == {"there about r1": code}
    assert away.withdrawn() == {"there": reason}


def test_a_mitra_holds_no_more_than_there_is_room_for_over_nodes() -> None:
    """Two accepts at two homes, room for one: the second is refused at once, the offers stay."""
    post = Post("a", "b", "c", maximum=1)
    here = post.rooms["c"]
    here.online("m")
    post.rooms["a"].waits(request("r1"))
    post.rooms["b"].waits(request("r2", born=1))
    post.carry()
    here.accepts("m", "r1")
    here.accepts("m", "r2")
    assert here.answers() == {"m about r2": "at_capacity"}
    assert here.withdrawn() == {}


def test_offline_and_online_again_while_an_accept_is_out_its_place_stays_taken() -> None:
    """The forwarded accept may yet win."""
    _, _, away = two_nodes(maximum=1)
    away.accepts("there")
    away.tell(MitraOffline("there"))
    away.online("there")
    assert away.board.seats["there"].holds == 1
    assert not away.board.available


# -- how it ends, and moves --------------------------------------------------------------------


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_an_end_without_a_session_takes_it_off_every_screen(state: str) -> None:
    """Told by the bus, or found in PostgreSQL: once, and late taps know."""
    _, _, away = two_nodes()
    news = RequestNews("r1", "customer of r1", state)  # type: ignore[arg-type]
    away.tell(news)
    assert away.withdrawn() == {"there": state}
    away.tell(news)
    assert away.effects == ()
    away.accepts("there")
    assert away.answers() == {"there about r1": "offer_closed"}


def test_an_announcement_that_comes_after_the_end_shows_nothing() -> None:
    """Messages overtake each other."""
    _, _, away = two_nodes()
    away.tell(RequestNews("r1", "customer of r1", "cancelled"))
    away.tell(RequestOffered(request("r1"), "home"))
    away.online("another")
    assert away.offered() == []


def test_news_of_an_end_do_not_pull_the_request_from_under_its_home() -> None:
    """There its actor, or the claim under way, finds out: accepts in the queue get their answer."""
    _, home, _ = two_nodes()
    home.online("here")
    home.accepts("here")
    home.tell(RequestNews("r1", "customer of r1", "cancelled"))
    assert "r1" in home.board.waiting
    home.tell(RequestGone("r1", "cancelled"))
    assert home.withdrawn() == {"here": "cancelled"}


def test_a_request_that_moved_answers_those_who_waited_for_the_old_home() -> None:
    """It was ours; another node has it now. Accepts here, and from elsewhere, are to be tried
    again; who has it on the screen keeps it, and the next tap goes to the new home."""
    _, home, _ = two_nodes()
    home.online("here", "idle")
    home.accepts("here")
    home.tell(AcceptForwarded("r1", "there", "s", "away"))
    home.tell(RequestMoved("r1", "third"))
    assert home.answers() == {"here about r1": "unavailable"}
    answered = [e.message for e in only(Send, home.effects)]
    assert answered == [AcceptAnswered("r1", "there", "unavailable")]
    assert (home.withdrawn(), home.board.seats["here"].holds) == ({}, 0)
    home.accepts("idle")
    (sent,) = only(Send, home.effects)
    assert (sent.node_id, type(sent.message)) == ("third", AcceptForwarded)


def test_a_claim_that_was_won_just_before_the_request_moved_is_told() -> None:
    """The commit was there first; the new home will find it closed."""
    _, home, _ = two_nodes()
    home.online("here")
    home.accepts("here")
    claim = home.claim()
    home.tell(RequestMoved("r1", "third"))
    home.tell(ClaimWon(session(claim), Load("here", 1, 2)))
    assert any(isinstance(e.message, SessionOpened) for e in only(Tell, home.effects))


def test_a_forwarded_accept_follows_the_request_to_its_new_home() -> None:
    """The old home is dead; the accept is said again to the one who has adopted it."""
    post = Post("dead", "adopter", "away")
    away = post.rooms["away"]
    away.online("there")
    post.rooms["dead"].waits(request("r1"))
    post.carry()
    away.accepts("there")
    post.lose()
    post.rooms["adopter"].tell(RequestWaiting(request("r1")))
    post.carry()
    post.wait(1.5)
    post.carry()
    assert post.rooms["adopter"].claim().mitra_id == "there"


def test_who_adopts_a_request_claims_what_it_had_forwarded() -> None:
    """Its own mitra keep the offer on the screen; the accept that was out is claimed here."""
    post, _, away = two_nodes()
    away.accepts("there")
    post.lose()
    away.tell(RequestWaiting(request("r1")))
    assert away.claim().mitra_id == "there"
    assert (away.offered(), away.withdrawn(), away.board.forwards) == ([], {}, {})
    away.wins(away.claim())
    assert away.answers() == {"there about r1": "ok"}


def test_a_home_of_an_old_epoch_says_that_it_does_not_decide_any_more() -> None:
    """An accept that was sent to it is to be tried again, and is not claimed."""
    _, _, away = two_nodes()
    away.tell(AcceptForwarded("r1", "m", "s", "third"))
    assert only(Claim, away.effects) == []
    assert only(Send, away.effects) == [Send("third", AcceptAnswered("r1", "m", "unavailable"))]


def test_an_accept_of_a_request_that_home_does_not_know_is_asked_of_postgresql() -> None:
    """The home has forgotten, PostgreSQL has not."""
    home = Post("home").rooms["home"]
    home.tell(AcceptForwarded("gone", "m", "s", "away"))
    assert home.claim() == Claim("gone", "m", "s", at(0))


# -- decliners ---------------------------------------------------------------------------------


def test_a_decliner_is_not_offered_it_again_on_another_node() -> None:
    """The no is brought along: by the mitra who moves, or by the request that is announced."""
    _, _, away = two_nodes()
    away.tell(OfferDeclined("r1", "there", "d"))
    third = Post("third").rooms["third"]
    third.tell(RequestOffered(request("r1"), "home"))
    third.tell(MitraOnline("there", 1, Load("there", 0, 1), ("r1",)))
    assert third.offered() == []
    later = Post("later").rooms["later"]
    later.online("there", "other")
    later.tell(RequestOffered(replace(request("r1"), declined=("there",)), "home"))
    assert later.offered() == [("r1", ("other",))]


# -- when the lease is in doubt ----------------------------------------------------------------


def test_in_doubt_nothing_is_offered_and_afterwards_everything() -> None:
    """Not a new request, nor another node's, nor what waits when somebody comes or gets room."""
    room = Post("one", maximum=1).rooms["one"]
    room.online("m")
    room.tell(TakingPart(False))
    for message in (
        RequestWaiting(request("ours")),
        RequestOffered(request("theirs", born=1), "two"),
        MitraOnline("late", 1, Load("late", 0, 1)),
        MitraOnline("full", 1, Load("full", 1, 1)),
        LoadChanged(Load("full", 0, 2)),
    ):
        room.tell(message)
        assert room.offered() == [], type(message).__name__
    room.tell(TakingPart(True))
    everybody = ("m", "late", "full")
    assert room.offered() == [("ours", everybody), ("theirs", everybody)]
    room.tell(TakingPart(True))
    assert room.effects == ()


def test_in_doubt_an_accept_is_to_be_tried_again() -> None:
    """Ours or forwarded, it is not claimed: somebody else may be home by now."""
    _, home, _ = two_nodes()
    home.online("here")
    home.tell(TakingPart(False))
    home.accepts("here")
    assert home.answers() == {"here about r1": "unavailable"}
    home.tell(AcceptForwarded("r1", "there", "s", "away"))
    assert only(Send, home.effects) == [Send("away", AcceptAnswered("r1", "there", "unavailable"))]
    assert only(Claim, home.effects) == []


# -- alone -------------------------------------------------------------------------------------


def test_a_node_that_is_alone_says_nothing_to_nobody() -> None:
    """Without other nodes there is no post at all, from the first request to the last."""
    room = Room()
    said: list[object] = []
    room.online("m")
    room.waits(request("r1"))
    said += [*only(Announce, room.effects), *only(Send, room.effects)]
    room.accepts("m")
    room.wins(room.claim())
    said += [*only(Announce, room.effects), *only(Send, room.effects)]
    room.now += timedelta(seconds=1)
    room.tell(Woke())
    said += [*only(Announce, room.effects), *only(Send, room.effects)]
    assert said == []


def test_a_snapshot_shows_the_offers_of_all_nodes_oldest_first() -> None:
    """Whoever comes back sees what was offered here, wherever its home is."""
    _, _, away = two_nodes()
    away.waits(request("r0", born=-5))
    away.tell(WelcomeAsked("there", True, at(0), Load("there", 0, 1), "hello"))
    (reply,) = only(Reply, away.effects)
    assert isinstance(reply.result, Welcome)
    assert [offer.request_id for offer in reply.result.offers] == ["r0", "r1"]


def test_a_broadcast_of_nobody_is_not_sent() -> None:
    """A request that nobody here saw ends without a word to the phones."""
    post = Post("home", "away")
    post.rooms["home"].waits(request("r1"))
    post.carry()
    away = post.rooms["away"]
    away.tell(RequestNews("r1", "customer of r1", "expired"))
    assert only(Broadcast, away.effects) == []


def test_a_tap_of_one_who_is_about_to_be_online_is_to_be_tried_again() -> None:
    """Back after a cut, the wish brings them online by itself a moment later."""
    _, _, away = two_nodes()
    away.tell(MitraOffline("there"))
    away.tell(WelcomeAsked("there", False, None, Load("there", 0, 1), "hello", opening=True))
    away.accepts("there")
    assert away.answers() == {"there about r1": "unavailable"}
    away.online("there")
    away.accepts("there", tap=" again")
    assert away.answers() == {}, "forwarded"
