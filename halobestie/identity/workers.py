"""A few threads for calls that block, with a bound on how many wait and for how long."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from halobestie.identity.model import IdentityUnavailable

T = TypeVar("T")


class Workers:
    """`threads` calls run, `waiting` more may stand in line, each is awaited for `timeout_s`."""

    def __init__(self, threads: int = 4, waiting: int = 64, timeout_s: float = 10.0) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="identity")
        self._places = threading.BoundedSemaphore(threads + waiting)
        self._timeout_s = timeout_s

    async def call(self, blocking: Callable[[], T]) -> T:
        """The result of `blocking()`. Raises IdentityUnavailable: "busy" or "timeout".

        A call that was given up keeps its place until it ends: it still holds a thread.
        """
        if not self._places.acquire(blocking=False):
            raise IdentityUnavailable("busy")
        try:
            job = self._executor.submit(blocking)
        except RuntimeError:  # closed
            self._places.release()
            job = None
        if job is None:
            raise IdentityUnavailable("not_prepared")
        job.add_done_callback(lambda _: self._places.release())
        try:
            async with asyncio.timeout(self._timeout_s):
                return await asyncio.wrap_future(job)
        except TimeoutError:
            pass  # raised below, so that nothing of the call hangs on to the refusal
        raise IdentityUnavailable("timeout")

    def close(self) -> None:
        """Calls that wait are dropped; those that run end by themselves."""
        self._executor.shutdown(wait=False, cancel_futures=True)
