"""What a run looks like while it goes on: a live table, or plain lines without a terminal."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.table import Table

from halobestie.simulate.customer import Customer
from halobestie.simulate.mitra import Mitra

LIVE_EVERY_S: Final = 0.25
LINE_EVERY_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Tally:
    """The run at one moment. `offers_per_s` is over the time since the last look."""

    elapsed_s: float
    to_come: int
    searching: int
    talking: int
    paired: int
    expired: int
    cancelled: int
    missed: int
    mitra_online: int
    sessions: int
    offers_per_s: float


class Progress:
    """Counts customers and mitra when asked; `now` gives seconds on the loop's clock."""

    def __init__(
        self, customers: Sequence[Customer], mitra: Sequence[Mitra], now: Callable[[], float]
    ) -> None:
        self._customers = customers
        self._mitra = mitra
        self._now = now
        self._began = self._looked = now()
        self._offers = 0

    def tally(self) -> Tally:
        phases = Counter(c.phase for c in self._customers)
        now, offers = self._now(), sum(m.offers_seen for m in self._mitra)
        pace = (offers - self._offers) / max(0.001, now - self._looked)
        self._looked, self._offers = now, offers
        return Tally(
            elapsed_s=now - self._began,
            to_come=phases["arriving"],
            searching=phases["searching"],
            talking=phases["talking"],
            paired=phases["paired"] + phases["talking"],
            expired=phases["expired"],
            cancelled=phases["cancelled"],
            missed=phases["missed"],
            mitra_online=sum(m.online for m in self._mitra),
            sessions=sum(len(m.sessions) for m in self._mitra),
            offers_per_s=pace,
        )

    async def show(self, console: Console) -> None:
        """For ever, until cancelled."""
        if not console.is_terminal:
            while True:
                console.print(as_line(self.tally()), soft_wrap=True)
                await asyncio.sleep(LINE_EVERY_S)
        with Live(console=console, auto_refresh=False) as live:
            while True:
                live.update(as_table(self.tally()), refresh=True)
                await asyncio.sleep(LIVE_EVERY_S)


def as_line(tally: Tally) -> str:
    return "  ".join(f"{name} {value}" for name, value in _cells(tally))


def as_table(tally: Tally) -> Table:
    table = Table(title="Halo Bestie, simulated", show_header=False)
    for name, value in _cells(tally):
        table.add_row(name, value)
    return table


def _cells(tally: Tally) -> list[tuple[str, str]]:
    values = ((f.name, getattr(tally, f.name)) for f in fields(tally))
    return [
        (name.replace("_per_s", "/s").removesuffix("_s").replace("_", " "), f"{value:.0f}")
        for name, value in values
    ]
