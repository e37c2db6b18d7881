"""Time for a suite that sleeps: whoever sleeps moves every clock of the process on, and is back."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable
from typing import SupportsIndex


class MovedTime:
    """The process's clocks, ahead of the real ones by all that has been slept.

    Install it before the modules that are to live by it are imported. While `real` is set, a
    sleep is a sleep: for whoever waits for another process.
    """

    def __init__(self) -> None:
        self.ahead = 0.0
        self.real = False
        self._real_sleep = time.sleep

    def install(self) -> None:
        time.sleep = self._sleep
        time.time = self._moved(time.time)
        time.monotonic = self._moved(time.monotonic)
        time.perf_counter = self._moved(time.perf_counter)
        datetime.datetime = self._moved_datetime()  # type: ignore[misc]

    def _sleep(self, seconds: float | SupportsIndex) -> None:
        if self.real:
            self._real_sleep(float(seconds))
        elif threading.current_thread() is threading.main_thread():
            self.ahead += float(seconds)  # threads that sleep side by side add nothing

    def _moved(self, clock: Callable[[], float]) -> Callable[[], float]:
        return lambda: clock() + self.ahead

    def _moved_datetime(self) -> type[datetime.datetime]:
        moved = self

        class MovedDatetime(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> MovedDatetime:
                return super().now(tz) + datetime.timedelta(seconds=moved.ahead)

        return MovedDatetime
