"""The one way out to the phones: every frame of every socket goes through this pump, in order.

    send ── idle ──▶ transport.write                      at once
         └─ busy ──▶ waits with its socket ──turn──▶ one write for all that wait there
                     a turn is 64 writes; then the event loop serves everybody else

It writes beneath aiohttp's WebSocketResponse on purpose: a frame for a thousand sockets is built
once. Slow readers leave: nobody waits for them. The turns are those of an IO loop that shares its
thread, as in Erlang's ports: bounded work, then yield.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from struct import pack
from typing import Final

from halobestie.http.close_codes import TOO_SLOW

TURN: Final = 64
"""Writes in one turn of the event loop."""
LIMIT_BYTES: Final = 256 * 1024
"""What may wait for one reader, in the transport and here."""

TEXT: Final = 0x1
CLOSE: Final = 0x8
PONG: Final = 0xA


def build(payload: bytes, opcode: int = TEXT) -> bytes:
    """One whole WebSocket frame of a server (RFC 6455, 5.2): final, not masked, not compressed."""
    size = len(payload)
    if size < 126:
        return pack("!BB", 0x80 | opcode, size) + payload
    if size < 65536:
        return pack("!BBH", 0x80 | opcode, 126, size) + payload
    return pack("!BBQ", 0x80 | opcode, 127, size) + payload


def build_close(code: int) -> bytes:
    return build(pack("!H", code), CLOSE)


@dataclass(slots=True)
class Counters:
    """Plain numbers since the start, for the metrics to read. `closes` is by close code; 1000 is
    the client's own goodbye, whatever its code, and 1006 is none at all."""

    frames: int = 0
    bytes: int = 0
    writes: int = 0
    closes: Counter[int] = field(default_factory=Counter)
    commands: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By type and answer: `ok`, or the code of the refusal."""

    @property
    def slow_readers(self) -> int:
        """How many were cut off because they did not read."""
        return self.closes[TOO_SLOW]


class Pump:
    """Shares the event loop's turns out among the outboxes that have something waiting."""

    __slots__ = ("_busy", "_left", "_turning", "counters")

    def __init__(self) -> None:
        self.counters = Counters()
        self._busy: deque[Outbox] = deque()
        self._left = TURN
        self._turning = False

    @property
    def waiting(self) -> int:
        """How many sockets have frames waiting here."""
        return len(self._busy)

    def take(self, outbox: Outbox) -> bool:
        """Whether this outbox may write at once; otherwise its turn will come."""
        if self._left:
            self._spend()
            return True
        self._busy.append(outbox)
        return False

    def _spend(self) -> None:
        self._left -= 1
        if not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        """A new turn of the loop: those who wait go first."""
        self._turning = False
        self._left = TURN
        busy = self._busy
        while busy and self._left:
            self._spend()
            busy.popleft().flush()


class Outbox:
    """One socket's way out. After `close` nothing follows."""

    __slots__ = ("_bytes", "_pump", "_transport", "_waiting", "closing")

    def __init__(self, transport: asyncio.Transport, pump: Pump) -> None:
        self._transport = transport
        self._pump = pump
        self._waiting: list[bytes] = []
        self._bytes = 0
        self.closing = False

    def send(self, frame: bytes) -> bool:
        """One whole frame; False when the reader is too slow for it. Nothing once it closes."""
        if self.closing:
            return True
        if self._backlog() + len(frame) > LIMIT_BYTES:
            return False
        self._give(frame)
        return True

    def close(self, code: int) -> None:
        """The close frame, behind all that was sent before."""
        if not self.closing:
            self.closing = True
            self._give(build_close(code))

    def cut(self) -> None:
        """The close frame, too slow, without what waits here: it would not be read anyway."""
        if not self.closing:
            self.closing = True
            self._waiting.clear()
            self._bytes = 0
            self._write(build_close(TOO_SLOW), 1)

    def flush(self) -> None:
        """All that waits, in one write; the pump calls it when it is this socket's turn."""
        frames, self._waiting = self._waiting, []
        self._bytes = 0
        if frames:
            self._write(b"".join(frames), len(frames))

    def _give(self, frame: bytes) -> None:
        if not self._waiting and self._pump.take(self):
            self._write(frame, 1)
            return
        self._waiting.append(frame)
        self._bytes += len(frame)

    def _backlog(self) -> int:
        return self._transport.get_write_buffer_size() + self._bytes

    def _write(self, data: bytes, frames: int) -> None:
        if self._transport.is_closing():
            return
        counters = self._pump.counters
        counters.frames += frames
        counters.bytes += len(data)
        counters.writes += 1
        self._transport.write(data)
