"""Accepts become sessions here: claims of one node, in batches, on a connection of its own.

    submit ─▶ queue ─▶ batch ─▶ claim_offers ─▶ one answer each
                         ▲          │ connection lost: connect anew, ask the same again
                         └──────────┘ refused as a whole: ask one by one

Claims that arrive while one is under way travel together in the next call: group commit, as the
writer of a log does it. A claim may be asked twice: it gets the session that was made at first.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

import structlog

from halobestie.db.errors import DatabaseUnavailable, translated
from halobestie.db.nodes import AnyNode
from halobestie.db.pool import Database
from halobestie.db.rows import Row, session_of
from halobestie.domain import Load
from halobestie.effects import Claim
from halobestie.messages import ClaimLost, ClaimWon

log = structlog.get_logger(__name__)

Decided: TypeAlias = ClaimWon | ClaimLost

MOST_TOGETHER: Final = 256
MOST_WAITING: Final = 4096
GIVE_UP_S: Final = 3.0
ASK_TIMEOUT_S: Final = 1.5


@dataclass(frozen=True, slots=True)
class _Asked:
    claim: Claim
    answer: asyncio.Future[Decided]
    until: float
    """On the loop's clock: later than this it is not asked again."""


class Committer:
    """One a node. `async with Committer(db, node) as committer: await committer.submit(claim)`."""

    def __init__(
        self,
        db: Database,
        node: AnyNode,
        *,
        most_waiting: int = MOST_WAITING,
        give_up_s: float = GIVE_UP_S,
    ) -> None:
        self._db = db
        self._node = node
        self._most_waiting = most_waiting
        self._give_up_s = give_up_s
        self._queue: deque[_Asked] = deque()
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._conn: Any = None
        self._statement: Any = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many claims wait for the call that is under way to come back."""
        return len(self._queue)

    async def start(self) -> None:
        """Connect, and begin. Raises `DatabaseUnavailable`."""
        await self._connect()
        self._task = asyncio.create_task(self._run(), name="committer")

    def submit(self, claim: Claim) -> asyncio.Future[Decided]:
        """The answer, once it is committed; or `DatabaseUnavailable` after about `give_up_s`, at
        once if too many wait. Then it may be committed or not; it may be submitted again."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Decided] = loop.create_future()
        if self._closed or len(self._queue) >= self._most_waiting:
            answer.set_exception(DatabaseUnavailable("closed" if self._closed else "busy"))
            return answer
        self._queue.append(_Asked(claim, answer, loop.time() + self._give_up_s))
        self._idle.clear()
        self._work.set()
        return answer

    async def close(self) -> None:
        """Decide what was submitted, for `give_up_s` at most; let go of the connection."""
        self._closed = True
        if self._task is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), self._give_up_s)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        _refuse(self._queue, DatabaseUnavailable("closed"))
        self._disconnect()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            batch = [self._queue.popleft() for _ in range(min(MOST_TOGETHER, len(self._queue)))]
            try:
                await self._decide(batch)
            finally:
                _refuse(batch, DatabaseUnavailable("closed"))  # those that were left, if cancelled
            if not self._queue:
                self._work.clear()
                self._idle.set()

    async def _decide(self, batch: Sequence[_Asked], alone: bool = False) -> None:
        for pause in _pauses():
            try:
                decided = await self._ask([asked.claim for asked in batch])
            except DatabaseUnavailable as away:
                log.warning("claims_not_answered", claims=len(batch), why=away.why)
                self._disconnect()
                batch = _still_in_time(batch, away)
                if not batch:
                    return
                await asyncio.sleep(pause)
            except Exception as error:
                if alone:
                    _refuse(batch, error)
                    return
                for asked in batch:
                    await self._decide([asked], alone=True)
                return
            else:
                _answer(batch, decided)
                return

    async def _ask(self, claims: Sequence[Claim]) -> list[Decided]:
        with translated():
            async with asyncio.timeout(ASK_TIMEOUT_S):
                if self._conn is None:
                    await self._connect()
                rows = await self._fetch(claims)
        return [_decided(claim, row) for claim, row in zip(claims, rows, strict=True)]

    async def _fetch(self, claims: Sequence[Claim]) -> Sequence[Row]:
        with translated(self._conn):
            rows: Sequence[Row] = await self._statement.fetch(
                [claim.request_id for claim in claims],
                [claim.mitra_id for claim in claims],
                [claim.session_id for claim in claims],
                [claim.at for claim in claims],
                self._node.node_id,
                self._node.epoch,
            )
        return rows

    async def _connect(self) -> None:
        self._conn = await self._db.connect()
        with translated(self._conn):
            self._statement = await self._conn.prepare(self._db.queries.claim_offers.sql)

    def _disconnect(self) -> None:
        # Not closed politely: what the other side thinks of this connection is unknown.
        conn, self._conn, self._statement = self._conn, None, None
        if conn is not None:
            conn.terminate()


def _decided(claim: Claim, row: Row) -> Decided:
    load = Load(claim.mitra_id, row["mitra_sessions"], row["mitra_version"])
    if row["outcome"] == "won":
        return ClaimWon(session_of(row), load)
    full = row["outcome"] == "at_capacity"
    return ClaimLost(claim.request_id, claim.mitra_id, row["outcome"], load if full else None)


def _answer(batch: Sequence[_Asked], decided: Sequence[Decided]) -> None:
    for asked, answer in zip(batch, decided, strict=True):
        if not asked.answer.done():
            asked.answer.set_result(answer)


def _refuse(batch: Sequence[_Asked] | deque[_Asked], error: Exception) -> None:
    for asked in batch:
        if not asked.answer.done():
            asked.answer.set_exception(error)


def _still_in_time(batch: Sequence[_Asked], away: DatabaseUnavailable) -> Sequence[_Asked]:
    now = asyncio.get_running_loop().time()
    _refuse([asked for asked in batch if asked.until <= now], away)
    return [asked for asked in batch if asked.until > now]


def _pauses() -> Iterator[float]:
    """Before asking again: at once, then longer each time, at most 0.4 seconds."""
    pause = 0.0
    while True:
        yield pause
        pause = min(2 * pause or 0.025, 0.4)
