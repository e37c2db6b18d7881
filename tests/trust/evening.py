"""An evening with marked people: they come, talk, are looked at, and strangers try their luck."""

from __future__ import annotations

from dataclasses import dataclass, field

import aiohttp
import asyncpg

from tests.e2e.house import Json
from tests.process.server import Server
from tests.trust.canary import MARKS
from tests.trust.tape import Tape, TapedPhone

EMAIL, PASSWORD = MARKS["staff's e-mail"], MARKS["password"]
NAME, NUMBER = MARKS["customer's name"], MARKS["customer's number"]
CUSTOMER, MITRA = (f"+62{MARKS[who]}" for who in ("customer's number", "mitra's number"))
REQUEST_ID = "kenari7-request-0001"


@dataclass(slots=True)
class Evening:
    """What was said, and what was handed out on the way."""

    server: Server
    dsn: str
    tape: Tape = field(default_factory=Tape)
    handed_out: dict[str, str] = field(default_factory=dict)

    @property
    def marks(self) -> dict[str, str]:
        return {**MARKS, **self.handed_out}

    async def post(self, http: aiohttp.ClientSession, url: str, body: Json) -> Json:
        async with http.post(url, json=body, headers={"X-Request-ID": REQUEST_ID}) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else {}

    async def id_token(self, http: aiohttp.ClientSession, whose: str, **who: str) -> str:
        public = f"{self.server.public}/v1/dev"
        if "phone" in who:
            who["code"] = (await self.post(http, f"{public}/otp", {"phone": who["phone"]}))["code"]
        given: str = (await self.post(http, f"{public}/sign-in", who))["id_token"]
        self.handed_out[f"{whose}: ID token"] = given
        return given

    async def phone(self, http: aiohttp.ClientSession, role: str, body: Json) -> TapedPhone:
        login = f"{self.server.public}/v1/{role}/login"
        token: str = (await self.post(http, login, body))["token"]
        self.handed_out[f"{role}: token"] = token
        ws = await http.ws_connect(f"{self.server.public}/v1/{role}/ws")
        phone = TapedPhone(ws, self.tape.said[f"the {role}'s frames"])
        await ws.send_json({"type": "auth", "data": {"token": token}})
        await phone.hear("ready")
        bearer = {"Authorization": f"Bearer {token}"}
        async with http.get(f"{self.server.public}/v1/{role}/me", headers=bearer) as answer:
            assert answer.status == 200
        return phone


async def staff(evening: Evening, http: aiohttp.ClientSession, whose: str, email: str) -> None:
    body = {"email": email, "password": PASSWORD}
    await evening.post(http, f"{evening.server.internal}/v1/login", body)
    cookies = [cookie.value for cookie in http.cookie_jar]
    assert len(cookies) == 1
    evening.handed_out[f"{whose}: cookie"] = cookies[0]


async def get(http: aiohttp.ClientSession, url: str, status: int = 200) -> Json:
    async with http.get(url) as answer:
        assert answer.status == status, (url, await answer.text())
        return await answer.json() if answer.content_type.endswith("json") else {}


async def they_talk(evening: Evening) -> None:
    """A mitra is hired, a customer presses and is paired; both say things that nobody expects."""
    tape, internal = evening.tape, f"{evening.server.internal}/v1"
    async with tape.caller("an admin's answers") as admin:
        await staff(evening, admin, "admin", EMAIL)
        hired = {"phone": MITRA, "display_name": MARKS["mitra's name"]}
        await evening.post(admin, f"{internal}/mitras", hired)
        user = {"display_name": MARKS["staff's name"], "email": MARKS["operator's e-mail"]}
        user |= {"role": "operator", "password": PASSWORD}
        await evening.post(admin, f"{internal}/users", user)
    async with (
        tape.caller("the customer's answers") as c_http,
        tape.caller("the mitra's answers") as m_http,
    ):
        listens = {
            "id_token": await evening.id_token(m_http, "mitra", provider="phone", phone=MITRA)
        }
        mitra = await evening.phone(m_http, "mitra", listens)
        await mitra.ok("presence.set", {"online": True})
        comes = await evening.id_token(c_http, "customer", provider="phone", phone=CUSTOMER)
        name = MARKS["customer's name"]
        customer = await evening.phone(
            c_http, "customer", {"id_token": comes, "display_name": name}
        )
        asked = await customer.ok("request.create")
        await mitra.ok("offer.accept", {"request_id": asked["request_id"]})
        await customer.hear("session.started")
        for phone in (customer, mitra):
            await phone.refused(NAME, {"phone": CUSTOMER, "token": PASSWORD})
            await phone.refused("offer.accept", {"request_id": MARKS["social account"]})


