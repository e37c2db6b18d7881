"""What the control center does to people who are at work: who is told, what ends, what stays."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from tests.e2e.house import House, Json, Phone, open_house, until

SILENT = 4009
DEACTIVATED = 4503
NOT_AUTHENTICATED = 4500
SOON_S = 2.0


class Silent:
    """A payment provider with whom nobody ever pays."""

    name = "silent"

    def request(self, session_id: str, confirm: Any) -> None:
        """Nobody pays."""


async def id_of(house: House, number: int) -> str:
    """The mitra whom `house.mitra(number)` made."""
    found = await house.controlled("GET", f"/mitras?q=62812000010{number:02}")
    mitra_id: str = found["items"][0]["id"]
    return mitra_id


async def paired(
    customer: Phone, mitra: Phone, state: str = "active", others: tuple[Phone, ...] = ()
) -> Json:
    """They are in a session; whoever else was offered it, knows that it is taken."""
    request_id = (await customer.ok("request.create"))["request_id"]
    for phone in (mitra, *others):
        await phone.hear("offer.new")
    await mitra.ok("offer.accept", {"request_id": request_id})
    kind = "session.started" if state == "active" else "session.pending_payment"
    sessions = [(await phone.hear(kind))["session"] for phone in (mitra, customer)]
    for phone in others:
        await phone.hear("offer.withdrawn")
    found: Json = sessions[1]
    assert found["state"] == state
    return found


async def reroute(house: House, session: Json, mitra_id: str, **body: Any) -> tuple[int, Json]:
    path = f"/sessions/{session['session_id']}/reroute"
    return await house.control("POST", path, {"mitra_id": mitra_id, **body})


# -- a mitra who has to go --------------------------------------------------------------------


async def test_a_mitra_is_deactivated(house: House) -> None:
    """Given a mitra in a session, when deactivated, then they are out with 4503 at once, and can't
    come back; offers go, and the session stays for somebody else to take over."""
    mitra, customer, waiting = await house.mitra(1), await house.customer(), await house.customer()
    mitra_id, token = await id_of(house, 1), await house.mitra_token("+6281200001001")
    session = await paired(customer, mitra)
    await waiting.ok("request.create")
    await mitra.hear("offer.new")

    await house.controlled("PATCH", f"/mitras/{mitra_id}", {"active": False})
    async with asyncio.timeout(SOON_S):
        assert await mitra.closed() == DEACTIVATED
    for way_in in (token, None):
        assert await shut_out(house, way_in) == NOT_AUTHENTICATED
    refused = await login(house, "+6281200001001")
    assert refused == (403, "mitra_inactive")

    found = await house.controlled("GET", f"/sessions/{session['session_id']}")
    assert (found["state"], found["mitra"]["id"]) == ("active", mitra_id)
    assert await customer.quiet() == [], "a running session is not cut"
    log = await house.controlled("GET", f"/mitras/{mitra_id}/online-log")
    assert [period["reason"] for period in log["items"]] == ["deactivated"]
    other = await house.mitra(2)
    await other.hear("offer.new")
    assert (await reroute(house, session, await id_of(house, 2)))[0] == 200
    assert (await customer.hear("session.rerouted"))["session"]["mitra"]["display_name"] == (
        "Bestie 2"
    )


async def test_a_deactivated_mitra_is_told_before_the_socket_closes(house: House) -> None:
    """First `presence.changed` with the reason, then 4503."""
    mitra = await house.mitra(1)
    await house.controlled("PATCH", f"/mitras/{await id_of(house, 1)}", {"active": False})
    assert await mitra.closed() == DEACTIVATED
    told = [frame["data"] for frame in mitra.frames if frame["type"] == "presence.changed"]
    assert [(one["online"], one["since"], one["reason"]) for one in told] == [
        (False, None, "deactivated")
    ]


async def shut_out(house: House, token: str | None) -> int | None:
    ws = await house.http.ws_connect(f"{house.public}/v1/mitra/ws")
    await ws.send_json({"type": "auth", "data": {"token": token or "of-before"}})
    return await Phone(ws).closed()


async def login(house: House, phone: str) -> tuple[int, str]:
    body = {"id_token": await house.sign_in_by_phone(phone)}
    async with house.http.post(f"{house.public}/v1/mitra/login", json=body) as answer:
        return answer.status, (await answer.json())["code"]


async def test_a_deactivated_mitra_comes_back(house: House) -> None:
    """Activated again, they log in anew, and are offline until they say otherwise."""
    await house.mitra(1)
    mitra_id = await id_of(house, 1)
    for active in (False, True):
        await house.controlled("PATCH", f"/mitras/{mitra_id}", {"active": active})
    back = await house.connect("mitra", await house.mitra_token("+6281200001001"))
    assert back.ready["presence"]["online"] is False
    assert await back.quiet() == []


async def test_a_mitra_is_taken_offline(house: House) -> None:
    """Then they are told by whom, offers go, the wish is gone too: neither a heartbeat nor a new
    socket brings them back, only they themselves."""
    mitra, customer = await house.mitra(1), await house.customer()
    mitra_id = await id_of(house, 1)
    await customer.ok("request.create")
    await mitra.hear("offer.new")

    await house.controlled("POST", f"/mitras/{mitra_id}/offline")
    told = await mitra.hear("presence.changed")
    assert (told["online"], told["since"], told["reason"]) == (False, None, "control_center")
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "offline"
    await mitra.ok("heartbeat")
    again = await house.connect("mitra", await house.mitra_token("+6281200001001"))
    assert again.ready["presence"]["online"] is False
    assert again.ready["offers"] == []
    await again.ok("heartbeat")
    assert await again.quiet() == []

    log = await house.controlled("GET", f"/mitras/{mitra_id}/online-log")
    assert [period["reason"] for period in log["items"]] == ["control_center"]
    assert (await again.ok("presence.set", {"online": True}))["online"]
    await again.hear("offer.new")
    await house.controlled("POST", f"/mitras/{mitra_id}/offline")
    await house.controlled("POST", f"/mitras/{mitra_id}/offline")  # once more does no harm


async def test_one_who_is_away_is_taken_offline_too(house: House) -> None:
    """Given a mitra whom silence took offline, and who wished to be online, when forced offline,
    then the wish is gone: the next socket does not bring them back."""
    await house.change_settings(heartbeat_interval_s=1, presence_timeout_s=2)
    mitra = await house.mitra(1)
    mitra_id = await id_of(house, 1)
    assert await mitra.closed() == SILENT

    async def offline() -> bool:
        return not (await house.controlled("GET", f"/mitras/{mitra_id}"))["online"]

    await until(offline)
    await house.controlled("POST", f"/mitras/{mitra_id}/offline")
    again = await house.connect("mitra", await house.mitra_token("+6281200001001"))
    assert again.ready["presence"]["online"] is False
    await again.ok("heartbeat")
    assert await again.quiet() == []


# -- rerouting --------------------------------------------------------------------------------


async def rerouted(house: House, state: str) -> None:
    """Given a session in this state, then the other has it, and all three are told at once."""
    old, new, customer = await house.mitra(1), await house.mitra(2), await house.customer("Senja")
    session = await paired(customer, old, state, others=(new,))

    status, answer = await reroute(house, session, await id_of(house, 2), reason="Shift over")
    assert (status, answer["session"]["mitra"]["display_name"]) == (200, "Bestie 2")
    to_customer = (await customer.hear("session.rerouted"))["session"]
    assert to_customer["mitra"]["display_name"] == "Bestie 2"
    assigned = (await new.hear("session.assigned"))["session"]
    assert assigned["customer"] == {"display_name": "Senja"}
    for told in (to_customer, assigned):
        assert (told["session_id"], told["state"]) == (session["session_id"], state)
    assert await old.hear("session.reassigned") == {"session_id": session["session_id"]}

    detail = await house.controlled("GET", f"/sessions/{session['session_id']}")
    was, now = detail["assignments"]
    assert (was["display_name"], was["by"]) == ("Bestie 1", "accept")
    assert (now["display_name"], now["by"]) == ("Bestie 2", "control_center")
    assert (now["reason"], now["to"], was["to"]) == ("Shift over", None, now["from"])
    asked = {"session_id": session["session_id"]}
    assert await old.refused("session.end", asked) == "session_not_found"
    mitras = await house.controlled("GET", "/mitras?sort=display_name&order=asc")
    assert [mitra["sessions"] for mitra in mitras["items"]] == [0, 1]
    await new.ok("session.end", asked)
    assert (await customer.hear("session.ended"))["reason"] == "mitra"
    assert await old.quiet() == []


async def test_a_running_session_goes_to_another_mitra(house: House) -> None:
    """While active."""
    await rerouted(house, "active")


async def test_an_unpaid_session_goes_to_another_mitra(database_url: str) -> None:
    """While payment is awaited."""
    async with open_house(database_url, payment=Silent()) as house:
        await rerouted(house, "pending_payment")


async def test_a_reroute_that_is_refused(house: House) -> None:
    """Offline, inactive, full, the same, nobody, ended: each says which; nothing has changed and
    nobody was told. Full can be overridden on purpose."""
    await house.change_settings(max_customers_per_mitra=1)
    mine, full, customer, other = (
        await house.mitra(1),
        await house.mitra(2),
        await house.customer("Senja"),
        await house.customer("Fajar"),
    )
    await house.mitra(3, online=False)
    await house.mitra(4)
    gone = await id_of(house, 4)
    await house.controlled("PATCH", f"/mitras/{gone}", {"active": False})
    session = await paired(customer, mine, others=(full,))
    theirs = await paired(other, full)
    ids = {number: await id_of(house, number) for number in (1, 2, 3)}

    for target, code in (
        (ids[3], "mitra_offline"),
        (gone, "mitra_inactive"),
        (ids[2], "mitra_full"),
        (ids[1], "same_mitra"),
    ):
        status, said = await reroute(house, session, target)
        assert (status, said["code"]) == (409, code)
    nobody = session["session_id"]
    assert (await reroute(house, session, nobody))[1]["code"] == "mitra_not_found"
    found = await house.controlled("GET", f"/sessions/{session['session_id']}")
    assert found["mitra"]["id"] == ids[1]
    assert len(found["assignments"]) == 1
    assert [await phone.quiet() for phone in (customer, full)] == [[], []]

    status, _ = await reroute(house, session, ids[2], override_capacity=True)
    assert status == 200
    await full.hear("session.assigned")
    mitra = await house.controlled("GET", f"/mitras/{ids[2]}")
    assert mitra["sessions"] == 2
    for over in (session, theirs):
        await full.ok("session.end", {"session_id": over["session_id"]})
    status, said = await reroute(house, session, ids[1])
    assert (status, said["code"]) == (409, "session_closed")


async def test_the_freed_mitra_is_offered_what_waits(house: House) -> None:
    """Given everybody is full and a customer waits, when a session is taken from one mitra, then
    that one is offered the request; the one who has two now, nothing."""
    await house.change_settings(max_customers_per_mitra=1)
    first, second = await house.mitra(1), await house.mitra(2)
    session = await paired(await house.customer(), first, others=(second,))
    await paired(await house.customer(), second)
    waiting = await house.customer("Waiting")
    request_id = (await waiting.ok("request.create"))["request_id"]

    status, _ = await reroute(house, session, await id_of(house, 2), override_capacity=True)
    assert status == 200
    assert (await first.hear("offer.new"))["request_id"] == request_id
    await second.hear("session.assigned")
    assert await second.quiet() == []
    await first.ok("offer.accept", {"request_id": request_id})
    await waiting.hear("session.started")


# -- ending -----------------------------------------------------------------------------------


async def test_a_request_is_cancelled_by_the_control_center(house: House) -> None:
    """The customer is told by whom, the offer goes, a tap is too late; twice is refused."""
    mitra, customer = await house.mitra(1), await house.customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")

    await house.controlled("POST", f"/requests/{request_id}/cancel")
    told = await customer.hear("request.cancelled")
    assert told == {"request_id": request_id, "by": "control_center"}
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "cancelled"
    assert await mitra.refused("offer.accept", {"request_id": request_id}) == "offer_closed"
    status, said = await house.control("POST", f"/requests/{request_id}/cancel")
    assert (status, said["code"]) == (409, "request_closed")
    assert (await customer.ok("request.create"))["request_id"] != request_id


async def test_a_session_is_ended_by_the_control_center(house: House) -> None:
    """Both are told by whom, the place is free; the audit log has it; twice is refused."""
    mitra, customer = await house.mitra(1), await house.customer()
    session = await paired(customer, mitra)

    path = f"/sessions/{session['session_id']}/end"
    await house.controlled("POST", path, {"reason": "Asked for by phone"})
    for phone in (customer, mitra):
        told = await phone.hear("session.ended")
        assert told == {"session_id": session["session_id"], "reason": "control_center"}
    assert (await house.controlled("GET", "/mitras"))["items"][0]["sessions"] == 0
    audit = await house.controlled("GET", "/audit-log")
    assert "session.end" in {entry["action"] for entry in audit["items"]}
    status, said = await house.control("POST", path, {})
    assert (status, said["code"]) == (409, "session_closed")
    await customer.ok("request.create")


# -- settings ---------------------------------------------------------------------------------


async def test_settings_are_for_the_next_pairing(house: House) -> None:
    """Given a request and a session of before, when the settings change, then phones are told, the
    request keeps its deadline and its way of pairing, the session goes on; the next press is under
    the new ones."""
    one, two = await house.mitra(1), await house.mitra(2)
    served, first, second = [await house.customer(name) for name in ("A", "B", "C")]
    session = await paired(served, one, others=(two,))
    before = await first.ok("request.create")
    for phone in (one, two):
        assert (await phone.hear("offer.new"))["request_id"] == before["request_id"]

    await house.change_settings(
        pairing_method="round_robin", request_timeout_s=600, heartbeat_interval_s=20
    )
    assert (await one.hear("settings.changed")) == {"heartbeat_s": 20}
    told = await first.hear("settings.changed")
    assert told == {"heartbeat_s": 20, "anonymity_enabled": True}
    again = await first.ok("request.create")
    assert again == before
    found = await house.controlled("GET", f"/requests/{before['request_id']}")
    assert found["pairing_method"] == "blast"
    await one.ok("offer.accept", {"request_id": before["request_id"]})
    assert (await two.hear("offer.withdrawn"))["reason"] == "taken"

    after = await second.ok("request.create")
    found = await house.controlled("GET", f"/requests/{after['request_id']}")
    assert found["pairing_method"] == "round_robin"
    asked = [phone for phone in (one, two) if "offer.new" in await phone.quiet()]
    assert len(asked) == 1, "one after the other now"
    state = await house.controlled("GET", f"/sessions/{session['session_id']}")
    assert state["state"] == "active"
    hello = (await house.connect("customer", await house.customer_token())).ready
    assert hello["app"]["anonymity_enabled"] is True


async def test_less_capacity_touches_nobody(house: House) -> None:
    """Given a mitra with two sessions, when the maximum becomes one, then both go on, and nothing
    is offered until there is room again."""
    mitra = await house.mitra(1)
    customers = [await house.customer(name) for name in ("A", "B", "C")]
    sessions = [await paired(customer, mitra) for customer in customers[:2]]

    await house.change_settings(max_customers_per_mitra=1)
    request_id = (await customers[2].ok("request.create"))["request_id"]
    live = await house.controlled("GET", "/sessions?live=true")
    assert live["total"] == 2
    for session in sessions:
        assert "offer.new" not in await mitra.quiet()
        await mitra.ok("session.end", {"session_id": session["session_id"]})
    assert (await mitra.hear("offer.new"))["request_id"] == request_id


async def test_settings_of_before_are_not_written_over(house: House) -> None:
    """Two people change them at once: the second is told to read them again."""
    version = (await house.controlled("GET", "/settings"))["version"]
    await house.controlled("PATCH", "/settings", {"version": version, "offer_timeout_s": 30})
    status, said = await house.control(
        "PATCH", "/settings", {"version": version, "offer_timeout_s": 99}
    )
    assert (status, said["code"]) == (409, "settings_changed")
    assert (await house.controlled("GET", "/settings"))["offer_timeout_s"] == 30


# -- anonymity --------------------------------------------------------------------------------


async def anonymous(house: House, name: str) -> tuple[str, str, Phone]:
    """The ID token, the login's token, and the phone of somebody who stays unknown."""
    id_token = await house.sign_in(provider="anonymous")
    body = {"id_token": id_token, "display_name": name}
    token: str = (await house.post(f"{house.public}/v1/customer/login", body))["token"]
    return id_token, token, await house.connect("customer", token)


