"""The control center during a run: watches the board, looks sessions up, reroutes a few.

A session is looked up the moment its customer is told of it: told must mean recorded.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from typing import Any, Final

import aiohttp

from halobestie.simulate.history import Probe
from halobestie.simulate.record import BoardRow, board_rows
from halobestie.simulate.staff import Staff, StaffRefused

BOARD_EVERY_S: Final = 2.0
GONE: Final = 404


class Watch:
    """Collects board rows and probes; `reroutes` counts what reroutes were answered."""

    def __init__(self, staff: Staff, ours: frozenset[str], draw: random.Random) -> None:
        self._staff = staff
        self._ours = ours
        self._draw = draw
        self._live: list[str] = []
        self.told_of: asyncio.Queue[str] = asyncio.Queue(1000)
        self.board: list[BoardRow] = []
        self.probes: list[Probe] = []
        self.reroutes: Counter[str] = Counter()

    async def look_up(self) -> None:
        """For ever: each session that somebody was told of."""
        while True:
            session_id = await self.told_of.get()
            self.probes.append(await self._probe(session_id))
            self._live = [*self._live[-20:], session_id]

    async def watch_board(self) -> None:
        """For ever: the board of our mitra, every two seconds."""
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):  # a server may restart under a run
                rows = board_rows(await self._staff.call("GET", "/v1/dashboard"))
                self.board += [row for row in rows if row.mitra_id in self._ours]
            await asyncio.sleep(BOARD_EVERY_S)

    async def reroute_some(self, times: int, within_s: float) -> None:
        """`times` sessions go to another of our mitra, spread over `within_s`."""
        for _ in range(times):
            await asyncio.sleep(within_s / times)
            target = self._with_room()
            if target is not None and self._live:
                await self._reroute(self._live[-1], target)

    def reroutes_text(self) -> str:
        return ", ".join(f"{what} {n}" for what, n in self.reroutes.most_common()) or "none"

    def _with_room(self) -> str | None:
        latest = self.board[-len(self._ours) :]
        free = [row.mitra_id for row in latest if row.online and row.sessions < row.capacity]
        return self._draw.choice(free) if free else None

    async def _reroute(self, session_id: str, mitra_id: str) -> None:
        body: dict[str, Any] = {"mitra_id": mitra_id, "reason": "simulated"}
        try:
            await self._staff.call("POST", f"/v1/sessions/{session_id}/reroute", body)
            self.reroutes["ok"] += 1
        except StaffRefused as refused:
            self.reroutes[refused.code] += 1
        except (aiohttp.ClientError, TimeoutError):
            self.reroutes["unreachable"] += 1

    async def _probe(self, session_id: str) -> Probe:
        try:
            await self._staff.call("GET", f"/v1/sessions/{session_id}")
        except StaffRefused as refused:
            return Probe(session_id, found=refused.status != GONE)
        except (aiohttp.ClientError, TimeoutError):
            pass  # the question was lost, not the session
        return Probe(session_id, found=True)
