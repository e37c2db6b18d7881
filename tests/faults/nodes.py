"""Nodes as processes: started, asked to leave, killed, put to sleep, woken; each with wires."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, Final

import aiohttp

from tests.embedded.machine import ROOT
from tests.faults.cuts import VARIABLE, Trigger
from tests.faults.node_log import NodeLog
from tests.faults.servers import Servers
from tests.faults.waiting import until
from tests.faults.wire import Wire, wire
from tests.process.server import environment

READY_WITHIN_S: Final = 40.0
LEAVE_WITHIN_S: Final = 25.0


class Node:
    """One node of a town; its process may come and go. `database` and `valkey` are its wires."""

    def __init__(self, node_id: str, folder: Path, database: Wire, bus: Wire) -> None:
        self.node_id = node_id
        self.folder = folder
        self.database = database
        self.valkey = bus
        self.public_port, self.internal_port = free_ports(2)
        self.phones = Wire(self.public_port)
        """In front of its public listener."""
        self.log = NodeLog(folder, node_id)
        self.trigger = Trigger(folder / f"{node_id}.cut")
        self.stopped = False
        self._process: subprocess.Popen[bytes] | None = None
        self._launches = 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "it was never started"
        return self._process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.public_port}"

    @property
    def bad_url(self) -> str:
        """The same listener, through the wire for phones."""
        return f"http://127.0.0.1:{self.phones.port}"

    # -- its life ------------------------------------------------------------------------

    def launch(self) -> None:
        assert not self.alive
        self._launches += 1
        self.stopped = False
        self.trigger.disarm()
        with self._file("out").open("wb") as out, self._file("err").open("wb") as err:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.node"],
                cwd=ROOT,
                env=environment(self._settings()),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    async def until_ready(self) -> None:
        async with asyncio.timeout(READY_WITHIN_S):
            while "control center" not in self._file("out").read_text(encoding="utf-8"):
                assert self.alive, self._file("err").read_text()[-2000:]
                await asyncio.sleep(0.02)

    async def start(self) -> None:
        self.launch()
        await self.until_ready()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """SIGSTOP: the machine under it stands still."""
        self.process.send_signal(signal.SIGSTOP)
        self.stopped = True

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.stopped = False

    async def leave(self) -> tuple[int, float]:
        """SIGTERM; the exit status, and the seconds until it was gone."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = await asyncio.to_thread(self.process.wait, LEAVE_WITHIN_S + 15)
        return status, time.monotonic() - begun

    async def until_gone(self, within_s: float = 15.0) -> None:
        """It was struck, or will be in a moment."""
        await until(lambda: not self.alive, within_s, f"the end of {self.node_id}")

    async def until_struck_still(self, within_s: float = 15.0) -> None:
        """It has stopped itself."""
        await until(lambda: self._state() == "T", within_s, f"the sleep of {self.node_id}")
        self.stopped = True

    async def end(self) -> None:
        """At the end of everything, however it went."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()
        await self.phones.close()

    # -- what it says --------------------------------------------------------------------

    async def readyz(self) -> tuple[int, dict[str, Any]]:
        """Status 0 when it does not answer."""
        timeout = aiohttp.ClientTimeout(total=5.0)
        url = f"http://127.0.0.1:{self.internal_port}/readyz"
        try:
            async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as answer:
                return answer.status, await answer.json()
        except (aiohttp.ClientError, TimeoutError):
            return 0, {}

    # -- inside --------------------------------------------------------------------------

    def _settings(self) -> dict[str, str]:
        database = f"postgresql://halobestie@127.0.0.1:{self.database.port}/halobestie"
        return {
            VARIABLE: str(self.trigger.path),
            "HALOBESTIE_DATABASE_URL": f"{database}?sslmode=disable",
            "HALOBESTIE_VALKEY_URL": f"valkey://127.0.0.1:{self.valkey.port}",
            "HALOBESTIE_NODE_ID": self.node_id,
            "HALOBESTIE_PUBLIC_PORT": str(self.public_port),
            "HALOBESTIE_INTERNAL_PORT": str(self.internal_port),
            "HALOBESTIE_DATA_DIR": str(self.folder / "data"),
            "HALOBESTIE_LOG_FORMAT": "json",
            "HALOBESTIE_DEMO_DATA": "false",
        }

    def _file(self, kind: str) -> Path:
        return self.log.file(kind, self._launches)

    def _state(self) -> str:
        with suppress(OSError):
            stat = Path(f"/proc/{self.process.pid}/stat").read_text()
            return stat.rpartition(")")[2].split()[0]
        return ""


async def make_nodes(
    stack: AsyncExitStack, folder: Path, servers: Servers, count: int
) -> Sequence[Node]:
    """Started together; ended when the stack is closed."""
    nodes = []
    for number in range(1, count + 1):
        database = await stack.enter_async_context(wire(servers.postgres_socket))
        bus = await stack.enter_async_context(wire(servers.valkey_socket))
        nodes.append(Node(f"node-{number}", folder, database, bus))
        await nodes[-1].phones.open()
        stack.push_async_callback(nodes[-1].end)
    for node in nodes:
        node.launch()
    await asyncio.gather(*(node.until_ready() for node in nodes))
    return nodes


def free_ports(count: int) -> list[int]:
    """Below those that the kernel gives to clients, so that they are free again at each start."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(12_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found.append(port)
    return found
