"""Passwords: hashed off the event loop, in bounded numbers, with the same work for everybody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher

from halobestie.passwords import (
    HASHER,
    Passwords,
    PasswordsBusy,
    generate_password,
    weakness,
)

PASSWORD = "four words are enough"


class Watched(PasswordHasher):
    """Remembers which threads worked, and waits for `gate` when it is closed."""

    def __init__(self) -> None:
        super().__init__(memory_cost=8, time_cost=1, parallelism=1)
        self.threads: list[str] = []
        self.hashes: list[str | bytes] = []
        self.gate = threading.Event()
        self.gate.set()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.threads.append(threading.current_thread().name)
        self.hashes.append(hash)
        self.gate.wait(5)
        return super().verify(hash, password)


@pytest.fixture
def hasher() -> Watched:
    return Watched()


@pytest.fixture
def passwords(hasher: Watched) -> Iterator[Passwords]:
    made = Passwords(hasher, max_waiting=3)
    yield made
    hasher.gate.set()
    made.close()


def test_the_parameters_are_argon2id_with_19_mib() -> None:
    """What stands in the table says so."""
    assert HASHER.hash(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_only_the_password_is_right(passwords: Passwords) -> None:
    """The same password has another hash each time."""
    once, again = await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)

    assert once != again
    assert (await passwords.verify(PASSWORD, once)).right
    assert not (await passwords.verify(PASSWORD + " ", once)).right
    assert not (await passwords.verify(PASSWORD, "no hash at all")).right


async def test_the_same_text_typed_otherwise_is_the_same_password(passwords: Passwords) -> None:
    """One keyboard sends é as one character, another as two."""
    kept = await passwords.hash("caf\u00e9 di ujung jalan")

    assert (await passwords.verify("cafe\u0301 di ujung jalan", kept)).right


async def test_nobodys_password_takes_the_same_work(passwords: Passwords, hasher: Watched) -> None:
    """No hash to compare with: one is verified all the same, off the event loop."""
    verdict = await passwords.verify(PASSWORD, None)

    assert not verdict.right
    assert len(hasher.threads) == 1
    assert str(hasher.hashes[0]).startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert hasher.threads[0] != threading.current_thread().name


async def test_a_hash_of_other_parameters_is_stale(passwords: Passwords) -> None:
    """It is right, and wants to be made anew."""
    old = PasswordHasher(memory_cost=16, time_cost=1, parallelism=1).hash(PASSWORD)

    verdict = await passwords.verify(PASSWORD, old)

    assert (verdict.right, verdict.stale) == (True, True)


async def test_more_than_may_wait_is_refused_at_once(passwords: Passwords, hasher: Watched) -> None:
    """Two work, three wait, the sixth is told so; when they are done there is room again."""
    hasher.gate.clear()
    under_way: list[asyncio.Task[Any]] = [
        asyncio.create_task(passwords.verify(PASSWORD, None)) for _ in range(5)
    ]
    await asyncio.sleep(0)

    with pytest.raises(PasswordsBusy):
        await passwords.verify(PASSWORD, None)

    hasher.gate.set()
    await asyncio.gather(*under_way)
    assert not (await passwords.verify(PASSWORD, None)).right
    assert len(set(hasher.threads)) <= 2


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("12 letters..", True),
        ("11 letters.", False),
        ("x" * 256, True),
        ("x" * 257, False),
        ("ani@halobestie.example", False),
        (" ANI@Halobestie.example ", False),
    ],
)
def test_a_password_is_long_and_not_the_email(password: str, fine: bool) -> None:
    """Length counts; signs and digits do not."""
    assert (weakness(password, "ani@halobestie.example") is None) is fine


def test_a_generated_password_may_be_used() -> None:
    """And no two are alike."""
    made = {generate_password() for _ in range(100)}

    assert len(made) == 100
    assert all(weakness(one, "ani@halobestie.example") is None for one in made)
