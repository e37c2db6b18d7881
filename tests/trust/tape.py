"""Everything that a server says to anybody, kept by the place where it was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp

from tests.e2e.house import Json, Phone

_BY_PATH: Final = (
    ("/metrics", "metrics"),
    ("/login", "answers to logins"),
    ("/dev/otp", "answers to logins"),
    ("/dev/sign-in", "answers to logins"),
    (".csv", "CSV"),
    ("/export", "a customer's export"),
)


class Tape:
    """Place ▶ what was said there."""

    def __init__(self) -> None:
        self.said: defaultdict[str, list[str]] = defaultdict(list)

    @asynccontextmanager
    async def caller(self, place: str) -> AsyncIterator[aiohttp.ClientSession]:
        """Somebody whose answers are kept, headers included: under `place`, but for those whose
        address says more, and for problems."""
        trace = aiohttp.TraceConfig()

        async def keep(_: object, __: object, end: aiohttp.TraceRequestEndParams) -> None:
            await self._keep(place, end.response)

        trace.on_request_end.append(keep)
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar, trace_configs=[trace]) as http:
            yield http

    async def _keep(self, place: str, answer: aiohttp.ClientResponse) -> None:
        if answer.status == 101:
            return
        path = answer.url.path
        place = next((p for ending, p in _BY_PATH if path.endswith(ending)), place)
        if answer.status >= 400:
            place = "problems"
        self.said[place].append(f"{dict(answer.headers)} {await answer.text()}")


class TapedPhone(Phone):
    """Its frames are kept, too."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, kept: list[str]) -> None:
        super().__init__(ws)
        self._kept = kept

    async def next(self) -> Json:
        frame = await super().next()
        self._kept.append(repr(frame))
        return frame
