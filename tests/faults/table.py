"""The table at the end: what was injected, how often, what held, how long it took."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.faults.play import Played


def show(played: Sequence[Played], console: Console) -> None:
    """One row a fault, however often it was played; what did not hold is told below."""
    table = Table(title="Faults for real", show_lines=False)
    for heading in ("fault", "what was injected", "times", "what must hold", "held", "seconds"):
        table.add_column(heading, justify="right" if heading in ("times", "seconds") else "left")
    for name in dict.fromkeys(done.fault.name for done in played):
        rows = [done for done in played if done.fault.name == name]
        fault = rows[0].fault
        held = sum(done.held for done in rows)
        table.add_row(
            name,
            fault.injected,
            str(sum(done.times for done in rows)),
            fault.holds,
            "yes" if held == len(rows) else f"NO ({len(rows) - held} of {len(rows)})",
            f"{sum(done.seconds for done in rows):.1f}",
        )
    console.print(table)
    entries, pairings = sum(d.entries for d in played), sum(d.pairings for d in played)
    lost = [done for done in played if not done.held]
    console.print(
        f"{len(played)} scenarios, {entries} entries in their histories, {pairings} pairings under"
        f" load, {len(lost)} that did not hold"
    )
    for done in lost:
        console.print(done.line(), soft_wrap=True, highlight=False, markup=False)
