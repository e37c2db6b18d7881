"""A customer: arrives, presses "Mulai Curhat", waits, talks a while, and goes.

arriving ─▶ searching ─▶ talking ─▶ done
                ╰─────────────────▶ done (expired, cancelled, or missed while away)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from halobestie.simulate.history import Answered, Data, Diary, Snapshot
from halobestie.simulate.people import LoggedIn, LoginRefused
from halobestie.simulate.phone import Phone
from halobestie.simulate.plans import CustomerPlan
from halobestie.simulate.world import World

Phase = Literal["arriving", "searching", "talking", "paired", "expired", "cancelled", "missed"]
OVERDUE: Final = timedelta(seconds=10)
FAREWELL_S: Final = 5.0


class Customer:
    """Plays one plan. `phase` is what the progress display shows."""

    def __init__(self, world: World, plan: CustomerPlan) -> None:
        self._world = world
        self._plan = plan
        self._news = asyncio.Event()
        self._request_id: str | None = None
        self._expires_at: datetime | None = None
        self.session_id: str | None = None
        self.phase: Phase = "arriving"
        number = world.run.customer_phone(plan.index).removeprefix("+62")
        self.diary = Diary("customer", "not logged in", number if plan.way == "phone" else None)

    @property
    def arrives_s(self) -> float:
        return self._plan.arrives_s

    async def live(self) -> None:
        """The whole story; the diary tells how it went."""
        await asyncio.sleep(self._plan.arrives_s)
        try:
            who = await self._world.door.log_in_customer(
                self._world.run, self._plan.index, self._plan.way, self._plan.display_name
            )
        except LoginRefused as refused:
            self.diary.trouble = refused.code
            return
        self.diary.account_id = who.account_id
        phone = self._world.phone(who, self.diary, ("customer", self._plan.index), self._hear)
        await self._world.in_hand(phone, self._evening(phone), self.diary)
        if self.diary.finished and self._plan.logs_out:
            await self._log_out(who)

    async def _log_out(self, who: LoggedIn) -> None:
        try:
            await self._world.door.log_out(who)
        except LoginRefused as refused:
            self.diary.trouble = refused.code

    async def _evening(self, phone: Phone) -> None:
        losing = asyncio.create_task(self._lose_network(phone))
        try:
            if not await self._press(phone):
                return
            if self._plan.cancels_after_s is not None:
                await self._wait(lambda: self.phase != "searching", self._plan.cancels_after_s)
                await self._cancel(phone)
            await self._wait(lambda: self.phase != "searching", self._patience_s())
            if self.phase == "talking":
                await self._talk(phone)
            self.diary.finished = self.phase not in ("searching", "talking")
        finally:
            losing.cancel()

    async def _lose_network(self, phone: Phone) -> None:
        loss = self._plan.loss
        if loss is not None:
            await asyncio.sleep(loss.after_s)
            phone.lose_network(loss.away_s, silently=loss.silently)

    async def _press(self, phone: Phone) -> bool:
        self.phase = "searching"
        answer = await phone.command("request.create", {}, twice=self._plan.presses_twice)
        if answer is None or answer.code is not None:
            self.diary.trouble = "no_answer" if answer is None else answer.code
            return False
        self._request_id = answer.data["request_id"]
        self._expires_at = datetime.fromisoformat(answer.data["expires_at"])
        if self._was_cut_off(answer):
            # The request may have come and gone meanwhile: only a fresh snapshot tells.
            phone.lose_network(0.0)
        return True

    def _was_cut_off(self, answer: Answered) -> bool:
        last = max((s.at for s in self.diary.of(Snapshot)), default=answer.sent_at)
        return last > answer.sent_at

    async def _cancel(self, phone: Phone) -> None:
        if self.phase == "searching":
            await phone.command("request.cancel", {"request_id": self._request_id})

    async def _talk(self, phone: Phone) -> None:
        await self._wait(lambda: self.phase != "talking", self._plan.hangs_up_after_s)
        if self.phase == "talking":
            await phone.command("session.end", {"session_id": self.session_id})
        await self._wait(lambda: self.phase != "talking", FAREWELL_S)

    def _patience_s(self) -> float:
        last = (self._expires_at or datetime.now(UTC)) + OVERDUE
        return max(0.0, (last - self._world.clock.now()).total_seconds())

    async def _wait(self, until: Callable[[], bool], at_most_s: float) -> None:
        try:
            async with asyncio.timeout(at_most_s):
                while not until():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            pass

    def _hear(self, kind: str, data: Data) -> None:
        match kind:
            case "ready":
                self._look(data)
            case "request.accepted":
                self._paired(data["session_id"])
            case "session.pending_payment" | "session.started":
                self._paired(data["session"]["session_id"])
            case "request.expired":
                self.phase = "expired"
            case "request.cancelled":
                self.phase = "cancelled"
            case "session.ended" if data["session_id"] == self.session_id:
                self.phase = "paired"
        self._news.set()

    def _look(self, snapshot: Data) -> None:
        """The snapshot alone tells what happened meanwhile."""
        if snapshot["session"] is not None:
            self._paired(snapshot["session"]["session_id"])
        elif self.phase == "talking":
            self.phase = "paired"
        elif self.phase == "searching" and self._request_id and snapshot["request"] is None:
            self.phase = "missed"

    def _paired(self, session_id: str) -> None:
        if self.phase in ("searching", "talking"):
            if session_id != self.session_id:
                self._world.paired(session_id)
            self.session_id, self.phase = session_id, "talking"
