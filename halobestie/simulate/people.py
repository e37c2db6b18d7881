"""Signing people in at a server with local identity, over the public REST.

The numbers of one run share five random digits, so that two runs do not meet.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final

import aiohttp

from halobestie.simulate.plans import Way

TRIES: Final = 8
_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 15.0


class LoginRefused(Exception):
    """The server let somebody not in; `code` is its reason."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the server let nobody in: {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Run:
    """What is this run's alone: five digits in its phone numbers, a mark in its social names."""

    digits: str

    @property
    def mark(self) -> str:
        return f"NamaSosial{self.digits}"

    def mitra_phone(self, index: int) -> str:
        return f"+62812{self.digits}{index:04d}"

    def customer_phone(self, index: int) -> str:
        return f"+62813{self.digits}{index:04d}"


def new_run() -> Run:
    return Run(f"{secrets.randbelow(90_000) + 10_000}")


@dataclass(frozen=True, slots=True)
class LoggedIn:
    account_id: str
    token: str = field(repr=False)


class FrontDoor:
    """The public REST, as the two apps use it. Of several nodes each is used in turn, as behind a
    balancer."""

    def __init__(self, http: aiohttp.ClientSession, urls: Sequence[str]) -> None:
        self._http = http
        self._urls = cycle([url.rstrip("/") for url in urls])

    def socket_url(self, role: str) -> str:
        """Another node each time it is asked."""
        return f"ws{next(self._urls).removeprefix('http')}/v1/{role}/ws"

    async def log_in_mitra(self, phone: str) -> LoggedIn:
        answer = await self._post("/v1/mitra/login", {"id_token": await self._by_phone(phone)})
        return LoggedIn(answer["mitra"]["id"], answer["token"])

    async def log_in_customer(self, run: Run, index: int, way: Way, name: str) -> LoggedIn:
        id_token = await self._id_token(run, index, way)
        body = {"id_token": id_token, "display_name": name}
        answer = await self._post("/v1/customer/login", body)
        return LoggedIn(answer["customer"]["id"], answer["token"])

    async def log_out(self, who: LoggedIn) -> None:
        await self._post("/v1/logout", None, {"Authorization": f"Bearer {who.token}"})

    async def _id_token(self, run: Run, index: int, way: Way) -> str:
        if way == "phone":
            return await self._by_phone(run.customer_phone(index))
        body: dict[str, Any] = {"provider": way}
        if way != "anonymous":
            body |= {"subject": f"{run.digits}-{index}", "name": f"{run.mark} {index}"}
        return str((await self._post("/v1/dev/sign-in", body))["id_token"])

    async def _by_phone(self, phone: str) -> str:
        code = (await self._post("/v1/dev/otp", {"phone": phone}))["code"]
        body = {"provider": "phone", "phone": phone, "code": code}
        return str((await self._post("/v1/dev/sign-in", body))["id_token"])

    async def _post(self, path: str, body: object, headers: dict[str, str] | None = None) -> Any:
        """The answer's body. Temporary refusals are tried again; raises LoginRefused."""
        code, pause = "unreachable", _PAUSE_S
        for _ in range(TRIES):
            try:
                async with self._http.post(
                    next(self._urls) + path, json=body, headers=headers
                ) as answer:
                    if answer.ok:
                        return None if answer.status == 204 else await answer.json()
                    code, temporary = await _refusal(answer)
                    if not temporary:
                        break
                    pause = float(answer.headers.get("Retry-After", pause))
            except (aiohttp.ClientError, TimeoutError):
                code = "unreachable"
            await asyncio.sleep(min(pause, _LONGEST_PAUSE_S))
            pause *= 1.5
        raise LoginRefused(code)


async def _refusal(answer: aiohttp.ClientResponse) -> tuple[str, bool]:
    try:
        problem = await answer.json(content_type=None)
        return str(problem["code"]), bool(problem["temporary"])
    except (ValueError, KeyError, TypeError):
        return f"http_{answer.status}", answer.status >= 500
