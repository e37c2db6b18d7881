"""An app on a phone that may be connected to any node, and writes down all that it does and sees.

A command that is lost with its connection is `unknown`, and goes again with the same id after the
next `ready`; one that is refused for now goes again, too. `screen` is what the app would show.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Final

import aiohttp

from tests.faults.history import Entry, History, Json, Kind
from tests.faults.line import TURNED_AWAY, Line
from tests.faults.people import Account
from tests.faults.screen import Screen

SILENCE_S: Final = 13.0
"""The server answers within ten seconds, if only that it cannot; after this the line is dead."""
ANSWERED_S: Final = 11.0
CONNECT_S: Final = 5.0
AGAIN_S: Final = 0.15


class Phone:
    """`switch_on`, then `command`. `doors` are the addresses of the nodes, the first one first."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        account: Account,
        doors: Sequence[str],
        history: History,
        *,
        silence_s: float = SILENCE_S,
        connect_s: float = CONNECT_S,
    ) -> None:
        self.account = account
        self.history = history
        self.silence_s = silence_s
        self.screen = Screen()
        self.readies = 0
        self.beat_s: tuple[float, float] | None = None
        """Between which seconds the next heartbeat goes, when it is not as the server wishes."""
        self.line = Line(http, account, doors, self._take, self._over, connect_s=connect_s)
        self._beat_s = 15.0
        self._changed = asyncio.Event()
        self._out: dict[str, asyncio.Future[Json]] = {}
        self._asked: dict[str, float] = {}
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    # -- its owner -----------------------------------------------------------------------

    def switch_on(self) -> None:
        self._tasks = (asyncio.create_task(self.line.run()), asyncio.create_task(self._beat()))

    async def switch_off(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = ()

    @property
    def here(self) -> bool:
        return self.line.here.is_set()

    @property
    def turned_away(self) -> bool:
        """For good: by a newer phone of the same account, or because it may not come."""
        return (self.line.closed_with or 0) >= TURNED_AWAY

    async def until_here(self, within_s: float = 30.0) -> None:
        async with asyncio.timeout(within_s):
            await self.line.here.wait()

    async def until(self, seen: Callable[[], object], within_s: float = 30.0) -> None:
        """`seen()` of the screen comes true. Raises TimeoutError."""
        async with asyncio.timeout(within_s):
            while not seen():
                self._changed.clear()
                await self._changed.wait()

    async def until_offered(self, *requests: str) -> None:
        """A mitra sees these requests."""
        await self.until(lambda: set(requests) <= self.screen.offers)

    async def until_paired(self, within_s: float = 30.0) -> None:
        await self.until(lambda: self.screen.sessions, within_s)

    def nudge(self) -> None:
        """Whoever waits for the screen looks again."""
        self._changed.set()

    def lose_network(self) -> None:
        """No goodbye: a reset on the other side."""
        self.line.cut()

    async def command(
        self, what: str, data: Json | None = None, *, within_s: float = 60.0
    ) -> Json | None:
        """The frame of the ok, or of the refusal that will stay; None when none came in time."""
        command_id = str(uuid.uuid4())
        try:
            async with asyncio.timeout(within_s):
                while True:
                    reply = await self._once(what, data or {}, command_id)
                    if reply is not None and not reply["data"].get("temporary"):
                        return reply
                    await asyncio.sleep(AGAIN_S)
        except TimeoutError:
            return None

    async def ok(self, what: str, data: Json | None = None, within_s: float = 60.0) -> Json:
        """The data of the ok."""
        reply = await self.command(what, data, within_s=within_s)
        assert reply is not None, f"{what} was not answered for good in {within_s} seconds"
        assert reply["type"] == "ok", f"{what} was refused: {reply['data']['code']}"
        found: Json = reply["data"]
        return found

    async def send(self, what: str, data: Json, command_id: str) -> None:
        """A frame of a command, and no waiting; its reply is written down when it comes."""
        await self.line.here.wait()
        self._invoke(what, data, command_id)
        await self.line.say({"type": what, "id": command_id, "data": data})

    # -- one try -------------------------------------------------------------------------

    async def _once(self, what: str, data: Json, command_id: str) -> Json | None:
        await self.line.here.wait()
        lost, number = self.line.lost, self.line.opened
        asked = self._invoke(what, data, command_id)
        reply = self._out[command_id] = asyncio.get_running_loop().create_future()
        await self.line.say({"type": what, "id": command_id, "data": data})
        gone = asyncio.create_task(lost.wait())
        try:
            await asyncio.wait((reply, gone), timeout=self.silence_s, return_when="FIRST_COMPLETED")
        finally:
            gone.cancel()
            self._out.pop(command_id, None)
            if not reply.done():
                why = "cut" if lost.is_set() else self._patience_over(asked)
                self._note("unknown", what, {"why": why}, command_id, asked, number)
        if reply.done():
            answer: Json = reply.result()
            return answer
        if not lost.is_set():
            self.lose_network()
            await lost.wait()
        return None

    def _patience_over(self, asked: float) -> str:
        """Whether the server was given the time to answer, or its phone had other things to do."""
        waited = time.monotonic() - asked
        return "silence" if waited >= min(self.silence_s, ANSWERED_S) else "given up"

    def _invoke(self, what: str, data: Json, command_id: str) -> float:
        asked = time.monotonic()
        self._asked[command_id] = asked
        self._note("invoke", what, data, command_id, asked)
        return asked

    async def _beat(self) -> None:
        while True:
            await self.line.here.wait()
            wished = (0.8 * self._beat_s, self._beat_s)
            await asyncio.sleep(random.uniform(*(self.beat_s or wished)))
            await self._once("heartbeat", {}, str(uuid.uuid4()))

    # -- what comes ----------------------------------------------------------------------

    def _take(self, frame: Json, asked: float) -> None:
        what, data = frame["type"], frame.get("data") or {}
        if what in ("ok", "error"):
            self._answered(frame, data)
        elif what == "hello":
            self._beat_s = float(data["heartbeat_s"])
        elif what == "ready":
            self._note("snapshot", what, data, asked=asked)
            self.screen.whole(data)
            self.readies += 1
            self.line.here.set()
        else:
            self._note("told", what, data)
            self._beat_s = float(data.get("heartbeat_s", self._beat_s))
            self.screen.hear(what, data)
        self._changed.set()

    def _answered(self, frame: Json, data: Json) -> None:
        command_id = frame.get("re") or ""
        kind: Kind = "ok" if frame["type"] == "ok" else "fail"
        self._note(kind, "reply", data, command_id, self._asked.get(command_id, 0.0))
        if kind == "ok" and data.get("session"):
            self.screen.given(data["session"])
        waiting = self._out.get(command_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(frame)

    def _over(self, code: int | None) -> None:
        self._note("cut", "closed", {"code": code})

    def _note(
        self,
        kind: Kind,
        what: str,
        data: Json,
        id_: str = "",
        asked: float = 0.0,
        number: int | None = None,
    ) -> None:
        who, role = self.account.account_id, self.account.role
        number = self.line.opened if number is None else number
        at = time.monotonic()
        self.history.add(Entry(at, kind, what, role, who, data, id_, asked, number))
