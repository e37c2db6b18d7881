"""What kind of world it is: how many people, which settings, which bad luck. All from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from halobestie.domain import PairingMethod

METHODS: tuple[PairingMethod, ...] = ("blast", "round_robin", "weighted_round_robin")


@dataclass(frozen=True, slots=True)
class Plan:
    """Chances are between 0 and 1, of one effect or one step."""

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
    kills: float = 0.0
    jumps: float = 0.0
    sockets: float = 0.0
    staff: float = 0.1
    slow_payment: bool = False


def settings_of(rng: Random) -> dict[str, Any]:
    return {
        "max_customers_per_mitra": rng.choice((1, 1, 2, 3)),
        "pairing_method": rng.choice(METHODS),
        "offer_timeout_s": rng.choice((2, 5, 10)),
        "request_timeout_s": rng.choice((8, 20, 40)),
        "heartbeat_interval_s": 5,
        "presence_timeout_s": rng.choice((10, 30)),
        "payment_timeout_s": rng.choice((10, 60)),
    }


def make_plan(rng: Random) -> Plan:
    people: dict[str, Any] = {
        "mitras": rng.choice((1, 2, 2, 3, 3, 4)),
        "customers": rng.choice((1, 2, 2, 3, 4)),
        "steps": rng.randrange(30, 70),
        "settings": settings_of(rng),
        "orderly": rng.random() < 0.6,
        "staff": rng.choice((0.0, 0.05, 0.2)),
        "slow_payment": rng.random() < 0.2,
    }
    if rng.random() < 0.2:
        return Plan(calm=True, **people)
    return Plan(
        calm=False,
        failed=rng.choice((0.0, 0.03, 0.15)),
        lost=rng.choice((0.0, 0.03, 0.15)),
        twice=rng.choice((0.0, 0.1)),
        ghosts=rng.choice((0.0, 0.1)),
        late=rng.choice((0.0, 0.1)),
        outages=rng.choice((0.0, 0.0, 0.03)),
        kills=rng.choice((0.0, 0.0, 0.03)),
        jumps=rng.choice((0.0, 0.03)),
        sockets=rng.choice((0.0, 0.05, 0.15)),
        **people,
    )
