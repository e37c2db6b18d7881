"""Everybody wants something of one session at once: those who are told hear one and the same story.

The record alone is raced five hundred times in tests/db/test_races.py; here the whole way counts,
from the button to what the other phones show.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from halobestie.payment import Confirm
from tests.http.internal.kit import Browser, House, Phone

RACES = 60
REFUSALS = {"session_closed", "session_not_found", "same_mitra", "mitra_inactive"}


@dataclass
class Cashier:
    """A provider that confirms when the test says so."""

    name = "cashier"
    waiting: dict[str, Confirm] = field(default_factory=dict)

    def request(self, session_id: str, confirm: Confirm) -> None:
        self.waiting[session_id] = confirm

    async def paid(self, session_id: str) -> str:
        self.waiting[session_id](session_id)
        return "told"


@pytest.fixture
def payment() -> Cashier:
    return Cashier()


@dataclass
class Cast:
    """Who takes part: the customer, three mitra who are online, two users of the control center."""

    house: House
    cashier: Cashier
    users: tuple[Browser, Browser]
    customer: Phone
    mitras: list[tuple[str, Phone]]

    async def session(self) -> str:
        """A session of the customer with the first mitra, not paid yet."""
        request = (await self.customer.ask("request.create"))["data"]["request_id"]
        _, first = self.mitras[0]
        while (await first.hear("offer.new"))["request_id"] != request:
            pass
        won = await first.ask("offer.accept", request_id=request)
        session_id = str(won["data"]["session"]["session_id"])
        while (await self.customer.hear("session.pending_payment"))["session"]["session_id"] != (
            session_id
        ):
            pass
        return session_id

    def runners(self, session_id: str) -> list[Callable[[], Awaitable[str]]]:
        (first, first_phone), (second, second_phone), (third, _) = self.mitras
        one, two = self.users
        return [
            lambda: self.post(one, session_id, "reroute", {"mitra_id": second}),
            lambda: self.post(two, session_id, "reroute", {"mitra_id": third}),
            lambda: self.post(two, session_id, "reroute", {"mitra_id": first}),
            lambda: self.post(one, session_id, "end", {"reason": "A race."}),
            lambda: self.end(first_phone, session_id),
            lambda: self.end(second_phone, session_id),
            lambda: self.end(self.customer, session_id),
            lambda: self.cashier.paid(session_id),
            lambda: self.cashier.paid(session_id),
        ]

    async def post(self, user: Browser, session_id: str, verb: str, body: object) -> str:
        got = await user.call("POST", f"/v1/sessions/{session_id}/{verb}", body)
        return f"{verb} done" if got.status < 300 else got.said[1]

    async def end(self, phone: Phone, session_id: str) -> str:
        reply = await phone.ask("session.end", session_id=session_id)
        return "end done" if reply["type"] == "ok" else str(reply["data"]["code"])


async def the_story(phone: Phone, session_id: str, until: str) -> list[dict[str, Any]]:
    """What the phone heard of this session, up to the event `until` and whatever follows it."""
    frames = await phone.heard(until, session_id)
    return [frame for frame in frames if session_id in str(frame["data"])]


async def ended(cast: Cast, session_id: str) -> dict[str, Any]:
    """The session as the control center sees it, at last ended."""
    await cast.post(cast.users[0], session_id, "end", None)
    found: dict[str, Any] = await cast.users[0].get(f"/v1/sessions/{session_id}")
    return found


async def test_everybody_hears_one_story(house: House, payment: Cashier) -> None:
    """Sixty races over real sockets; no answer that the contract does not have, no error logged."""
    users = (await house.logged_in("admin"), await house.logged_in("operator"))
    mitras = [await house.online_mitra(name) for name in ("Awan", "Bintang", "Cahaya")]
    cast = Cast(house, payment, users, await house.customer(), mitras)
    chance, said = random.Random(7), set[str]()

    with capture_logs() as logged:
        for _ in range(RACES):
            house.later(timedelta(seconds=1))  # nobody sends too many messages in a second
            session_id = await cast.session()
            runners = cast.runners(session_id)
            chosen = chance.sample(runners, chance.randint(2, len(runners)))
            answers = await asyncio.gather(*(runner() for runner in chosen))
            found = await ended(cast, session_id)
            story = await the_story(cast.customer, session_id, "session.ended")

            moved = [frame for frame in story if frame["type"] == "session.rerouted"]
            assert set(answers) - {"told", "end done", "reroute done"} <= REFUSALS
            assert len(moved) == answers.count("reroute done") == len(found["assignments"]) - 1
            assert answers.count("end done") <= 1
            assert story[-1]["type"] == "session.ended", [frame["type"] for frame in story]
            assert story[-1]["data"]["reason"] == found["end_reason"]
            if moved:
                assert moved[-1]["data"]["session"]["mitra"]["id"] == found["mitra"]["id"]
            said.update(answers)

    assert {"told", "end done", "reroute done", "session_closed"} <= said
    assert [line["event"] for line in logged if line["log_level"] in ("error", "critical")] == []
    assert house.app.outlet.failures == {}
    assert (await users[0].get("/v1/dashboard"))["active_sessions"] == 0
    assert {row["sessions"] for row in (await users[0].get("/v1/mitras"))["items"]} == {0}
