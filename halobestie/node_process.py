"""One node as a process of its own: started on a leash, heard when it is ready, asked to leave.

The node says where it listens through a pipe (`--ready-fd`), and closes it; when the pipe ends
with nothing said, the node has ended. After Daniel J. Bernstein's rule for readiness: the one who
knows writes it, nobody polls.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from halobestie.embedded.child import leashed
from halobestie.embedded.identity import Identity
from halobestie.welcome import Place

_PROGRAM = Path(__file__).parent.parent / "run.py"
READY_WITHIN_S = 60.0
LEAVE_WITHIN_S = 25.0
KILLED_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class NodeProcess:
    """A node that runs, or ran."""

    node_id: str
    process: Process
    _ready_fd: int

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def status(self) -> int | None:
        """The exit status, minus the signal's number for a death by signal; None while alive."""
        return self.process.returncode

    async def until_ready(self) -> Place | None:
        """Where it listens; None when it ended before, or is not ready in READY_WITHIN_S.

        To be called once.
        """
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                said = await _read_all(self._ready_fd)
        except TimeoutError:
            return None
        return Place(self.node_id, **orjson.loads(said), pid=self.pid) if said else None

    async def leave(self) -> int:
        """Ask it to leave and wait for that, LEAVE_WITHIN_S at most; its exit status."""
        for number, seconds in (
            (signal.SIGTERM, LEAVE_WITHIN_S),
            (signal.SIGKILL, KILLED_WITHIN_S),
        ):
            with suppress(ProcessLookupError):
                self.process.send_signal(number)
            with suppress(TimeoutError):
                return await asyncio.wait_for(self.process.wait(), seconds)
        return -signal.SIGKILL


async def start_node(node_id: str, environment: Mapping[str, str]) -> NodeProcess:
    """Start it, from the main thread: the kernel asks it to leave when that thread ends."""
    listening, saying = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            *leashed(_command(saying), Path.cwd(), _ourselves(), signal.SIGTERM),
            stdin=DEVNULL,
            env=dict(environment),
            pass_fds=(saying,),
            # Ctrl-C on our terminal is for us; the nodes are asked to leave in order.
            start_new_session=True,
        )
    except BaseException:
        os.close(listening)
        raise
    finally:
        os.close(saying)
    return NodeProcess(node_id, process, listening)


def announce(ready_fd: int, public_port: int, internal_port: int) -> None:
    """The node's side: says that it serves, and where."""
    ports = {"public_port": public_port, "internal_port": internal_port}
    with suppress(BrokenPipeError), open(ready_fd, "wb") as pipe:
        pipe.write(orjson.dumps(ports))


def _command(ready_fd: int) -> tuple[str, ...]:
    return (sys.executable, str(_PROGRAM), "--ready-fd", str(ready_fd))


def _ourselves() -> Identity:
    return Identity("same", os.geteuid(), os.getegid())


async def _read_all(descriptor: int) -> bytes:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader),
        open(descriptor, "rb", buffering=0),  # noqa: SIM115, ASYNC230 - no path; the transport closes it
    )
    try:
        return await reader.read()
    finally:
        transport.close()
