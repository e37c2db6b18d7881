"""The figures of the internal listener itself: who watches, who is throttled."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from halobestie.http.internal_parts import Parts
from halobestie.metrics import Figures


def watch_internal(registry: CollectorRegistry, parts: Parts) -> None:
    """Register them; each is read when Prometheus asks."""
    figures = Figures()
    figures.gauge(
        "halobestie_dashboard_watchers", "Open dashboard streams.", lambda: len(parts.feed)
    )
    figures.counter(
        "halobestie_dashboard_looks", "Looks at the board for them.", lambda: parts.feed.looks
    )
    figures.counter(
        "halobestie_user_logins_failed",
        "Wrong e-mails and passwords in the control center.",
        lambda: parts.throttle.failures,
    )
    figures.counter(
        "halobestie_user_logins_throttled",
        "Tries that were not looked at.",
        lambda: parts.throttle.refusals,
    )
    figures.gauge("halobestie_exports", "Exports under way.", lambda: len(parts.exports))
    figures.counter(
        "halobestie_exports_refused", "Exports with no room.", lambda: parts.exports.refused
    )
    registry.register(figures)
