"""What kind of world it is: how many nodes and people, which settings, which bad luck. All from the
seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from halobestie.domain import PairingMethod

METHODS: tuple[PairingMethod, ...] = ("blast", "round_robin", "weighted_round_robin")


@dataclass(frozen=True, slots=True)
class Plan:
    """Chances are between 0 and 1, of one effect, one message or one step."""

    nodes: int
    mitras: int
    customers: int
    steps: int
    settings: dict[str, Any]
    orderly: bool
    """One queue, as on a real node; else only FIFO from each sender to each receiver."""
    calm: bool
    """Nothing fails, nobody falls out: then nobody may ever hear `unavailable`."""
    failed: float = 0.0
    lost: float = 0.0
    """Committed, but the answer was lost."""
    twice: float = 0.0
    """Claims: the committer asked again after a lost answer."""
    ghosts: float = 0.0
    """Claims: given up, and committed later all the same."""
    late: float = 0.0
    """Reminders that ring seconds late."""
    outages: float = 0.0
    """PostgreSQL: for all nodes, or for one of them alone."""
    kills: float = 0.0
    pauses: float = 0.0
    leaves: float = 0.0
    jumps: float = 0.0
    skew: float = 0.0
    """Seconds by which the nodes' clocks differ at most."""
    sockets: float = 0.0
    silent: float = 0.0
    """A phone is gone, and its node has not noticed."""
    late_letters: float = 0.0
    doubled_letters: float = 0.0
    lost_letters: float = 0.0
    mixed_letters: bool = False
    """Between nodes: in any order."""
    valkey: float = 0.0
    staff: float = 0.1
    slow_payment: bool = False

    @property
    def vices(self) -> bool:
        return bool(self.late_letters or self.doubled_letters or self.lost_letters)


def settings_of(rng: Random) -> dict[str, Any]:
    return {
        "max_customers_per_mitra": rng.choice((1, 1, 2, 3)),
        "pairing_method": rng.choice(METHODS),
        "offer_timeout_s": rng.choice((2, 5, 10)),
        "request_timeout_s": rng.choice((8, 20, 30)),
        "heartbeat_interval_s": 5,
        "presence_timeout_s": rng.choice((10, 20)),
        "payment_timeout_s": rng.choice((5, 20)),
    }


def make_plan(rng: Random) -> Plan:
    several: dict[str, Any] = {
        "nodes": rng.choice((1, 2, 2, 2, 3, 4)),
        "mitras": rng.choice((1, 2, 2, 3, 3, 4)),
        "customers": rng.choice((1, 2, 2, 3, 4)),
        "steps": rng.randrange(12, 30),
        "settings": settings_of(rng),
        "orderly": rng.random() < 0.6,
        "staff": rng.choice((0.0, 0.05, 0.2)),
        "slow_payment": rng.random() < 0.3,
    }
    if rng.random() < 0.2:
        return Plan(calm=True, **several)
    return Plan(
        calm=False,
        failed=rng.choice((0.0, 0.0, 0.03, 0.15)),
        lost=rng.choice((0.0, 0.0, 0.03, 0.15)),
        twice=rng.choice((0.0, 0.1)),
        ghosts=rng.choice((0.0, 0.1)),
        late=rng.choice((0.0, 0.1)),
        outages=rng.choice((0.0, 0.0, 0.03)),
        kills=rng.choice((0.0, 0.0, 0.06)),
        pauses=rng.choice((0.0, 0.0, 0.05)),
        leaves=rng.choice((0.0, 0.0, 0.06)),
        jumps=rng.choice((0.0, 0.03)),
        skew=rng.choice((0.0, 0.0, 0.5, 2.0)),
        sockets=rng.choice((0.0, 0.05, 0.2)),
        silent=rng.choice((0.0, 0.5)),
        late_letters=rng.choice((0.0, 0.0, 0.1)),
        doubled_letters=rng.choice((0.0, 0.0, 0.1)),
        lost_letters=rng.choice((0.0, 0.0, 0.05)),
        mixed_letters=rng.random() < 0.3,
        valkey=rng.choice((0.0, 0.0, 0.03)),
        **several,
    )
