"""From a token to the first snapshot: whose socket it is, and what its screens show.

    token ──login──▶ enter the hub (events are held) ──▶ PostgreSQL ──(a mitra: the actors)──▶ ready
        none: 4500   other role: 4507                    inactive: 4503      away: unavailable, 4001

The hub first, the snapshot second: what happens in between is held and follows the snapshot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog

from halobestie.db.customers import CustomerSnapshot
from halobestie.db.logins import Login
from halobestie.db.mitras import MitraSnapshot
from halobestie.domain import MitraProfile, Presence, Settings
from halobestie.door import Door
from halobestie.effects import Welcome
from halobestie.errors import Refused
from halobestie.events import to_customer, to_mitra
from halobestie.http import close_codes
from halobestie.http.answers import (
    AppState,
    CustomerReady,
    MitraReady,
    Ready,
    WaitingRequest,
)
from halobestie.http.line import Line
from halobestie.http.sockets import Sockets
from halobestie.http.views import customer_view, mitra_view
from halobestie.messages import DESK, Key, MitraArrived, SnapshotShown

log = structlog.get_logger(__name__)

WITHIN_S: Final = 15.0
ASKED: Final = 3

FindLogin = Callable[[str], Awaitable[Login | None]]
"""The living login of a token. Raises when PostgreSQL cannot be asked."""


class Snapshots(Protocol):
    """What PostgreSQL knows of an account, as of now; None for an account that is not there."""

    async def customer(self, customer_id: str) -> CustomerSnapshot | None: ...
    async def mitra(self, mitra_id: str) -> MitraSnapshot | None: ...


class Closing(Exception):
    """Leaves the greeting with a close code, and with the refusal to tell first, if any."""

    def __init__(self, code: int, why: Refused | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.why = why


class Greeting:
    """Greets one socket after the other; holds nothing of them."""

    def __init__(
        self, *, find_login: FindLogin, snapshots: Snapshots, door: Door, sockets: Sockets
    ) -> None:
        self._find_login = find_login
        self._snapshots = snapshots
        self._door = door
        self._sockets = sockets

    async def greet(self, line: Line, token: str) -> None:
        """Ends with the line ready, or closed. Bounded in time."""
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._greet(line, token)
        except Closing as no:
            line.close(no.code, no.why)
        except Exception as failure:
            log.warning("greeting_failed", socket_id=line.socket_id, error=type(failure).__name__)
            line.close(close_codes.GOING_AWAY, Refused("unavailable"))

    async def _greet(self, line: Line, token: str) -> None:
        login = await self._login(token)
        if login is None:
            raise Closing(close_codes.NOT_AUTHENTICATED)
        if login.role != line.role:
            raise Closing(close_codes.WRONG_ROLE)
        if line.closed:
            return
        line.entered(login.account_id, login.login_id)
        of = self._customer if line.role == "customer" else self._mitra
        snapshot = await of(line, login.account_id)
        if snapshot is not None:
            line.greeted(snapshot, login.expires_at)

    async def _login(self, token: str) -> Login | None:
        """Asks again when this one was shut out meanwhile: the answer may be from before."""
        for _ in range(ASKED):
            before = self._sockets.revocations
            login = await self._find_login(token)
            if login is None or not self._sockets.shut_out_since(
                before, login.login_id, login.account_id
            ):
                return login
        raise Closing(close_codes.GOING_AWAY, Refused("unavailable"))

    async def _customer(self, _: Line, customer_id: str) -> Ready:
        snapshot = await self._snapshots.customer(customer_id)
        if snapshot is None:
            raise Closing(close_codes.NOT_AUTHENTICATED)
        waiting, session = snapshot.request, snapshot.session
        shown = SnapshotShown(
            () if session is None else (session,), None if waiting is None else waiting.request_id
        )
        self._door.tell(DESK, shown)
        return customer_ready(snapshot, self._sockets.settings)

    async def _mitra(self, line: Line, mitra_id: str) -> Ready | None:
        """None when the line was closed meanwhile: the actors hear of living sockets only."""
        snapshot = await self._snapshots.mitra(mitra_id)
        if snapshot is None:
            raise Closing(close_codes.NOT_AUTHENTICATED)
        if not snapshot.mitra.active:
            raise Closing(close_codes.DEACTIVATED)
        if line.closed:
            return None
        self._door.tell(DESK, SnapshotShown(tuple(snapshot.sessions)))
        welcome = await self._arrive(line, snapshot.profile)
        return mitra_ready(snapshot, welcome)

    async def _arrive(self, line: Line, profile: MitraProfile) -> Welcome:
        """The hold hears of the answer in the very moment it is given: events that come before
        this coroutine goes on are newer than the answer, and stay."""
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        def deliver(result: object) -> None:
            if isinstance(result, Welcome):
                line.hold.welcomed(result)
            if not answer.done():
                answer.set_result(result)

        line.hold.asked()
        line.arrived = True
        to = self._door.replies.expect(deliver)
        self._door.tell(Key("mitra", profile.mitra_id), MitraArrived(profile, line.socket_id, to))
        result = await answer
        if isinstance(result, Welcome):
            return result
        why = result if isinstance(result, Refused) else Refused("unavailable")
        raise Closing(close_codes.GOING_AWAY, why)


def customer_ready(snapshot: CustomerSnapshot, settings: Settings) -> CustomerReady:
    """The whole state of a customer. Anonymous while anonymity is off: register before asking."""
    customer = customer_view(snapshot.customer)
    waiting, session = snapshot.request, snapshot.session
    required = not customer.registered and not settings.anonymity_enabled
    return CustomerReady(
        customer,
        None if waiting is None else WaitingRequest(waiting.request_id, "open", waiting.expires_at),
        None if session is None else to_customer(session),
        AppState(settings.anonymity_enabled, required),
    )


def mitra_ready(snapshot: MitraSnapshot, welcome: Welcome) -> MitraReady:
    """The whole state of a mitra: what PostgreSQL knows, and what the actors know."""
    return MitraReady(
        mitra_view(snapshot.mitra),
        Presence(welcome.online, welcome.since, welcome.capacity, welcome.sessions),
        welcome.offers,
        tuple(to_mitra(session) for session in snapshot.sessions),
    )
