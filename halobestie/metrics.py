"""What Prometheus reads: figures taken from their owners when it asks, none kept twice; and how
long things took, which nobody else keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Reading = Callable[[], float]
Labelled = Callable[[], Mapping[tuple[str, ...], float]]


class Figures(Collector):
    """Named readings; each is a function that looks at its owner."""

    def __init__(self) -> None:
        self._metrics: list[Callable[[], Metric]] = []

    def gauge(self, name: str, sentence: str, read: Reading) -> None:
        self._metrics.append(lambda: GaugeMetricFamily(name, sentence, value=read()))

    def counter(self, name: str, sentence: str, read: Reading) -> None:
        self._metrics.append(lambda: CounterMetricFamily(name, sentence, value=read()))

    def gauges(self, name: str, sentence: str, labels: tuple[str, ...], read: Labelled) -> None:
        self._metrics.append(lambda: _fill(GaugeMetricFamily(name, sentence, labels=labels), read))

    def counters(self, name: str, sentence: str, labels: tuple[str, ...], read: Labelled) -> None:
        self._metrics.append(
            lambda: _fill(CounterMetricFamily(name, sentence, labels=labels), read)
        )

    def collect(self) -> Iterator[Metric]:
        for metric in self._metrics:
            yield metric()


def from_zero(known: Iterable[str], counts: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    """Counts by one label, the known ones from 0 on: Prometheus sees no growth in a series that
    begins with 1, so an alert on what should never happen would sleep through the first time."""
    return {(name,): counts.get(name, 0) for name in dict.fromkeys((*known, *counts))}


def _fill(
    family: GaugeMetricFamily | CounterMetricFamily, read: Labelled
) -> GaugeMetricFamily | CounterMetricFamily:
    for labels, value in read().items():
        family.add_metric(labels, value)
    return family


class Measures:
    """Histograms of a node, in seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.time_to_pair = self._histogram(
            "halobestie_time_to_pair_seconds",
            "From the press of Mulai Curhat to the committed session, of requests at home here.",
            (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 180, 300),
        )
        self.effects = self._histogram(
            "halobestie_effect_seconds",
            "From an effect on PostgreSQL to its outcome; Claim is an accept.",
            (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
            ("effect",),
        )
        self.loop_lag = self._histogram(
            "halobestie_loop_lag_seconds",
            "How late the event loop was for an appointment, twice a second.",
            (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
        )
        self.database_wait = self._histogram(
            "halobestie_database_wait_seconds",
            "How long was waited for a connection of the pool.",
            (0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2),
        )

    def _histogram(
        self, name: str, sentence: str, buckets: tuple[float, ...], labels: tuple[str, ...] = ()
    ) -> Histogram:
        return Histogram(name, sentence, labels, registry=self.registry, buckets=buckets)


def new_registry(figures: Figures, measures: Measures) -> CollectorRegistry:
    """A registry of this node alone: several nodes may live in one test process."""
    registry = measures.registry
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(figures)
    return registry
