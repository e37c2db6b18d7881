"""The hub among others: the newest socket of an account stays, on whatever node it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from halobestie.clock import ManualClock
from halobestie.domain import Role
from halobestie.events import SessionEnded
from halobestie.http.sockets import Sockets
from halobestie.messages import SocketEntered
from tests.http.test_ws_hub import Written
from tests.http.ws_house import NOW, SETTINGS, uuid_of

ENDED = SessionEnded(uuid_of(9), "mitra")
SECOND = timedelta(seconds=1)


class Hub:
    """One node's hub; `said` is what it told the others."""

    def __init__(self, node_id: str, now: datetime = NOW) -> None:
        self.said: list[SocketEntered] = []
        self.clock = ManualClock(now)
        self.hub = Sockets(
            clock=self.clock, settings=SETTINGS, node_id=node_id, announce=self._announce
        )

    def _announce(self, message: object) -> None:
        assert isinstance(message, SocketEntered)
        self.said.append(message)

    def enters(self, account_id: str = "m", role: Role = "mitra") -> Written:
        """A socket of that account, which behaves: told to close, it leaves."""
        member = Leaving(role, account_id, self.hub)
        self.hub.opened(member)
        self.hub.enter(member)
        return member


class Leaving(Written):
    """A socket that goes when it is told to."""

    def __init__(self, role: Role, account_id: str, hub: Sockets) -> None:
        super().__init__(role, account_id)
        self._hub = hub

    def close(self, code: int) -> None:
        super().close(code)
        self._hub.ended(self)


async def two() -> tuple[Hub, Hub]:
    """Two nodes; a hub needs the loop."""
    return Hub("n1"), Hub("n2")


async def test_entering_is_told_to_the_others_with_a_stamp() -> None:
    """Whose it is, where, and when: milliseconds that grow with every socket."""
    one, _ = await two()
    one.enters("a")
    one.enters("b", "customer")
    stamp = int(NOW.timestamp() * 1000)
    assert one.said == [
        SocketEntered("mitra", "a", "n1", stamp),
        SocketEntered("customer", "b", "n1", stamp + 1),
    ]


async def test_the_older_socket_is_closed_where_it_is() -> None:
    """With the same code as on one node; events find the new one alone."""
    one, other = await two()
    older = one.enters()
    other.clock.set(NOW + SECOND)
    newer = other.enters()
    assert one.hub.entered_elsewhere(other.said[-1])
    assert (older.codes, newer.codes) == ([4512], [])
    one.hub.push("mitra", "m", ENDED)
    other.hub.push("mitra", "m", ENDED)
    assert (older.heard, newer.heard) == ([], ["session.ended"])


async def test_late_news_of_an_older_socket_close_nothing() -> None:
    """The mitra moved on before the word came."""
    one, other = await two()
    other.enters()
    one.clock.set(NOW + SECOND)
    newest = one.enters()
    assert not one.hub.entered_elsewhere(other.said[-1])
    assert newest.codes == []


async def test_nobody_here_is_as_good_as_older() -> None:
    """True: if a presence is left here, it has moved."""
    one, other = await two()
    other.enters()
    assert one.hub.entered_elsewhere(other.said[-1])


async def test_a_customer_and_a_mitra_of_one_id_do_not_replace_each_other() -> None:
    """Roles never meet, on many nodes neither."""
    one, other = await two()
    customer = one.enters("same", "customer")
    other.clock.set(NOW + SECOND)
    other.enters("same", "mitra")
    one.hub.entered_elsewhere(other.said[-1])
    assert customer.codes == []


async def test_at_the_same_millisecond_exactly_one_stays() -> None:
    """Both hear of the other: the same one is the newer for both, by the name of its node."""
    one, other = await two()
    here, there = one.enters(), other.enters()
    assert one.hub.entered_elsewhere(other.said[-1])
    assert not other.hub.entered_elsewhere(one.said[-1])
    assert (here.codes, there.codes) == ([4512], [])


async def test_a_node_whose_clock_is_behind_still_has_the_newer_socket() -> None:
    """It has heard of the other one before: its stamp follows on that."""
    ahead, behind = Hub("n1", NOW + timedelta(hours=1)), Hub("n2", NOW)
    older = ahead.enters()
    behind.hub.entered_elsewhere(ahead.said[-1])
    newer = behind.enters()
    assert behind.said[-1].stamp == ahead.said[-1].stamp + 1
    assert ahead.hub.entered_elsewhere(behind.said[-1])
    assert (older.codes, newer.codes) == ([4512], [])


async def test_whatever_order_the_words_come_in_one_socket_is_left() -> None:
    """Three nodes, one account on each: all six orders of hearing at each node."""
    for order in permutations(range(3)):
        hubs = [Hub(f"n{n}", NOW + n * SECOND) for n in range(3)]
        members = [hub.enters() for hub in hubs]
        said = [hub.said[-1] for hub in hubs]
        for listener in range(3):
            for speaker in order:
                if speaker != listener:
                    hubs[listener].hub.entered_elsewhere(said[speaker])
        assert [member.codes for member in members] == [[4512], [4512], []]


async def test_a_word_that_comes_twice_closes_once() -> None:
    """The bus may double it."""
    one, other = await two()
    older = one.enters()
    other.clock.set(NOW + SECOND)
    other.enters()
    one.hub.entered_elsewhere(other.said[-1])
    one.hub.entered_elsewhere(other.said[-1])
    assert older.codes == [4512]


async def test_the_logins_that_have_a_socket_are_known() -> None:
    """Those that are to be looked up in PostgreSQL; who is not logged in yet has none."""
    one, _ = await two()
    one.enters("a")
    one.enters("b", "customer")
    unknown = Written("mitra", None)
    unknown.login_id = None
    one.hub.opened(unknown)
    assert sorted(one.hub.login_ids()) == ["login-a", "login-b"]


async def test_a_leaving_node_closes_its_sockets_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Spread over the time it is given: a few at a time, and nobody stays."""
    one, _ = await two()
    members = [one.enters(f"m{n}") for n in range(100)]
    pauses: list[tuple[float, int]] = []

    async def paused(seconds: float) -> None:
        pauses.append((seconds, sum(bool(member.codes) for member in members)))

    monkeypatch.setattr(asyncio, "sleep", paused)
    await one.hub.close_all(4001, spread_s=3.0)
    assert all(member.codes == [4001] for member in members)
    assert sum(seconds for seconds, _ in pauses) == pytest.approx(3.0, abs=0.3)
    assert [closed for _, closed in pauses] == list(range(8, 101, 8))


async def test_who_comes_while_the_node_goes_is_sent_away_with_the_same_code() -> None:
    """From the first moment, not from the last goodbye."""
    one, _ = await two()
    one.hub.going = 4001
    late = Written("mitra", None)
    one.hub.opened(late)
    assert late.codes == [4001]
