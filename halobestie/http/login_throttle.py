"""Guessing passwords is slow: failures count by account and by address, within moving windows.

    an account at an address    5 in 5 minutes    a right password clears it
    an address                 20 in 5 minutes
    an account                 50 in an hour      beyond it, an address that never logged in to the
                                                  account has one try in 15 minutes

Nobody is locked out for good: only failures count, a refused try does not, and the first try from
an address without failures is always looked at, whoever else hammers on the account. What counts
is what was typed, so an unknown e-mail is throttled like a known one. Each node counts for itself.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Final, TypeAlias

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from halobestie.errors import Refusal
from halobestie.networks import one_visitor

PAIR: Final = parse("5 per 5 minutes")
ADDRESS: Final = parse("20 per 5 minutes")
ACCOUNT: Final = parse("50 per hour")
STRANGER: Final = parse("1 per 15 minutes")
MAX_KNOWN: Final = 1000

Window: TypeAlias = tuple[RateLimitItem, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which names one try counts."""

    account: str
    address: str
    pair: str


class LoginThrottle:
    """The failures that this process saw. The library reads the clock itself."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._under_way: Counter[Window] = Counter()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._salt = secrets.token_bytes(16)
        self.failures = 0
        self.refusals = 0

    @contextmanager
    def attempt(self, email: str, address: str) -> Iterator[Attempt]:
        """One try, counted while it is under way, so that many at once are no way around.

        Raises Refusal("too_many_attempts") with the seconds to wait.
        """
        keys = self._keys(email, address)
        held = [(PAIR, keys.pair), (ADDRESS, keys.address)]
        account = (ACCOUNT, keys.account)
        if keys.pair not in self._known and not self._has_room(account):
            held.append((STRANGER, keys.pair))
        for window in held:
            if not self._has_room(window):
                self.refusals += 1
                raise Refusal("too_many_attempts", retry_after_s=self._wait_s(window))
        taken = Counter([*held, account])
        self._under_way.update(taken)
        try:
            yield Attempt(self, keys)
        finally:
            self._under_way -= taken

    def note_failure(self, keys: Keys) -> None:
        self.failures += 1
        for item, key in (
            (PAIR, keys.pair),
            (STRANGER, keys.pair),
            (ADDRESS, keys.address),
            (ACCOUNT, keys.account),
        ):
            self._windows.hit(item, key)

    def note_success(self, keys: Keys) -> None:
        for item in (PAIR, STRANGER):
            self._windows.clear(item, keys.pair)
        self._known[keys.pair] = None
        self._known.move_to_end(keys.pair)
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)

    def _has_room(self, window: Window) -> bool:
        return self._windows.get_window_stats(*window).remaining > self._under_way[window]

    def _wait_s(self, window: Window) -> int:
        return max(1, ceil(self._windows.get_window_stats(*window).reset_time - time.time()))

    def _keys(self, email: str, address: str) -> Keys:
        network = one_visitor(address)
        return Keys(self._key(email), self._key(network), self._key(f"{email}\n{network}"))

    def _key(self, text: str) -> str:
        """16 bits of a salted hash: it bounds what is remembered, and nobody aims a collision."""
        return hashlib.blake2b(text.encode(), digest_size=2, key=self._salt).hexdigest()


class Attempt:
    """A try under way: tell it how it ended."""

    def __init__(self, throttle: LoginThrottle, keys: Keys) -> None:
        self._throttle, self._keys = throttle, keys

    def failed(self) -> None:
        self._throttle.note_failure(self._keys)

    def succeeded(self) -> None:
        self._throttle.note_success(self._keys)
