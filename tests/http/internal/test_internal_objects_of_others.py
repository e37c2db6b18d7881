"""What belongs to somebody else is answered like what does not exist, to everybody, everywhere.

Every place where an id is taken comes from the code: a new one without a line here fails. Each is
asked twice by each person, for something that is there and for something that is not.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import pytest_asyncio

from halobestie.http.frames import COMMANDS
from halobestie.http.internal import internal_routes
from halobestie.http.public import public_routes
from halobestie.http.route import Route
from tests.db.given import value
from tests.http.internal.kit import NOBODY, Browser, House, Phone

Answer = tuple[int, str]
"""A status and the body as text, with what differs in every answer taken out."""

CHANGES_NOTHING: Final = frozenset({"GET"})
REST: Final[Mapping[tuple[str, str], str]] = {
    ("GET", "/v1/users/{user_id}"): "user_id",
    ("PATCH", "/v1/users/{user_id}"): "user_id",
    ("GET", "/v1/mitras/{mitra_id}"): "mitra_id",
    ("PATCH", "/v1/mitras/{mitra_id}"): "mitra_id",
    ("GET", "/v1/mitras/{mitra_id}/online-log"): "mitra_id",
    ("GET", "/v1/customers/{customer_id}"): "customer_id",
    ("GET", "/v1/customers/{customer_id}/export"): "customer_id",
    ("GET", "/v1/requests/{request_id}"): "request_id",
    ("GET", "/v1/sessions/{session_id}"): "session_id",
    ("GET", "/v1/requests?customer_id"): "customer_id",
    ("GET", "/v1/sessions?customer_id"): "customer_id",
    ("GET", "/v1/sessions?mitra_id"): "mitra_id",
    ("GET", "/v1/audit-log?user_id"): "admin_id",
    ("GET", "/v1/audit-log?subject_id"): "user_id",
    ("POST", "/v1/sessions/{session_id}/reroute+mitra_id"): "mitra_id",
    # from here on what is asked for is over afterwards
    ("POST", "/v1/sessions/{session_id}/reroute"): "session_id",
    ("POST", "/v1/sessions/{session_id}/end"): "session_id",
    ("POST", "/v1/requests/{request_id}/cancel"): "request_id",
    ("POST", "/v1/mitras/{mitra_id}/offline"): "mitra_id",
    ("POST", "/v1/customers/{customer_id}/erase"): "customer_id",
    ("DELETE", "/v1/users/{user_id}"): "user_id",
}
"""Where an id is taken, and what it is of. `?name` is in the query, `+name` in the body."""
BODIES: Final[Mapping[str, object]] = {
    "/v1/users/{user_id}": {"display_name": "Somebody"},
    "/v1/mitras/{mitra_id}": {"weight": 5},
    "/v1/customers/{customer_id}/erase": {"reason": "customer_asked"},
}
COMMANDS_WITH_IDS: Final[Mapping[tuple[str, str], str]] = {
    ("customer", "request.cancel"): "request_id",
    ("customer", "session.end"): "session_id",
    ("mitra", "offer.accept"): "request_id",
    ("mitra", "offer.decline"): "request_id",
    ("mitra", "session.end"): "session_id",
}
LATE_TAP: Final = {"offer_taken", "offer_closed", "not_online", "at_capacity", "offer_not_found"}
"""What a mitra who has the id of a request may learn of it by `offer.accept`: how it stands, and
nothing else. Whoever was offered it is owed this answer by the contract, on whatever node and
however late, and who was offered it is not remembered for so long. An id cannot be guessed: 74 of
its bits are random, and it is told to those alone who are offered it."""


# -- where ids are taken ---------------------------------------------------------------------


def in_rest() -> Iterator[tuple[str, str]]:
    for route in (*public_routes(dev=True), *internal_routes()):
        if isinstance(route, Route):
            yield from ((route.method, route.path + place) for place in _places(route))


def _places(route: Route) -> Iterator[str]:
    if "{" in route.path:
        yield ""
    for sign, model in (("?", route.query), ("+", route.body)):
        fields = {} if model is None else model.model_json_schema().get("properties", {})
        for name, schema in fields.items():
            if name.endswith("_id") or "uuid" in json.dumps(schema):
                yield sign + name


def in_commands() -> Iterator[tuple[str, str]]:
    for role, kinds in COMMANDS.items():
        for kind in kinds:
            if any(one.name.endswith("_id") for one in dataclasses.fields(kind)):
                yield role, kind.TYPE


def test_every_place_where_an_id_is_taken_is_in_the_tables() -> None:
    """A route, a filter, a field or a command that is new is asked for by strangers too."""
    assert set(in_rest()) == REST.keys()
    assert set(in_commands()) == COMMANDS_WITH_IDS.keys()


# -- people and their things ------------------------------------------------------------------


@dataclass(slots=True)
class Town:
    """Who is there, and whose what is."""

    house: House
    admin: Browser
    operator: Browser
    owner: Phone
    other_customer: Phone
    holder: Phone
    other_mitra: Phone
    tokens: dict[str, str]
    things: dict[str, str] = field(default_factory=dict)


@pytest_asyncio.fixture
async def town(house: House, admin: Browser) -> Town:
    """Bulan has a session with Awan. Langit and Bintang have nothing to do with it."""
    mitra_id, holder = await house.online_mitra("Awan")
    owner = await house.customer("Bulan")
    session_id = await house.paired(owner, holder)
    _, number = await house.mitra("Bintang")
    other_token, stranger = await house.mitra_token(number), await house.customer_token("Langit")
    customer_id = await value(house.db, "SELECT customer_id FROM sessions")
    request_id = await value(house.db, "SELECT request_id FROM sessions")
    return Town(
        house,
        admin,
        await house.logged_in("operator"),
        owner,
        await house.phone("customer", stranger),
        holder,
        await house.phone("mitra", other_token),
        {"another customer": stranger, "another mitra": other_token},
        {
            "mitra_id": mitra_id,
            "session_id": session_id,
            "customer_id": str(customer_id),
            "request_id": str(request_id),
            "user_id": await house.user("operator"),
            "admin_id": (await admin.get("/v1/me"))["user"]["id"],
        },
    )


async def asked(
    town: Town, browser: Browser, place: tuple[str, str], id_: str, token: str | None = None
) -> Answer:
    """What this place says about this id."""
    method, template = place
    path, sign, name = re.fullmatch(r"([^?+]*)([?+]?)(.*)", template).groups()  # type: ignore[union-attr]
    body: Any = BODIES.get(path) if method != "GET" else None
    if path.endswith("/reroute"):
        body = {"mitra_id": id_ if sign == "+" else town.things["mitra_id"]}
    ids = {} if sign == "" else town.things
    asked_for = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], id_), path)
    asked_for += f"?{name}={id_}" if sign == "?" else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if method not in CHANGES_NOTHING:
        headers["Content-Type"] = "application/json"
    url, data = browser.base + asked_for, None if body is None else json.dumps(body)
    async with browser.http.request(method, url, data=data, headers=headers) as response:
        text = await response.text()
    return response.status, _told(text).replace(id_, "(the id)")


def _told(text: str) -> str:
    """Without the id of the request itself."""
    try:
        body = json.loads(text)
    except ValueError:
        return text
    if isinstance(body, dict):
        body.pop("request_id", None)
    return json.dumps(body, sort_keys=True)


# -- over REST -----------------------------------------------------------------------------------


async def test_no_stranger_can_tell_what_is_there_over_rest(town: Town) -> None:
    """Nobody, another customer, another mitra; and an operator, where it is for admins alone."""
    nobody = town.house.browser()
    strangers: list[tuple[str, Browser, str | None]] = [("nobody", nobody, None)]
    strangers += [(who, nobody, token) for who, token in town.tokens.items()]
    for place, kind in REST.items():
        for who, browser, token in strangers:
            there = await asked(town, browser, place, town.things[kind], token)
            assert there == await asked(town, browser, place, NOBODY, token), (who, place)
            assert there[0] == 401, (who, place)
        if ADMINS.match(place[1]):
            there = await asked(town, town.operator, place, town.things[kind])
            assert there == await asked(town, town.operator, place, NOBODY), place
            assert there[0] == 403, place


ADMINS = re.compile(r"/v1/(users|audit-log|customers/{customer_id}/)")


async def test_who_may_see_it_sees_it(town: Town) -> None:
    """The other side of the test above: in each of these places an admin is told what is there."""
    for place, kind in REST.items():
        there = await asked(town, town.admin, place, town.things[kind])
        nowhere = await asked(town, town.admin, place, NOBODY)
        assert there != nowhere, place
        if "{" in place[1]:
            assert nowhere[0] == 404, place
        if place == ("POST", "/v1/sessions/{session_id}/reroute+mitra_id"):
            assert there[0] == 409, "it is with this mitra already"


async def test_no_id_opens_the_other_listener(town: Town) -> None:
    """The public listener knows none of these places, whoever asks there."""
    public = f"http://127.0.0.1:{town.house.app.public_port}"
    for (method, template), kind in REST.items():
        path = re.sub(r"{\w+}", town.things[kind], re.split(r"[?+]", template)[0])
        for token in town.tokens.values():
            headers = {"Authorization": f"Bearer {token}"}
            async with town.admin.http.request(method, public + path, headers=headers) as response:
                assert response.status == 404, (method, path)


# -- over the sockets ------------------------------------------------------------------------------


async def said(phone: Phone, command: str, kind: str, id_: str) -> dict[str, Any]:
    reply = await phone.ask(command, **{kind: id_})
    return {"type": reply["type"], "data": reply["data"]}


async def test_no_stranger_can_tell_what_is_there_over_a_socket(town: Town) -> None:
    """While the session runs, and after it has ended; the owner is told each time."""
    session_id = town.things["session_id"]
    await no_stranger_can_tell(town)
    assert (await said(town.owner, "session.end", "session_id", session_id))["type"] == "ok"
    await no_stranger_can_tell(town)
    again = await said(town.owner, "session.end", "session_id", session_id)
    assert again["data"]["code"] == "session_closed"


async def no_stranger_can_tell(town: Town) -> None:
    for (role, command), kind in COMMANDS_WITH_IDS.items():
        phone = town.other_customer if role == "customer" else town.other_mitra
        there = await said(phone, command, kind, town.things[kind])
        nowhere = await said(phone, command, kind, NOBODY)
        assert there["type"] == nowhere["type"] == "error"
        if command == "offer.accept":
            assert there["data"]["code"] in LATE_TAP
            assert there["data"].keys() == nowhere["data"].keys()
        else:
            assert there == nowhere, (role, command)


async def test_a_role_knows_only_its_own_commands(town: Town) -> None:
    """Another role's command is unknown, whatever it is about."""
    for (role, command), kind in COMMANDS_WITH_IDS.items():
        if (_other(role), command) in COMMANDS_WITH_IDS:
            continue
        phone = town.owner if role == "mitra" else town.holder
        for id_ in (town.things[kind], NOBODY):
            reply = await said(phone, command, kind, id_)
            assert reply["data"]["code"] == "unknown_type", (role, command)


