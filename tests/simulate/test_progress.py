"""While a run goes on, its progress is counted and shown, with and without a terminal."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field

import pytest
from rich.console import Console

from halobestie.simulate.progress import Progress


@dataclass
class Person:
    """As much of a customer and a mitra as the display looks at."""

    phase: str = "arriving"
    online: bool = True
    sessions: set[str] = field(default_factory=set)
    offers_seen: int = 0


class Seconds:
    """A clock that moves when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def progress(customers: list[Person], mitra: list[Person], seconds: Seconds) -> Progress:
    return Progress(customers, mitra, seconds)  # type: ignore[arg-type]


def test_it_counts_people_and_the_pace_of_offers() -> None:
    """Offers a second are those since the last look."""
    seconds = Seconds()
    mitra = [Person(sessions={"S1"}, offers_seen=3), Person(online=False)]
    customers = [Person("searching"), Person("talking"), Person("paired"), Person("missed")]
    shown = progress(customers, mitra, seconds)
    seconds.now += 2
    mitra[0].offers_seen = 13
    tally = shown.tally()
    assert (tally.searching, tally.talking, tally.paired, tally.missed) == (1, 1, 2, 1)
    assert (tally.mitra_online, tally.sessions, tally.elapsed_s) == (1, 1, 2)
    assert tally.offers_per_s == 6.5
    seconds.now += 1
    assert shown.tally().offers_per_s == 0


@pytest.mark.parametrize("terminal", [True, False])
async def test_it_is_a_table_in_a_terminal_and_lines_elsewhere(terminal: bool) -> None:
    """Both name the same columns."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=160)
    showing = asyncio.create_task(progress([Person("talking")], [], Seconds()).show(console))
    await asyncio.sleep(0)
    showing.cancel()
    await asyncio.gather(showing, return_exceptions=True)
    text = out.getvalue()
    assert "mitra online" in text
    assert "offers/s" in text
    assert ("│" in text) is terminal
