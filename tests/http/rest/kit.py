"""What the REST tests share: the public listener on a real socket, and people who use it.

Every answer that a test sees is held against the OpenAPI document on the way: a status, a code or
a field that the document does not know fails the test that met it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator

from halobestie.clock import ManualClock
from halobestie.db.pool import Database
from halobestie.db.settings import change_settings
from halobestie.db.staff import Staff
from halobestie.domain import MitraId, Price, Settings, Trial
from halobestie.http.public import public_openapi
from halobestie.http.services import Services

ADMIN = Staff(None, "Control center", "admin")
NOW = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)
PHONE = "+6281234567890"
ALLOWED = "https://app.halobestie.example"
OTHER_PHONE = "+6281298765432"
DOCUMENT = public_openapi()

SETTINGS = Settings(
    version=1,
    anonymity_enabled=True,
    max_customers_per_mitra=3,
    pairing_method="blast",
    offer_timeout_s=45,
    request_timeout_s=180,
    heartbeat_interval_s=15,
    presence_timeout_s=90,
    payment_timeout_s=900,
    trial=Trial(True, 15),
    price_list=(Price(30, 35000), Price(60, 60000)),
)


class Live:
    """The settings as this node knows them."""

    def __init__(self) -> None:
        self.current = SETTINGS


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: its status, its headers, its JSON (None without one)."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The problem's code; "" of a success."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    @property
    def said(self) -> tuple[int, str]:
        return self.status, self.code

    @property
    def fields(self) -> list[str]:
        return [error["field"] for error in self.body["errors"]]


@dataclass(frozen=True, slots=True)
class Rest:
    """Somebody's phone, talking to the public listener over a real socket."""

    client: TestClient[Any, Any]
    services: Services
    clock: ManualClock
    live: Live
    db: Database
    printed: list[str]

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Got:
        """One request. `body` goes as JSON, `raw` as it is (as application/json unless told)."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        async with self.client.request(method, path, data=raw, headers=sent) as response:
            text = await response.text()
            got = Got(response.status, response.headers, json.loads(text) if text else None)
        hold_against_document(method, path, got)
        return got

    async def anonymous(self) -> str:
        return await self._signed_in({"provider": "anonymous"})

    async def social(self, subject: str, link_to: str | None = None, via: str = "google") -> str:
        return await self._signed_in({"provider": via, "subject": subject, "link_to": link_to})

    async def by_phone(self, phone: str = PHONE, link_to: str | None = None) -> str:
        code = (await self.call("POST", "/v1/dev/otp", {"phone": phone})).body["code"]
        wish = {"provider": "phone", "phone": phone, "code": code, "link_to": link_to}
        return await self._signed_in(wish)

    async def anonymity(self, enabled: bool) -> None:
        """The control center turns anonymity on or off."""
        wanted = {"anonymity_enabled": enabled}
        changed = await change_settings(self.db, wanted, self.live.current.version, ADMIN, NOW)
        assert isinstance(changed, Settings)
        self.live.current = changed

    async def _signed_in(self, wish: dict[str, Any]) -> str:
        got = await self.call("POST", "/v1/dev/sign-in", wish)
        assert got.status == 200, got
        return str(got.body["id_token"])

    async def log_in(self, id_token: str, name: str | None = "Bulan") -> Got:
        body = {"id_token": id_token} | ({} if name is None else {"display_name": name})
        return await self.call("POST", "/v1/customer/login", body)

    async def customer(self, id_token: str | None = None, name: str = "Bulan") -> str:
        """The token of a customer who has just logged in."""
        got = await self.log_in(id_token or await self.anonymous(), name)
        assert got.status in (200, 201), got
        return str(got.body["token"])

    async def mitra_login(self, id_token: str) -> Got:
        return await self.call("POST", "/v1/mitra/login", {"id_token": id_token})


def no_database() -> Database:
    """For questions that never reach one: whoever asks it all the same fails with a 500."""
    return Database("postgresql://127.0.0.1:1/none", None)


def hold_against_document(method: str, path: str, got: Got) -> None:
    """Fails when the document does not describe this answer."""
    operation = DOCUMENT["paths"].get(path, {}).get("get" if method == "HEAD" else method.lower())
    if operation is None:
        return
    assert str(got.status) in operation["responses"], f"{method} {path} never says {got.status}"
    content = operation["responses"][str(got.status)].get("content", {})
    if not content or method == "HEAD":
        assert got.body is None
        return
    media = got.headers["Content-Type"].split(";")[0]
    schema = {**content[media]["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(got.body)


@dataclass(frozen=True, slots=True)
class KnownMitra:
    """A mitra whom the control center has made, with the phone number that opens the account."""

    mitra_id: MitraId
    phone: str
