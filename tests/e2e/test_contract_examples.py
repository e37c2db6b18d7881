"""The AsyncAPI document against the whole server: its examples are answered as it says, and every
frame that a phone is sent, through a whole pairing story, is one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.e2e.house import House, Json, Phone

DOCUMENT: Json = orjson.loads((Path(__file__).parents[2] / "docs" / "asyncapi.json").read_bytes())
ROLES = ("customer", "mitra")
NOT_EVENTS = {"hello", "ready", "ok", "error"}


def _exact(schema: Any) -> Any:
    """The same schema, where an object may have no field that it does not name. Clients must live
    with more; that a field is sent that nobody wrote down is still a mistake."""
    if isinstance(schema, list):
        return [_exact(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    exact = {name: _exact(inner) for name, inner in schema.items()}
    return {**exact, "additionalProperties": False} if "properties" in exact else exact


SCHEMAS = _exact(DOCUMENT["components"]["schemas"])


def message(role: str, name: str) -> Json:
    found: Json = DOCUMENT["components"]["messages"][f"{role}.{name}"]
    return found


def documented(role: str, name: str, frame: Json) -> None:
    """Fails unless the frame is that message, to the letter."""
    schema = {**_exact(message(role, name)["payload"]), "components": {"schemas": SCHEMAS}}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(frame)


def events(role: str) -> set[str]:
    """What the server may send of its own accord."""
    operations = DOCUMENT["operations"].items()
    names = {n.removeprefix(f"{role}.") for n, o in operations if o["action"] == "send"}
    return {n for n in names if f"{role}.{n}" in DOCUMENT["operations"]} - NOT_EVENTS


def examples(role: str) -> Iterator[tuple[str, Json]]:
    """Each command of the role with the frame that shows it."""
    for name, operation in DOCUMENT["operations"].items():
        if operation["action"] == "receive" and name.startswith(f"{role}."):
            command = name.removeprefix(f"{role}.")
            yield command, message(role, command)["examples"][0]["payload"]


class Witness(Phone):
    """A phone that holds every frame against the document, and remembers which kinds came."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, role: str, seen: set[str]) -> None:
        super().__init__(ws)
        self.role = role
        self.seen = seen
        self.asked: dict[str, str] = {}

    async def next(self) -> Json:
        frame = await super().next()
        kind = frame["type"]
        documented(self.role, f"{self.asked[frame['re']]}.ok" if kind == "ok" else kind, frame)
        self.seen.add(kind)
        if kind == "error":
            operation = DOCUMENT["operations"][f"{self.role}.{self.asked[frame['re']]}"]
            assert frame["data"]["code"] in operation["x-error-codes"]
        return frame

    async def say(self, kind: str, data: Json | None = None, id_: str | None = None) -> Json:
        id_ = id_ or f"w{len(self.asked)}"
        self.asked[id_] = kind
        return await super().say(kind, data, id_)


async def witness(house: House, role: str, token: str, seen: set[str]) -> Witness:
    ws = await house.http.ws_connect(f"{house.public}/v1/{role}/ws")
    phone = Witness(ws, role, seen)
    assert (await phone.next())["type"] == "hello"
    await ws.send_json({"type": "auth", "data": {"token": token}})
    phone.ready = await phone.hear("ready")
    phone.frames.clear()
    return phone


async def token_of(house: House, role: str) -> str:
    if role == "customer":
        return await house.customer_token()
    await house.controlled("POST", "/mitras", {"phone": "+6281200001001", "display_name": "Satu"})
    return await house.mitra_token("+6281200001001")


@pytest.mark.parametrize("role", ROLES)
async def test_an_example_is_answered_once_and_as_written(house: House, role: str) -> None:
    """Each command's example, as it stands in the document, gets one reply: its own ok, or an
    error with a code that the document has for it."""
    phone = await witness(house, role, await token_of(house, role), set())
    frames = [example for command, example in examples(role) if command != "auth"]
    assert len(frames) >= 4
    for number, example in enumerate(frames):
        phone.asked[f"e{number}"] = example["type"]
        await phone.ws.send_json({**example, "id": f"e{number}"})
    await phone.ok("heartbeat")
    while len([frame for frame in phone.frames if "re" in frame]) < len(frames):
        await phone.next()
    assert not {"ok", "error"} & set(await phone.quiet()), "answered twice"
    answered = sorted(frame["re"] for frame in phone.frames if "re" in frame)
    assert answered == sorted(f"e{number}" for number in range(len(frames)))


@pytest.mark.parametrize("role", ROLES)
async def test_the_example_of_auth(house: House, role: str) -> None:
    """With a token of a login in its place it lets in; as it stands it is nobody's: 4500."""
    example = dict(examples(role))["auth"]
    for token, good in ((await token_of(house, role), True), (example["data"]["token"], False)):
        ws = await house.http.ws_connect(f"{house.public}/v1/{role}/ws")
        phone = Witness(ws, role, set())
        await phone.next()
        await ws.send_json({**example, "data": {"token": token}})
        if good:
            assert (await phone.next())["type"] == "ready"
        else:
            assert await phone.closed() == 4500
        await ws.close()


