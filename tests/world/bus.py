"""The bus between nodes, with its four vices: messages come late, twice, in another order, never.

    announce, send ──encode──▶ the inbox of each receiver ──decode──▶ the real Hearing

As the real one does, it says afterwards that something may be lost: `rejoined`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from halobestie.cluster.codec import Unread, decode, encode
from tests.world.violation import must

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World

LATE_S = 3.0


class Bus:
    def __init__(self, world: World) -> None:
        self.world = world
        self.away = False
        """Valkey cannot be reached by anybody."""

    def announce(self, sender: Node, message: object) -> None:
        if len(self.world.nodes) > 1:
            data = encode(message)
            for node in self.world.nodes:
                if node is not sender:
                    self._post(sender, node, data)

    def send(self, sender: Node, node_id: str, message: object) -> None:
        data = encode(message)
        for node in self.world.nodes:
            if node.node_id == node_id and node is not sender:
                self._post(sender, node, data)

    def _post(self, sender: Node, to: Node, data: bytes) -> None:
        world, plan = self.world, self.world.plan
        if self.away or sender.deaf or to.deaf or not to.alive:
            return
        if world.lucky or not plan.vices:
            to.inbox.append(data)
            return
        if world.rng.random() < plan.lost_letters:
            self._lose(sender if world.rng.random() < 0.5 else to)
            return
        for _ in range(2 if world.rng.random() < plan.doubled_letters else 1):
            if world.rng.random() < plan.late_letters:
                self._later(to, data)
            else:
                to.inbox.append(data)

    def _later(self, to: Node, data: bytes) -> None:
        life = to.life

        def arrive() -> None:
            if to.alive and to.life is life:
                to.inbox.append(data)

        self.world.set_timer(self.world.rng.random() * LATE_S, arrive)

    def _lose(self, whose: Node) -> None:
        """A connection broke, and the message with it; whose it was finds out a moment later."""
        if whose.alive and not whose.rejoining:
            whose.rejoining = True
            life = whose.life

            def again() -> None:
                if whose.alive and whose.life is life and whose.rejoining:
                    self.rejoined(whose)

            self.world.set_timer(0.1 + self.world.rng.random() * 2, again)

    def rejoined(self, node: Node) -> None:
        node.rejoining = False
        if node.alive and not (self.away or node.deaf):
            node.rejoined()

    def deliver(self, node: Node) -> None:
        world, inbox = self.world, node.inbox
        mixed = len(inbox) > 1 and world.plan.mixed_letters and not world.lucky
        place = int(world.rng.random() * len(inbox)) if mixed else 0
        message = decode(inbox.pop(place))
        must(not isinstance(message, Unread), f"codec: {message}")
        world.trace(node.node_id, message)
        node.hear(message)

    # -- Valkey itself ---------------------------------------------------------------------------

    def cut(self) -> None:
        self.away = True
        for node in self.world.nodes:
            node.inbox.clear()

    def mend(self) -> None:
        self.away = False
        for node in self.world.nodes:
            self.rejoined(node)

    def deafen(self, node: Node) -> None:
        node.deaf = True
        node.inbox.clear()

    def undeafen(self, node: Node) -> None:
        node.deaf = False
        self.rejoined(node)
