"""A whole node in this process, with real sockets and PostgreSQL; and phones to use it with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from halobestie.app import App
from halobestie.clock import Clock, SystemClock
from halobestie.config import load_config
from halobestie.payment import PaymentPort, SkipPayment
from halobestie.seed import make_admin

Json = dict[str, Any]
PASSWORD = "a long pass phrase for tests"
PATIENCE_S = 5.0


class Phone:
    """One app: sends commands, keeps every frame it was sent."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.frames: list[Json] = []
        self.ready: Json = {}
        self._ids = 0

    async def next(self) -> Json:
        message = await self.ws.receive(timeout=PATIENCE_S)
        assert message.type is aiohttp.WSMsgType.TEXT, f"closed with {self.ws.close_code}"
        frame: Json = message.json()
        self.frames.append(frame)
        return frame

    async def hear(self, kind: str) -> Json:
        """The data of the next frame of this type, of those that were not heard yet."""
        while True:
            for index, frame in enumerate(self.frames):
                if frame["type"] == kind:
                    return self.frames.pop(index)["data"]  # type: ignore[no-any-return]
            await self.next()

    async def say(self, kind: str, data: Json | None = None, id_: str | None = None) -> Json:
        """The one reply of a command: its frame."""
        self._ids += 1
        asked = id_ or f"c{self._ids}"
        await self.ws.send_json({"type": kind, "id": asked, "data": data or {}})
        while True:
            for index, frame in enumerate(self.frames):
                if frame.get("re") == asked:
                    return self.frames.pop(index)
            await self.next()

    async def ok(self, kind: str, data: Json | None = None) -> Json:
        reply = await self.say(kind, data)
        assert reply["type"] == "ok", reply
        return reply["data"]  # type: ignore[no-any-return]

    async def refused(self, kind: str, data: Json | None = None) -> str:
        reply = await self.say(kind, data)
        assert reply["type"] == "error", reply
        return reply["data"]["code"]  # type: ignore[no-any-return]

    async def closed(self) -> int | None:
        """The code with which the server closes; frames that come before are kept."""
        while True:
            message = await self.ws.receive(timeout=PATIENCE_S)
            if message.type is not aiohttp.WSMsgType.TEXT:
                return self.ws.close_code
            self.frames.append(message.json())

    async def quiet(self, seconds: float = 0.2) -> list[str]:
        """What else comes within a moment: the types."""
        came: list[str] = []
        while True:
            try:
                message = await self.ws.receive(timeout=seconds)
            except TimeoutError:
                return came
            came.append(message.json()["type"])


class House:
    """The node and its callers."""

    def __init__(self, app: App, http: aiohttp.ClientSession) -> None:
        self.app = app
        self.http = http
        self.public = f"http://127.0.0.1:{app.public_port}"
        self.internal = f"http://127.0.0.1:{app.internal_port}"

    async def post(self, url: str, body: Json, token: str | None = None) -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.http.post(url, json=body, headers=headers) as answer:
            assert answer.status < 300, (answer.status, await answer.text())
            return await answer.json() if answer.status != 204 else {}

    # the control center

    async def control(self, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
        kwargs: Json = {"json": body} if body is not None else {}
        async with self.http.request(method, f"{self.internal}/v1{path}", **kwargs) as answer:
            return answer.status, await answer.json() if answer.status != 204 else {}

    async def controlled(self, method: str, path: str, body: Json | None = None) -> Json:
        status, answer = await self.control(method, path, body)
        assert status < 300, (status, answer)
        return answer

    async def change_settings(self, **changes: Any) -> None:
        settings = await self.controlled("GET", "/settings")
        await self.controlled("PATCH", "/settings", {"version": settings["version"], **changes})

    # the phones

    async def sign_in(self, **who: Any) -> str:
        token: str = (await self.post(f"{self.public}/v1/dev/sign-in", who))["id_token"]
        return token

    async def sign_in_by_phone(self, phone: str) -> str:
        code = (await self.post(f"{self.public}/v1/dev/otp", {"phone": phone}))["code"]
        return await self.sign_in(provider="phone", phone=phone, code=code)

    async def customer_token(self, name: str = "Senja", **who: Any) -> str:
        id_token = await self.sign_in(**(who or {"provider": "anonymous"}))
        body = {"id_token": id_token, "display_name": name}
        token: str = (await self.post(f"{self.public}/v1/customer/login", body))["token"]
        return token

    async def mitra_token(self, phone: str) -> str:
        body = {"id_token": await self.sign_in_by_phone(phone)}
        token: str = (await self.post(f"{self.public}/v1/mitra/login", body))["token"]
        return token

    async def connect(self, role: str, token: str) -> Phone:
        ws = await self.http.ws_connect(f"{self.public}/v1/{role}/ws")
        phone = Phone(ws)
        assert (await phone.next())["type"] == "hello"
        await ws.send_json({"type": "auth", "data": {"token": token}})
        phone.ready = await phone.hear("ready")
        phone.frames.clear()
        return phone

    async def customer(self, name: str = "Senja") -> Phone:
        return await self.connect("customer", await self.customer_token(name))

    async def mitra(self, number: int, *, online: bool = True, **fields: Any) -> Phone:
        phone = f"+62812000010{number:02}"
        body = {"phone": phone, "display_name": f"Bestie {number}", **fields}
        await self.controlled("POST", "/mitras", body)
        listener = await self.connect("mitra", await self.mitra_token(phone))
        if online:
            assert (await listener.ok("presence.set", {"online": True}))["online"]
            assert (await listener.hear("presence.changed"))["reason"] == "mitra"
        return listener


@asynccontextmanager
async def open_house(
    database_url: str,
    clock: Clock | None = None,
    payment: PaymentPort | None = None,
    node_id: str = "node-1",
    valkey_url: str | None = None,
) -> AsyncIterator[House]:
    """A node on free ports, with an admin who is logged in. With Valkey, one of several."""
    config = load_config({}, public_port=0, internal_port=0, demo_data=False, node_id=node_id)
    clock = clock or SystemClock()
    app = App(
        config,
        clock,
        database_url=database_url,
        valkey_url=valkey_url,
        payment=payment or SkipPayment(),
    )
    jar = aiohttp.CookieJar(unsafe=True)
    async with app, aiohttp.ClientSession(cookie_jar=jar) as http:
        house = House(app, http)
        email = f"admin-of-{node_id}@halobestie.test"
        await make_admin(app.database, email, "Admin", PASSWORD, clock.now())
        login = {"email": email, "password": PASSWORD}
        await house.controlled("POST", "/login", login)
        yield house


async def until(condition: Any, seconds: float = PATIENCE_S) -> None:
    """Waits for something real (another process, PostgreSQL) to come true; bounded."""
    for _ in range(int(seconds / 0.02)):
        if await condition() if asyncio.iscoroutinefunction(condition) else condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come true in time")