async def test_every_frame_of_a_story_is_documented(house: House) -> None:
    """Given a story in which every event of both roles happens, then each frame is, to the letter,
    what the document says of its type; and no type of the document was left out."""
    seen: dict[str, set[str]] = {role: set() for role in ROLES}
    mitra, ids = [], []
    for number in (1, 2):
        phone = f"+6281200002{number:03}"
        body = {"phone": phone, "display_name": f"Bestie {number}"}
        ids.append((await house.controlled("POST", "/mitras", body))["id"])
        token = await house.mitra_token(phone)
        mitra.append(await witness(house, "mitra", token, seen["mitra"]))
    first, second = mitra
    anonymous = await house.sign_in(provider="anonymous")
    login = {"id_token": anonymous, "display_name": "Senja"}
    token = (await house.post(f"{house.public}/v1/customer/login", login))["token"]
    customer = await witness(house, "customer", token, seen["customer"])

    await _nobody_comes(house, customer, first)
    await _paired_and_rerouted(house, customer, first, second, ids)
    await _the_control_center_decides(house, customer, first, ids)
    linked = await house.sign_in(provider="google", subject="s-1", link_to=anonymous)
    await house.post(f"{house.public}/v1/customer/link", {"id_token": linked}, token)
    changed = (await customer.hear("customer.changed"))["customer"]
    assert (changed["registered"], changed["registered_via"]) == (True, "google")

    for role in ROLES:
        assert events(role) - seen[role] == set(), f"never happened to a {role}"
        assert seen[role] - events(role) == NOT_EVENTS


async def _nobody_comes(house: House, customer: Witness, mitra: Witness) -> None:
    """Expired without anybody, cancelled, and refused."""
    await house.change_settings(request_timeout_s=1)
    await customer.ok("request.create")
    assert (await customer.hear("request.expired"))["reason"] == "no_mitra"
    await house.change_settings(request_timeout_s=180)
    await mitra.ok("presence.set", {"online": True})
    pressed = await customer.ok("request.create")
    asked = {"request_id": pressed["request_id"]}
    await mitra.hear("offer.new")
    await mitra.ok("offer.decline", asked)
    await customer.ok("request.cancel", asked)
    assert await customer.refused("request.cancel", asked) == "request_closed"
    assert await mitra.refused("offer.accept", asked) == "offer_closed"


async def _paired_and_rerouted(
    house: House, customer: Witness, first: Witness, second: Witness, ids: list[str]
) -> None:
    """Won, lost, given to the other, ended."""
    await second.ok("presence.set", {"online": True})
    asked = {"request_id": (await customer.ok("request.create"))["request_id"]}
    await second.hear("offer.new")
    await first.ok("offer.accept", asked)
    assert (await second.hear("offer.withdrawn"))["reason"] == "taken"
    session = (await customer.hear("session.started"))["session"]
    await house.controlled(
        "POST", f"/sessions/{session['session_id']}/reroute", {"mitra_id": ids[1]}
    )
    await second.hear("session.assigned")
    await first.hear("session.reassigned")
    await customer.hear("session.rerouted")
    await second.ok("session.end", {"session_id": session["session_id"]})
    for party in (customer, second):
        assert (await party.hear("session.ended"))["reason"] == "mitra"


async def _the_control_center_decides(
    house: House, customer: Witness, mitra: Witness, ids: list[str]
) -> None:
    """Settings, and a mitra who is taken offline; anonymity ends."""
    await house.change_settings(heartbeat_interval_s=10, anonymity_enabled=False)
    while (await customer.hear("settings.changed"))["anonymity_enabled"]:
        """The ones of earlier changes."""
    while (await mitra.hear("settings.changed"))["heartbeat_s"] != 10:
        """The ones of earlier changes."""
    await customer.hear("registration.required")
    assert await customer.refused("request.create") == "registration_required"
    await house.controlled("POST", f"/mitras/{ids[0]}/offline", {})
    while (await mitra.hear("presence.changed"))["reason"] != "control_center":
        """The one that said online."""


async def test_every_snapshot_is_documented(house: House) -> None:
    """Given a request, an offer and a session at the time of a reconnect, then `ready` with them
    is what the document says, too."""
    tokens = {role: await token_of(house, role) for role in ROLES}
    mitra = await witness(house, "mitra", tokens["mitra"], set())
    await mitra.ok("presence.set", {"online": True})
    customer = await witness(house, "customer", tokens["customer"], set())
    asked = {"request_id": (await customer.ok("request.create"))["request_id"]}

    await mitra.hear("offer.new")
    mitra = await witness(house, "mitra", tokens["mitra"], set())
    assert len(mitra.ready["offers"]) == 1
    customer = await witness(house, "customer", tokens["customer"], set())
    assert customer.ready["request"]["request_id"] == asked["request_id"]

    await mitra.ok("offer.accept", asked)
    await customer.hear("session.started")
    for role in ROLES:
        phone = await witness(house, role, tokens[role], set())
        sessions = phone.ready["sessions"] if role == "mitra" else [phone.ready["session"]]
        assert [s["state"] for s in sessions] == ["active"]
