"""One scenario from its first phone to its verdict: people, lives, and the end of the evening.

people ─▶ (faults) ─▶ lives end ─▶ the town is mended ─▶ screens show what is committed
       ─▶ one last look with a fresh snapshot ─▶ everybody goes home ─▶ the checker
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from halobestie.domain import Role
from tests.faults.check_answers import never_answered
from tests.faults.checker import Broken, check
from tests.faults.history import History
from tests.faults.lives import CustomerLife, Life, MitraLife
from tests.faults.people import make_accounts
from tests.faults.phone import CONNECT_S, SILENCE_S, Phone
from tests.faults.record import differences, read_record, unsettled
from tests.faults.town import Town
from tests.faults.waiting import until

SETTLED_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one scenario."""

    broken: tuple[Broken, ...]
    entries: int
    pairings: int
    settled_s: float


@dataclass(slots=True)
class Story:
    """Phones and lives of one scenario. `settle_s` bounds how long screens may be behind."""

    town: Town
    seed: int = 1
    history: History = field(default_factory=History)
    phones: list[Phone] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    settle_s: float = SETTLED_WITHIN_S
    strict: bool = False
    """Every command must have been answered for good, not only tried."""
    presence_timeout: timedelta = timedelta(seconds=6)

    # -- people --------------------------------------------------------------------------

    async def people(
        self,
        role: Role,
        how_many: int,
        doors: Sequence[str] | None = None,
        *,
        silence_s: float = SILENCE_S,
        connect_s: float = CONNECT_S,
    ) -> list[Phone]:
        """New ones, connected; each begins at the next of the doors."""
        accounts = await make_accounts(self.town.servers, role, how_many)
        doors = list(doors or self.town.doors)
        made = []
        for index, account in enumerate(accounts):
            turn = index % len(doors)
            mine = [*doors[turn:], *doors[:turn]]
            made.append(
                Phone(
                    self.town.http,
                    account,
                    mine,
                    self.history,
                    silence_s=silence_s,
                    connect_s=connect_s,
                )
            )
        for phone in made:
            phone.switch_on()
        await asyncio.gather(*(phone.until_here() for phone in made))
        self.phones += made
        return made

    async def listeners(self, how_many: int, doors: Sequence[str] | None = None) -> list[Phone]:
        """Mitra who are online."""
        made = await self.people("mitra", how_many, doors)
        await asyncio.gather(*(self._online(phone) for phone in made))
        return made

    async def _online(self, phone: Phone) -> None:
        await phone.ok("presence.set", {"online": True})
        await phone.until(lambda: phone.screen.online)

    async def busy(self, customers: int, mitra: int, doors: Sequence[str] | None = None) -> None:
        """A load: people who press, accept, talk and hang up until `end`."""
        pressing = await self.people("customer", customers, doors)
        listening = await self.people("mitra", mitra, doors)
        lives: list[Life] = [CustomerLife(p, self.seed * 1000 + n) for n, p in enumerate(pressing)]
        lives += [MitraLife(p, self.seed * 1000 + 500 + n) for n, p in enumerate(listening)]
        self.lives += lives
        for life in lives:
            life.begin()

    @property
    def pairings(self) -> int:
        return sum(life.pairings for life in self.lives if isinstance(life, CustomerLife))

    async def more_pairings(self, more: int, within_s: float = 60.0) -> None:
        """Life goes on. Raises TimeoutError."""
        enough = self.pairings + more
        await until(lambda: self.pairings >= enough, within_s, f"{more} more pairings")

    # -- the end -------------------------------------------------------------------------

    async def end(self) -> Verdict:
        """Mends everything, waits until all is told, and judges."""
        broken: list[Broken] = []
        await self.town.mend()
        await asyncio.gather(*(life.end() for life in self.lives))
        broken += await self._all_here()
        begun = time.monotonic()
        broken += await self._settled("screens")
        settled_s = time.monotonic() - begun
        broken += await self._last_look()
        await self._go_home()
        broken += await self._settled("last screens")
        for phone in self.phones:
            await phone.switch_off()
        running = [node.node_id for node in self.town.nodes if node.alive]
        record = await read_record(
            self.town.servers,
            self._people(),
            running,
            capacity=self.town.capacity,
            presence_timeout=self.presence_timeout,
        )
        broken += check(self.history, record)
        if self.strict:
            broken += [Broken("lost", sentence) for sentence in never_answered(self.history)]
        return Verdict(tuple(broken), len(self.history.entries), self.pairings, settled_s)

    def _people(self) -> list[str]:
        return sorted({phone.account.account_id for phone in self.phones})

    def _connected(self) -> list[Phone]:
        return [phone for phone in self.phones if phone.here]

    async def _all_here(self) -> list[Broken]:
        """Whoever was not turned away, or replaced by a newer phone of the account, is here."""
        away: list[Phone] = []
        until = time.monotonic() + 40.0
        while time.monotonic() < until:
            away = [p for p in self.phones if not p.here and not p.turned_away]
            if not away:
                return []
            await asyncio.sleep(0.05)
        return [
            Broken("here", f"{p.account.role} {p.account.account_id} is shut out") for p in away
        ]

    async def _settled(self, what: str) -> list[Broken]:
        """Without a new connection, every screen comes to show what is committed."""
        found: tuple[str, ...] = ()
        until = time.monotonic() + self.settle_s
        while time.monotonic() < until:
            screens = [(p.account.role, p.account.account_id, p.screen) for p in self._connected()]
            found = await differences(self.town.servers, screens)
            if not found and not await unsettled(self.town.servers, self._people()):
                return []
            await asyncio.sleep(0.1)
        return [Broken(what, sentence) for sentence in found or ("a session is never started",)]

    async def _last_look(self) -> list[Broken]:
        looking = self._connected()
        before = {id(phone): phone.readies for phone in looking}
        for phone in looking:
            phone.lose_network()
        try:
            await until(lambda: all(p.here and p.readies > before[id(p)] for p in looking), 40.0)
        except TimeoutError:
            return [Broken("here", "somebody could not come back for a last look")]
        return await self._settled("snapshots")

    async def _go_home(self) -> None:
        await asyncio.gather(*(self._leave(phone) for phone in self._connected()))

    async def _leave(self, phone: Phone) -> None:
        screen = phone.screen
        if screen.request_id:
            await phone.command("request.cancel", {"request_id": screen.request_id}, within_s=20.0)
        for session_id in tuple(screen.sessions):
            await phone.command("session.end", {"session_id": session_id}, within_s=20.0)
        if phone.account.role == "mitra":
            await phone.command("presence.set", {"online": False}, within_s=20.0)
