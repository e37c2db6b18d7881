"""One connection, from hello to goodbye, as the contract has it: inputs in, outputs as data.

    opened ──hello──▶ WAITING ──auth──▶ GREETING ──ready──▶ READY
                         │ no auth in 10 s: 4502 │ 4500 4503 4507 │ 4009 4013 4500 4501
                         └───────────────────────┴────────────────┴─────▶ CLOSED

Sans-I/O, in the manner of h11 and websockets: it knows no socket, no actor and no clock. Whoever
holds it performs the outputs in their order, and brings back what came of `Authenticate` and `Run`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from halobestie.domain import Role, Settings
from halobestie.errors import Refused
from halobestie.http import answers, parsing
from halobestie.http.close_codes import (
    NO_AUTH,
    NO_COMMANDS,
    NOT_AUTHENTICATED,
    SILENT,
    TOO_MANY,
)
from halobestie.http.frames import Command, Heartbeat
from halobestie.http.outputs import (
    Authenticate,
    Close,
    Outputs,
    ReleaseHeld,
    Run,
    Send,
    SignOfLife,
)
from halobestie.http.parsing import Envelope, Fault
from halobestie.http.patience import Bucket, Faults
from halobestie.http.repeats import Repeats

AUTH_WITHIN: Final = timedelta(seconds=10)
SIGN_EVERY: Final = timedelta(milliseconds=250)
"""Well below the shortest heartbeat, so that no regular one is swallowed."""
QUEUED: Final = 16


class State(Enum):
    WAITING = auto()
    GREETING = auto()
    READY = auto()
    CLOSED = auto()


class Connection:
    """The rules of one socket. Every input is harmless in every state."""

    __slots__ = (
        "_bucket",
        "_expires_at",
        "_faults",
        "_heard_at",
        "_opened_at",
        "_queue",
        "_repeats",
        "_role",
        "_signed_at",
        "state",
    )

    def __init__(self, role: Role, now: datetime) -> None:
        self.state = State.WAITING
        self._role: Role = role
        self._opened_at = self._heard_at = now
        self._signed_at: datetime | None = None
        self._expires_at: datetime | None = None
        self._bucket = Bucket(now)
        self._faults = Faults()
        self._repeats = Repeats()
        self._queue: list[Run] = []

    # -- its life ----------------------------------------------------------------------

    def opened(self, settings: Settings, now: datetime, token: str | None) -> Outputs:
        """The upgrade is done; `token` is what it carried, None when an `auth` frame is to come."""
        hello = Send(answers.hello(settings, now))
        return (hello,) if token is None else (hello, *self._authenticate(token))

    def greeted(self, snapshot: answers.Ready, expires_at: datetime, now: datetime) -> Outputs:
        """The login is good until `expires_at`, and this is the whole state."""
        if self.state is not State.GREETING:
            return ()
        ready = Send(answers.encode("ready", snapshot))
        self.state = State.READY
        self._expires_at = expires_at
        self._heard_at = self._signed_at = now
        queued, self._queue = self._queue, []
        return (ready, ReleaseHeld(), *(out for run in queued for out in self._start(run)))

    def closed(self, code: int, why: Refused | None = None) -> Outputs:
        """It is to be closed, for a reason that does not come from the client's frames."""
        if self.state is State.CLOSED:
            return ()
        told = () if why is None else (Send(answers.error(None, why)),)
        return (*told, *self._close(code))

    def lost(self) -> None:
        """The socket is gone; nothing can be said any more."""
        self.state = State.CLOSED

    # -- what comes in -----------------------------------------------------------------

    def text(self, text: str, now: datetime) -> Outputs:
        """A text frame of the client."""
        if self.state is State.CLOSED:
            return ()
        if not self._bucket.take(now):
            return self._close(TOO_MANY)
        return (*self._heard(now), *self._understand(parsing.read(text), now))

    def binary(self, now: datetime) -> Outputs:
        """A binary frame of the client: never a command."""
        if self.state is State.CLOSED:
            return ()
        if not self._bucket.take(now):
            return self._close(TOO_MANY)
        return (*self._heard(now), *self._fault(Fault(None, Refused("bad_frame")), now))

    def control(self, now: datetime) -> Outputs:
        """A ping or pong. The phone's network answers those, not its app: no sign of life."""
        if self.state is State.CLOSED or self._bucket.take(now):
            return ()
        return self._close(TOO_MANY)

    def replied(self, ticket: int, result: object) -> Outputs:
        """What came of a command: data for its `ok`, or `Refused`.

        TypeError, KeyError: the result cannot be written; the command still waits for another.
        """
        return self._answer(ticket, result, remember=True)

    # -- time --------------------------------------------------------------------------

    def passed(self, now: datetime, presence_timeout_s: int) -> Outputs:
        """Time has passed; called about once a second."""
        if self.state is State.WAITING and now - self._opened_at >= AUTH_WITHIN:
            return self._close(NO_AUTH)
        if self.state is not State.READY or self._expires_at is None:
            return ()
        if now >= self._expires_at:
            return self._close(NOT_AUTHENTICATED)
        if (now - self._heard_at).total_seconds() > presence_timeout_s:
            return self._close(SILENT)
        return ()

    def excused(self, pause: timedelta) -> None:
        """The server itself was not listening for so long: not the client's silence."""
        self._heard_at += pause
        self._opened_at += pause

    # -- inside ------------------------------------------------------------------------

    def _heard(self, now: datetime) -> Outputs:
        self._heard_at = now
        if self._role != "mitra" or self.state is not State.READY:
            return ()
        if self._signed_at is not None and now - self._signed_at < SIGN_EVERY:
            return ()
        self._signed_at = now
        return (SignOfLife(),)

    def _understand(self, said: Envelope | Fault, now: datetime) -> Outputs:
        if isinstance(said, Fault):
            return self._fault(said, now)
        if self.state is State.WAITING:
            return self._before_auth(said, now)
        if said.id is not None and (again := self._again(said.id)) is not None:
            return again
        command = parsing.command(self._role, said)
        if isinstance(command, Fault):
            return self._fault(command, now)
        return self._accept(said.id, command)

    def _before_auth(self, said: Envelope, now: datetime) -> Outputs:
        if not said.is_auth:
            return self._fault(Fault(said.id, Refused("not_authenticated")), now)
        auth = parsing.auth(said)
        if isinstance(auth, Fault):
            return self._fault(auth, now)
        return self._authenticate(auth.token)

    def _authenticate(self, token: str) -> Outputs:
        self.state = State.GREETING
        return (Authenticate(token),)

    def _again(self, id_: str) -> Outputs | None:
        """The outputs for an id that was sent before; None when it is new."""
        if (answered := self._repeats.answered(id_)) is not None:
            return (Send(answered),)
        return () if self._repeats.joins(id_) else None

    def _accept(self, id_: str | None, command: Command) -> Outputs:
        full = self.state is State.GREETING and len(self._queue) >= QUEUED
        ticket = None if full else self._repeats.begin(id_)
        if ticket is None:
            return (Send(answers.error(id_, Refused("too_many_requests"))),)
        run = Run(ticket, id_, command)
        if self.state is State.READY:
            return self._start(run)
        self._queue.append(run)
        return ()

    def _start(self, run: Run) -> Outputs:
        """A heartbeat is answered here, and not remembered: it changes nothing."""
        if isinstance(run.command, Heartbeat):
            return self._answer(run.ticket, {}, remember=False)
        return (run,)

    def _answer(self, ticket: int, result: object, *, remember: bool) -> Outputs:
        running = self._repeats.of(ticket)
        if running is None or self.state is State.CLOSED:
            return ()
        frame = _written(running.id, result)
        lasting = not (isinstance(result, Refused) and result.temporary)
        self._repeats.finish(ticket, frame if remember and lasting else None)
        return () if frame is None else (Send(frame),) * running.copies

    def _fault(self, fault: Fault, now: datetime) -> Outputs:
        told = Send(answers.error(fault.re, fault.refused))
        return (told,) if self._faults.one_more(now) else (told, *self._close(NO_COMMANDS))

    def _close(self, code: int) -> Outputs:
        self.state = State.CLOSED
        self._queue = []
        return (Close(code),)


def _written(id_: str | None, result: object) -> bytes | None:
    """The reply's frame. A command without an id gets none, unless it is an error."""
    if isinstance(result, Refused):
        return answers.error(id_, result)
    return None if id_ is None else answers.ok(id_, result)
