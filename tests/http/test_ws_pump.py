"""The one way out, over real socket pairs: order, turns, and readers that do not read."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from itertools import pairwise
from struct import unpack

import pytest

from halobestie.http.pump import LIMIT_BYTES, TURN, Outbox, Pump, build, build_close


class Pair:
    """An outbox on one end, a phone's socket on the other."""

    def __init__(self, outbox: Outbox, transport: asyncio.Transport, far: socket.socket) -> None:
        self.outbox = outbox
        self.transport = transport
        self.far = far

    async def read(self, size: int) -> bytes:
        """Exactly so many bytes."""
        loop, got = asyncio.get_running_loop(), b""
        async with asyncio.timeout(5):
            while len(got) < size:
                part = await loop.sock_recv(self.far, size - len(got))
                assert part, "the connection ended early"
                got += part
        return got


@pytest.fixture
def far_ends() -> Iterator[list[socket.socket]]:
    ends: list[socket.socket] = []
    yield ends
    for end in ends:
        end.close()


async def connect(pump: Pump, far_ends: list[socket.socket]) -> Pair:
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    far_ends.append(far)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, near)
    return Pair(Outbox(transport, pump), transport, far)


def test_frames_are_built_as_the_standard_says() -> None:
    """Short, medium and long payloads: final, unmasked, with the length in 7, 16 or 64 bits."""
    assert build(b"hi") == b"\x81\x02hi"
    assert build(b"x" * 125)[:2] == b"\x81\x7d"
    assert build(b"x" * 126)[:4] == b"\x81\x7e\x00\x7e"
    assert build(b"x" * 65535)[:4] == b"\x81\x7e\xff\xff"
    assert build(b"x" * 65536)[:10] == b"\x81\x7f" + (65536).to_bytes(8, "big")
    assert build_close(4001) == b"\x88\x02\x0f\xa1"


async def test_an_idle_pump_writes_at_once(far_ends: list[socket.socket]) -> None:
    """A single frame does not wait for the next turn of the event loop."""
    pump = Pump()
    pair = await connect(pump, far_ends)

    pair.outbox.send(build(b"now"))

    assert pair.far.recv(100) == build(b"now")
    assert pump.counters.frames == pump.counters.writes == 1


async def test_a_busy_pump_keeps_the_order_and_joins(far_ends: list[socket.socket]) -> None:
    """Three hundred frames for one socket in one go: in order, in few writes."""
    pump = Pump()
    pair = await connect(pump, far_ends)
    frames = [build(b"%d" % n) for n in range(300)]

    for frame in frames:
        assert pair.outbox.send(frame)
    assert pump.waiting == 1
    got = await pair.read(sum(map(len, frames)))

    assert got == b"".join(frames)
    assert pump.counters.frames == 300
    assert pump.counters.writes == TURN + 1


async def test_the_loop_gets_its_turn(far_ends: list[socket.socket]) -> None:
    """A frame for 200 sockets takes as many turns as it must: 64 writes each, others in between."""
    pump = Pump()
    pairs = [await connect(pump, far_ends) for _ in range(200)]
    await asyncio.sleep(0)
    seen: list[int] = []
    loop = asyncio.get_running_loop()

    def look() -> None:
        seen.append(pump.counters.writes)
        if pump.counters.writes < 200:
            loop.call_soon(look)

    for pair in pairs:
        pair.outbox.send(build(b"offer"))
    loop.call_soon(look)
    for pair in pairs:
        assert await pair.read(7) == build(b"offer")

    steps = [after - before for before, after in pairwise(seen)]
    assert seen[0] <= 2 * TURN
    assert max(steps) <= TURN
    assert pump.waiting == 0


async def test_order_across_turns(far_ends: list[socket.socket]) -> None:
    """A frame sent while another of the same socket waits goes behind it, never before."""
    pump = Pump()
    first, *others = [await connect(pump, far_ends) for _ in range(TURN + 10)]
    for pair in others:
        pair.outbox.send(build(b"x"))
    first.outbox.send(build(b"one"))
    assert pump.waiting

    first.outbox.send(build(b"two"))
    first.outbox.close(4001)

    assert await first.read(14) == build(b"one") + build(b"two") + build_close(4001)
    assert first.outbox.send(build(b"three"))
    await asyncio.sleep(0.01)
    with pytest.raises(BlockingIOError):
        first.far.recv(1)


async def test_a_slow_reader_is_known(far_ends: list[socket.socket]) -> None:
    """Given a phone that does not read, when the limit is passed, then the frame is refused, and
    others go on as if nothing was."""
    pump = Pump()
    slow, quick = await connect(pump, far_ends), await connect(pump, far_ends)
    frame = build(b"x" * 16_000)

    taken = 0
    while slow.outbox.send(frame):
        taken += 1
        assert taken < 1000, "no limit"
        await asyncio.sleep(0)

    assert slow.transport.get_write_buffer_size() <= LIMIT_BYTES
    assert slow.transport.get_write_buffer_size() + len(frame) > LIMIT_BYTES
    assert quick.outbox.send(build(b"go on"))
    assert await quick.read(7) == build(b"go on")


async def test_what_waits_in_the_pump_counts(far_ends: list[socket.socket]) -> None:
    """The limit holds within one slice, too, when nothing has reached the transport yet."""
    pump = Pump()
    blockers = [await connect(pump, far_ends) for _ in range(TURN)]
    pair = await connect(pump, far_ends)
    await asyncio.sleep(0)
    for blocker in blockers:
        blocker.outbox.send(build(b"x"))
    frame = build(b"x" * 16_000)

    taken = 0
    while pair.outbox.send(frame):
        taken += 1
        assert taken < 1000, "no limit"

    assert taken == LIMIT_BYTES // len(frame)


async def test_the_close_code_of_a_slow_reader_comes_behind_whole_frames(
    far_ends: list[socket.socket],
) -> None:
    """Cut off, and then it reads after all: whole frames, then 4008, then nothing."""
    pump = Pump()
    pair = await connect(pump, far_ends)
    frame = build(b"x" * 16_000)
    taken = 0
    while pair.outbox.send(frame):
        taken += 1
        await asyncio.sleep(0)

    pair.outbox.cut()
    pair.outbox.close(4001)
    got = await pair.read(taken * len(frame) + 4)

    assert got[:-4] == frame * taken
    assert unpack("!H", got[-2:]) == (4008,)


async def test_nothing_follows_the_close_of_a_slow_reader(far_ends: list[socket.socket]) -> None:
    """Frames that still wait for their turn when the reader is cut off are dropped: nothing may
    come behind a close frame."""
    pump = Pump()
    blockers = [await connect(pump, far_ends) for _ in range(TURN)]
    pair = await connect(pump, far_ends)
    await asyncio.sleep(0)
    for blocker in blockers:
        blocker.outbox.send(build(b"x"))
    pair.outbox.send(build(b"waits"))
    assert pump.waiting == 1

    pair.outbox.cut()
    await asyncio.sleep(0.01)

    assert pump.waiting == 0
    assert pair.far.recv(100) == build_close(4008)


async def test_a_lost_connection_is_no_error(far_ends: list[socket.socket]) -> None:
    """Frames for a phone that is gone go nowhere, quietly."""
    pump = Pump()
    pair = await connect(pump, far_ends)
    pair.transport.abort()
    await asyncio.sleep(0)

    assert pair.outbox.send(build(b"x"))

    assert pump.counters.frames == 0
