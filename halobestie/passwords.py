"""Passwords of control-center users: hashed with Argon2id, off the event loop, in bounded numbers.

Nothing here knows users. A password is text of any script; its normal form (NFKC) is hashed, so
that the same key presses on another keyboard are the same password.
"""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
THREADS: Final = 2
MAX_WAITING: Final = 32

# The second choice of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.
HASHER: Final = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


class PasswordsBusy(Exception):
    """More hashing is asked for than waits its turn within the bound. Temporary."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`stale`: right, but hashed with parameters that are no longer ours."""

    right: bool
    stale: bool


class Passwords:
    """Hashes and verifies on threads of its own. Make one for a process, close it at the end."""

    def __init__(self, hasher: PasswordHasher = HASHER, max_waiting: int = MAX_WAITING) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="password")
        self._room = THREADS + max_waiting
        self._nobody = hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """The password's hash, parameters and salt included. Raises PasswordsBusy."""
        return await self._run(lambda: self._hasher.hash(_normal(password)))

    async def verify(self, password: str, against: str | None) -> Verdict:
        """Is it the password of this hash? None, nobody's hash, takes the same work to deny.

        Raises PasswordsBusy.
        """
        return await self._run(lambda: self._verdict(_normal(password), against))

    def close(self) -> None:
        """Takes no new work and drops what waits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verdict(self, password: str, against: str | None) -> Verdict:
        try:
            self._hasher.verify(against or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return Verdict(right=False, stale=False)
        right = against is not None
        return Verdict(right, right and self._hasher.check_needs_rehash(against or ""))

    async def _run(self, work: Callable[[], T]) -> T:
        if self._room <= 0:
            raise PasswordsBusy
        self._room -= 1
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        future.add_done_callback(self._leave)
        return await asyncio.shield(future)

    def _leave(self, future: asyncio.Future[T]) -> None:
        self._room += 1
        if not future.cancelled():
            future.exception()


def weakness(password: str, email: str) -> str | None:
    """Why this may not be the password of the user with that e-mail, as a sentence; None if it may.

    Length is what counts: no rules on digits or signs (NIST SP 800-63B, 5.1.1.2).
    """
    plain = _normal(password)
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        return f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters."
    if plain.strip().casefold() == email.strip().casefold():
        return "A password is not the e-mail."
    return None


def generate_password() -> str:
    """120 random bits as 20 characters that a person can type."""
    return secrets.token_urlsafe(15)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
