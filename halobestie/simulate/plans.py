"""Who does what and when, drawn from a seed: the same seed makes the same people.

What a run is like still differs: phones race, and the server answers in its own time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from halobestie.simulate.options import Options

Way = Literal["anonymous", "phone", "google", "apple", "facebook"]

_THINGS: Final = ("Awan", "Embun", "Kerikil", "Ombak", "Pelita", "Ranting", "Rumput", "Teluk")
_LOOKS: Final = ("Biru", "Hijau", "Jingga", "Kelabu", "Kuning", "Putih", "Teduh", "Ungu")


@dataclass(frozen=True, slots=True)
class NetworkLoss:
    """`after_s` the phone is cut off for `away_s`; `silently`: the old socket is left hanging."""

    after_s: float
    away_s: float
    silently: bool


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """One customer's evening. `hangs_up_after_s` is long for those who let the mitra end it."""

    index: int
    display_name: str
    way: Way
    arrives_s: float
    presses_twice: bool
    cancels_after_s: float | None
    loss: NetworkLoss | None
    hangs_up_after_s: float
    logs_out: bool


def dice(seed: int, *whose: object) -> random.Random:
    """Dice of one's own: nobody's draws depend on when others draw."""
    return random.Random(f"{seed}:{whose}")  # noqa: S311 (nothing here is a secret)


def invented_name(draw: random.Random) -> str:
    return f"{draw.choice(_THINGS)} {draw.choice(_LOOKS)} {draw.randrange(100)}"


def arrivals(options: Options) -> list[float]:
    """Seconds of each arrival: exponential gaps, at `rate`, or scaled to fill the window."""
    draw = dice(options.seed, "arrivals")
    times = list(accumulate(draw.expovariate(1.0) for _ in range(options.customers)))
    if options.rate is not None:
        return [t / options.rate for t in times]
    scale = options.seconds / (times[-1] + draw.expovariate(1.0))
    return [t * scale for t in times]


def customer_plans(options: Options, anonymity: bool) -> list[CustomerPlan]:
    ways = _ways(anonymity)
    return [
        _customer_plan(dice(options.seed, "customer", index), index, at, ways, options.session_s)
        for index, at in enumerate(arrivals(options))
    ]


def _ways(anonymity: bool) -> tuple[Way, ...]:
    registered: tuple[Way, ...] = ("phone", "phone", "google", "apple", "facebook")
    anonymous: tuple[Way, ...] = ("anonymous",) * 5
    return anonymous + registered if anonymity else registered


def _customer_plan(
    draw: random.Random, index: int, arrives_s: float, ways: Iterable[Way], session_s: float
) -> CustomerPlan:
    return CustomerPlan(
        index=index,
        display_name=invented_name(draw),
        way=draw.choice(tuple(ways)),
        arrives_s=arrives_s,
        presses_twice=draw.random() < 0.15,
        cancels_after_s=draw.uniform(0.0, 0.8) if draw.random() < 0.12 else None,
        loss=network_loss(draw, 6.0) if draw.random() < 0.15 else None,
        hangs_up_after_s=patience_s(draw, session_s),
        logs_out=draw.random() < 0.5,
    )


def patience_s(draw: random.Random, session_s: float) -> float:
    """After how long somebody hangs up; those who would rather let the other do it wait longer."""
    return session_s * (draw.uniform(0.3, 1.0) if draw.random() < 0.65 else 1.4)


def network_loss(draw: random.Random, within_s: float) -> NetworkLoss:
    return NetworkLoss(draw.uniform(0.0, within_s), draw.uniform(0.1, 4.0), draw.random() < 0.3)


@dataclass(frozen=True, slots=True)
class Tap:
    """What a mitra does with one offer: after how long, and even if it has just gone."""

    does: Literal["accept", "decline", "nothing"]
    after_s: float
    too_late: bool


def tap(draw: random.Random) -> Tap:
    """Most accept within two seconds, some are slow, some decline, some do not look."""
    mood = draw.random()
    slow = draw.random() < 0.15
    return Tap(
        does="nothing" if mood < 0.1 else "decline" if mood < 0.25 else "accept",
        after_s=draw.uniform(3.0, 6.0) if slow else draw.triangular(0.2, 2.0, 0.6),
        too_late=draw.random() < 0.1,
    )
