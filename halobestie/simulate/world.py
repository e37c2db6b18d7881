"""What all people of one run share: the door they log in at, the clock, and the watchers."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp

from halobestie.clock import Clock
from halobestie.simulate.history import Diary
from halobestie.simulate.people import FrontDoor, LoggedIn, Run
from halobestie.simulate.phone import Hear, Link, Phone
from halobestie.simulate.plans import dice


@dataclass(frozen=True, slots=True)
class World:
    """`told_of` takes the ids of sessions the moment a customer is told of them."""

    http: aiohttp.ClientSession
    door: FrontDoor
    clock: Clock
    run: Run
    seed: int
    session_s: float
    told_of: asyncio.Queue[str]

    def phone(self, who: LoggedIn, diary: Diary, whose: tuple[str, int], hear: Hear) -> Phone:
        link = Link(self.http, partial(self.door.socket_url, diary.role), self.clock, who.token)
        return Phone(link, diary, dice(self.seed, "phone", *whose), hear)

    async def in_hand(self, phone: Phone, doing: Coroutine[Any, Any, None], diary: Diary) -> None:
        """Does something with the phone on; ends early if the phone is turned away."""
        on, busy = asyncio.create_task(phone.run()), asyncio.create_task(doing)
        try:
            await asyncio.wait((on, busy), return_when="FIRST_COMPLETED")
            if not busy.done():
                diary.trouble = "turned_away"
        finally:
            on.cancel()
            busy.cancel()
            results = await asyncio.gather(on, busy, return_exceptions=True)
        for wrong in results:
            if isinstance(wrong, Exception):
                raise wrong

    def paired(self, session_id: str) -> None:
        if not self.told_of.full():
            self.told_of.put_nowait(session_id)
