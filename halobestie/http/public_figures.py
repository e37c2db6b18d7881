"""The figures of the public listener itself: who was refused for coming too often."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from halobestie.http.limits import ALL, Limits
from halobestie.metrics import Figures, from_zero


def watch_public(registry: CollectorRegistry, limits: Limits) -> None:
    """Register them; each is read when Prometheus asks."""
    figures = Figures()
    figures.counters(
        "halobestie_limit_refusals",
        "Visits refused for being too many, by limit.",
        ("limit",),
        lambda: from_zero((*(limit.name for limit in ALL), "sockets_open"), limits.refusals),
    )
    figures.gauge(
        "halobestie_shared_limits_away",
        "1 while Valkey does not answer and this node counts logins for itself.",
        lambda: float(limits.counts_alone),
    )
    registry.register(figures)
