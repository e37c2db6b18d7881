"""Comparing PostgreSQL with what a node knows: each finding is told to whom it concerns, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from halobestie import reconciling
from halobestie.db.news import MitraRow, News, OpenRequestRow, PeriodRow
from halobestie.db.nodes import Node
from halobestie.domain import Load, PairingMethod, Request, Session
from halobestie.effects import ClosePeriod
from halobestie.messages import (
    COORDINATOR,
    DESK,
    Key,
    MitraStands,
    RequestMoved,
    RequestNews,
    RequestOffered,
    RequestOpened,
    SessionNews,
)

NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
HERE, THERE = Node("here", 3), Node("there", 8)
R1 = Key("request", "r1")


def request(name: str = "r1", method: PairingMethod = "blast") -> Request:
    return Request(name, f"c of {name}", "Senja", method, 45, NIGHT, NIGHT)


def mitra(home: Node | None = HERE, period_id: str | None = "p1") -> MitraRow:
    return MitraRow("m1", True, 2, True, Load("m1", 1, 7), period_id, home)


def has(*keys: Key) -> Callable[[Key], bool]:
    return lambda key: key in keys


def of_news(news: News, *known: Key) -> list[tuple[Key, object]]:
    return list(reconciling.of_news(news, HERE, has(*known)))


def test_another_nodes_request_is_offered_here_and_its_customer_told() -> None:
    """What its announcement would have done."""
    news = News("9", (OpenRequestRow(request(), THERE),))
    assert of_news(news) == [
        (COORDINATOR, RequestOffered(request(), "there")),
        (DESK, RequestNews("r1", "c of r1", "open", expires_at=NIGHT)),
    ]


@pytest.mark.parametrize("method", ["round_robin", "weighted_round_robin"])
def test_what_goes_one_by_one_is_not_offered_by_itself(method: PairingMethod) -> None:
    """Its home says whose turn it is; the customer is told all the same."""
    news = News("9", (OpenRequestRow(request(method=method), THERE),))
    assert [key for key, _ in of_news(news)] == [DESK]


def test_a_request_of_ours_is_no_news() -> None:
    """Whatever its epoch: this node looks after it, or takes it up by itself."""
    news = News(
        "9", (OpenRequestRow(request(), HERE), OpenRequestRow(request("r2"), Node("here", 1)))
    )
    assert of_news(news) == []


def test_a_request_that_was_taken_from_us_is_let_go_before_it_is_offered() -> None:
    """Its actor hears first where it is now."""
    news = News("9", (OpenRequestRow(request(), THERE),))
    assert of_news(news, R1)[0] == (R1, RequestMoved("r1", "there"))
    assert len(of_news(news, R1)) == 3


def test_what_ended_and_what_became_of_sessions_goes_to_the_desk() -> None:
    """In the order in which it was read."""
    ended = RequestNews("r1", "c1", "accepted", None, "m1")
    started = SessionNews(
        Session("s1", "r1", "active", "c1", "S", "m1", "B", NIGHT, NIGHT, None, None, 2)
    )
    assert of_news(News("9", (), (ended,), (started,))) == [(DESK, ended), (DESK, started)]


def test_a_request_without_an_actor_is_taken_up_when_it_was_so_twice() -> None:
    """Once it may just be ending, or be on its way in."""
    first = reconciling.unattended([request(), request("r2")], has(Key("request", "r2")))
    assert list(first) == ["r1"]
    assert list(reconciling.of_unattended(first, {})) == []
    again = reconciling.unattended([request(), request("r3")], has())
    assert list(reconciling.of_unattended(again, first)) == [(R1, RequestOpened(request(), True))]


def stand(row: MitraRow, before: dict[str, reconciling.Stand]) -> MitraStands:
    ((key, told),) = reconciling.of_mitras([row], HERE, before)
    assert key == Key("mitra", "m1")
    assert isinstance(told, MitraStands)
    return told


def test_how_a_mitra_stands_is_settled_when_it_was_the_same_before() -> None:
    """The same period on the same node in the same epoch; anything else is still moving."""
    row = mitra()
    before = reconciling.stands([row])
    assert stand(row, before) == MitraStands(
        "m1", True, 2, True, Load("m1", 1, 7), "p1", here=True, settled=True
    )
    for other in (
        mitra(THERE),
        mitra(Node("here", 4)),
        mitra(period_id="p2"),
        mitra(None, None),
    ):
        assert not stand(other, before).settled
        assert stand(other, reconciling.stands([other])).settled
    assert not stand(row, {}).settled


@pytest.mark.parametrize("home", [THERE, Node("here", 2), None])
def test_a_period_of_another_node_or_an_older_epoch_is_not_here(home: Node | None) -> None:
    """A life that is over is somebody else's."""
    assert not stand(mitra(home, "p1" if home else None), {}).here


def test_a_period_that_nobody_looks_after_is_closed_when_it_was_so_twice() -> None:
    """At the last heartbeat that was seen."""
    orphan, kept = PeriodRow("p1", "m1", NIGHT), PeriodRow("p2", "m2", NIGHT)
    alone = reconciling.orphans([orphan, kept], has(Key("mitra", "m2")))
    assert list(reconciling.of_orphans(alone, {})) == []
    assert list(reconciling.of_orphans(alone, alone)) == [
        ClosePeriod("p1", "m1", "heartbeat_lost", NIGHT, DESK)
    ]
    assert list(reconciling.of_orphans({}, alone)) == []
