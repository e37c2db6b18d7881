"""What the tests of the internal listener share: users of the control center, and people's phones.

All talk to a whole node over real sockets. Every answer is held against the OpenAPI document on
the way: a status, a code or a field that it does not know fails the test that met it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web
from jsonschema import Draft202012Validator

from halobestie.app import App
from halobestie.clock import ManualClock
from halobestie.db.mitras import create_mitra
from halobestie.db.staff import Staff
from halobestie.db.users import UserRole, create_user
from halobestie.errors import Refused
from halobestie.http.internal import internal_openapi
from halobestie.ids import uuid7
from halobestie.passwords import HASHER

NOW = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)
PASSWORD = "four words are enough"
PASSWORD_HASH = HASHER.hash(PASSWORD)
NOBODY = "019c0000-0000-7000-8000-000000000000"
OPERATOR_OF_SERVERS = Staff(None, "the operator", "admin")
DOCUMENT = internal_openapi()
_PATTERNS = {path: re.compile(re.sub(r"{\w+}", "[^/]+", path)) for path in DOCUMENT["paths"]}
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: its status, its headers, its JSON (None without one)."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def said(self) -> tuple[int, str]:
        """The status and the problem's code, "" of a success."""
        code = self.body.get("code", "") if isinstance(self.body, dict) else ""
        return self.status, str(code)

    @property
    def fields(self) -> list[str]:
        return [error["field"] for error in self.body["errors"]]


class Browser:
    """Somebody's browser at the control center: it keeps its cookies."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Got:
        """One request; `body` goes as JSON, `raw` as it is."""
        sent = dict(headers or {})
        if body is not None:
            raw = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        async with self.http.request(method, self.base + path, data=raw, headers=sent) as response:
            text = await response.text()
            is_json = response.content_type.endswith("json")
            got = Got(response.status, response.headers, json.loads(text) if is_json else text)
        hold_against_document(method, path.partition("?")[0], got)
        return got

    async def get(self, path: str, **query: object) -> Any:
        """The content of a GET that succeeds."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        got = await self.call("GET", f"{path}?{asked}" if asked else path)
        assert got.status == 200, got
        return got.body

    async def log_in(
        self, email: str, password: str = PASSWORD, headers: Mapping[str, str] | None = None
    ) -> Got:
        body = {"email": email, "password": password}
        return await self.call("POST", "/v1/login", body, headers=headers)

    def cookie(self) -> str | None:
        held = {cookie.key: cookie.value for cookie in self.http.cookie_jar}
        return held.get("halobestie_session") or held.get("__Host-halobestie_session")

    async def close(self) -> None:
        await self.http.close()


class House:
    """A node, and everybody who talks to it; closes all that it opened."""

    def __init__(
        self, app: App, internal: web.Application, clock: ManualClock, database_url: str
    ) -> None:
        self.app = app
        self.database_url = database_url
        self.internal = internal
        self.db = app.database
        self.clock = clock
        self._opened: list[Browser | Phone] = []

    def later(self, span: timedelta) -> None:
        self.clock.set(self.clock.now() + span)

    def browser(self) -> Browser:
        browser = Browser(f"http://127.0.0.1:{self.app.internal_port}")
        self._opened.append(browser)
        return browser

    async def user(self, role: UserRole, email: str | None = None, *, active: bool = True) -> str:
        """A user's id; the password is PASSWORD."""
        number = next(_NUMBERS)
        made = await create_user(
            self.db,
            str(uuid7(NOW)),
            email or f"user{number}@halobestie.example",
            f"User {number}",
            role,
            PASSWORD_HASH,
            OPERATOR_OF_SERVERS,
            NOW,
            active=active,
        )
        assert not isinstance(made, Refused)
        return made.user_id

    async def logged_in(self, role: UserRole) -> Browser:
        """The browser of a new user of that role."""
        email, browser = f"{role}{next(_NUMBERS)}@halobestie.example", self.browser()
        await self.user(role, email)
        got = await browser.log_in(email)
        assert got.status == 200, got
        return browser

    async def mitra(self, name: str | None = None, phone: str | None = None) -> tuple[str, str]:
        """An active mitra: id and phone number."""
        number = next(_NUMBERS)
        mitra_id, phone = str(uuid7(NOW)), phone or f"+62812{number:08}"
        made = await create_mitra(
            self.db, mitra_id, phone, name or f"Bestie {number}", 1, True, OPERATOR_OF_SERVERS, NOW
        )
        assert not isinstance(made, Refused)
        return mitra_id, phone

    async def online_mitra(self, name: str | None = None) -> tuple[str, Phone]:
        """A mitra who is online, and the phone that hears of it."""
        mitra_id, number = await self.mitra(name)
        phone = await self.phone("mitra", await self.mitra_token(number))
        assert (await phone.ask("presence.set", online=True))["type"] == "ok"
        return mitra_id, phone

    async def mitra_token(self, number: str) -> str:
        code = (await self._public("/v1/dev/otp", {"phone": number}))["code"]
        signed_in = await self._public(
            "/v1/dev/sign-in", {"provider": "phone", "phone": number, "code": code}
        )
        entered = await self._public("/v1/mitra/login", {"id_token": signed_in["id_token"]})
        return str(entered["token"])

    async def customer_token(self, name: str = "Bulan", phone: str | None = None) -> str:
        wish: dict[str, Any] = {"provider": "anonymous"}
        if phone is not None:
            code = (await self._public("/v1/dev/otp", {"phone": phone}))["code"]
            wish = {"provider": "phone", "phone": phone, "code": code}
        id_token = (await self._public("/v1/dev/sign-in", wish))["id_token"]
        body = {"id_token": id_token, "display_name": name}
        return str((await self._public("/v1/customer/login", body))["token"])

    async def customer(self, name: str = "Bulan") -> Phone:
        return await self.phone("customer", await self.customer_token(name))

    async def phone(self, role: str, token: str) -> Phone:
        phone = await Phone.connect(self.app.public_port, role, token)
        self._opened.append(phone)
        return phone

    async def paired(self, customer: Phone, mitra: Phone) -> str:
        """The id of a session that has just started between the two."""
        asked = await customer.ask("request.create")
        offer = await mitra.hear("offer.new")
        assert offer["request_id"] == asked["data"]["request_id"]
        assert (await mitra.ask("offer.accept", request_id=offer["request_id"]))["type"] == "ok"
        started = await customer.hear("session.started")
        return str(started["session"]["session_id"])

    async def until(self, look: Callable[[], Awaitable[Any]], seen: Callable[[Any], bool]) -> Any:
        """What `look` finds, once it is `seen`: for what is done soon after the answer."""
        for _ in range(400):
            if seen(found := await look()):
                return found
            await asyncio.sleep(0.02)
        raise AssertionError("it was never seen")

    async def close(self) -> None:
        for opened in self._opened:
            await opened.close()

    async def _public(self, path: str, body: object) -> Any:
        url = f"http://127.0.0.1:{self.app.public_port}{path}"
        async with aiohttp.ClientSession() as http, http.post(url, json=body) as response:
            assert response.status in (200, 201), await response.text()
            return await response.json()