def _other(role: str) -> str:
    return "mitra" if role == "customer" else "customer"


async def test_a_request_that_waits_is_nobody_elses(town: Town) -> None:
    """Neither another customer nor a mitra who was not offered it learns that it is there."""
    kabut = await town.house.customer("Kabut")
    waits = (await kabut.ask("request.create"))["data"]["request_id"]
    for phone, command in (
        (town.owner, "request.cancel"),
        (town.other_customer, "request.cancel"),
        (town.other_mitra, "offer.decline"),
    ):
        there = await said(phone, command, "request_id", waits)
        assert there == await said(phone, command, "request_id", NOBODY), command
    tap = await said(town.other_mitra, "offer.accept", "request_id", waits)
    assert tap["data"]["code"] in LATE_TAP
    assert (await said(kabut, "request.cancel", "request_id", waits))["type"] == "ok"


async def test_another_phone_never_sees_it_in_its_snapshot(town: Town) -> None:
    """No id and no name of the session is in what a stranger's phone starts from."""
    port = town.house.app.public_port
    for who, token in town.tokens.items():
        role = who.split()[-1]
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http,
            http.ws_connect(f"http://127.0.0.1:{port}/v1/{role}/ws") as ws,
        ):
            frames = [await ws.receive_str(timeout=5), await ws.receive_str(timeout=5)]
        assert '"ready"' in frames[1]
        for secret in (*town.things.values(), "Bulan", "Awan"):
            assert secret not in "".join(frames), (who, secret)
