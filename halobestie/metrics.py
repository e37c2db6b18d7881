"""What Prometheus reads: figures taken from their owners when it asks, none kept twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
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


def _fill(
    family: GaugeMetricFamily | CounterMetricFamily, read: Labelled
) -> GaugeMetricFamily | CounterMetricFamily:
    for labels, value in read().items():
        family.add_metric(labels, value)
    return family


def new_registry(figures: Figures) -> CollectorRegistry:
    """A registry of this node alone: several nodes may live in one test process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(figures)
    return registry
