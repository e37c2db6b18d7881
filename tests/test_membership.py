"""A node among the others: its lease and epoch, whom it adopts, and how it leaves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from halobestie.clock import ManualClock
from halobestie.db.nodes import LiveNode, Node, join, requests_at_home
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.membership import Membership
from halobestie.messages import (
    COORDINATOR,
    EpochBegan,
    Key,
    NodeGone,
    NodeLeft,
    RequestOpened,
    TakingPart,
)
from tests.db.given import NOW, a_mitra, a_request, fetch, go_online, held, value, waiting


@dataclass
class FakeTree:
    """Writes down what it is told; `here` are the actors that live."""

    here: set[Key] = field(default_factory=set)
    told: list[tuple[Key, object]] = field(default_factory=list)
    mitras: list[object] = field(default_factory=list)

    def tell(self, key: Key, message: object) -> None:
        self.told.append((key, message))

    def tell_mitras(self, message: object) -> None:
        self.mitras.append(message)

    def has(self, key: Key) -> bool:
        return key in self.here


class Member:
    """One node; `seconds` is its own monotonic clock, PostgreSQL's is moved with `lease_ends`."""

    def __init__(self, db: Database, node: Node) -> None:
        self.db = db
        self.seconds = 1_000.0
        self.tree = FakeTree()
        self.announced: list[object] = []
        self.rejoined = 0
        self.membership = Membership(
            database=db,
            clock=ManualClock(NOW),
            monotonic=lambda: self.seconds,
            node=LiveNode(node.node_id, node.epoch),
            actors=self.tree,
            announce=self.announced.append,
            count_sockets=lambda: 12,
            lease_s=10.0,
        )
        self.membership.on_rejoin = self._count

    def _count(self) -> None:
        self.rejoined += 1

    @property
    def epoch(self) -> int:
        return self.membership.node.epoch

    async def lives(self, seconds: float) -> None:
        """It beats every two seconds, for so long."""
        until = self.seconds + seconds
        while self.seconds < until:
            self.seconds = min(until, self.seconds + 2)
            await self.membership.beat()

    async def lease_ends(self) -> None:
        """By PostgreSQL's clock."""
        await value(
            self.db,
            "UPDATE nodes SET lease_until = clock_timestamp() - interval '1 s' WHERE id = $1",
            self.membership.node.node_id,
        )

    def taken_up(self) -> list[str]:
        """The requests whose actors were begun, in order."""
        return [m.request.request_id for _, m in self.tree.told if isinstance(m, RequestOpened)]

    def coordinator(self) -> list[object]:
        """What the coordinator was told about taking part and lost nodes."""
        told = [m for key, m in self.tree.told if key == COORDINATOR]
        return [m for m in told if isinstance(m, TakingPart | NodeGone)]


async def a_member(db: Database, node_id: str = "node-1") -> Member:
    return Member(db, await join(db, node_id, NOW))


# -- its own lease -----------------------------------------------------------------------------


async def test_a_beat_renews_the_lease_and_counts_the_sockets(db: Database) -> None:
    """By its own clock from before it asked."""
    member = await a_member(db)
    member.seconds += 5
    assert member.membership.lease_left() == 2
    await member.membership.beat()
    assert member.membership.lease_left() == 7
    assert await fetch(
        db, "SELECT sockets, lease_until > clock_timestamp() AS held FROM nodes"
    ) == [{"sockets": 12, "held": True}]


async def test_without_a_beat_it_takes_no_part_until_the_next_one(db: Database) -> None:
    """Told once each way, however often it is watched."""
    member = await a_member(db)
    member.seconds += 6.9
    member.membership.watch()
    assert member.coordinator() == []
    member.seconds += 0.2
    for _ in range(3):
        member.membership.watch()
    assert member.coordinator() == [TakingPart(False)]
    assert not member.membership.takes_part
    await member.membership.beat()
    assert member.coordinator() == [TakingPart(False), TakingPart(True)]
    assert member.epoch == 1, "nobody had taken over: the same life goes on"


async def test_a_beat_that_cannot_be_asked_renews_nothing(db: Database) -> None:
    """PostgreSQL is away: the lease runs on as it was."""
    member = await a_member(db)
    member.seconds += 5
    await db.close()
    with pytest.raises(DatabaseUnavailable):
        await member.membership.beat()
    assert member.membership.lease_left() == 2


