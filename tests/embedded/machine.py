"""What the tests see of this machine from outside: processes, their sockets, owners to kill."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from halobestie.embedded.identity import Identity, ways_to_run_here

ROOT = Path(__file__).parents[2]
SOON = 10.0


def processes_in(folder: Path) -> set[int]:
    """Every living process that works inside the folder; both servers and all of theirs do."""
    return {pid for pid in _pids() if _works_in(pid, folder)}


def wait_until(happened: Callable[[], bool], within: float = SOON) -> float:
    """Poll something outside this process; the seconds it took, or a failed test."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < within, f"did not happen within {within} seconds"
        time.sleep(0.005)
    return time.monotonic() - begun


def main_process(data: Path) -> int:
    """PostgreSQL's main process, as it says itself."""
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def real_user(pid: int) -> int:
    """The process's user, as seen from outside any namespace."""
    return Path(f"/proc/{pid}").stat().st_uid


def environment(pid: int) -> bytes:
    """The environment that the process was started with."""
    return Path(f"/proc/{pid}/environ").read_bytes()


def ways_that_work() -> list[Identity]:
    """The ways to run PostgreSQL, without namespaces where the system's own command has none."""
    unshare = shutil.which("unshare")
    allowed = unshare and subprocess.run([unshare, "-U", "true"], check=False).returncode == 0
    return [way for way in ways_to_run_here() if allowed or way.way != "namespace"]


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that waits to be buried does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def listens_on_tcp(pid: int) -> bool:
    """Whether the process has a TCP socket that listens."""
    listening = set()
    for table in ("tcp", "tcp6"):
        rows = [line.split() for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()]
        listening |= {f"socket:[{row[9]}]" for row in rows[1:] if row[3] == "0A"}
    return any(str(link.readlink()) in listening for link in Path(f"/proc/{pid}/fd").iterdir())


@dataclass(frozen=True, slots=True)
class OwnerProcess:
    """Another process that owns embedded servers."""

    process: subprocess.Popen[bytes]

    def addresses(self) -> tuple[str, str]:
        """Wait until its servers answer."""
        assert self.process.stdout is not None
        # Log lines stand before it, and an owner that fails ends the lines.
        note = next(line for line in self.process.stdout if line.startswith(b"["))
        database_url, valkey_url = orjson.loads(note)
        return database_url, valkey_url

    def kill(self) -> None:
        """kill -9, without a chance to tidy up."""
        self.process.kill()
        self.process.wait()


@contextmanager
def owner_of(data: Path, loop: str = "asyncio") -> Iterator[OwnerProcess]:
    """Start an owner; it is killed at the end at the latest."""
    command = [sys.executable, "-m", "tests.embedded.owner_process", str(data), loop]
    with (data.parent / "owner.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
    owner = OwnerProcess(process)
    try:
        yield owner
    finally:
        owner.kill()
        assert process.stdout is not None
        process.stdout.close()
        wait_until(lambda: not processes_in(data))


def _pids() -> set[int]:
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()}


def _works_in(pid: int, folder: Path) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cwd").readlink().is_relative_to(folder)
    return False
