"""Locks on files that the kernel lets go of when the last process that holds them is gone."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.01


def try_lock(path: Path) -> int | None:
    """Take the lock at once: the open descriptor that holds it, or None if another has it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


async def take_lock(path: Path, within: float) -> int | None:
    """Take the lock, waiting at most `within` seconds for another to let go of it."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    while True:
        lock = try_lock(path)
        if lock is not None or clock() >= deadline:
            return lock
        await asyncio.sleep(_PAUSE)


@contextmanager
def peek(path: Path) -> Iterator[tuple[bool, bytes]]:
    """Whether another holds the lock, and what is written in its file."""
    lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield _is_held(lock), os.read(lock, 65536)
    finally:
        os.close(lock)


def _is_held(lock: int) -> bool:
    # A shared lock: those who only look never stand in each other's way.
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(lock, fcntl.LOCK_UN)
    return False