async def test_a_node_that_was_replaced_joins_again_with_what_nobody_took(db: Database) -> None:
    """Its epoch is over: silent first, then a new life; its mitra and the news are told."""
    member = await a_member(db)
    mine, theirs = await a_request(db, Node("node-1", 1)), await a_request(db, Node("node-1", 1))
    other = await join(db, "node-2", NOW)
    await value(db, "UPDATE nodes SET epoch = 2 WHERE id = 'node-1'")
    await value(db, "UPDATE requests SET home_node = 'node-2' WHERE id = $1", theirs.request_id)
    await member.membership.beat()
    assert member.epoch == 3
    assert member.coordinator() == [TakingPart(False), TakingPart(True)]
    assert member.taken_up() == [mine.request_id]
    assert await requests_at_home(db, Node("node-1", 3)) == [mine]
    assert member.tree.mitras == [EpochBegan()]
    assert (member.rejoined, member.membership.counts["epochs_lost"]) == (1, 1)
    assert other.epoch == 1


async def test_what_is_taken_up_and_has_an_actor_already_goes_on(db: Database) -> None:
    """No second word to it: it never noticed."""
    member = await a_member(db)
    request = await a_request(db, Node("node-1", 1))
    member.tree.here.add(Key("request", request.request_id))
    await value(db, "UPDATE nodes SET epoch = 2 WHERE id = 'node-1'")
    await member.membership.beat()
    assert member.taken_up() == []
    assert await requests_at_home(db, Node("node-1", 3)) == [request]


# -- the others --------------------------------------------------------------------------------


async def test_a_lost_node_is_adopted_by_who_held_a_whole_lease(db: Database) -> None:
    """Its requests, oldest first; its periods are closed."""
    lost, member = await a_member(db, "lost"), await a_member(db)
    requests = [await a_request(db, Node("lost", 1)) for _ in range(3)]
    await go_online(db, Node("lost", 1), await a_mitra(db))
    await lost.lease_ends()
    await member.lives(8)
    await member.membership.look_around()
    assert member.taken_up() == [], "it was not a member for a whole lease yet"
    await member.lives(2)
    await member.membership.look_around()
    assert sorted(member.taken_up()) == sorted(r.request_id for r in requests)
    assert await value(db, "SELECT reason FROM online_periods") == "node_lost"
    assert member.membership.counts == {"nodes_adopted": 1, "requests_adopted": 3}


async def test_after_an_outage_of_postgresql_the_first_who_is_back_buries_nobody(
    db: Database,
) -> None:
    """Everybody's lease has run out; the others renew theirs a moment later."""
    member, other = await a_member(db), await a_member(db, "node-2")
    request = await a_request(db, Node("node-2", 1))
    await member.lives(20)
    member.seconds += 60
    other.seconds += 60
    await other.lease_ends()
    await member.membership.beat()
    await member.membership.look_around()
    assert member.taken_up() == []
    await other.membership.beat()
    await member.lives(12)
    await member.membership.look_around()
    assert await requests_at_home(db, Node("node-2", 1)) == [request]


async def test_of_two_who_try_one_adopts(db: Database) -> None:
    """Whoever is later finds it done."""
    lost = await a_member(db, "lost")
    await a_request(db, Node("lost", 1))
    await lost.lease_ends()
    survivors = [await a_member(db, f"node-{n}") for n in (1, 2, 3)]
    for survivor in survivors:
        await survivor.lives(12)
    await asyncio.gather(*(survivor.membership.look_around() for survivor in survivors))
    assert sorted(len(survivor.taken_up()) for survivor in survivors) == [0, 0, 1]


async def test_nobody_adopts_itself(db: Database) -> None:
    """Its lease ran out in PostgreSQL, and it looks before it beats."""
    member = await a_member(db)
    await a_request(db, Node("node-1", 1))
    await member.lives(12)
    await member.lease_ends()
    await member.membership.look_around()
    await member.membership.adopt_now("node-1")
    assert (member.taken_up(), member.membership.counts) == ([], {})


async def test_a_node_that_was_taken_for_lost_finds_that_it_was(db: Database) -> None:
    """The whole way: adopted while it stood still, a new epoch, nothing of it twice."""
    slow, member = await a_member(db, "slow"), await a_member(db)
    request = await a_request(db, Node("slow", 1))
    await slow.lease_ends()
    await member.lives(12)
    await member.membership.look_around()
    assert member.taken_up() == [request.request_id]
    await slow.membership.beat()
    assert (slow.epoch, slow.taken_up(), slow.tree.mitras) == (3, [], [EpochBegan()])


