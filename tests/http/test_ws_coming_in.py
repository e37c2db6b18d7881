"""Coming in over a real socket: who one is, and the snapshot that draws every screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from halobestie.db.customers import OpenRequestCard
from halobestie.domain import Session
from halobestie.events import (
    CustomerCard,
    CustomerChanged,
    CustomerView,
    OfferNew,
    OfferWithdrawn,
    PresenceChanged,
    SessionEnded,
)
from halobestie.messages import (
    MitraArrived,
    RequestAsked,
)
from tests.http.ws_house import NOW, SETTINGS, WELCOME, House, text, uuid_of

REQUEST = uuid_of(100)
SESSION = Session(
    uuid_of(101),
    REQUEST,
    "active",
    uuid_of(1),
    "Langit",
    uuid_of(2),
    "Melati",
    NOW,
    NOW,
    None,
    None,
)


async def test_hello_auth_ready(house: House) -> None:
    """Given a login, when its token comes in `auth`, then the customer's whole state follows."""
    customer = house.accounts.add_customer(1)
    phone = await house.connect("customer")
    hello = await phone.hear()

    await phone.say(text("auth", token="c1"))
    ready = await phone.hear()

    assert hello["type"] == "hello"
    assert hello["data"] == {
        "protocol": "1.0",
        "heartbeat_s": 15,
        "server_time": "2026-03-01T21:00:00Z",
    }
    assert ready == {
        "type": "ready",
        "data": {
            "customer": {
                "id": customer,
                "display_name": "Langit",
                "registered": False,
                "registered_via": None,
                "phone": None,
                "created_at": "2026-03-01T21:00:00Z",
            },
            "request": None,
            "session": None,
            "app": {"anonymity_enabled": True, "registration_required": False},
        },
    }


async def test_the_snapshot_has_what_is_open(house: House) -> None:
    """A customer with an open request and a session gets both, without the mitra's phone."""
    customer = house.accounts.add_customer(1)
    snapshot = house.accounts.customers[customer]
    house.accounts.customers[customer] = replace(
        snapshot, request=OpenRequestCard(REQUEST, "open", NOW), session=SESSION
    )

    phone = await house.connect("customer", "c1")
    data = (await phone.hear_until("ready"))["data"]

    assert data["request"] == {
        "request_id": REQUEST,
        "state": "open",
        "expires_at": "2026-03-01T21:00:00Z",
    }
    assert data["session"]["mitra"] == {"id": uuid_of(2), "display_name": "Melati"}
    assert "customer" not in data["session"]


async def test_a_mitras_snapshot(house: House) -> None:
    """Presence and offers come from the actors, sessions from PostgreSQL; a customer is a name."""
    mitra = house.accounts.add_mitra(2)
    snapshot = house.accounts.mitras[mitra]
    house.accounts.mitras[mitra] = replace(snapshot, sessions=[SESSION])
    offer = OfferNew(REQUEST, CustomerCard("Langit"), NOW, NOW)
    house.inside.answers[MitraArrived] = lambda _: replace(WELCOME, sessions=1, offers=(offer,))

    phone = await house.connect("mitra", "m2")
    data = (await phone.hear_until("ready"))["data"]

    since = "2026-03-01T21:00:00Z"
    assert data["mitra"] == {
        "id": mitra,
        "display_name": "Melati",
        "phone": "+6281200000002",
        "active": True,
    }
    assert data["presence"] == {"online": True, "since": since, "capacity": 3, "sessions": 1}
    assert data["offers"] == [
        {
            "request_id": REQUEST,
            "customer": {"display_name": "Langit"},
            "offered_at": since,
            "expires_at": since,
        }
    ]
    assert data["sessions"][0]["customer"] == {"display_name": "Langit"}
    (arrived,) = house.inside.of(MitraArrived)
    assert arrived.profile == snapshot.profile


async def test_an_anonymous_customer_must_register_while_anonymity_is_off(house: House) -> None:
    """The snapshot says so, to the anonymous alone."""
    house.accounts.add_customer(1)
    house.accounts.add_customer(2, registered=True)
    settings = replace(house.sockets.settings, version=2, anonymity_enabled=False)
    house.sockets.settings_changed(settings)

    anonymous = await house.connect("customer", "c1")
    registered = await house.connect("customer", "c2")

    for phone, required in ((anonymous, True), (registered, False)):
        app = (await phone.hear_until("ready"))["data"]["app"]
        assert app == {"anonymity_enabled": False, "registration_required": required}


