"""Which figures of a node Prometheus sees, and where each is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from halobestie.metrics import Figures

if TYPE_CHECKING:
    from halobestie.app import App


def watch_node(figures: Figures, app: App) -> None:
    """Register the figures of a node; each is read when Prometheus asks."""
    actors, sockets = app.system_base.stats, app.sockets
    figures.gauges(
        "halobestie_actors",
        "Living actors by kind.",
        ("kind",),
        lambda: {(kind,): n for kind, n in app.tree.count().items()},
    )
    figures.gauge("halobestie_mailbox_length", "Deliveries that wait.", lambda: actors().queued)
    figures.counter("halobestie_deliveries", "Messages delivered.", lambda: actors().deliveries)
    figures.gauge("halobestie_timers", "Reminders that are set.", lambda: actors().wakeups)
    figures.counter("halobestie_dead_letters", "Messages to nobody.", lambda: actors().dead_letters)
    figures.gauge(
        "halobestie_longest_slice_seconds",
        "The longest that the actors kept the loop.",
        lambda: actors().longest_slice,
    )
    figures.counters(
        "halobestie_rule_failures",
        "Rules that raised, by actor kind; should be 0.",
        ("kind",),
        lambda: {(kind,): n for kind, n in app.tree.rule_failures.items()},
    )
    figures.counters(
        "halobestie_effects",
        "Effects performed, by name.",
        ("effect",),
        lambda: {(name,): n for name, n in app.outlet.performed.items()},
    )
    figures.counters(
        "halobestie_outcomes",
        "What PostgreSQL answered to effects.",
        ("effect", "outcome"),
        lambda: dict(app.store.outcomes),
    )
    figures.gauge("halobestie_store_tasks", "Effects under way.", lambda: len(app.store))
    figures.counter("halobestie_ledger_dropped", "Ledger lines lost.", lambda: app.batches.dropped)
    figures.gauge("halobestie_replies_pending", "Commands unanswered.", lambda: len(app.replies))
    figures.counter(
        "halobestie_replies_timed_out",
        "Commands that nobody answered in time; should be 0.",
        lambda: app.replies.timed_out,
    )
    figures.gauges(
        "halobestie_sockets",
        "Connected sockets by role.",
        ("role",),
        lambda: {(role,): n for role, n in sockets.counts().items()},
    )
