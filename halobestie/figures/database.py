"""Figures of what is asked of PostgreSQL. How long it took is measured (`Measures`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from halobestie.effects import StoreEffect
from halobestie.metrics import Figures

if TYPE_CHECKING:
    from halobestie.app import App

UNANSWERED: Final[dict[tuple[str, ...], float]] = {
    (effect.__name__, "EffectFailed"): 0 for effect in get_args(StoreEffect)
}
"""From 0 on, see `from_zero`."""


def watch_database(figures: Figures, app: App) -> None:
    pool = app.database.pool
    figures.counters(
        "halobestie_outcomes",
        "What PostgreSQL answered to effects.",
        ("effect", "outcome"),
        lambda: {**UNANSWERED, **app.store.outcomes},
    )
    figures.gauge("halobestie_store_tasks", "Effects under way.", lambda: len(app.store))
    figures.gauge("halobestie_claims_waiting", "Claims that wait.", lambda: app.committer.waiting)
    figures.gauges(
        "halobestie_database_connections",
        "Connections of the pool.",
        ("state",),
        lambda: {
            ("idle",): pool.get_idle_size(),
            ("busy",): pool.get_size() - pool.get_idle_size(),
        },
    )
    figures.counters(
        "halobestie_forgotten",
        "What fell off with time, by kind (docs/privacy.md).",
        ("kind",),
        lambda: {(kind,): n for kind, n in app.retention.forgotten.items()},
    )
    figures.counters(
        "halobestie_job_failures",
        "Housekeeping that was postponed or failed, by job.",
        ("job",),
        lambda: {(job,): n for job, n in app.house.failures.items()},
    )