async def test_what_happens_during_the_snapshot_follows_it(house: House) -> None:
    """An event of an account whose snapshot is being read is heard behind `ready`, not lost."""
    customer = house.accounts.add_customer(1)
    event = SessionEnded(uuid_of(9), "mitra")
    house.accounts.looking = lambda: house.sockets.push("customer", customer, event)

    phone = await house.connect("customer", "c1")

    await phone.hear_until("ready")
    assert (await phone.hear())["type"] == "session.ended"


async def test_an_offer_that_is_in_the_welcome_is_not_told_twice(house: House) -> None:
    """Offers from before the welcome are in it; what is pushed right behind it is news."""
    mitra = house.accounts.add_mitra(2)
    offer = OfferNew(REQUEST, CustomerCard("Langit"), NOW, NOW)

    def welcome(_: MitraArrived) -> object:
        house.sockets.push("mitra", mitra, offer)
        loop = asyncio.get_running_loop()
        loop.call_soon(house.sockets.push, "mitra", mitra, OfferWithdrawn(REQUEST, "taken"))
        return replace(WELCOME, offers=(offer,))

    house.inside.answers[MitraArrived] = welcome
    phone = await house.connect("mitra", "m2")

    ready = await phone.hear_until("ready")
    assert len(ready["data"]["offers"]) == 1
    assert (await phone.hear())["type"] == "offer.withdrawn"


async def test_commands_before_ready_wait(house: House) -> None:
    """A phone that does not wait for `ready` gets its answer behind it."""
    house.accounts.add_customer(1)
    house.inside.answers[RequestAsked] = lambda asked: {"request_id": asked.request_id}
    phone = await house.connect("customer")
    await phone.hear()

    await phone.say(text("auth", token="c1"))
    await phone.say(text("request.create", "early"))

    assert (await phone.hear())["type"] == "ready"
    assert (await phone.hear())["re"] == "early"


async def test_a_presence_from_before_the_question_is_not_told(house: House) -> None:
    """What the actors said before they were asked is older than their answer."""
    mitra = house.accounts.add_mitra(2)
    went = PresenceChanged(False, None, "heartbeat_lost", 3, 0)
    house.accounts.looking = lambda: house.sockets.push("mitra", mitra, went)

    phone = await house.enter("mitra", "m2")

    assert (await phone.ask("heartbeat", "h1"))["re"] == "h1"


async def test_registered_while_the_snapshot_was_read(house: House) -> None:
    """A customer who registers in that moment is not asked to register again."""
    customer = house.accounts.add_customer(1)
    view = CustomerView(customer, "Langit", True, "google", None, NOW)
    house.accounts.looking = lambda: house.sockets.push("customer", customer, CustomerChanged(view))
    phone = await house.enter("customer", "c1")
    await phone.hear_until("customer.changed")

    house.sockets.settings_changed(replace(SETTINGS, version=2, anonymity_enabled=False))

    assert (await phone.hear())["type"] == "settings.changed"
    assert (await phone.ask("heartbeat", "h1"))["re"] == "h1"


async def test_shut_out_while_the_snapshot_was_read(house: House) -> None:
    """A mitra who is closed in that moment has not arrived: the actor hears nothing."""
    mitra = house.accounts.add_mitra(2)

    def shut_out() -> None:
        if house.sockets.counts()["mitra"]:
            house.sockets.close_account("mitra", mitra, 4503)

    house.accounts.looking = shut_out
    phone = await house.connect("mitra", "m2")

    await phone.hear()
    assert await phone.hear_close() == 4503
    await house.settle(lambda: house.sockets.open == 0)
    assert house.inside.told == []


async def test_strangers_who_log_out_turn_nobody_away(house: House) -> None:
    """However many leave while a token is looked up: only its own revocation counts."""
    house.accounts.add_customer(1)
    house.accounts.looking = lambda: house.sockets.close_login("a stranger's", 4500)

    phone = await house.enter("customer", "c1")

    assert (await phone.ask("heartbeat", "h1"))["re"] == "h1"


async def test_the_node_goes_while_the_token_is_looked_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket that is closing never becomes the socket of an account."""
    house.accounts.add_customer(1)
    going: list[asyncio.Task[None]] = []

    def go() -> None:
        house.accounts.looking = lambda: None
        going.append(asyncio.create_task(house.sockets.close_all(4001)))

    house.accounts.looking = go
    entered: list[object] = []
    monkeypatch.setattr(house.sockets, "enter", entered.append)
    phone = await house.connect("customer", "c1")

    await phone.hear()
    assert await phone.hear_close() == 4001
    await going[0]
    assert entered == []
