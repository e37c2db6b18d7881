"""How a run ended: its figures, its findings, and both as a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.table import Table

from halobestie.simulate.figures import Figures, Spread
from halobestie.simulate.invariants import Finding

EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Report:
    """`ok` is False as soon as one invariant was broken once."""

    seed: int
    figures: Figures
    findings: tuple[Finding, ...]
    reroutes: str

    @property
    def ok(self) -> bool:
        return not any(finding.broken for finding in self.findings)

    def show(self, console: Console) -> None:
        table = Table(title=f"Simulation, seed {self.seed}", show_header=False)
        for name, value in self._rows():
            table.add_row(name, value)
        console.print(table)
        for finding in self.findings:
            for line in finding_lines(finding):
                console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _rows(self) -> Iterator[tuple[str, str]]:
        f = self.figures
        yield "customers", str(f.customers)
        yield "paired / expired / cancelled", f"{f.paired} / {f.expired} / {f.cancelled}"
        yield "unfinished", str(f.unfinished)
        yield "time to pair p50 / p95 / p99", spread_text(f.time_to_pair_ms)
        yield "accept round trip p50 / p95 / p99", spread_text(f.accept_ms)
        yield "accepts answered", _counted(f.accept_answers)
        yield "offers seen", str(f.offers_seen)
        yield "losers told", str(f.losers_told)
        yield "reconnects", str(f.reconnects)
        yield "connections ended", _counted(f.cuts)
        yield "reroutes", self.reroutes
        yield "requests paired a second", f"{f.paired_per_s:.1f}"


def finding_lines(finding: Finding) -> Iterator[str]:
    """`I1   one session a request … ok`, or BROKEN (n) with the first few sentences below."""
    times = len(finding.broken)
    verdict = f"BROKEN ({times})" if times else "ok"
    yield f"{finding.number:<4} {finding.title} … {verdict}"
    yield from (f"       {sentence}" for sentence in finding.broken[:EXAMPLES])
    if times > EXAMPLES:
        yield f"       … and {times - EXAMPLES} more"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {n}" for what, n in counts.most_common()) or "none"


def spread_text(spread: Spread) -> str:
    values = (spread.p50, spread.p95, spread.p99)
    return " / ".join("–" if v is None else f"{v:.0f}" for v in values) + " ms"
