"""The two WebSocket addresses: before the upgrade 426 or 403, after it one reader for each socket.

    GET ──426, 403──▶ upgrade ──▶ Line ◀── text, binary, ping, pong, close ── the one reader
                                    └────── frames, pongs, close ──▶ the pump

aiohttp shakes hands and takes frames apart; all that goes out is the pump's, so that nothing can
overtake anything. Sockets are not compressed: a frame is built once for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from aiohttp import WebSocketError, WSMsgType, hdrs, web

from halobestie.clock import Clock
from halobestie.db.customers import CustomerSnapshot, customer_snapshot
from halobestie.db.mitras import MitraSnapshot, mitra_snapshot
from halobestie.db.pool import Database
from halobestie.domain import Role
from halobestie.door import Door
from halobestie.errors import Refused
from halobestie.http.auth import bearer_token, login_of
from halobestie.http.close_codes import TOO_MANY
from halobestie.http.errors import problem
from halobestie.http.frames import MAX_FRAME_BYTES
from halobestie.http.greeting import FindLogin, Greeting, Snapshots
from halobestie.http.limits import LIMITS, Limits, address_of
from halobestie.http.line import Line
from halobestie.http.origin import may_open
from halobestie.http.services import SERVICES
from halobestie.http.socket_limits import LimitedDoor, limited_logins
from halobestie.http.sockets import Sockets

LINGER_S: Final = 1.0
"""After a frame that could not be read: for the close code to arrive before the connection ends."""
LINGER_STEP_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a socket needs of the house."""

    clock: Clock
    door: Door
    sockets: Sockets
    find_login: FindLogin
    snapshots: Snapshots
    allowed_origins: Collection[str] = ()
    trusted_proxies: Collection[str] = ()
    limits: Limits = field(default_factory=lambda: Limits(spare_loopback=True))


@dataclass(frozen=True, slots=True)
class DatabaseSnapshots:
    """The accounts as PostgreSQL has them."""

    database: Database

    async def customer(self, customer_id: str) -> CustomerSnapshot | None:
        return await customer_snapshot(self.database, customer_id)

    async def mitra(self, mitra_id: str) -> MitraSnapshot | None:
        return await mitra_snapshot(self.database, mitra_id)


class Wire(web.WebSocketResponse):
    """aiohttp's reading half. Saying goodbye is the Line's, in its place behind other frames."""

    def __init__(self) -> None:
        super().__init__(
            autoping=False,
            compress=False,
            # aiohttp refuses what is as long as its limit; ours may be as long.
            max_msg_size=MAX_FRAME_BYTES + 1,
        )

    async def close(self, **_: object) -> bool:
        """Nothing: neither after a faulty frame nor at the end does aiohttp write by itself."""
        return False


async def customer_socket(request: web.Request) -> web.StreamResponse:
    return await serve(request, "customer", _entrance(request))


async def mitra_socket(request: web.Request) -> web.StreamResponse:
    return await serve(request, "mitra", _entrance(request))


async def serve(request: web.Request, role: Role, entrance: Entrance) -> web.StreamResponse:
    """One socket, from the upgrade to its end."""
    if (refused := _refused(request, entrance)) is not None:
        return refused
    wire = Wire()
    try:
        await wire.prepare(request)
    except ConnectionError:
        return wire  # the client hung up before it was answered: nobody's mistake
    if (transport := request.transport) is None:
        return wire
    address = address_of(request, entrance.trusted_proxies)
    with entrance.limits.seat(address) as admitted:
        line = _line(role, transport, entrance, address)
        try:
            line.opened(bearer_token(request) if admitted else None)
            if not admitted:
                line.close(TOO_MANY)
            await _read(wire, line)
        finally:
            line.ended()
    return wire


def _line(role: Role, transport: asyncio.Transport, entrance: Entrance, address: str) -> Line:
    greeting = Greeting(
        find_login=limited_logins(entrance.find_login, entrance.limits, address),
        snapshots=entrance.snapshots,
        door=entrance.door,
        sockets=entrance.sockets,
    )
    return Line(
        role,
        transport,
        clock=entrance.clock,
        door=LimitedDoor(entrance.door, entrance.limits, address),
        hub=entrance.sockets,
        greet=greeting.greet,
    )


async def _read(wire: Wire, line: Line) -> None:
    """The one reader. It goes on after we have closed, until the client says goodbye."""
    while True:
        message = await wire.receive()
        match message.type:
            case WSMsgType.TEXT:
                line.text(message.data)
            case WSMsgType.BINARY:
                line.binary()
            case WSMsgType.PING:
                line.ping(message.data)
            case WSMsgType.PONG:
                line.pong()
            case WSMsgType.CLOSE:
                return line.goodbye(message.data)
            case WSMsgType.ERROR if isinstance(message.data, WebSocketError):
                return await _break_off(line, message.data.code)
            case _:
                return None


async def _break_off(line: Line, code: int) -> None:
    """What comes can be read no more. To end the connection at once would make the network drop
    the close code together with what is unread."""
    line.close(code)
    for _ in range(int(LINGER_S / LINGER_STEP_S)):
        if line.gone:
            return
        await asyncio.sleep(LINGER_STEP_S)


def _refused(request: web.Request, entrance: Entrance) -> web.Response | None:
    if request.headers.get(hdrs.UPGRADE, "").strip().lower() != "websocket":
        answer = problem(request, Refused("upgrade_required"))
        answer.headers[hdrs.UPGRADE] = "websocket"
        return answer
    if not may_open(request, entrance.allowed_origins, entrance.trusted_proxies):
        return problem(request, Refused("origin_not_allowed"))
    return None


def _entrance(request: web.Request) -> Entrance:
    services = request.app[SERVICES]
    return Entrance(
        clock=services.clock,
        door=services.door,
        sockets=services.sockets,
        find_login=partial(login_of, services),
        snapshots=DatabaseSnapshots(services.database),
        allowed_origins=services.config.allowed_origins,
        trusted_proxies=services.config.trusted_proxies,
        limits=request.app[LIMITS],
    )
