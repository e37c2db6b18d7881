"""How long PostgreSQL took for effects, and a request for its session. A part of the store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from halobestie.domain import RequestId
from halobestie.messages import ClaimWon, RequestClosed, RequestOpened
from halobestie.metrics import Measures

REMEMBERED: Final = 20_000
"""Open requests whose birth is remembered until they are paired."""


class Stopwatch:
    """Hears each effect and each outcome."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._born: dict[RequestId, datetime] = {}

    @contextmanager
    def times(self, effect: object) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            seconds = time.perf_counter() - began
            self._measures.effects.labels(type(effect).__name__).observe(seconds)

    def told(self, outcome: object) -> None:
        match outcome:
            case RequestOpened(request, True):
                self._born[request.request_id] = request.created_at
                if len(self._born) > REMEMBERED:
                    del self._born[next(iter(self._born))]
            case ClaimWon(session):
                self._paired(session.request_id, session.created_at)
            case RequestClosed(request_id):
                self._born.pop(request_id, None)

    def _paired(self, request_id: RequestId, at: datetime) -> None:
        born = self._born.pop(request_id, None)
        if born is not None:
            self._measures.time_to_pair.observe(max(0.0, (at - born).total_seconds()))
