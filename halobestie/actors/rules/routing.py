"""Routing: whose turn it is. Pure; the coordinator asks it, and tells it who may be offered.

`round_robin` is `longest without an offer first`. `weighted_round_robin` is earliest eligible
virtual deadline first (Stoica and Abdel-Wahab, 1995): with each offer virtual time passes by one
offer divided by the sum of all weights, a mitra of weight w has a turn in each w-th of an offer,
and only those are picked whose turn has begun. That keeps every mitra within one offer of its exact
share, and a pick costs a few heap operations however many are online. An offer that is declined or
runs out was a turn all the same: no answer of a mitra ever changes a weight.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import lcm

from halobestie.domain import MitraId

MEMORY = 100_000
"""Mitra whose last turn is remembered while they are away."""

SLACK = 64
"""Places in a heap that may be taken by those who left, beyond one for each who is in line."""

OFFER = lcm(*range(1, 101))
"""Virtual time that an offer takes a mitra of weight 1: whole for every weight from 1 to 100."""


@dataclass(slots=True)
class RoundRobin:
    """Those who may be offered, in the order of their last offer; never offered comes first."""

    _line: dict[MitraId, int] = field(default_factory=dict)
    _heap: list[tuple[int, int, MitraId]] = field(default_factory=list)
    _last: dict[MitraId, int] = field(default_factory=dict)
    _turn: int = 0

    def join(self, mitra_id: MitraId, _weight: int = 1) -> None:
        self._turn += 1
        self._line[mitra_id] = self._turn
        if len(self._heap) > 2 * len(self._line) + SLACK:
            self._heap = sorted(e for e in self._heap if self._line.get(e[2]) == e[1])
        heappush(self._heap, (self._last.get(mitra_id, 0), self._turn, mitra_id))

    def leave(self, mitra_id: MitraId) -> None:
        self._line.pop(mitra_id, None)

    def pick(self, without: Container[MitraId]) -> MitraId | None:
        """Whose turn it is, of those not in `without`; their turn is then over."""
        passed = []
        picked = None
        while self._heap and picked is None:
            entry = heappop(self._heap)
            _, joined, mitra_id = entry
            if self._line.get(mitra_id) != joined:
                continue  # left since: forgotten lazily
            if mitra_id in without:
                passed.append(entry)
            else:
                picked = mitra_id
        for entry in passed:
            heappush(self._heap, entry)
        if picked is not None:
            self._offered(picked)
        return picked

    @property
    def turn(self) -> int:
        """Grows with each turn; that of the one who was picked last."""
        return self._turn

    def taken(self, mitra_id: MitraId, turn: int) -> None:
        """Another node picked this mitra: their turn is over here, too. Older news is left."""
        self._turn = max(self._turn, turn - 1)
        if self._last.get(mitra_id, 0) < turn:
            self._offered(mitra_id)

    def _offered(self, mitra_id: MitraId) -> None:
        self._turn += 1
        self._last.pop(mitra_id, None)
        self._last[mitra_id] = self._turn
        if len(self._last) > MEMORY:
            del self._last[next(iter(self._last))]
        if mitra_id in self._line:
            self._line[mitra_id] = self._turn
            heappush(self._heap, (self._turn, self._turn, mitra_id))


@dataclass(slots=True)
class _Share:
    """One mitra's place in virtual time: a turn that begins at `start` and is due a w-th later."""

    weight: int
    start: int
    joined: int


@dataclass(slots=True)
class WeightedRoundRobin:
    """Those who may be offered, each in proportion to its weight."""

    _shares: dict[MitraId, _Share] = field(default_factory=dict)
    _soon: list[tuple[int, int, MitraId]] = field(default_factory=list)
    """By start: turns that may not have begun yet."""
    _due: list[tuple[int, int, MitraId]] = field(default_factory=list)
    """By deadline: turns that have begun."""
    _now: int = 0
    _weights: int = 0
    _count: int = 0
    _away: dict[MitraId, int] = field(default_factory=dict)
    """How far ahead of virtual time a mitra's next turn was when it left."""

    def join(self, mitra_id: MitraId, weight: int) -> None:
        self.leave(mitra_id)
        if len(self._soon) + len(self._due) > 2 * len(self._shares) + SLACK:
            self._soon = sorted(e for e in self._soon if self._is_in_line(e))
            self._due = sorted(e for e in self._due if self._is_in_line(e))
        ahead = self._away.pop(mitra_id, 0)
        self._enter(mitra_id, weight, self._now + ahead)
        self._weights += weight

    def leave(self, mitra_id: MitraId) -> None:
        share = self._shares.pop(mitra_id, None)
        if share is None:
            return
        self._weights -= share.weight
        self._away[mitra_id] = max(0, share.start - self._now)
        if len(self._away) > MEMORY:
            del self._away[next(iter(self._away))]

    def pick(self, without: Container[MitraId]) -> MitraId | None:
        """Whose turn it is, of those not in `without`; their turn is then over."""
        self._begin_turns()
        picked = self._take(self._due, without) or self._take(self._soon, without)
        if picked is None:
            return None
        self._take_turn(picked)
        return picked

    def taken(self, mitra_id: MitraId) -> None:
        """Another node picked this mitra: their turn is over here, too."""
        if mitra_id in self._shares:
            self._take_turn(mitra_id)

    def _take_turn(self, mitra_id: MitraId) -> None:
        share = self._shares[mitra_id]
        self._enter(mitra_id, share.weight, share.start + OFFER // share.weight)
        self._now += OFFER // self._weights

    def _enter(self, mitra_id: MitraId, weight: int, start: int) -> None:
        self._count += 1
        self._shares[mitra_id] = _Share(weight, start, self._count)
        heappush(self._soon, (start, self._count, mitra_id))

    def _begin_turns(self) -> None:
        while self._soon and self._soon[0][0] <= self._now:
            entry = heappop(self._soon)
            if self._is_in_line(entry):
                start, joined, mitra_id = entry
                length = OFFER // self._shares[mitra_id].weight
                heappush(self._due, (start + length, joined, mitra_id))

    def _is_in_line(self, entry: tuple[int, int, MitraId]) -> bool:
        share = self._shares.get(entry[2])
        return share is not None and share.joined == entry[1]

    def _take(
        self, heap: list[tuple[int, int, MitraId]], without: Container[MitraId]
    ) -> MitraId | None:
        passed = []
        picked = None
        while heap and picked is None:
            entry = heappop(heap)
            if not self._is_in_line(entry):
                continue
            if entry[2] in without:
                passed.append(entry)
            else:
                picked = entry[2]
        for entry in passed:
            heappush(heap, entry)
        return picked
