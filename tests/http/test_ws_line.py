"""One socket at work, over a real socket pair: what must be so even while the pump is busy."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio

from halobestie.clock import ManualClock
from halobestie.door import Door
from halobestie.http.line import Line
from halobestie.http.pump import Outbox, build_close
from halobestie.http.sockets import Sockets
from halobestie.replies import Replies
from tests.http.ws_house import NOW, SETTINGS, Recorder


@dataclass
class Near:
    """A line, and the phone's end of its connection."""

    line: Line
    hub: Sockets
    transport: asyncio.Transport
    far: socket.socket

    def keep_the_pump_busy(self) -> None:
        """The turn is used up; what is sent from now on waits for the next."""
        other = Outbox(self.transport, self.hub.pump)
        while self.hub.pump.take(other):
            pass


@pytest_asyncio.fixture
async def near() -> AsyncIterator[Near]:
    ours, far = socket.socketpair()
    ours.setblocking(False)
    far.setblocking(False)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, ours)
    hub = Sockets(clock=ManualClock(NOW), settings=SETTINGS)

    async def nobody(line: Line, token: str) -> None:
        raise AssertionError("no token came")

    door = Door(Recorder(), Replies(loop))
    line = Line("customer", transport, clock=ManualClock(NOW), door=door, hub=hub, greet=nobody)
    line.opened(None)
    assert b'"type":"hello"' in await loop.sock_recv(far, 1000)
    yield Near(line, hub, transport, far)
    transport.abort()
    far.close()


async def test_the_goodbye_goes_out_however_busy_the_pump(near: Near) -> None:
    """The client says goodbye while others fill the turn: its answer is sent before the end."""
    near.keep_the_pump_busy()

    near.line.goodbye(4999)
    near.line.ended()

    loop = asyncio.get_running_loop()
    assert await loop.sock_recv(near.far, 100) == build_close(4999)
    assert await loop.sock_recv(near.far, 100) == b""


async def test_a_reader_that_never_reads_is_cut_at_the_end(near: Near) -> None:
    """The end of a connection does not wait for a phone that takes nothing off the network."""
    while near.transport.get_write_buffer_size() == 0:
        near.transport.write(b"x" * 8000)

    near.line.ended()

    assert near.transport.is_closing()
    async with asyncio.timeout(5):
        while near.transport.get_write_buffer_size():  # noqa: ASYNC110 - the loop has no event
            await asyncio.sleep(0.05)
