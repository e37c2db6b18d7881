"""The report says what happened, and its `ok` is what the exit status is made of."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from halobestie.simulate.figures import figures, spread
from halobestie.simulate.invariants import judge
from halobestie.simulate.record import History
from halobestie.simulate.report import Report
from tests.simulate.evening import MARK, good_history


def shown(history: History) -> tuple[Report, str]:
    report = Report(4711, figures(history), judge(history), "none")
    out = io.StringIO()
    report.show(Console(file=out, width=120))
    return report, out.getvalue()


def test_the_figures_are_those_of_the_evening() -> None:
    """Two customers, one paired after two seconds, one cancelled; one loser among four offers."""
    f = figures(good_history())
    assert (f.customers, f.paired, f.expired, f.cancelled, f.unfinished) == (2, 1, 0, 1, 0)
    assert f.time_to_pair_ms.p50 == f.time_to_pair_ms.p99 == 2000
    assert f.accept_ms.p50 is not None and round(f.accept_ms.p50) == 100
    assert (f.offers_seen, f.losers_told, f.reconnects) == (4, 1, 1)
    assert f.accept_answers == {"ok": 1, "offer_taken": 1}
    assert f.paired_per_s == 0.5


def test_percentiles_are_of_what_was_measured() -> None:
    """By nearest rank; nothing measured is nothing said."""
    s = spread([float(n) for n in range(1, 101)])
    assert (s.p50, s.p95, s.p99) == (51, 96, 100)
    assert spread([]).p50 is None
    assert spread([3.0]).p99 == 3.0


def test_a_good_evening_is_ok() -> None:
    """One line for each invariant."""
    report, text = shown(good_history())
    assert report.ok
    assert "I1   one session a request … ok" in text
    assert "BROKEN" not in text
    assert "seed 4711" in text


def test_a_broken_invariant_is_counted_and_shown() -> None:
    """The line says how often, and below it which; the report is not ok."""
    unfinished = tuple(replace(d, finished=False) for d in good_history().diaries)
    report, text = shown(replace(good_history(), diaries=unfinished))
    assert not report.ok
    assert "I6   every request ends, on time … BROKEN (2)" in text
    assert "customer C1 never got to an end" in text


def test_neither_names_nor_numbers_are_shown() -> None:
    """Even when I12 is what broke."""
    history = good_history()
    leaking = replace(history.diaries[2], frames=[f"{MARK} 1 +628137777700001"])
    report, text = shown(replace(history, diaries=(*history.diaries[:2], leaking)))
    assert not report.ok
    assert MARK not in text and "7777700001" not in text
