"""A mitra: goes online, taps what is offered, talks, drops out now and then, and goes offline.

offline ◀──presence.set──▶ online ──offer──▶ tap ──won──▶ session ──hang up──▶ ended
                             ╰──network lost──▶ away ──▶ online (the server kept the place)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from halobestie.simulate.history import Data, Diary
from halobestie.simulate.people import LoggedIn
from halobestie.simulate.plans import dice, network_loss, patience_s, tap
from halobestie.simulate.world import World

RESTLESS_EVERY_S: Final = 20.0
SETTLE_S: Final = 3.0
ANSWER_S: Final = 20.0


class Mitra:
    """One mitra from the first "online" to the last "offline"."""

    def __init__(self, world: World, index: int, who: LoggedIn, number: str) -> None:
        self._world = world
        self._index = index
        self._who = who
        self._draw = dice(world.seed, "mitra", index)
        self._leaving = asyncio.Event()
        self._news = asyncio.Event()
        self._doing: set[asyncio.Task[None]] = set()
        self._wrong: BaseException | None = None
        self.online_once = asyncio.Event()
        self.online = False
        self.offers_seen = 0
        self.offers: set[str] = set()
        self.sessions: set[str] = set()
        self._looking_at: set[str] = set()
        self.diary = Diary("mitra", who.account_id, number.removeprefix("+62"))

    def leave(self) -> None:
        """The working day is over: no more taps; sessions and presence are brought to an end."""
        self._leaving.set()

    async def live(self) -> None:
        hear = self._hear
        self._phone = self._world.phone(self._who, self.diary, ("mitra", self._index), hear)
        await self._world.in_hand(self._phone, self._day(), self.diary)

    async def _day(self) -> None:
        try:
            await self._be_online(True)
            self.online_once.set()
            while not await self._leaving_within(self._draw.expovariate(1 / RESTLESS_EVERY_S)):
                await self._drop_out()
            await self._go_home()
            if self._wrong is not None:
                raise self._wrong
        finally:
            for task in self._doing:
                task.cancel()

    async def _be_online(self, online: bool) -> None:
        wish = {"online": online}
        answer = await self._phone.command("presence.set", wish, twice=self._chance(0.2))
        if answer is not None and answer.code is None:
            self.online = answer.data["online"]

    async def _drop_out(self) -> None:
        if self._chance(0.5):
            loss = network_loss(self._draw, 0.0)
            self._phone.lose_network(loss.away_s, silently=loss.silently)
            return
        await self._be_online(False)
        await self._leaving_within(self._draw.uniform(0.5, 4.0))
        await self._be_online(True)

    async def _leaving_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._leaving.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _go_home(self) -> None:
        """What is under way is finished first; the screen must empty by itself."""
        if self._doing:
            await asyncio.wait(tuple(self._doing), timeout=ANSWER_S)
        await self._be_online(False)
        for session_id in tuple(self.sessions):
            await self._phone.command("session.end", {"session_id": session_id})
        await self._settled(lambda: not (self.offers or self.sessions))
        self.diary.finished = True

    async def _settled(self, done: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(SETTLE_S):
                while not done():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            pass

    def _hear(self, kind: str, data: Data) -> None:
        match kind:
            case "ready":
                self._look(data)
            case "offer.new":
                self.offers_seen += 1
                self._offered([data["request_id"]])
            case "offer.withdrawn":
                self.offers.discard(data["request_id"])
            case "session.pending_payment" | "session.started" | "session.assigned":
                self._given([data["session"]["session_id"]])
            case "session.ended" | "session.reassigned":
                self.sessions.discard(data["session_id"])
            case "presence.changed":
                self.online = data["online"]
        self._news.set()

    def _look(self, snapshot: Data) -> None:
        offers = {offer["request_id"] for offer in snapshot["offers"]}
        sessions = {session["session_id"] for session in snapshot["sessions"]}
        self.offers &= offers
        self.sessions &= sessions
        self.online = snapshot["presence"]["online"]
        self._offered(offers - self.offers)
        self._given(sessions - self.sessions)

    def _offered(self, requests: Iterable[str]) -> None:
        for request_id in requests:
            self.offers.add(request_id)
            if request_id not in self._looking_at and not self._leaving.is_set():
                self._looking_at.add(request_id)
                self._do(self._tap(request_id))

    def _given(self, sessions: Iterable[str]) -> None:
        for session_id in sessions:
            if session_id not in self.sessions:
                self.sessions.add(session_id)
                self._do(self._talk(session_id))

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(what)
        self._doing.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._doing.discard(task)
        if not task.cancelled():
            self._wrong = self._wrong or task.exception()

    async def _tap(self, request_id: str) -> None:
        plan = tap(self._draw)
        leaving = await self._leaving_within(plan.after_s)
        self._looking_at.discard(request_id)
        gone = request_id not in self.offers
        if plan.does == "nothing" or leaving or (gone and not plan.too_late):
            return
        data = {"request_id": request_id}
        answer = await self._phone.command(f"offer.{plan.does}", data, twice=self._chance(0.05))
        if answer is not None and (answer.code is None or answer.code.startswith("offer_")):
            self.offers.discard(request_id)

    async def _talk(self, session_id: str) -> None:
        patience = patience_s(self._draw, self._world.session_s)
        if not await self._leaving_within(patience) and session_id in self.sessions:
            await self._phone.command("session.end", {"session_id": session_id})

    def _chance(self, share: float) -> bool:
        return self._draw.random() < share
