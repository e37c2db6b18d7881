"""A WebSocket server on loopback that follows a script: what the real one would never do on demand.

It greets with hello and ready, keeps each frame that came, and lets the script answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import ClientSession, WSMsgType, web
from aiohttp.test_utils import TestServer

from halobestie.clock import SystemClock
from halobestie.simulate.history import Data, Diary
from halobestie.simulate.phone import Link, Phone
from halobestie.simulate.plans import dice

Script = Callable[["Scripted", web.WebSocketResponse, Data], Awaitable[None]]


@dataclass(slots=True)
class Scripted:
    """What the server saw: how often it was visited, each frame, how connections ended."""

    script: Script
    visits: int = 0
    frames: list[Data] = field(default_factory=list)
    authorized: list[str | None] = field(default_factory=list)
    ended: asyncio.Queue[int | None] = field(default_factory=asyncio.Queue)
    beats: asyncio.Queue[None] = field(default_factory=asyncio.Queue)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.visits += 1
        self.authorized.append(request.headers.get("Authorization"))
        await say(ws, type="hello", data={"protocol": "1.0", "heartbeat_s": 0.05})
        if self.authorized[-1] is not None:
            await say(ws, type="ready", data={"visit": self.visits})
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    await self._hear(ws, orjson.loads(message.data))
        finally:
            self.ended.put_nowait(ws.close_code)
        return ws

    async def _hear(self, ws: web.WebSocketResponse, frame: Data) -> None:
        self.frames.append(frame)
        if frame["type"] == "auth":
            await say(ws, type="ready", data={"visit": self.visits})
        elif frame["type"] == "heartbeat":
            await ok(ws, frame)
            self.beats.put_nowait(None)
        else:
            await self.script(self, ws, frame)

    def commands(self) -> list[Data]:
        return [f for f in self.frames if f["type"] not in ("auth", "heartbeat")]


async def say(ws: web.WebSocketResponse, **frame: Any) -> None:
    await ws.send_str(orjson.dumps(frame).decode())


async def ok(ws: web.WebSocketResponse, frame: Data, **data: object) -> None:
    await say(ws, type="ok", re=frame["id"], data=data)


@asynccontextmanager
async def phone_at(
    script: Script, *, seed: int = 1, silence_s: float = 5.0
) -> AsyncIterator[tuple[Phone, Diary, Scripted]]:
    """A phone that is not connected yet, at a server with that script."""
    scripted = Scripted(script)
    app = web.Application()
    app.router.add_get("/", scripted.serve)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as http:
        url = str(server.make_url("/")).replace("http", "ws")
        diary = Diary("customer", "C1")
        link = Link(http, lambda: url, SystemClock(), "a-token", silence_s)
        yield Phone(link, diary, dice(seed), lambda *_: None), diary, scripted
