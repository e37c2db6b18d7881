"""One child process of ours: started on a leash, watched, and stopped by its own id."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, STDOUT, Process
from dataclasses import dataclass
from pathlib import Path

import structlog

from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.identity import Identity

log = structlog.get_logger(__name__)

_LEASH = Path(__file__).with_name("leash.py")
_TAIL_BYTES = 2000
_LARGEST_LOG = 1_000_000


@dataclass(frozen=True, slots=True)
class Spec:
    """What to run, and how it ends.

    `death_signal` comes from the kernel when we die; `stops` are the signals for an orderly end,
    each with the seconds it is given before the next.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    identity: Identity
    log: Path
    death_signal: signal.Signals
    stops: tuple[tuple[signal.Signals, float], ...]


@dataclass(frozen=True, slots=True)
class Child:
    """A process that runs, or ran."""

    spec: Spec
    process: Process
    log_start: int

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def status(self) -> int | None:
        """The exit status, minus the signal's number for a death by signal; None while alive."""
        return self.process.returncode

    async def stop(self) -> None:
        """End the process, politely first; bounded by the sum of the seconds in `stops`."""
        for number, seconds in self.spec.stops:
            if self.status is not None:
                return
            self.process.send_signal(number)
            try:
                await asyncio.wait_for(self.process.wait(), seconds)
            except TimeoutError:
                log.warning("embedded_server_slow_to_stop", server=self.spec.name, pid=self.pid)

    def failure(self, what: str) -> EmbeddedServerError:
        """An error that ends with what the process itself wrote last."""
        return EmbeddedServerError(
            "start_failed",
            f"{self.spec.name} {what}. Its log {self.spec.log} ends:\n{self._tail()}",
        )

    def _tail(self) -> str:
        with self.spec.log.open("rb") as lines:
            size = lines.seek(0, os.SEEK_END)
            lines.seek(max(self.log_start, size - _TAIL_BYTES))
            return lines.read().decode(errors="replace").strip() or "(nothing)"


async def start_child(spec: Spec, family_lock: int) -> Child:
    """Start the process; its output goes to `spec.log`.

    The descriptor `family_lock` is inherited by the process and all its children, so the lock is
    free again only when none of them is left. Call this from a thread that lives as long as the
    server should: the kernel ties the death signal to the thread.
    """
    output = open_log(spec.log)
    log_start = os.fstat(output).st_size
    try:
        process = await asyncio.create_subprocess_exec(
            *leashed(spec.command, spec.folder, spec.identity, spec.death_signal),
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
            env=plain_environment(),
            pass_fds=(family_lock,),
            # Ctrl-C on our terminal is for us; the servers are stopped in order.
            start_new_session=True,
        )
        return Child(spec, process, log_start)
    finally:
        os.close(output)


def leashed(
    command: tuple[str, ...], folder: Path, identity: Identity, death_signal: signal.Signals
) -> tuple[str, ...]:
    """The command line that runs `command` on a leash held by this process."""
    leash = (sys.executable, "-I", "-S", str(_LEASH), str(os.getpid()), str(int(death_signal)))
    return (*leash, str(identity), str(folder), *command)


def plain_environment() -> dict[str, str]:
    """What a server gets to see of our environment: no secret, and no variable that steers it."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def open_log(path: Path) -> int:
    """A descriptor to append to; a log that has become large is put aside first."""
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
