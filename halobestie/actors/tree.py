"""The tree: starts the actors, knows each by its key, and finds one for every message.

A request is born with `RequestAsked` (or `RequestOpened`, when it is adopted), a mitra with
`MitraArrived`. What is meant for one that is not here goes to the desk, which answers for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from thespian.actors import ActorSystem

from halobestie.actors.rules import coordinator, desk, mitra, request
from halobestie.actors.rules.board import Board
from halobestie.actors.shell import Birth, Rules, Shell
from halobestie.clock import Clock
from halobestie.domain import Load, NodeId, Settings
from halobestie.effects import Effect
from halobestie.messages import (
    COORDINATOR,
    DESK,
    Key,
    MitraArrived,
    RequestAsked,
    RequestOpened,
    SettingsChanged,
)

BORN_BY = {"request": (RequestAsked, RequestOpened), "mitra": (MitraArrived,)}


class Tree:
    """All actors of this node. `perform` is the one exit; the app connects it.

    `board` is the coordinator's; others may look at how many there are of what, no more.
    """

    board: Board

    def __init__(
        self, system: ActorSystem, clock: Clock, settings: Settings, node_id: NodeId = ""
    ) -> None:
        self.clock = clock
        self.rule_failures: Counter[str] = Counter()
        self.perform: Callable[[Effect], None] = lambda _: None
        self._system = system
        self._settings = settings
        self._node_id = node_id
        self._addresses: dict[Key, Any] = {}

    def start(self) -> None:
        self.board = Board(self._settings.max_customers_per_mitra, self._node_id)
        self._bear(COORDINATOR, coordinator.step, self.board)
        self._bear(DESK, desk.step, desk.Told())

    def tell(self, key: Key, message: object) -> None:
        address = self._addresses.get(key)
        if address is None:
            born = isinstance(message, BORN_BY.get(key.kind, ()))
            address = self._bear(key, *self._beginning(key)) if born else self._addresses[DESK]
        self._system.tell(address, message)

    def retire(self, key: Key) -> None:
        self._addresses.pop(key, None)

    def rule_failed(self, key: Key) -> None:
        self.rule_failures[key.kind] += 1

    def settings_changed(self, settings: Settings) -> None:
        """For the next pairing: whoever is online or waiting keeps what it has."""
        self._settings = settings
        changed = SettingsChanged(settings)
        self.tell(COORDINATOR, changed)
        self.tell_mitras(changed)

    def tell_mitras(self, message: object) -> None:
        """To every mitra of this node."""
        for key, address in tuple(self._addresses.items()):
            if key.kind == "mitra":
                self._system.tell(address, message)

    def keys(self, kind: str) -> list[str]:
        """The ids of the living actors of a kind."""
        return [key.id for key in self._addresses if key.kind == kind]

    def has(self, key: Key) -> bool:
        return key in self._addresses

    def count(self) -> Counter[str]:
        """Living actors by kind."""
        return Counter(key.kind for key in self._addresses)

    def _beginning(self, key: Key) -> tuple[Rules, Any]:
        if key.kind == "request":
            return request.step, request.State(key.id)
        s = self._settings
        load = Load(key.id, 0, -1)
        state = mitra.State(key.id, s.presence_timeout_s, s.max_customers_per_mitra, load)
        return mitra.step, state

    def _bear(self, key: Key, rules: Rules, state: Any) -> Any:
        address = self._addresses[key] = self._system.createActor(Shell)
        self._system.tell(address, Birth(key, rules, state, self))
        return address