class Phone:
    """Somebody's phone: a WebSocket to the public listener, and all that was heard on it."""

    def __init__(self, http: aiohttp.ClientSession, ws: aiohttp.ClientWebSocketResponse) -> None:
        self._http = http
        self._ws = ws
        self._unheard: list[dict[str, Any]] = []
        self._numbers = count(1)

    @classmethod
    async def connect(cls, port: int, role: str, token: str) -> Phone:
        http = aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"})
        ws = await http.ws_connect(f"http://127.0.0.1:{port}/v1/{role}/ws")
        phone = cls(http, ws)
        await phone.hear("ready")
        return phone

    async def ask(self, command: str, **data: object) -> dict[str, Any]:
        """The reply of a command: its whole frame."""
        number = f"c{next(self._numbers)}"
        await self._ws.send_json({"type": command, "id": number, "data": data})
        return await self._frame(lambda frame: frame.get("re") == number)

    async def hear(self, event: str) -> dict[str, Any]:
        """The data of the next event of this type."""
        frame = await self._frame(lambda frame: frame["type"] == event)
        data: dict[str, Any] = frame["data"]
        return data

    async def heard(self, event: str, about: str) -> list[dict[str, Any]]:
        """All frames up to the event about this id, and those that are right behind it."""
        frames, self._unheard = self._unheard, []
        while not any(f["type"] == event and about in str(f["data"]) for f in frames):
            async with asyncio.timeout(5):
                frames.append(await self._ws.receive_json())
        await self._ws.send_json({"type": "heartbeat", "id": "behind", "data": {}})
        while frames[-1].get("re") != "behind":
            async with asyncio.timeout(5):
                frames.append(await self._ws.receive_json())
        return frames[:-1]

    async def close_code(self) -> int | None:
        """How the server ends the connection."""
        async with asyncio.timeout(5):
            while (await self._ws.receive()).type != aiohttp.WSMsgType.CLOSE:
                pass
        return self._ws.close_code

    async def close(self) -> None:
        await self._ws.close()
        await self._http.close()

    async def _frame(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        for frame in self._unheard:
            if wanted(frame):
                self._unheard.remove(frame)
                return frame
        async with asyncio.timeout(5):
            while True:
                heard: dict[str, Any] = await self._ws.receive_json()
                if wanted(heard):
                    return heard
                self._unheard.append(heard)


def hold_against_document(method: str, path: str, got: Got) -> None:
    """Fails when the document does not describe this answer."""
    found = (
        [path] if path in _PATTERNS else [p for p, it in _PATTERNS.items() if it.fullmatch(path)]
    )
    operation = DOCUMENT["paths"][found[0]].get(method.lower()) if found else None
    if operation is None:
        return
    assert str(got.status) in operation["responses"], f"{method} {path} never says {got.status}"
    content = operation["responses"][str(got.status)].get("content", {})
    if not content:
        assert not got.body
        return
    media = got.headers["Content-Type"].split(";")[0]
    schema = {**content[media]["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(got.body)
