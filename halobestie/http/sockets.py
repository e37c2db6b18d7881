"""The hub: which sockets are open, whose they are, and what is told to whom.

    open ──enter (whose it is)──▶ the one socket of that account ──leave──▶ closing ──ended──▶ gone
                                   the one before it: closed with 4512

One socket for each account of a role; the newest stays. An event is encoded once, however many
sockets it goes to. Nothing here waits: what does not fit into a reader's buffer closes that reader.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from halobestie.clock import Clock
from halobestie.domain import MitraId, NodeId, Role, Settings
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
from halobestie.messages import SocketEntered

log = structlog.get_logger(__name__)

SWEEP_EVERY_S: Final = 1.0
SWEEP_SLICE: Final = 256
LATE_S: Final = 2.0
"""A sweep that comes later than this was held up by ourselves: nobody's silence."""
SHUT_OUT_REMEMBERED: Final = 10_000
CLOSED_WITHIN_S: Final = 5.0
CLOSED_TOGETHER: Final = 8


class Member(Protocol):
    """A socket, as the hub sees it. None of its methods waits or raises."""

    role: Role
    socket_id: str
    account_id: str | None
    login_id: str | None
    registered: bool
    stamp: int
    """Of two sockets of one account, on whatever nodes, the one with the higher stamp is newer."""

    def deliver(self, event: Event, frame: bytes) -> None: ...
    def close(self, code: int) -> None: ...
    def tick(self, now: datetime, presence_timeout_s: int) -> None: ...
    def excuse(self, pause: timedelta) -> None: ...


class Sockets:
    """All sockets of this node. It sweeps by itself from the first socket on, until `close_all`."""

    def __init__(
        self,
        *,
        clock: Clock,
        settings: Settings,
        node_id: NodeId = "",
        announce: Callable[[object], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self._node_id = node_id
        self._announce = announce
        self._stamp = 0
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
        self._stamp = member.stamp = max(self._stamp + 1, _milliseconds(self._clock.now()))
        if older is not None and older is not member:
            older.close(REPLACED)
        entered = SocketEntered(member.role, member.account_id, self._node_id, member.stamp)
        self._announce(entered)

    def entered_elsewhere(self, entered: SocketEntered) -> bool:
        """The account has a socket on another node; ours is closed if that one is the newer.

        False when ours is, and stays. A stamp follows on every stamp that was heard of (Lamport's
        clock): nodes whose clocks differ agree on what came later.
        """
        self._stamp = max(self._stamp, entered.stamp)
        member = self._of[entered.role].get(entered.account_id)
        if member is None:
            return True
        if (member.stamp, self._node_id) > (entered.stamp, entered.node_id):
            return False
        member.close(REPLACED)
        return True

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

    async def close_all(self, code: int, spread_s: float = 0.0) -> None:
        """Closes everyone, and whoever still comes; waits a bounded time for the last goodbye.

        Spread over `spread_s` seconds, in no order: the other nodes get a stream, not a wave.
        """
        self.going = code
        if self._sweeper is not None:
            self._sweeper.cancel()
        self._emptied = asyncio.Event()
        members = list(self._open)
        for count, member in enumerate(members, start=1):
            member.close(code)
            if spread_s and count % CLOSED_TOGETHER == 0:
                await asyncio.sleep(spread_s * CLOSED_TOGETHER / len(members))
        if not self._open:
            return
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await self._emptied.wait()
        except TimeoutError:
            log.warning("sockets_left_open", count=len(self._open))

    def login_ids(self) -> list[str]:
        """The logins that have a socket here."""
        return [member.login_id for member in self._open if member.login_id is not None]

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


def _milliseconds(now: datetime) -> int:
    return int(now.timestamp() * 1000)
