"""Reads from PostgreSQL what this node may have missed, and has it told.

The news (requests and sessions that changed) every second; how the people of this node really
stand, every ten; both at once when the bus says that something may be lost. What is found and acted
upon is counted: with a healthy bus it stays near 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

import structlog

from halobestie import reconciling
from halobestie.clock import Clock
from halobestie.db import news as db_news
from halobestie.db import nodes
from halobestie.db.news import MitraRow, News, PeriodRow
from halobestie.db.nodes import LiveNode
from halobestie.db.pool import Database
from halobestie.domain import MitraId, PeriodId, Request, RequestId
from halobestie.effects import Effect
from halobestie.messages import Key
from halobestie.reconciling import Stand

log = structlog.get_logger(__name__)

AT_A_TIME: Final = 2_000
MOST_PARTS: Final = 20
LOGIN_ENDED: Final = 4500
DEACTIVATED: Final = 4503


class Actors(Protocol):
    def tell(self, key: Key, message: object) -> None: ...
    def has(self, key: Key) -> bool: ...
    def keys(self, kind: str) -> list[str]: ...


class Phones(Protocol):
    def login_ids(self) -> list[str]: ...
    def close_login(self, login_id: str, code: int) -> None: ...


class Reconciler:
    """Each method is one look; housekeeping calls them from time to time."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        node: LiveNode,
        actors: Actors,
        phones: Phones,
        perform: Callable[[Effect], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._node = node
        self._actors = actors
        self._phones = phones
        self._perform = perform
        self._cursor: str | None = None
        self._below: str | None = None
        """Where the next look begins, once all parts of this one are read."""
        self._newest = 0
        self._wanted = self._had = 0
        """How often every open request was wanted, and how often it was read."""
        self._unattended: dict[RequestId, Request] = {}
        self._stands: dict[MitraId, Stand] = {}
        self._orphans: dict[PeriodId, PeriodRow] = {}
        self._deactivated: set[str] = set()
        """Logins of deactivated mitra that had a socket here at the last look."""
        self.findings: Counter[str] = Counter()

    def start_over(self) -> None:
        """Every open request once more, beside what changed. The cursor stays: it alone knows
        what ended while nobody could say so."""
        self._wanted += 1

    async def look_for_news(self) -> None:
        """Requests and sessions that changed since the last look."""
        for _ in range(MOST_PARTS):
            if not await self._read_a_part():
                return

    async def _read_a_part(self) -> bool:
        """True when there is more."""
        here, now, wanted = self._node.now(), self._clock.now(), self._wanted
        news = await db_news.read_news(self._database, self._cursor, now)
        if int(news.newest) < self._newest:
            # PostgreSQL was restored from a backup.
            self._below, news = None, await db_news.read_news(self._database, None, now)
        if wanted != self._had:
            everything = await db_news.read_news(self._database, None, now)
            news, self._had = replace(news, open_requests=everything.open_requests), wanted
        self._newest = int(news.newest)
        self._read_on(news)
        for key, message in reconciling.of_news(news, here, self._actors.has):
            self._actors.tell(key, message)
        return news.more

    def _read_on(self, news: News) -> None:
        """After the last part from where everything was seen when the first was read: what was
        under way then is in no part, if it was committed behind our back."""
        self._below = self._below or news.newest
        self._cursor = news.cursor if news.more else self._below
        if not news.more:
            self._below = None

    async def attend_requests(self) -> None:
        """Open requests of this node that nobody attends to."""
        at_home = await nodes.requests_at_home(self._database, self._node.now())
        alone = reconciling.unattended(at_home, self._actors.has)
        for key, message in reconciling.of_unattended(alone, self._unattended):
            self.findings["request_unattended"] += 1
            log.warning("request_found_unattended", request_id=key.id)
            self._actors.tell(key, message)
        self._unattended = alone

    async def look_at_people(self) -> None:
        """The mitra, periods and logins of this node, as they really stand."""
        await self._look_at_mitras()
        await self._look_at_periods()
        await self._look_at_logins()

    async def _look_at_mitras(self) -> None:
        rows: list[MitraRow] = []
        here = self._node.now()
        for mitra_ids in _parts(self._actors.keys("mitra")):
            rows += await db_news.mitras_here(self._database, mitra_ids)
        for key, message in reconciling.of_mitras(rows, here, self._stands):
            if self._actors.has(key):
                self._actors.tell(key, message)
        self._stands = reconciling.stands(rows)

    async def _look_at_periods(self) -> None:
        periods = await db_news.periods_at_home(self._database, self._node.now())
        alone = reconciling.orphans(periods, self._actors.has)
        for effect in reconciling.of_orphans(alone, self._orphans):
            self.findings["period_orphaned"] += 1
            log.warning("period_found_orphaned", mitra_id=effect.mitra_id)
            self._perform(effect)
        self._orphans = alone

    async def _look_at_logins(self) -> None:
        """A deactivated mitra's actor has just been told; it says why, and closes: it has time."""
        ended: dict[str, bool] = {}
        for login_ids in _parts(self._phones.login_ids()):
            ended |= await db_news.ended_logins(self._database, login_ids)
        for login_id, deactivated in ended.items():
            if not deactivated or login_id in self._deactivated:
                self.findings["login_ended"] += 1
                log.warning("login_found_ended", login_id=login_id)
                self._phones.close_login(login_id, DEACTIVATED if deactivated else LOGIN_ENDED)
        self._deactivated = {login_id for login_id, deactivated in ended.items() if deactivated}


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]
