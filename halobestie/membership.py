"""This node among the others: its lease and epoch, whom it adopts, and how it leaves.

    join ──▶ member ──every 2 s: beat──▶ member
               │ no beat for a while: takes no part until the next one succeeds
               │ the beat is refused (others have taken over): join again, as a new epoch
               └─ leave: let go, and say so: the others adopt at once

What is owned is in PostgreSQL, and so is the lease: one clock decides for all, and an outage of
Valkey takes nobody's node away (docs/decisions/0011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final, Protocol

import structlog

from halobestie.clock import Clock
from halobestie.cluster.lease import LeaseWatch
from halobestie.db import nodes
from halobestie.db.nodes import LEASE_S, LiveNode
from halobestie.db.pool import Database
from halobestie.messages import (
    COORDINATOR,
    EpochBegan,
    Key,
    LineWanted,
    NodeGone,
    NodeLeft,
    RequestOpened,
    TakingPart,
)

log = structlog.get_logger(__name__)

MARGIN_S: Final = 3.0
REMEMBERED: Final = 1_000


class Actors(Protocol):
    """The tree, as the membership needs it."""

    def tell(self, key: Key, message: object) -> None: ...
    def tell_mitras(self, message: object) -> None: ...
    def has(self, key: Key) -> bool: ...


class Membership:
    """`node` is this node as of now: its epoch changes when it joins again."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        monotonic: Callable[[], float],
        node: LiveNode,
        actors: Actors,
        announce: Callable[[object], None],
        count_sockets: Callable[[], int],
        lease_s: float = LEASE_S,
    ) -> None:
        self.node = node
        self.counts: Counter[str] = Counter()
        """Epochs lost, nodes and requests adopted, as totals."""
        self.on_rejoin: Callable[[], None] = lambda: None
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._actors = actors
        self._announce = announce
        self._count_sockets = count_sockets
        self._lease_s = lease_s
        self._lease = LeaseWatch(lease_s, min(MARGIN_S, lease_s / 3))
        self._lease.renewed(monotonic())
        self._takes_part = True
        self._left = False
        self._known: dict[str, tuple[int, bool]] = {}
        """The other nodes when last looked at: their epochs, and whether they were alive."""

    @property
    def takes_part(self) -> bool:
        return self._takes_part

    def lease_left(self) -> float:
        """Seconds for which this node may rely on being a member."""
        return self._lease.left(self._monotonic())

    # -- its own lease -----------------------------------------------------------------

    async def beat(self) -> None:
        """Renew the lease; join again when it was taken away."""
        asked_at, now = self._monotonic(), self._clock.now()
        sockets = self._count_sockets()
        if self._left:
            return
        if await nodes.beat(self._database, self.node.now(), now, sockets, self._lease_s):
            self._lease.renewed(asked_at)
            self.watch()
        elif not self._left:
            await self._join_again()

    def watch(self) -> None:
        """Called often: when the lease is in doubt, this node offers and claims nothing."""
        takes_part = not self._lease.in_doubt(self._monotonic())
        if takes_part == self._takes_part:
            return
        self._takes_part = takes_part
        tell = log.info if takes_part else log.warning
        tell("lease", held=takes_part, node=self.node.node_id, epoch=self.node.epoch)
        self._actors.tell(COORDINATOR, TakingPart(takes_part))

    async def _join_again(self) -> None:
        """Others took over what was ours. Requests that they have not taken are ours again."""
        self._lease.lost()
        self.watch()
        self.counts["epochs_lost"] += 1
        log.error("epoch_lost", node=self.node.node_id, epoch=self.node.epoch)
        asked_at = self._monotonic()
        joined = await nodes.join(
            self._database, self.node.node_id, self._clock.now(), self._lease_s
        )
        self.node.epoch = joined.epoch
        self._lease.renewed(asked_at)
        self.watch()
        log.warning("joined_again", node=self.node.node_id, epoch=self.node.epoch)
        await self.take_up()
        self._actors.tell_mitras(EpochBegan())
        self.on_rejoin()

    async def take_up(self) -> None:
        """Open requests that this node left open in an earlier epoch go on where they were."""
        for request in await nodes.adopt_requests(self._database, self.node.now()):
            self._take(request.request_id, RequestOpened(request, True))

    def _take(self, request_id: str, opened: RequestOpened) -> None:
        self.counts["requests_adopted"] += 1
        if not self._actors.has(Key("request", request_id)):
            self._actors.tell(Key("request", request_id), opened)

    # -- the others --------------------------------------------------------------------

    async def look_around(self) -> None:
        """Adopt who is lost; tell the coordinator whose mitra are in line no more."""
        if self._left:
            return
        await self._notice(await nodes.leases(self._database))
        if not self._lease.may_adopt(self._monotonic()):
            return
        for lost in await nodes.lost_nodes(self._database):
            if lost.node_id != self.node.node_id:
                await self._adopt(lost)

    async def adopt_now(self, node_id: str) -> None:
        """A node says that it has let go: nobody need wait for a lease."""
        if self._left or not self._takes_part:
            return
        for lost in await nodes.lost_nodes(self._database):
            if lost.node_id == node_id != self.node.node_id:
                await self._adopt(lost)

    async def _adopt(self, lost: nodes.Node) -> None:
        adopted = await nodes.adopt_node(self._database, self.node.now(), lost)
        if adopted is None:
            return  # another node was faster, or it has renewed its lease
        self.counts["nodes_adopted"] += 1
        log.warning("node_adopted", lost=lost.node_id, epoch=lost.epoch, requests=len(adopted))
        for request in adopted:
            self._take(request.request_id, RequestOpened(request, True))

    async def _notice(self, leases: list[nodes.Lease]) -> None:
        """Who is gone, also of those who came and went between two looks; and who has come."""
        now = {x.node_id: (x.epoch, x.alive) for x in leases if x.node_id != self.node.node_id}
        news = {node_id: x for node_id, x in now.items() if self._known.get(node_id) != x}
        for node_id in self._known.keys() - now.keys() | news.keys():
            if node_id in self._known or not now[node_id][1]:
                log.info("node_gone", gone=node_id)
                self._actors.tell(COORDINATOR, NodeGone(node_id))
        if any(alive for _, alive in news.values()):
            # New, or back: one that was only slow does not know that we forgot its line.
            self._actors.tell(COORDINATOR, LineWanted())
        self._known = dict(list(now.items())[-REMEMBERED:])

    # -- leaving -----------------------------------------------------------------------

    async def leave(self) -> None:
        """Let go of everything that is still owned, and say so."""
        self._left = True
        self._actors.tell(COORDINATOR, TakingPart(False))
        await nodes.let_go(self._database, self.node.now())
        self._announce(NodeLeft(self.node.node_id))
        log.info("let_go", node=self.node.node_id, epoch=self.node.epoch)
