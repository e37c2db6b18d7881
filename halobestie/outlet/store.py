"""Does what effects want of PostgreSQL, each in a task of its own, and tells the outcome.

The number of tasks has a bound: past it an effect has failed at once, which its owner answers with
`unavailable`. Claims go to the committer, where those that wait travel together.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Protocol

import structlog

from halobestie.db import pairing, presence, sessions
from halobestie.db.nodes import AnyNode
from halobestie.db.pairing import Committer
from halobestie.db.pool import Database, DatabaseUnavailable
from halobestie.effects import (
    Claim,
    ClosePeriod,
    CloseRequest,
    EndSession,
    FindWinner,
    OpenPeriod,
    OpenRequest,
    Reroute,
    StartSession,
    StoreEffect,
)
from halobestie.errors import Refused
from halobestie.messages import COORDINATOR, ClaimWon, EffectFailed, EffectRefused, Key
from halobestie.metrics import Measures
from halobestie.outlet.lines import Lines
from halobestie.outlet.stopwatch import Stopwatch

log = structlog.get_logger(__name__)

LIMIT = 10_000
"""Effects under way at once."""

STARTS = 120
START_AGAIN_S = 1.0
"""How often, and after how long, a paid session that could not be started is tried again."""

_OF_ONE_SESSION = StartSession | EndSession | Reroute


class Entrance(Protocol):
    def tell(self, key: Key, message: object) -> None: ...


class Store:
    """PostgreSQL as the actors see it: effects go in, outcomes come out at the entrance."""

    def __init__(
        self,
        database: Database,
        committer: Committer,
        node: AnyNode,
        entrance: Entrance,
        watch: Stopwatch | None = None,
    ) -> None:
        self._database = database
        self._committer = committer
        self._node = node
        self._entrance = entrance
        self._watch = watch or Stopwatch(Measures())
        self._tasks: set[asyncio.Task[None]] = set()
        self._lines = Lines()
        self.outcomes: Counter[tuple[str, ...]] = Counter()
        """By effect and outcome, for the metrics."""

    def __len__(self) -> int:
        return len(self._tasks)

    def submit(self, effect: StoreEffect) -> None:
        if len(self._tasks) >= LIMIT:
            self._tell(effect, EffectFailed(effect))
            return
        task = asyncio.get_running_loop().create_task(self._do(effect))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, timeout_s: float) -> None:
        """Wait for what is under way, but not for ever."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=timeout_s)
        for task in tuple(self._tasks):
            task.cancel()

    async def _do(self, effect: StoreEffect) -> None:
        # A start: it is paid, and nobody is there who would say so again.
        for _ in range(STARTS if isinstance(effect, StartSession) else 0):
            if await self._done(effect, give_up=False):
                return
            await asyncio.sleep(START_AGAIN_S)
        await self._done(effect, give_up=True)

    async def _done(self, effect: StoreEffect, *, give_up: bool) -> bool:
        """One try, told within its turn; a failure is told when it was the last one."""
        session_id = effect.session_id if isinstance(effect, _OF_ONE_SESSION) else None
        async with self._lines.turn(session_id):
            with self._watch.times(effect):
                outcome = await self._outcome(effect)
            told = give_up or not isinstance(outcome, EffectFailed)
            if told:
                self._tell(effect, outcome)
        return told

    async def _outcome(self, effect: StoreEffect) -> object:
        try:
            outcome = await self._ask(effect)
        except DatabaseUnavailable:
            log.warning("effect_failed", effect=type(effect).__name__)
            return EffectFailed(effect)
        except Exception:
            log.exception("effect_failed", effect=type(effect).__name__)
            return EffectFailed(effect)
        return EffectRefused(effect, outcome.code) if isinstance(outcome, Refused) else outcome

    def _tell(self, effect: StoreEffect, outcome: object) -> None:
        self.outcomes[type(effect).__name__, type(outcome).__name__] += 1
        self._watch.told(outcome)
        # Whoever asked who has won: the coordinator is who announces it.
        owner = COORDINATOR if isinstance(outcome, ClaimWon) else effect.owner
        self._entrance.tell(owner, outcome)

    async def _ask(self, effect: StoreEffect) -> object:
        db, node = self._database, self._node
        match effect:
            case Claim():
                return await self._committer.submit(effect)
            case OpenRequest():
                return await pairing.open_request(db, effect, node)
            case CloseRequest():
                return await pairing.close_request(db, effect)
            case FindWinner():
                return await pairing.find_winner(db, effect)
            case OpenPeriod():
                return await presence.open_period(db, effect, node)
            case ClosePeriod():
                return await presence.close_period(db, effect, node)
            case StartSession():
                return await sessions.start_session(db, effect)
            case EndSession():
                return await sessions.end_session(db, effect)
            case Reroute():
                return await sessions.reroute_session(db, effect)