async def test_a_node_that_is_gone_or_has_begun_anew_is_said_once(db: Database) -> None:
    """Its mitra are in line no more. Who was never seen alive may have come and gone between two
    looks."""
    await join(db, "never seen", NOW)
    await value(db, "UPDATE nodes SET lease_until = clock_timestamp() - interval '1 s'")
    dying, again = await a_member(db, "dying"), await a_member(db, "again")
    member = await a_member(db)
    await member.membership.look_around()
    assert member.coordinator() == [NodeGone("never seen")]
    await dying.lease_ends()
    await join(db, "again", NOW)
    for _ in range(2):
        await member.membership.look_around()
    assert sorted(map(repr, member.coordinator())) == sorted(
        map(repr, [NodeGone("never seen"), NodeGone("dying"), NodeGone("again")])
    )
    assert again.epoch == 1


# -- leaving -----------------------------------------------------------------------------------


async def test_who_leaves_lets_go_says_so_and_is_adopted_at_once(db: Database) -> None:
    """No lease is waited for; nothing is offered or claimed from the first moment."""
    leaving, member = await a_member(db, "leaving"), await a_member(db)
    request = await a_request(db, Node("leaving", 1))
    await leaving.membership.leave()
    assert leaving.coordinator() == [TakingPart(False)]
    assert leaving.announced == [NodeLeft("leaving")]
    await member.membership.adopt_now("leaving")
    assert member.taken_up() == [request.request_id]


async def test_who_has_left_beats_no_more_and_adopts_nobody(db: Database) -> None:
    """Its jobs may run a little longer."""
    leaving, lost = await a_member(db, "leaving"), await a_member(db, "lost")
    await a_request(db, Node("lost", 1))
    await leaving.lives(12)
    await leaving.membership.leave()
    await lost.lease_ends()
    await leaving.membership.beat()
    await leaving.membership.look_around()
    await leaving.membership.adopt_now("lost")
    held = "SELECT lease_until > clock_timestamp() FROM nodes WHERE id = 'leaving'"
    assert await value(db, held) is False
    assert leaving.taken_up() == []


async def test_a_beat_that_is_under_way_while_it_leaves_begins_no_new_life(db: Database) -> None:
    """It is refused, for somebody has adopted the node meanwhile: there is nothing to come back
    to."""
    leaving = await a_member(db, "leaving")
    async with held(db, "SELECT 1 FROM nodes WHERE id = 'leaving' FOR UPDATE") as conn:
        beat = await waiting(db, leaving.membership.beat())
        leave = await waiting(db, leaving.membership.leave(), already=1)
        await conn.execute("UPDATE nodes SET epoch = 2 WHERE id = 'leaving'")
    await asyncio.gather(beat, leave)
    assert await value(db, "SELECT epoch FROM nodes WHERE id = 'leaving'") == 2
    assert leaving.coordinator() == [TakingPart(False)]


async def test_only_the_node_that_left_is_adopted_at_its_word(db: Database) -> None:
    """Another one that is lost as well is looked at with the usual care."""
    member = await a_member(db)
    for name in ("left", "slow"):
        gone = await a_member(db, name)
        await a_request(db, Node(name, 1))
        await gone.lease_ends()
    await member.membership.adopt_now("left")
    assert len(member.taken_up()) == 1
    assert await value(db, "SELECT epoch FROM nodes WHERE id = 'slow'") == 1


async def test_who_is_in_doubt_adopts_nobody_at_anybodys_word(db: Database) -> None:
    """It may be lost itself."""
    leaving, member = await a_member(db, "leaving"), await a_member(db)
    await a_request(db, Node("leaving", 1))
    await leaving.membership.leave()
    member.seconds += 8
    member.membership.watch()
    await member.membership.adopt_now("leaving")
    assert member.taken_up() == []


async def test_a_word_of_leaving_that_is_not_true_buries_nobody(db: Database) -> None:
    """Late, or doubled: the node is back, and holds its lease."""
    alive, member = await a_member(db, "alive"), await a_member(db)
    await a_request(db, Node("alive", 1))
    await member.membership.adopt_now("alive")
    assert (member.taken_up(), alive.epoch) == ([], 1)
