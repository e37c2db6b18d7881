"""What the WebSocket tests share: a listener on a real socket, with accounts held in memory and a
recorder where the actors would be. Time stands still until a test moves it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiohttp import ClientWebSocketResponse, WSMsgType, web
from aiohttp.test_utils import TestClient, TestServer

from halobestie.clock import ManualClock
from halobestie.db.customers import CustomerAccount, CustomerSnapshot
from halobestie.db.logins import Login
from halobestie.db.mitras import MitraAccount, MitraSnapshot
from halobestie.domain import Load, MitraProfile, Price, Role, Settings, Trial
from halobestie.door import Door
from halobestie.effects import Welcome
from halobestie.http.socket import Entrance, serve
from halobestie.http.sockets import Sockets
from halobestie.messages import Key, MitraArrived
from halobestie.replies import Replies

NOW = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)
SETTINGS = Settings(
    version=1,
    anonymity_enabled=True,
    max_customers_per_mitra=3,
    pairing_method="blast",
    offer_timeout_s=45,
    request_timeout_s=180,
    heartbeat_interval_s=15,
    presence_timeout_s=90,
    payment_timeout_s=900,
    trial=Trial(True, 15),
    price_list=(Price(30, 35000),),
)
WELCOME = Welcome(online=True, since=NOW, capacity=3, sessions=0, offers=())


def uuid_of(number: int) -> str:
    """A UUIDv7 that tells tests apart."""
    return f"019bcc6d-0c40-7c3e-9a51-{number:012x}"


def text(kind: str, id_: str | None = None, **data: object) -> str:
    """A client frame."""
    frame: dict[str, object] = {"type": kind, "data": data}
    if id_ is not None:
        frame["id"] = id_
    return orjson.dumps(frame).decode()


@dataclass
class Accounts:
    """Logins and accounts in memory; `away` plays PostgreSQL that cannot be reached."""

    logins: dict[str, Login] = field(default_factory=dict)
    customers: dict[str, CustomerSnapshot] = field(default_factory=dict)
    mitras: dict[str, MitraSnapshot] = field(default_factory=dict)
    away: bool = False
    looking: Callable[[], None] = lambda: None
    """Called in the middle of every look-up: what happens meanwhile."""

    async def find_login(self, token: str) -> Login | None:
        found = self.logins.get(token)
        await self._look()
        return found

    async def customer(self, customer_id: str) -> CustomerSnapshot | None:
        await self._look()
        return self.customers.get(customer_id)

    async def mitra(self, mitra_id: str) -> MitraSnapshot | None:
        await self._look()
        return self.mitras.get(mitra_id)

    def add_login(self, token: str, role: Role, account_id: str, days: int = 30) -> None:
        expires = NOW + timedelta(days=days)
        self.logins[token] = Login(f"login-{token}", role, account_id, expires)

    def add_customer(self, number: int, *, registered: bool = False) -> str:
        """A customer with the token `c<number>`."""
        id_ = uuid_of(number)
        via, phone = ("phone", "+6281200000001") if registered else (None, None)
        account = CustomerAccount(id_, "Langit", via, phone, NOW)  # type: ignore[arg-type]
        self.customers[id_] = CustomerSnapshot(account, None, None)
        self.add_login(f"c{number}", "customer", id_)
        return id_

    def add_mitra(self, number: int, *, active: bool = True) -> str:
        """A mitra with the token `m<number>`."""
        id_ = uuid_of(number)
        account = MitraAccount(id_, f"+62812000{number:05}", "Melati", 1, active, False, 0, NOW)
        profile = MitraProfile(id_, 1, False, Load(id_, 0, 1))
        self.mitras[id_] = MitraSnapshot(account, profile, [])
        self.add_login(f"m{number}", "mitra", id_)
        return id_

    async def _look(self) -> None:
        self.looking()
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionRefusedError


@dataclass
class Recorder:
    """Stands where the actors are: remembers what it was told, and answers what it was asked to."""

    told: list[tuple[Key, Any]] = field(default_factory=list)
    answers: dict[type, Callable[[Any], object]] = field(default_factory=dict)
    replies: Replies | None = None

    def tell(self, key: Key, message: object) -> None:
        self.told.append((key, message))
        make = self.answers.get(type(message))
        if make is not None and self.replies is not None:
            self.replies.resolve(message.reply_to, make(message))  # type: ignore[attr-defined]

    def of(self, kind: type) -> list[Any]:
        """The messages of this kind, in their order."""
        return [message for _, message in self.told if isinstance(message, kind)]


class Phone:
    """A client of the listener: says frames, hears frames."""

    def __init__(self, ws: ClientWebSocketResponse) -> None:
        self.ws = ws

    async def say(self, frame: str) -> None:
        await self.ws.send_str(frame)

    def vanish(self) -> None:
        """The network is gone, from one moment to the next."""
        self.ws._response.connection.transport.abort()  # type: ignore[union-attr]

    def stop_reading(self) -> None:
        """The phone takes nothing more off the network."""
        self.ws._response.connection.transport.pause_reading()  # type: ignore[union-attr]

    async def hear(self) -> dict[str, Any]:
        """The next frame, as JSON."""
        message = await self.ws.receive(timeout=5)
        assert message.type is WSMsgType.TEXT, message
        frame: dict[str, Any] = orjson.loads(message.data)
        return frame

    async def hear_until(self, kind: str) -> dict[str, Any]:
        """The next frame of this type; those before it are let go."""
        while True:
            frame = await self.hear()
            if frame["type"] == kind:
                return frame

    async def hear_close(self) -> int:
        """The close code; nothing but the close may come."""
        message = await self.ws.receive(timeout=5)
        assert message.type is WSMsgType.CLOSE, message
        code: int = message.data
        return code

    async def ask(self, kind: str, id_: str, **data: object) -> dict[str, Any]:
        """Say a command, hear the next frame."""
        await self.say(text(kind, id_, **data))
        return await self.hear()


@dataclass
class House:
    """The listener of one test, and all that stands around it."""

    clock: ManualClock
    accounts: Accounts
    inside: Recorder
    sockets: Sockets
    client: TestClient[Any, Any]

    async def connect(self, role: Role, token: str | None = None, **headers: str) -> Phone:
        """A socket after the upgrade; `token` goes along with it."""
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return Phone(await self.client.ws_connect(f"/v1/{role}/ws", headers=headers))

    async def enter(self, role: Role, token: str) -> Phone:
        """A socket that has heard `ready`."""
        phone = await self.connect(role, token)
        await phone.hear_until("ready")
        return phone

    def pass_time(self, seconds: float) -> None:
        """The clock moves, and the hub looks at it."""
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        self.sockets.sweep(self.clock.now())

    async def settle(self, condition: Callable[[], bool]) -> None:
        """Wait, a bounded time, for what another task is about to do."""
        for _ in range(1000):
            if condition():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it did not come to pass within five seconds")

    async def close(self) -> None:
        await self.client.close()
        await self.sockets.close_all(4001)


async def open_house(**entrance: Any) -> House:
    """A listener on a free port of this machine; `entrance` overrules fields of Entrance."""
    clock, accounts, inside = ManualClock(NOW), Accounts(), Recorder()
    inside.replies = Replies(asyncio.get_running_loop())
    inside.answers[MitraArrived] = lambda _: WELCOME
    sockets = Sockets(clock=clock, settings=SETTINGS)
    way_in = Entrance(clock, Door(inside, inside.replies), sockets, accounts.find_login, accounts)
    way_in = replace(way_in, **entrance)

    async def customer(request: web.Request) -> web.StreamResponse:
        return await serve(request, "customer", way_in)

    async def mitra(request: web.Request) -> web.StreamResponse:
        return await serve(request, "mitra", way_in)

    app = web.Application()
    app.router.add_get("/v1/customer/ws", customer)
    app.router.add_get("/v1/mitra/ws", mitra)
    client: TestClient[Any, Any] = TestClient(TestServer(app))
    await client.start_server()
    return House(clock, accounts, inside, sockets, client)
