"""The hub: which sockets are open, whose they are, and what is told to whom.

    open ──enter (whose it is)──▶ the one socket of that account ──leave──▶ closing ──ended──▶ gone
                                   the one before it: closed with 4512

One socket for each account of a role; the newest stays. An event is encoded once, however many
sockets it goes to. Nothing here waits: what does not fit into a reader's buffer closes that reader.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from halobestie.clock import Clock
from halobestie.domain import MitraId, Role, Settings
from halobestie.events import (
    CustomerChanged,
    CustomerSettingsChanged,
    Event,
    MitraSettingsChanged,
    RegistrationRequired,
)
from halobestie.http import answers
from halobestie.http.close_codes import REPLACED
from halobestie.http.pump import Counters, Pump, build

log = structlog.get_logger(__name__)

SWEEP_EVERY_S: Final = 1.0
SWEEP_SLICE: Final = 256
LATE_S: Final = 2.0
"""A sweep that comes later than this was held up by ourselves: nobody's silence."""
SHUT_OUT_REMEMBERED: Final = 10_000
CLOSED_WITHIN_S: Final = 5.0


class Member(Protocol):
    """A socket, as the hub sees it. None of its methods waits or raises."""

    role: Role
    socket_id: str
    account_id: str | None
    login_id: str | None
    registered: bool

    def deliver(self, event: Event, frame: bytes) -> None: ...
    def close(self, code: int) -> None: ...
    def tick(self, now: datetime, presence_timeout_s: int) -> None: ...
    def excuse(self, pause: timedelta) -> None: ...


class Sockets:
    """All sockets of this node. It sweeps by itself from the first socket on, until `close_all`."""

    def __init__(self, *, clock: Clock, settings: Settings) -> None:
        self.settings = settings
        self.pump = Pump()
        self.revocations = 0
        """Grows when a login or an account is shut out, so that a look-up under way asks again."""
        self._shut_out: dict[str, int] = {}
        self.going: int | None = None
        """The close code for whoever still comes, once the node goes away."""
        self._open: set[Member] = set()
        self._of: dict[Role, dict[str, Member]] = {"customer": {}, "mitra": {}}
        self._emptied: asyncio.Event | None = None
        self._clock = clock
        self._sweeper: asyncio.Task[None] | None = None

    # -- their life --------------------------------------------------------------------

    def opened(self, member: Member) -> None:
        """The upgrade is done; nobody knows yet whose it is."""
        self._open.add(member)
        if self.going is not None:
            member.close(self.going)
        elif self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().create_task(self._sweep_for_ever())

    def enter(self, member: Member) -> None:
        """It is known whose it is. An older socket of the same account is closed."""
        assert member.account_id is not None
        accounts = self._of[member.role]
        older = accounts.get(member.account_id)
        accounts[member.account_id] = member
        if older is not None and older is not member:
            older.close(REPLACED)

    def leave(self, member: Member) -> None:
        """It is closing: nothing is pushed to it any more. A newer one of the account stays."""
        accounts = self._of[member.role]
        if member.account_id is not None and accounts.get(member.account_id) is member:
            del accounts[member.account_id]

    def ended(self, member: Member) -> None:
        """The connection is gone."""
        self.leave(member)
        self._open.discard(member)
        if not self._open and self._emptied is not None:
            self._emptied.set()

    # -- what they are told ------------------------------------------------------------

    def push(self, role: Role, account_id: str, event: Event) -> None:
        """An event for one account; nobody there is fine, the snapshot will tell."""
        member = self._of[role].get(account_id)
        if member is None:
            return
        if isinstance(event, CustomerChanged):
            member.registered = event.customer.registered
        member.deliver(event, build(answers.event(event)))

    def broadcast(self, mitra_ids: Sequence[MitraId], event: Event) -> None:
        """One event for many mitra: one encoding, one frame."""
        mitras = self._of["mitra"]
        self._tell((mitras[id_] for id_ in mitra_ids if id_ in mitras), event)

    def settings_changed(self, settings: Settings) -> None:
        """Tells every phone, unless this is older news."""
        before = self.settings
        if settings.version < before.version:
            return
        self.settings = settings
        customers, mitras = tuple(self._of["customer"].values()), tuple(self._of["mitra"].values())
        beat = settings.heartbeat_interval_s
        self._tell(customers, CustomerSettingsChanged(beat, settings.anonymity_enabled))
        self._tell(mitras, MitraSettingsChanged(beat))
        if before.anonymity_enabled and not settings.anonymity_enabled:
            self._tell((c for c in customers if not c.registered), RegistrationRequired())

    def _tell(self, members: Iterable[Member], event: Event) -> None:
        frame = build(answers.event(event))
        for member in members:
            member.deliver(event, frame)

    # -- shutting out ------------------------------------------------------------------

    def shut_out_since(self, revocations: int, *ids: str) -> bool:
        """Was one of these logins or accounts shut out after that many revocations?"""
        return any(self._shut_out.get(id_, 0) > revocations for id_ in ids)

    def _shut(self, id_: str) -> None:
        self.revocations += 1
        self._shut_out.pop(id_, None)
        self._shut_out[id_] = self.revocations
        if len(self._shut_out) > SHUT_OUT_REMEMBERED:
            del self._shut_out[next(iter(self._shut_out))]

    def close_account(self, role: Role, account_id: str, code: int) -> None:
        self._shut(account_id)
        if (member := self._of[role].get(account_id)) is not None:
            member.close(code)

    def close_login(self, login_id: str, code: int) -> None:
        self._shut(login_id)
        for member in [m for m in self._open if m.login_id == login_id]:
            member.close(code)

    async def close_all(self, code: int) -> None:
        """Closes everyone, and whoever still comes; waits a bounded time for the last goodbye."""
        self.going = code
        if self._sweeper is not None:
            self._sweeper.cancel()
        self._emptied = asyncio.Event()
        for member in tuple(self._open):
            member.close(code)
        if not self._open:
            return
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await self._emptied.wait()
        except TimeoutError:
            log.warning("sockets_left_open", count=len(self._open))

    # -- how many, and for how long ----------------------------------------------------

    def counts(self) -> dict[str, int]:
        """The accounts that have a socket here, by role."""
        return {role: len(members) for role, members in self._of.items()}

    @property
    def open(self) -> int:
        """All connections: with those that nobody has logged in on, or that are closing."""
        return len(self._open)

    @property
    def counters(self) -> Counters:
        """What went out since the start."""
        return self.pump.counters

    def sweep(self, now: datetime) -> None:
        """Lets time pass for every socket: silence, ended logins, no auth in time."""
        for _ in self._sweeping(now):
            pass

    def excuse(self, pause: timedelta) -> None:
        """We did not listen for so long; what was sent meanwhile is still to be read."""
        log.warning("sweep_late", seconds=round(pause.total_seconds(), 1))
        for member in self._open:
            member.excuse(pause)

    def _sweeping(self, now: datetime) -> Iterator[None]:
        for count, member in enumerate(tuple(self._open), start=1):
            member.tick(now, self.settings.presence_timeout_s)
            if count % SWEEP_SLICE == 0:
                yield

    async def _sweep_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + SWEEP_EVERY_S
            await asyncio.sleep(SWEEP_EVERY_S)
            if (late := loop.time() - due) > LATE_S:
                self.excuse(timedelta(seconds=late))
            try:
                for _ in self._sweeping(self._clock.now()):
                    await asyncio.sleep(0)
            except Exception:
                log.exception("sweep_failed")
