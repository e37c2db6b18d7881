"""One app on one phone: it stays connected, sends commands, and writes down all that it sees.

    away ──connect──▶ greeted ──ready──▶ here ──lost, 4000–4499──▶ away   (full jitter between)
                                          ╰──4500 and above──▶ turned away, for good

A command whose connection is lost before its reply goes again, with the same id, after `ready`.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from halobestie.clock import Clock
from halobestie.simulate.connection import Connection
from halobestie.simulate.history import Answered, Cut, Data, Diary, Sent, Snapshot, Told, Unanswered

SILENCE_S: Final = 15.0
BACKOFF_S: Final = 0.2
LONGEST_BACKOFF_S: Final = 5.0
FOR_GOOD: Final = 4500

Hear = Callable[[str, Data], None]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a phone connects to (asked each time), as whom, how long it waits for an answer."""

    http: aiohttp.ClientSession
    url: Callable[[], str]
    clock: Clock
    token: str = field(repr=False)
    silence_s: float = SILENCE_S


class Phone:
    """`hear(type, data)` is called for every event, and for `ready`, in their order."""

    def __init__(self, link: Link, diary: Diary, draw: random.Random, hear: Hear) -> None:
        self._link, self._clock = link, link.clock
        self._diary, self._draw, self._hear = diary, draw, hear
        self._by_header = draw.random() < 0.5
        self._here: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()
        self._connection: Connection | None = None
        self._hanging: Connection | None = None
        self._away_s: float | None = None
        self._heartbeat_s = 15.0
        self._asked_at = link.clock.now()
        self._sent: dict[str, Sent] = {}
        self._replies: dict[str, asyncio.Future[Answered]] = {}

    async def run(self) -> None:
        """Stays connected until cancelled; returns when it is told not to come back."""
        tries = 0
        try:
            while True:
                ready = await self._once()
                if ready is None:
                    return
                tries = 0 if ready else tries + 1
                bound = min(LONGEST_BACKOFF_S, BACKOFF_S * 2**tries)
                pause, self._away_s = self._away_s, None
                await asyncio.sleep(self._draw.uniform(0, bound) if pause is None else pause)
        finally:
            await self._bury(self._hanging)

    def lose_network(self, away_s: float, *, silently: bool = False) -> None:
        """Cuts the connection without a close frame, and comes back after `away_s`.

        Silently, the old socket is left open with nobody reading it, as a dead network leaves it.
        """
        connection = self._connection
        if connection is None or connection.lost.done():
            return
        self._away_s = away_s
        if silently:
            self._hanging = connection
            connection.abandon()
        else:
            connection.abort()

    async def command(self, kind: str, data: Data, *, twice: bool = False) -> Answered | None:
        """The reply, or None after silence. `twice` sends the frame two times in a row."""
        command_id = str(uuid.uuid4())
        reply: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._replies[command_id] = reply
        try:
            while True:
                connection = await asyncio.shield(self._here)
                self._send(connection, Sent(self._clock.now(), command_id, kind, data), twice)
                waited = (reply, connection.lost)
                bound = self._link.silence_s
                await asyncio.wait(waited, timeout=bound, return_when="FIRST_COMPLETED")
                if reply.done():
                    return reply.result()
                if not connection.lost.done():
                    self._keep_silence(command_id)
                    return None
        finally:
            del self._replies[command_id]

    def _send(self, connection: Connection, sent: Sent, twice: bool) -> None:
        self._sent.setdefault(sent.id, sent)
        self._diary.entries.append(sent)
        frame = {"type": sent.type, "id": sent.id, "data": sent.data}
        for _ in range(2 if twice else 1):
            connection.send(frame)

    def _keep_silence(self, command_id: str) -> None:
        sent, now = self._sent[command_id], self._clock.now()
        self._diary.entries.append(Unanswered(now, command_id, sent.type, sent.at))

    async def _once(self) -> bool | None:
        """One connection, to its end. Whether it got ready; None: do not come back."""
        headers = {"Authorization": f"Bearer {self._link.token}"} if self._by_header else {}
        self._asked_at = self._clock.now()
        try:
            ws = await self._link.http.ws_connect(self._link.url(), headers=headers)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
        before, self._hanging = self._hanging, None
        connection = self._connection = Connection(ws, self._take, self._left)
        beat = asyncio.create_task(self._heartbeats())
        try:
            await connection.until_lost()
        finally:
            beat.cancel()
            self._diary.entries.append(
                Cut(self._clock.now(), connection.ended_by, connection.close_code)
            )
            await self._bury(before)
        with suppress(asyncio.CancelledError):
            await beat
        return None if (connection.close_code or 0) >= FOR_GOOD else connection.ready

    def _left(self) -> None:
        if self._here.done():
            self._here = asyncio.get_running_loop().create_future()

    async def _bury(self, hanging: Connection | None) -> None:
        if hanging is not None:
            hanging.abort()
            await hanging.close()

    async def _heartbeats(self) -> None:
        while True:
            await asyncio.shield(self._here)
            await asyncio.sleep(self._heartbeat_s)
            await self.command("heartbeat", {})

    def _take(self, connection: Connection, text: str, frame: Data) -> None:
        """What each frame means to an app."""
        kind, data, now = frame["type"], frame.get("data") or {}, self._clock.now()
        self._diary.frames.append(text)
        if kind == "hello":
            self._heartbeat_s = float(data["heartbeat_s"])
            if not self._by_header:
                self._asked_at = now
                connection.send({"type": "auth", "data": {"token": self._link.token}})
        elif kind in ("ok", "error"):
            self._answered(frame.get("re"), data, data["code"] if kind == "error" else None)
        else:
            told = Snapshot(self._asked_at, now, data) if kind == "ready" else Told(now, kind, data)
            self._diary.entries.append(told)
            self._heartbeat_s = float(data.get("heartbeat_s", self._heartbeat_s))
            self._hear(kind, data)
            if kind == "ready" and not self._here.done():
                connection.ready = True
                self._here.set_result(connection)

    def _answered(self, command_id: str | None, data: Data, code: str | None) -> None:
        sent = self._sent.get(command_id or "")
        if sent is None:
            return
        answer = Answered(self._clock.now(), sent.id, sent.type, sent.at, code, data)
        self._diary.entries.append(answer)
        reply = self._replies.get(sent.id)
        if reply is not None and not reply.done():
            reply.set_result(answer)
