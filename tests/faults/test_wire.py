"""The wire of the tests itself: what it passes on, delays, drops, halves and resets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.wire import Wire, wire

PATIENCE_S = 5.0
Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def an_echo(through: list[Wire]) -> AsyncIterator[Talk]:
    """A connection, through a wire, to somebody who says everything again."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(1000):
            writer.write(piece)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, wire(server.sockets[0].getsockname()[1]) as between:
        through.append(between)
        reader, writer = await asyncio.open_connection("127.0.0.1", between.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()


async def heard(talk: Talk, count: int) -> bytes:
    async with asyncio.timeout(PATIENCE_S):
        return await talk[0].readexactly(count)


async def test_a_good_wire_passes_everything_on() -> None:
    """Given nothing is wrong, then what is said comes back."""
    between: list[Wire] = []
    async with an_echo(between) as talk:
        talk[1].write(b"halo")
        assert await heard(talk, 4) == b"halo"
        assert len(between[0]) == 1


async def test_a_delay_comes_on_both_ways() -> None:
    """Given a delay, then there and back takes twice as long at least."""
    between: list[Wire] = []
    async with an_echo(between) as talk:
        between[0].delay_s = 0.05
        begun = time.monotonic()
        talk[1].write(b"halo")
        assert await heard(talk, 4) == b"halo"
        assert time.monotonic() - begun >= 0.1


async def test_what_is_dropped_is_gone() -> None:
    """Given a dead network, then nothing comes; once mended the old connection is no more."""
    between: list[Wire] = []
    async with an_echo(between) as talk:
        between[0].drop()
        talk[1].write(b"halo")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await talk[0].read(1)
        between[0].mend()
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await heard(talk, 4)


async def test_half_of_it_arrives() -> None:
    """Given it halves, then the first half comes, and then the end."""
    between: list[Wire] = []
    async with an_echo(between) as talk:
        between[0].halve = 1
        talk[1].write(b"half of it")
        async with asyncio.timeout(PATIENCE_S):
            said = await talk[0].read()
        assert said in (b"half ", b"")
        assert between[0].faults == 1


async def test_a_reset_is_a_reset() -> None:
    """Given it resets, then both sides lose the connection without a goodbye."""
    between: list[Wire] = []
    async with an_echo(between) as talk:
        talk[1].write(b"halo")
        await heard(talk, 4)
        between[0].reset()
        with pytest.raises(ConnectionError):
            await heard(talk, 1)
