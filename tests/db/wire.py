"""A wire to PostgreSQL that can be cut, or lose an answer, at the worst moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

# The end of an answer: "ready for the next query", no transaction open. So it is committed.
COMMITTED = b"Z\x00\x00\x00\x05I"


class Wire:
    """Forwards everything, until told otherwise."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self._lines: set[asyncio.StreamWriter] = set()
        self.lose_next_answer = False
        self.refuse = False
        self.deaf = False
        self.refusals: asyncio.Queue[None] = asyncio.Queue()
        self.lost = 0

    def cut(self) -> None:
        """End all connections, as a broken network does."""
        for line in self._lines:
            line.transport.abort()

    async def serve(self, phone: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.refuse:
            self.refusals.put_nowait(None)
            back.transport.abort()
            return
        answers, server = await asyncio.open_unix_connection(str(self._server))
        lines = {back, server}
        self._lines |= lines
        await asyncio.gather(self._questions(phone, server), self._answers(answers, back))
        for line in lines:
            line.transport.abort()
        self._lines -= lines

    async def _questions(self, phone: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        while said := await _read(phone):
            if not self.deaf:
                server.write(said)
        server.transport.abort()

    async def _answers(self, answers: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while said := await _read(answers):
            if not self.lose_next_answer:
                back.write(said)
            elif said.endswith(COMMITTED):
                self.lose_next_answer = False
                self.lost += 1
                break
        back.transport.abort()


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(65536)
    except ConnectionError:
        return b""


@asynccontextmanager
async def wire_to(url: str, folder: Path) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the server of `url`, with the URL that goes through it."""
    parts = urlsplit(url)
    place = {key: values[0] for key, values in parse_qs(parts.query).items()}
    name = f".s.PGSQL.{place['port']}"
    wire = Wire(Path(place["host"]) / name)
    listener = await asyncio.start_unix_server(wire.serve, str(folder / name))
    query = urlencode({**place, "host": str(folder)})
    yield wire, urlunsplit(parts._replace(query=query))
    listener.close()
    wire.cut()
