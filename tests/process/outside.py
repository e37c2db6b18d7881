"""Who uses the server from outside: phones and a control center, and a look into its PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import asyncpg

from tests.e2e.house import House, Json, Phone
from tests.process.server import Server


class Outside(House):
    """The callers of a server that runs elsewhere; they find it again after each start."""

    def __init__(self, server: Server, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.http = http
        self.hired: list[Json] = []
        self.find()

    def find(self) -> None:
        self.public, self.internal = self.server.public, self.server.internal

    async def start(self) -> float:
        """Start the server again; logins outlive that. The seconds until it was ready."""
        seconds = await self.server.start()
        self.find()
        return seconds

    async def log_in(self) -> None:
        email, password = self.server.admin
        await self.controlled("POST", "/login", {"email": email, "password": password})

    async def hire(self, **fields: Any) -> str:
        """A new mitra; the token of their login."""
        number = next(self.server.numbers)
        phone = f"+62812{number:07}"
        body = {"phone": phone, "display_name": f"Bestie {number}", **fields}
        self.hired.append(await self.controlled("POST", "/mitras", body))
        return await self.mitra_token(phone)

    async def listener(self, token: str | None = None) -> Phone:
        """A mitra, new or of this token, who is online."""
        phone = await self.connect("mitra", token or await self.hire())
        if not phone.ready["presence"]["online"]:
            await phone.ok("presence.set", {"online": True})
            await phone.hear("presence.changed")
        return phone

    async def tidy_up(self) -> None:
        """Nothing of this test is in the way of the next one."""
        for mitra in self.hired:
            await self.controlled("PATCH", f"/mitras/{mitra['id']}", {"active": False})
        for state, path in (("open", "requests"), ("active", "sessions")):
            key, act = ("request_id", "cancel") if path == "requests" else ("session_id", "end")
            for row in await self.rows(f"/{path}", state):
                await self.control("POST", f"/{path}/{row[key]}/{act}", {})

    async def rows(self, path: str, state: str) -> list[Json]:
        answer = await self.controlled("GET", f"{path}?state={state}&per_page=100")
        found: list[Json] = answer["items"]
        return found

    async def online_log(self, mitra_id: str) -> list[Json]:
        periods: list[Json] = (await self.controlled("GET", f"/mitras/{mitra_id}/online-log"))[
            "items"
        ]
        return periods

    async def readyz(self) -> tuple[int, Json]:
        async with self.http.get(f"{self.internal}/readyz") as answer:
            return answer.status, await answer.json()

    async def query(self, sql: str, *arguments: object) -> list[Any]:
        """Straight from PostgreSQL, past every program of ours."""
        conn = await asyncpg.connect(self.server.database_url)
        try:
            return list(await conn.fetch(sql, *arguments))
        finally:
            await conn.close()


@asynccontextmanager
async def outside_of(server: Server) -> AsyncIterator[Outside]:
    """Callers with a control center that is logged in; they leave no trace in each other's way."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        house = Outside(server, http)
        await house.log_in()
        yield house
        if not server.alive:
            await house.start()
        await house.tidy_up()