async def test_anonymity_ends(house: House) -> None:
    """Given anonymous customers, one in a session, when anonymity is turned off, then each is told
    to register; the session goes on; a new request needs a phone number first, and after linking
    one the same customer asks again, with the same history."""
    mitra = await house.mitra(1)
    _, _, talking = await anonymous(house, "Talking")
    session = await paired(talking, mitra)
    id_token, token, customer = await anonymous(house, "Senja")
    customer_id = customer.ready["customer"]["id"]
    registered = await house.connect(
        "customer", await house.customer_token("Known", provider="google", subject="g-1")
    )

    await house.change_settings(anonymity_enabled=False)
    for phone in (talking, customer):
        assert await phone.hear("registration.required") == {}
    assert await customer.refused("request.create") == "registration_required"
    again = await house.connect("customer", token)
    assert again.ready["app"] == {"anonymity_enabled": False, "registration_required": True}
    assert await registered.quiet() == ["settings.changed"]
    assert await registered.ok("request.create")
    live = await house.controlled("GET", f"/sessions/{session['session_id']}")
    assert live["state"] == "active"
    assert await new_login(house) == (403, "registration_required")

    code = (await house.post(f"{house.public}/v1/dev/otp", {"phone": "+6281299990001"}))["code"]
    linked = await house.sign_in(
        provider="phone", phone="+6281299990001", code=code, link_to=id_token
    )
    await house.post(f"{house.public}/v1/customer/link", {"id_token": linked}, token)
    changed = (await again.hear("customer.changed"))["customer"]
    assert (changed["id"], changed["display_name"]) == (customer_id, "Senja")
    assert (changed["registered"], changed["registered_via"]) == (True, "phone")
    assert await again.ok("request.create")
    while (await mitra.hear("offer.new"))["customer"]["display_name"] != "Senja":
        """The one of the registered customer."""


