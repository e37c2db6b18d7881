"""The control center's side of a simulation, over the internal REST."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from typing import Any, Final, TypeVar

import aiohttp

from halobestie.simulate.options import Credentials
from halobestie.simulate.record import instant

T = TypeVar("T")
PAGE: Final = 100
AT_ONCE: Final = 8
TIMEOUT: Final = aiohttp.ClientTimeout(total=15)


class StaffRefused(Exception):
    """The internal REST said no; `code` is its reason."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"the control center's listener answered {status} {code}")
        self.status = status
        self.code = code


class Staff:
    """A control-center user who is logged in: `http` carries the cookie."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        query: Mapping[str, str | int] | None = None,
    ) -> Any:
        """The answer's body, None for 204. Raises StaffRefused, aiohttp.ClientError."""
        async with self._http.request(
            method, self._url + path, json=body, params=query, timeout=TIMEOUT
        ) as answer:
            if answer.status == 204:
                return None
            content = await answer.json(content_type=None)
            if not answer.ok:
                raise StaffRefused(answer.status, str(content.get("code")))
            return content

    async def log_in(self, credentials: Credentials) -> None:
        body = {"email": credentials.email, "password": credentials.password}
        await self.call("POST", "/v1/login", body)

    async def log_out(self) -> None:
        await self.call("POST", "/v1/logout", {})

    async def create_mitra(self, phone: str, display_name: str, weight: int) -> str:
        """The id. Raises StaffRefused `phone_taken`."""
        body = {"phone": phone, "display_name": display_name, "weight": weight, "active": True}
        answer = await self.call("POST", "/v1/mitras", body)
        return str(answer["id"])

    async def deactivate(self, mitra_id: str) -> None:
        await self.call("PATCH", f"/v1/mitras/{mitra_id}", {"active": False})

    async def settings(self) -> Mapping[str, Any]:
        return dict(await self.call("GET", "/v1/settings"))

    async def change_settings(self, **changes: object) -> None:
        version = (await self.settings())["version"]
        await self.call("PATCH", "/v1/settings", {"version": version, **changes})

    async def since(self, path: str, start: datetime) -> list[Mapping[str, Any]]:
        """The rows of a list that were created from `start` on, the newest first."""
        rows: list[Mapping[str, Any]] = []
        async for row in self._rows(path, "created_at"):
            if instant(row["created_at"]) < start:
                break
            rows.append(row)
        return rows

    async def online_log(self, mitra_id: str) -> list[Mapping[str, Any]]:
        return [row async for row in self._rows(f"/v1/mitras/{mitra_id}/online-log", "online_at")]

    async def _rows(self, path: str, sort: str) -> AsyncIterator[Mapping[str, Any]]:
        for page in count(1):
            query: dict[str, str | int] = {
                "sort": sort,
                "order": "desc",
                "page": page,
                "per_page": PAGE,
            }
            found = await self.call("GET", path, None, query)
            for row in found["items"]:
                yield row
            if page * PAGE >= found["total"]:
                return


@asynccontextmanager
async def control_center(url: str, credentials: Credentials) -> AsyncIterator[Staff]:
    """Logs in and, at the end, out again. Raises StaffRefused."""
    jar = aiohttp.CookieJar(unsafe=True)  # a cookie of a bare IP address is kept, too
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        staff = Staff(http, url)
        await staff.log_in(credentials)
        try:
            yield staff
        finally:
            await staff.log_out()


async def a_few_at_once(do: Callable[[str], Awaitable[T]], ids: Iterable[str]) -> list[T]:
    """`do` for each id, no more than AT_ONCE under way; in the order of the ids."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(id_: str) -> T:
        async with room:
            return await do(id_)

    return list(await asyncio.gather(*(one(id_) for id_ in ids)))
