"""`run.py --nodes N` as its operator sees it: one command, a line and a process for each node."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from tests.e2e.house import House
from tests.embedded.machine import is_alive, processes_in, wait_until
from tests.process.server import NOTHING_SET, READY_WITHIN_S, command, environment

ANY_PORTS = ("--public-port", "0", "--internal-port", "0")
GONE_WITHIN_S = 30.0
SAID_WITHIN_S = 90.0
"""A rolling restart takes ten seconds a node."""
LINE = re.compile(
    r"^(\S+) +phones (http://\S+) +control center (http://\S+) +process (\d+)$", re.MULTILINE
)


class Seat(House):
    """Callers of one of the nodes."""

    def __init__(self, public: str, internal: str, http: aiohttp.ClientSession) -> None:
        self.public, self.internal, self.http = public, internal, http


@dataclass(frozen=True, slots=True)
class Node:
    node_id: str
    public: str
    internal: str
    pid: int

    def seat(self, http: aiohttp.ClientSession) -> Seat:
        return Seat(self.public, self.internal, http)


@dataclass(slots=True)
class Fleet:
    """One command that serves several nodes on free ports, and what it printed."""

    folder: Path
    process: subprocess.Popen[bytes]
    nodes: list[Node] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def printed(self) -> str:
        return (self.folder / "out").read_text(encoding="utf-8")

    @property
    def complained(self) -> str:
        return (self.folder / "err").read_text(encoding="utf-8")

    def log(self) -> list[dict[str, Any]]:
        """The lines of all its nodes, and its own. Two of the same moment may stand side by side: a
        line and its end are two writes."""
        lines = self.complained.replace("}{", "}\n{").splitlines()
        return [orjson.loads(line) for line in lines if line.startswith("{")]

    async def until_ready(self) -> None:
        """All its nodes have told where they are."""
        async with asyncio.timeout(READY_WITHIN_S):
            while "simulate" not in self.printed:
                assert self.process.poll() is None, self.complained
                await asyncio.sleep(0.01)
        found = LINE.findall(self.printed)
        self.nodes = [Node(name, public, inside, int(pid)) for name, public, inside, pid in found]

    async def until_said(self, sentence: str) -> None:
        async with asyncio.timeout(SAID_WITHIN_S):
            while sentence not in self.printed:  # noqa: ASYNC110 - another process prints it
                await asyncio.sleep(0.01)

    async def leave(self) -> tuple[int, float]:
        """SIGTERM; the exit status, and the seconds until it was gone."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return await self.ended(), time.monotonic() - begun

    async def ended(self) -> int:
        """The exit status, once it has ended."""
        return await asyncio.to_thread(self.process.wait, GONE_WITHIN_S)

    def left(self) -> set[int]:
        """Processes of its nodes and of its servers that still run."""
        return {node.pid for node in self.nodes if is_alive(node.pid)} | {
            pid for pid in processes_in(self.data) if is_alive(pid)
        }


@contextmanager
def fleet_in(
    folder: Path, *arguments: str, settings: Mapping[str, str] = NOTHING_SET
) -> Iterator[Fleet]:
    """Start it with a data folder below `folder`; at the end nothing of it is left."""
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            command(*(() if "--public-port" in arguments else ANY_PORTS), *arguments),
            cwd=folder,
            env=environment({"HALOBESTIE_DATA_DIR": str(folder / "data"), **settings}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    fleet = Fleet(folder, process)
    try:
        yield fleet
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        wait_until(lambda: not fleet.left(), GONE_WITHIN_S)
