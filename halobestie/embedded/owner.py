"""One owner for a data folder, and the note by which other commands find its servers."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.folders import unusable
from halobestie.embedded.locks import peek, take_lock

_NAME = "owner.lock"
# Long enough for somebody's glance at the lock (`find_running`) to be over.
_PATIENCE = 0.3


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers of a data folder answer; None for one that is not embedded."""

    database_url: str | None
    valkey_url: str | None


@dataclass(frozen=True, slots=True)
class Owner:
    """We own the data folder for as long as this lock is held, at most until we die."""

    lock: int

    def announce(self, addresses: Addresses | None) -> None:
        """Write who we are and, when they answer, where the servers are."""
        note = orjson.dumps({"pid": os.getpid(), "addresses": addresses})
        os.ftruncate(self.lock, 0)
        os.pwrite(self.lock, note, 0)

    def release(self) -> None:
        os.ftruncate(self.lock, 0)
        os.close(self.lock)


async def own(data: Path) -> Owner:
    """Become the owner; raises `EmbeddedServerError` (`data_folder_in_use`)."""
    try:
        lock = await take_lock(data / _NAME, _PATIENCE)
    except OSError as error:
        raise unusable(data, error) from error
    if lock is None:
        raise _in_use(data)
    owner = Owner(lock)
    owner.announce(None)
    return owner


def find_running(data_dir: Path) -> Addresses | None:
    """The servers that another process runs on this data folder, once they answer; else None.

    Raises `EmbeddedServerError` (`data_folder_unusable`) if we may not look.
    """
    try:
        with peek(data_dir.resolve() / _NAME) as (held, note):
            return _read(note)[1] if held else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unusable(data_dir, error) from error


def _read(note: bytes) -> tuple[int | None, Addresses | None]:
    # A note may be read while it is being written: then there is nothing to know yet.
    try:
        known = orjson.loads(note)
    except orjson.JSONDecodeError:
        return None, None
    return known["pid"], Addresses(**known["addresses"]) if known["addresses"] else None


def _in_use(data: Path) -> EmbeddedServerError:
    with peek(data / _NAME) as (_, note):
        pid, _ = _read(note)
    who = f"process {pid}" if pid else "another process"
    return EmbeddedServerError(
        "data_folder_in_use",
        f"The data folder {data} is in use by {who}. "
        "Stop that one first, or set HALOBESTIE_DATA_DIR to another folder.",
        retryable=True,
    )