async def new_login(house: House) -> tuple[int, str]:
    body = {"id_token": await house.sign_in(provider="anonymous"), "display_name": "New"}
    async with house.http.post(f"{house.public}/v1/customer/login", json=body) as answer:
        return answer.status, (await answer.json())["code"]


async def test_a_request_of_before_is_not_cut(house: House) -> None:
    """Given an anonymous customer who waits already, when anonymity ends, then a mitra may still
    take that request; the next one needs a registration."""
    _, _, customer = await anonymous(house, "Senja")
    request_id = (await customer.ok("request.create"))["request_id"]
    await house.change_settings(anonymity_enabled=False)
    await customer.hear("registration.required")

    mitra = await house.mitra(1)
    await mitra.hear("offer.new")
    await mitra.ok("offer.accept", {"request_id": request_id})
    session = (await customer.hear("session.started"))["session"]
    await customer.ok("session.end", {"session_id": session["session_id"]})
    assert await customer.refused("request.create") == "registration_required"


# -- what the board shows ---------------------------------------------------------------------


async def test_the_board_follows(house: House) -> None:
    """Open requests, online mitra and sessions, as they come and go."""
    mitra, customer = await house.mitra(1), await house.customer()

    async def shown() -> tuple[int, int, int]:
        board = await house.controlled("GET", "/dashboard")
        return board["online_mitras"], board["open_requests"], board["active_sessions"]

    assert await shown() == (1, 0, 0)
    request_id = (await customer.ok("request.create"))["request_id"]
    assert await shown() == (1, 1, 0)
    await mitra.hear("offer.new")
    await mitra.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")
    assert await shown() == (1, 0, 1)
    await mitra.ok("presence.set", {"online": False})
    assert await shown() == (0, 0, 1)


async def test_only_admins_change_settings(house: House) -> None:
    """An operator reads them, and reroutes; an admin changes them."""
    body = {
        "email": "operator@halobestie.test",
        "display_name": "Operator",
        "role": "operator",
        "password": "a long pass phrase too",
    }
    await house.controlled("POST", "/users", body)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        operator = House(house.app, http)
        await operator.controlled("POST", "/login", {k: body[k] for k in ("email", "password")})
        version = (await operator.controlled("GET", "/settings"))["version"]
        status, said = await operator.control("PATCH", "/settings", {"version": version})
        assert (status, said["code"]) == (403, "wrong_role")
        assert (await operator.control("GET", "/audit-log"))[0] == 403
