"""One socket at work: brings what came in to the protocol, and performs what the protocol puts out.

    reader ──text──▶ Connection ──outputs──▶ Line ──Send──────▶ Outbox ──▶ the phone
    hub ────event──────────────────────────▶      ──Run───────▶ Door ──▶ the actors
    actors ─reply──▶ Connection                   ──Authenticate▶ the greeting

It knows no SQL and no rule. Whatever it is told, it answers at once; nothing in it waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog

from halobestie.clock import Clock
from halobestie.domain import Role
from halobestie.door import Door
from halobestie.errors import Refused
from halobestie.events import Event
from halobestie.http import close_codes, commands
from halobestie.http.answers import CustomerReady, Ready
from halobestie.http.hold import Hold
from halobestie.http.outputs import (
    Authenticate,
    Close,
    Outputs,
    ReleaseHeld,
    Run,
    Send,
    SignOfLife,
)
from halobestie.http.protocol import Connection, State
from halobestie.http.pump import PONG, Outbox, build
from halobestie.http.sockets import Sockets
from halobestie.ids import uuid7
from halobestie.messages import HeartbeatSeen, Key, MitraLeft

log = structlog.get_logger(__name__)

CLOSE_WITHIN_S: Final = 3.0
"""For the goodbye of a client; then the connection is cut."""
SLOW_WITHIN_S: Final = 2.0
"""For the close code of a slow reader to get through."""

Greet = Callable[["Line", str], Coroutine[Any, Any, None]]


class Line:
    """One connection of one phone: the hub's `Member`."""

    def __init__(
        self,
        role: Role,
        transport: asyncio.Transport,
        *,
        clock: Clock,
        door: Door,
        hub: Sockets,
        greet: Greet,
    ) -> None:
        now = clock.now()
        self.role: Role = role
        self.socket_id = str(uuid7(now))
        self.account_id: str | None = None
        self.login_id: str | None = None
        self.registered = False
        self.stamp = 0
        self.arrived = False
        """Whether the mitra's actor was told of this socket."""
        self.hold = Hold()
        self._transport = transport
        self._outbox = Outbox(transport, hub.pump)
        self._clock = clock
        self._door = door
        self._hub = hub
        self._greet = greet
        self._connection = Connection(role, now)
        self._cutting: asyncio.TimerHandle | None = None
        self._greeting: asyncio.Task[None] | None = None
        self._code: int | None = None

    @property
    def gone(self) -> bool:
        """Whether the connection itself is over."""
        return self._transport.is_closing()

    @property
    def closed(self) -> bool:
        return self._connection.state is State.CLOSED

    # -- from the reader ---------------------------------------------------------------

    def opened(self, token: str | None) -> None:
        """The upgrade is done."""
        self._perform(self._connection.opened(self._hub.settings, self._clock.now(), token))
        self._hub.opened(self)

    def text(self, text: str) -> None:
        self._perform(self._connection.text(text, self._clock.now()))

    def binary(self) -> None:
        self._perform(self._connection.binary(self._clock.now()))

    def ping(self, payload: bytes) -> None:
        self._perform(self._connection.control(self._clock.now()))
        if not self.closed:
            self._send(build(payload, PONG))

    def pong(self) -> None:
        self._perform(self._connection.control(self._clock.now()))

    def goodbye(self, code: int) -> None:
        """The client closes: its code goes back, unless we closed first."""
        self._connection.lost()
        self._leave(close_codes.NORMAL)
        echo = code if 3000 <= code <= 4999 else close_codes.NORMAL
        self._outbox.close(echo)

    def ended(self) -> None:
        """The connection is over, or soon will be: nothing more is read from it."""
        self._connection.lost()
        self._leave(close_codes.ABNORMAL)
        self._hub.ended(self)
        for pending in (self._cutting, self._greeting):
            if pending is not None:
                pending.cancel()
        self._outbox.flush()
        self._transport.close()
        if self._transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(SLOW_WITHIN_S, self._transport.abort)
        log.info(
            "socket_closed",
            role=self.role,
            account_id=self.account_id,
            socket_id=self.socket_id,
            close_code=self._code,
        )

    # -- from the greeting -------------------------------------------------------------

    def entered(self, account_id: str, login_id: str) -> None:
        """It is known whose socket this is: from now on its events are held, not lost."""
        self.account_id = account_id
        self.login_id = login_id
        self._hub.enter(self)

    def greeted(self, snapshot: Ready, expires_at: datetime) -> None:
        """The snapshot is complete."""
        if isinstance(snapshot, CustomerReady):
            self.registered |= snapshot.customer.registered
        self._perform(self._connection.greeted(snapshot, expires_at, self._clock.now()))
        log.info(
            "socket_ready", role=self.role, account_id=self.account_id, socket_id=self.socket_id
        )

    # -- from the hub ------------------------------------------------------------------

    def deliver(self, event: Event, frame: bytes) -> None:
        """An event for this phone; `frame` is the whole WebSocket frame."""
        if self.hold.open:
            self._send(frame)
        elif not self.hold.add(event, frame):
            self.close(close_codes.GOING_AWAY)

    def close(self, code: int, why: Refused | None = None) -> None:
        self._perform(self._connection.closed(code, why))

    def tick(self, now: datetime, presence_timeout_s: int) -> None:
        self._perform(self._connection.passed(now, presence_timeout_s))

    def excuse(self, pause: timedelta) -> None:
        self._connection.excused(pause)

    # -- inside ------------------------------------------------------------------------

    def _perform(self, outputs: Outputs) -> None:
        for output in outputs:
            match output:
                case Send(text):
                    self._send(build(text))
                case SignOfLife() if self.account_id is not None:
                    self._tell_mitra(HeartbeatSeen(self.account_id))
                case Run():
                    self._run(output)
                case ReleaseHeld():
                    for frame in self.hold.release():
                        self._send(frame)
                case Authenticate(token):
                    loop = asyncio.get_running_loop()
                    self._greeting = loop.create_task(self._greet(self, token))
                case Close(code):
                    self._close(code)

    def _send(self, frame: bytes) -> None:
        if not self._outbox.send(frame):
            self._cut()

    def _run(self, run: Run) -> None:
        assert self.account_id is not None
        sender = commands.Sender(self.role, self.account_id, self._clock.now())
        name = type(run.command).__name__
        to = self._door.replies.expect(partial(self._replied, run.ticket, name))
        self._door.tell(*commands.message(run.command, run.id, sender, to))

    def _replied(self, ticket: int, command: str, result: object) -> None:
        said = result.code if isinstance(result, Refused) else "ok"
        self._hub.counters.commands[command, said] += 1
        try:
            outputs = self._connection.replied(ticket, result)
        except (TypeError, KeyError):
            log.exception("reply_not_written", socket_id=self.socket_id)
            outputs = self._connection.replied(ticket, Refused("internal_error"))
        self._perform(outputs)

    def _close(self, code: int) -> None:
        self._leave(code)
        self._outbox.close(code)
        self._cut_within(CLOSE_WITHIN_S)

    def _cut(self) -> None:
        """Slow readers leave; nobody waits for them."""
        if self.closed:
            return
        self._connection.lost()
        self._leave(close_codes.TOO_SLOW)
        self._outbox.cut()
        self._cut_within(SLOW_WITHIN_S)

    def _cut_within(self, seconds: float) -> None:
        if self._cutting is None:
            loop = asyncio.get_running_loop()
            self._cutting = loop.call_later(seconds, self._transport.abort)

    def _leave(self, code: int) -> None:
        """Once: nothing is pushed to it any more, and a mitra's clock of silence starts."""
        if self._code is not None:
            return
        self._code = code
        self._hub.counters.closes[code] += 1
        self._hub.leave(self)
        if self.arrived and self.account_id is not None:
            self._tell_mitra(MitraLeft(self.account_id, self.socket_id))

    def _tell_mitra(self, message: HeartbeatSeen | MitraLeft) -> None:
        self._door.tell(Key("mitra", message.mitra_id), message)
