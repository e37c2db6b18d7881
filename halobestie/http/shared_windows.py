"""Counts that all nodes share, in Valkey: for what comes seldom, like logins.

    hit ──▶ Valkey within 250 ms ──▶ 0, or the seconds to wait
               away, or silent ──▶ None: whoever asks counts by itself; not asked again for 5 s

A cluster's servers are not asked: there every node counts for itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from math import ceil
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
import valkey
from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from halobestie.config import CLUSTERS, Config

log = structlog.get_logger(__name__)

ANSWERS_WITHIN_S: Final = 0.25
ASKED_AGAIN_AFTER_S: Final = 5.0
_TLS: Final = ("valkeys", "rediss")


class SharedWindows:
    """`url` is that of one server, `prefix` what its keys begin with. The connection is made when
    it is needed."""

    def __init__(
        self,
        url: str,
        prefix: str,
        now: Callable[[], float] = time.monotonic,
        within_s: float = ANSWERS_WITHIN_S,
    ) -> None:
        scheme, rest = url.split(":", 1)
        kind = "valkey+unix" if scheme == "unix" else scheme
        self._storage = RedisStorage(
            f"async+{kind}:{rest}",
            implementation="valkey",
            key_prefix=f"{prefix}:limits",
            # valkey-py checks the certificate by default, but not whose it is.
            **({"ssl_check_hostname": True} if scheme in _TLS else {}),
        )
        self._windows = SlidingWindowCounterRateLimiter(self._storage)
        self._now = now
        self._within_s = within_s
        self._asked_again_at = now()
        self.is_away = False

    @classmethod
    def of(cls, config: Config) -> SharedWindows | None:
        """Where the settings say; None without a Valkey, or with a cluster."""
        url = "" if config.valkey_url is None else config.valkey_url.get_secret_value()
        if not url or urlsplit(url).scheme in CLUSTERS:
            return None
        return cls(url, config.valkey_prefix)

    async def hit(self, window: RateLimitItem, key: str) -> int | None:
        """One more. 0 when there was room, else the seconds until there is; None: nobody knows."""
        if self.is_away and self._now() < self._asked_again_at:
            return None
        try:
            async with asyncio.timeout(self._within_s):
                wait_s = await self._hit(window, key)
        except (TimeoutError, OSError, valkey.ValkeyError) as failure:
            self._went_away(failure)
            return None
        if self.is_away:
            self.is_away = False
            log.info("shared_limits_back")
        return wait_s

    async def close(self) -> None:
        bridge: Any = self._storage.bridge
        await bridge.get_connection().aclose()

    async def _hit(self, window: RateLimitItem, key: str) -> int:
        if await self._windows.hit(window, key):
            return 0
        stats = await self._windows.get_window_stats(window, key)
        return max(1, ceil(stats.reset_time - time.time()))

    def _went_away(self, failure: BaseException) -> None:
        self._asked_again_at = self._now() + ASKED_AGAIN_AFTER_S
        if not self.is_away:
            self.is_away = True
            log.warning("shared_limits_away", error=type(failure).__name__)
