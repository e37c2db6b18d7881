"""One WebSocket of a phone: frames in, frames out, and the ways in which a network ends it."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, TypeAlias

import aiohttp
import orjson

from halobestie.simulate.history import Data

Take: TypeAlias = Callable[["Connection", str, Data], None]


class Connection:
    """Gives each frame to `take`; calls `left` once when it is over, whoever ended it."""

    def __init__(
        self, ws: aiohttp.ClientWebSocketResponse, take: Take, left: Callable[[], None]
    ) -> None:
        self._ws = ws
        self._take = take
        self._left = left
        self._out: asyncio.Queue[str] = asyncio.Queue(256)
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended_by: Literal["server", "lost", "put_away"] = "put_away"
        self.close_code: int | None = None
        self.ready = False
        self._abandoned = False

    def send(self, frame: Data) -> None:
        """Puts a frame on its way; what waits when the connection ends is lost with it.

        A phone that cannot get rid of its frames has no network worth the name: it is cut.
        """
        if self._out.full():
            self.abort()
        if not self.lost.done():
            self._out.put_nowait(orjson.dumps(frame).decode())

    async def until_lost(self) -> None:
        """Reads and writes until the end. `close_code` is then the server's, if it gave one."""
        reading = asyncio.create_task(self._read())
        writing = asyncio.create_task(self._write())
        try:
            await asyncio.wait((reading, self.lost), return_when="FIRST_COMPLETED")
            if not self.lost.done():
                self._over("server")
                code = self._ws.close_code
                self.close_code = None if code is None else int(code)
        finally:
            self._over("put_away")
            await self._stop(reading, writing)
        if not reading.cancelled() and (wrong := reading.exception()):
            raise wrong

    def abort(self) -> None:
        """The network is gone: no close frame, and a reset on the other side."""
        self._over("lost")
        end = self._ws.get_extra_info("socket")
        if end is not None:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)

    def abandon(self) -> None:
        """The network is gone and nobody noticed: the socket stays, unread, until `abort`."""
        self._over("lost")
        self._abandoned = True

    async def close(self) -> None:
        """Gives the socket back; says goodbye if there is still somebody to say it to."""
        with suppress(aiohttp.ClientError, ConnectionError, TimeoutError):
            await asyncio.wait_for(self._ws.close(), 2.0)

    def _over(self, by: Literal["server", "lost", "put_away"]) -> None:
        if not self.lost.done():
            self.ended_by = by
            self.lost.set_result(None)
            self._left()

    async def _stop(self, *tasks: asyncio.Task[None]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        if not self._abandoned:
            await self.close()

    async def _read(self) -> None:
        async for message in self._ws:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._take(self, message.data, orjson.loads(message.data))

    async def _write(self) -> None:
        with suppress(aiohttp.ClientError, ConnectionError):
            while True:
                await self._ws.send_str(await self._out.get())
