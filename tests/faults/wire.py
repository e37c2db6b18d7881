"""A wire that can be bad: a proxy between two programs which delays, drops, halves and resets.

    client ──TCP──▶ Wire ──TCP or a Unix socket──▶ server

good      every byte is passed on
delay_s   each piece waits so long first
dropping  nothing is passed on, and nobody is told: a dead network
halve     the next pieces of more than one byte are cut in two: the first half arrives, then the end
reset     all connections end with a reset, now
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

PIECE: Final = 64 * 1024
_LINGER: Final = struct.pack("ii", 1, 0)


class Wire:
    """`to` is a path of a Unix socket, or a port on loopback. `faults` counts what was done."""

    def __init__(self, to: Path | int) -> None:
        self.to = to
        self.port = 0
        self.delay_s = 0.0
        self.halve = 0
        self.faults = 0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=PIECE)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.reset()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def __len__(self) -> int:
        """How many connections go through it."""
        return len(self._ends) // 2

    @property
    def dropping(self) -> bool:
        return not self._flowing.is_set()

    def drop(self) -> None:
        self.faults += len(self)
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()

    def reset(self) -> None:
        """Both sides of every connection see a reset; what was under way is lost."""
        self.faults += len(self)
        for end in tuple(self._ends):
            _abort(end)

    def mend(self) -> None:
        """Good again. Connections that lost something on the way are not left alive."""
        if self.dropping:
            self.reset()
        self.delay_s, self.halve = 0.0, 0
        self.flow()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await self._connect()
        except OSError:
            _abort(writer)
            return
        ends = {writer, far_writer}
        self._ends |= ends
        there = asyncio.create_task(self._pass(reader, far_writer))
        back = asyncio.create_task(self._pass(far_reader, writer))
        self._tasks |= {there, back}
        try:
            await asyncio.wait((there, back), return_when="FIRST_COMPLETED")
        finally:
            for task in (there, back):
                task.cancel()
            self._tasks -= {there, back}
            self._ends -= ends
            for end in ends:
                end.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.to, int):
            return await asyncio.open_connection("127.0.0.1", self.to, limit=PIECE)
        return await asyncio.open_unix_connection(str(self.to), limit=PIECE)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                if self.delay_s:
                    self.faults += 1
                    await asyncio.sleep(self.delay_s)
                await self._flowing.wait()
                if self.halve and len(piece) > 1:
                    self.halve -= 1
                    self.faults += 1
                    writer.write(piece[: len(piece) // 2])
                    await asyncio.sleep(0)
                    return
                writer.write(piece)
                await writer.drain()


def _abort(end: asyncio.StreamWriter) -> None:
    sock = end.get_extra_info("socket")
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    end.transport.abort()


@asynccontextmanager
async def wire(to: Path | int) -> AsyncIterator[Wire]:
    """An open wire, closed at the end."""
    opened = Wire(to)
    await opened.open()
    try:
        yield opened
    finally:
        await opened.close()
