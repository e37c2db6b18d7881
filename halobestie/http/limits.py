"""How often somebody may come: by address, by account, within sliding windows.

    POST …/login ──▶ the address ──▶ ID token ──▶ the account ──▶ (anonymous? the address again)
    POST dev/otp ──▶ the address, the phone number          too often ▶ 429 too_many_attempts
    …/ws         ──▶ sockets of the address, of the account          ▶ close code 4013
    request.create ▶ the account, the address                        ▶ too_many_requests

The numbers are for a family behind one router and for hundreds of phones behind one address of a
mobile network; a person does not meet them. What is refused does not count.
Heartbeats, and whoever is inside already, are never counted here. Logins, codes and anonymous
accounts are counted for all nodes together where they share a Valkey; while it is away, and all
else, each node counts for itself.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Final

from aiohttp import web
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from halobestie.config import Config
from halobestie.errors import Refusal
from halobestie.http.client_address import client_address
from halobestie.http.route import Call
from halobestie.http.shared_windows import SharedWindows
from halobestie.networks import is_among, is_loopback, one_visitor

SOCKETS_OF_ADDRESS: Final = 2000
"""Open at once, logged in or not."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a window; `name` is how the metrics call it."""

    name: str
    window: RateLimitItem


LOGIN: Final = Limit("login_address", parse("300 per minute"))
LOGIN_OF_ACCOUNT: Final = Limit("login_account", parse("30 per 10 minutes"))
ANONYMOUS: Final = Limit("anonymous_address", parse("200 per 10 minutes"))
OTP: Final = Limit("otp_address", parse("100 per 10 minutes"))
OTP_OF_PHONE: Final = Limit("otp_phone", parse("5 per 10 minutes"))
SOCKET: Final = Limit("socket_address", parse("1200 per minute"))
SOCKET_OF_ACCOUNT: Final = Limit("socket_account", parse("30 per minute"))
REQUEST: Final = Limit("request_address", parse("300 per minute"))
REQUEST_OF_ACCOUNT: Final = Limit("request_account", parse("20 per minute"))
ALL: Final = (
    LOGIN,
    LOGIN_OF_ACCOUNT,
    ANONYMOUS,
    OTP,
    OTP_OF_PHONE,
    SOCKET,
    SOCKET_OF_ACCOUNT,
    REQUEST,
    REQUEST_OF_ACCOUNT,
)


class InProcess:
    """The counts of one process, forgotten with their windows. The library reads the clock."""

    def __init__(self) -> None:
        self._windows = SlidingWindowCounterRateLimiter(MemoryStorage())

    def hit(self, window: RateLimitItem, key: str) -> int:
        """One more. 0 when there was room; else the seconds until there is, and nothing counts."""
        if self._windows.hit(window, key):
            return 0
        free_at = self._windows.get_window_stats(window, key).reset_time
        return max(1, ceil(free_at - time.time()))


class Limits:
    """One for the public listener. With `spare_loopback` nobody on this machine is counted: for
    development, where a whole evening comes from 127.0.0.1."""

    def __init__(
        self, shared: SharedWindows | None = None, *, spare_loopback: bool = False
    ) -> None:
        self._windows = InProcess()
        self._shared = shared
        self._spare_loopback = spare_loopback
        # Nodes that share must call somebody alike; who counts alone makes it hard to guess, too.
        self._salt = b"" if shared else secrets.token_bytes(16)
        self._open: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        """By limit, since the start."""

    @property
    def counts_alone(self) -> bool:
        """Whether the counts should be shared, and are not."""
        return self._shared is not None and self._shared.is_away

    def wait_s(self, limit: Limit, address: str, key: str | None = None) -> int:
        """One more of this `key`, or of the address itself; 0, or the seconds to wait. On this
        node."""
        if self._spares(address):
            return 0
        hidden = self._hidden(limit, key or one_visitor(address))
        return self._told(limit, self._windows.hit(limit.window, hidden))

    async def wait_anywhere_s(self, limit: Limit, address: str, key: str | None = None) -> int:
        """The same, on all nodes that share their counts."""
        if self._shared is None or self._spares(address):
            return self.wait_s(limit, address, key)
        hidden = self._hidden(limit, key or one_visitor(address))
        wait_s = await self._shared.hit(limit.window, hidden)
        return self.wait_s(limit, address, key) if wait_s is None else self._told(limit, wait_s)

    @contextmanager
    def seat(self, address: str) -> Iterator[bool]:
        """A socket of this address, for as long as it is open; False when there is no room."""
        if self._spares(address):
            yield True
            return
        visitor = one_visitor(address)
        self._open[visitor] += 1
        try:
            yield self._may_sit(visitor, address)
        finally:
            self._open[visitor] -= 1
            if not self._open[visitor]:
                del self._open[visitor]

    def _told(self, limit: Limit, wait_s: int) -> int:
        self.refusals[limit.name] += wait_s > 0
        return wait_s

    def _may_sit(self, visitor: str, address: str) -> bool:
        if self._open[visitor] > SOCKETS_OF_ADDRESS:
            self.refusals["sockets_open"] += 1
            return False
        return self.wait_s(SOCKET, address) == 0

    def _spares(self, address: str) -> bool:
        return self._spare_loopback and is_loopback(address)

    def _hidden(self, limit: Limit, key: str) -> str:
        """No address and no phone number is kept, and 20 bits bound how much is remembered."""
        hashed = hashlib.blake2b(f"{limit.name}\n{key}".encode(), digest_size=4, key=self._salt)
        return f"{int.from_bytes(hashed.digest()) >> 12:05x}"


LIMITS: web.AppKey[Limits] = web.AppKey("limits", Limits)


def limit_visits(app: web.Application, config: Config) -> Limits:
    """Gives the listener its limits. In development this machine is spared."""
    shared = SharedWindows.of(config)
    app[LIMITS] = limits = Limits(shared, spare_loopback=config.env == "development")
    if shared is not None:
        app.on_cleanup.append(lambda _: shared.close())
    return limits


async def admit(call: Call, limit: Limit, key: str | None = None) -> None:
    """Counts this request. Raises Refusal("too_many_attempts") with the seconds to wait."""
    address = address_of(call.request, call.services.config.trusted_proxies)
    wait_s = await call.request.app[LIMITS].wait_anywhere_s(limit, address, key)
    if wait_s:
        raise Refusal("too_many_attempts", retry_after_s=wait_s)


def address_of(request: web.BaseRequest, trusted: Collection[str]) -> str:
    """Whose it is. What somebody on this machine passes on for others, without being a trusted
    proxy, is all of one address that is not this machine's: nobody is spared by a proxy."""
    address = client_address(request, trusted)
    if is_loopback(address) and not is_among(request.remote, trusted) and _passed_on(request):
        return "(a proxy that nobody trusts)"
    return address


def _passed_on(request: web.BaseRequest) -> bool:
    return "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