async def somebody_social_comes(evening: Evening) -> None:
    """With a name and an account that we have no use for."""
    async with evening.tape.caller("the customer's answers") as http:
        social = {"subject": MARKS["social account"], "name": MARKS["social name"]}
        came = await evening.id_token(http, "social", provider="google", **social)
        body = {"id_token": came, "display_name": MARKS["customer's name"]}
        await (await evening.phone(http, "customer", body)).ws.close()


async def they_are_looked_at(evening: Evening) -> None:
    """By an admin and an operator: every list, every file."""
    internal = f"{evening.server.internal}/v1"
    lists = ("me", "mitras", "customers", "requests", "sessions", "settings", "dashboard")
    for who, email in (("admin", EMAIL), ("operator", MARKS["operator's e-mail"])):
        async with evening.tape.caller(f"an {who}'s answers") as http:
            await staff(evening, http, who, email)
            for name in lists:
                await get(http, f"{internal}/{name}")
            for name in ("requests", "sessions", "online-log"):
                await get(http, f"{internal}/{name}.csv")
            for customer in (await get(http, f"{internal}/customers"))["items"]:
                await get(http, f"{internal}/customers/{customer['id']}")
            await get(http, f"{internal}/customers?q=%2B62{NUMBER}")
            if who == "admin":
                for name in ("users", "audit-log"):
                    await get(http, f"{internal}/{name}")
                await get(http, f"{internal}/customers/{customer['id']}/export")


async def strangers_try(evening: Evening) -> None:
    """What is sent to the wrong place, and what is no request at all."""
    tape, public, internal = evening.tape, evening.server.public, evening.server.internal
    async with tape.caller("what anybody may read") as http:
        for listener in (public, internal):
            for path in ("/livez", "/readyz", "/version", "/v1/openapi.json", "/docs", "/"):
                await get(http, listener + path)
            await get(http, f"{listener}/v1/{NAME}?token={PASSWORD}", 404)
        await get(http, f"{public}/v1/app-config")
        await get(http, f"{internal}/metrics")
        wrong = {"email": EMAIL, "password": MARKS["wrong password"]}
        async with http.post(f"{internal}/v1/login", json=wrong) as answer:
            assert answer.status == 401
        unreadable = {"id_token": MARKS["password"], "display_name": CUSTOMER, "x": PASSWORD}
        async with http.post(f"{public}/v1/customer/login", json=unreadable) as answer:
            assert answer.status == 422
        bearer = {"Authorization": f"Bearer {MARKS['password']}"}
        async with http.get(f"{public}/v1/customer/me", headers=bearer) as answer:
            assert answer.status == 401


async def what_is_kept(evening: Evening) -> str:
    """Every row of every table but the local identity provider's own, as text."""
    conn = await asyncpg.connect(evening.dsn)
    tables = await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [t[0] for t in tables if not t[0].startswith("local_identity")]
    rows = [await conn.fetch(f'SELECT t::text FROM "{name}" t') for name in names]
    await conn.close()
    assert "customers" in names
    return "\n".join(str(row[0]) for found in rows for row in found)
