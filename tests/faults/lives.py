"""What people do again and again until they are told to stop: the load under the faults."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from tests.faults.phone import Phone

GIVE_UP_S = 45.0
"""How long a customer looks at a screen that does not move."""
SETTLED = (None, "offer_taken", "offer_closed", "offer_not_found")
"""Answers to a tap after which the offer is off the screen; None is ok."""


class Life:
    """`pairings` counts the sessions that this one has seen begin."""

    def __init__(self, phone: Phone, seed: int) -> None:
        self.phone = phone
        self.draw = random.Random(seed)
        self.stopping = asyncio.Event()
        self.pairings = 0
        self.task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self.task = asyncio.create_task(self._live())

    async def end(self) -> None:
        """What is under way is finished; bounded."""
        self.stopping.set()
        self.phone.nudge()
        if self.task is not None:
            await asyncio.wait((self.task,), timeout=GIVE_UP_S)
            if not self.task.done():
                self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            if not self.task.cancelled() and (wrong := self.task.exception()):
                raise wrong

    async def pause(self, low: float, high: float) -> None:
        try:
            async with asyncio.timeout(self.draw.uniform(low, high)):
                await self.stopping.wait()
        except TimeoutError:
            pass

    async def _live(self) -> None:
        raise NotImplementedError


class CustomerLife(Life):
    """Presses, waits to be heard, talks a moment, hangs up."""

    async def _live(self) -> None:
        screen = self.phone.screen
        while not self.stopping.is_set():
            if not screen.sessions:
                reply = await self.phone.command("request.create")
                if reply is not None and reply["type"] == "ok":
                    await self._wait()
            for session_id in tuple(screen.sessions):
                self.pairings += 1
                await self.pause(0.05, 0.4)
                await self.phone.command("session.end", {"session_id": session_id})
                await self._gone(session_id)
            await self.pause(0.0, 0.2)

    async def _wait(self) -> None:
        screen = self.phone.screen
        with suppress(TimeoutError):  # the checker says whether that was right
            await self.phone.until(
                lambda: screen.sessions or not screen.request_id or self.stopping.is_set(),
                GIVE_UP_S,
            )

    async def _gone(self, session_id: str) -> None:
        try:
            await self.phone.until(lambda: session_id not in self.phone.screen.sessions, 5.0)
        except TimeoutError:
            self.phone.lose_network()  # a fresh snapshot will tell
            await asyncio.sleep(0.1)


class MitraLife(Life):
    """Online; takes most of what is offered, declines some, overlooks some."""

    async def _live(self) -> None:
        screen = self.phone.screen
        await self.phone.command("presence.set", {"online": True})
        declined: set[str] = set()
        while not self.stopping.is_set():
            if not screen.online and self.phone.here:
                await self.phone.command("presence.set", {"online": True}, within_s=5.0)
            for request_id in tuple(screen.offers - declined):
                if await self._tap(request_id) == "decline":
                    declined.add(request_id)
            await self.pause(0.02, 0.1)

    async def _tap(self, request_id: str) -> str:
        does = "decline" if self.draw.random() < 0.1 else "accept"
        await self.pause(0.0, 0.05)
        said = await self.phone.command(f"offer.{does}", {"request_id": request_id}, within_s=20.0)
        if said is not None and said["data"].get("code") in SETTLED:
            self.phone.screen.offers.discard(request_id)
        return does
