"""One connection of a phone after the other: to the next address, until it is turned away.

away ──connect, to the next address──▶ greeted ──ready──▶ here ──lost──▶ away (full jitter)
                                                          ╰──4500 and above──▶ turned away
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

import aiohttp
import orjson

from tests.faults.history import Json
from tests.faults.people import Account

READY_S: Final = 16.0
BACKOFF_S: Final = 0.1
LONGEST_BACKOFF_S: Final = 2.0
TURNED_AWAY: Final = 4500
_RESET: Final = struct.pack("ii", 1, 0)


class Line:
    """`take(frame, asked)` is called for each frame, `over(code)` at the end of each connection.

    `asked` is when the connection was asked for. Whoever takes `ready` sets `here`.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        account: Account,
        doors: Sequence[str],
        take: Callable[[Json, float], None],
        over: Callable[[int | None], None],
        *,
        connect_s: float,
    ) -> None:
        self.doors = list(doors)
        self.door = ""
        self.closed_with: int | None = None
        self.opened = 0
        """How many connections there were."""
        self.here = asyncio.Event()
        self.lost = asyncio.Event()
        self._http = http
        self._account = account
        self._take = take
        self._over = over
        self._connect_s = connect_s
        self._ws: aiohttp.ClientWebSocketResponse | None = None

    async def run(self) -> None:
        """Until it is turned away, or cancelled."""
        tries = 0
        while (self.closed_with or 0) < TURNED_AWAY:
            self.door = self.doors[0]
            self.doors = [*self.doors[1:], self.door]
            if await self._connected():
                tries = 0
                self.doors = [self.door, *(d for d in self.doors if d != self.door)]
            tries += 1
            bound = min(LONGEST_BACKOFF_S, BACKOFF_S * 2**tries)
            await asyncio.sleep(random.uniform(0, bound))

    def knows(self, doors: Sequence[str]) -> None:
        """More addresses; the present one stays the first to be tried."""
        self.doors = [self.door, *(door for door in doors if door != self.door)]

    async def say(self, frame: Json) -> None:
        """On its way, or lost with the connection."""
        if self._ws is not None:
            with suppress(aiohttp.ClientError, ConnectionError):
                await self._ws.send_str(orjson.dumps(frame).decode())

    def cut(self) -> None:
        """No goodbye: a reset on the other side."""
        if self._ws is not None:
            _reset(self._ws)

    async def _connected(self) -> bool:
        """One connection, to its end. Whether it came to `ready`."""
        url = f"{self.door}/v1/{self._account.role}/ws"
        headers = {"Authorization": f"Bearer {self._account.token}"}
        asked = time.monotonic()
        try:
            async with asyncio.timeout(self._connect_s):
                ws = await self._http.ws_connect(url, headers=headers)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False
        self._ws, self.lost, self.closed_with = ws, asyncio.Event(), None
        self.opened += 1
        late = asyncio.get_running_loop().call_later(READY_S, self._give_up, ws)
        try:
            await self._read(ws, asked)
        finally:
            late.cancel()
            came = self.here.is_set()
            await self._end(ws)
        return came

    async def _end(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.here.clear()
        self.lost.set()
        self.closed_with = int(ws.close_code) if ws.close_code else None
        self._over(self.closed_with)
        _reset(ws)
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            await asyncio.wait_for(ws.close(), 1.0)

    def _give_up(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        if not self.here.is_set():
            _reset(ws)

    async def _read(self, ws: aiohttp.ClientWebSocketResponse, asked: float) -> None:
        with suppress(aiohttp.ClientError, OSError):
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(orjson.loads(message.data), asked)


def _reset(ws: aiohttp.ClientWebSocketResponse) -> None:
    end = ws.get_extra_info("socket")
    if end is not None:
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            end.shutdown(socket.SHUT_RDWR)
