"""Phones over real sockets, from the upgrade to the goodbye."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import WSMsgType

from halobestie.db.customers import OpenRequestCard
from halobestie.domain import Role, Session
from halobestie.errors import Refused
from halobestie.events import CustomerCard, OfferNew, OfferWithdrawn, PresenceChanged, SessionEnded
from halobestie.http.frames import MAX_FRAME_BYTES
from halobestie.http.patience import FAULTS
from halobestie.messages import (
    HeartbeatSeen,
    Key,
    MitraArrived,
    MitraLeft,
    OfferAccepted,
    PresenceAsked,
    RequestAsked,
)
from tests.http.ws_house import NOW, WELCOME, House, Phone, open_house, text, uuid_of

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


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = await open_house()
    yield house
    await house.close()


# -- coming in ---------------------------------------------------------------------------


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


# -- close codes -------------------------------------------------------------------------


async def test_4500_no_such_login(house: House) -> None:
    """A token that nobody has: not authenticated, whichever way it came."""
    by_header = await house.connect("customer", "stranger")
    by_frame = await house.connect("customer")
    await by_frame.say(text("auth", token="stranger"))

    for phone in (by_header, by_frame):
        assert (await phone.hear())["type"] == "hello"
        assert await phone.hear_close() == 4500


async def test_4500_the_login_runs_out(house: House) -> None:
    """A socket does not outlive its login."""
    house.accounts.add_login("short", "customer", house.accounts.add_customer(1), days=0)
    house.accounts.logins["short"] = replace(
        house.accounts.logins["short"], expires_at=NOW + timedelta(seconds=60)
    )
    phone = await house.enter("customer", "short")

    house.pass_time(60)

    assert await phone.hear_close() == 4500


async def test_4500_logged_out(house: House) -> None:
    """Logging out closes the sockets of that login."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")

    house.sockets.close_login("login-c1", 4500)

    assert await phone.hear_close() == 4500


async def test_4500_logged_out_during_the_look_up(house: House) -> None:
    """A login that ends after it was read, and before its socket is known, opens nothing."""
    house.accounts.add_customer(1)

    def log_out() -> None:
        house.accounts.logins.clear()
        house.sockets.close_login("login-c1", 4500)
        house.accounts.looking = lambda: None

    house.accounts.looking = log_out
    phone = await house.connect("customer", "c1")

    await phone.hear()
    assert await phone.hear_close() == 4500


async def test_4501_frames_that_are_no_commands(house: House) -> None:
    """Each faulty frame is answered; the twenty-first also ends it."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")

    for _ in range(FAULTS + 1):
        await phone.say("{")

    for _ in range(FAULTS + 1):
        assert (await phone.hear())["data"]["code"] == "bad_frame"
    assert await phone.hear_close() == 4501


async def test_4502_no_auth_in_time(house: House) -> None:
    """Ten seconds to say who one is."""
    phone = await house.connect("customer")
    await phone.hear()

    house.pass_time(10)

    assert await phone.hear_close() == 4502


async def test_4503_an_inactive_mitra(house: House) -> None:
    """A mitra who is not active is told so, and the actors hear nothing of it."""
    house.accounts.add_mitra(2, active=False)
    phone = await house.connect("mitra", "m2")

    await phone.hear()
    assert await phone.hear_close() == 4503
    assert house.inside.told == []


@pytest.mark.parametrize(("role", "token"), [("customer", "m2"), ("mitra", "c1")])
async def test_4507_the_other_role(house: House, role: Role, token: str) -> None:
    """A customer's token opens nothing of a mitra's, and the other way round."""
    house.accounts.add_customer(1)
    house.accounts.add_mitra(2)
    phone = await house.connect(role, token)

    await phone.hear()
    assert await phone.hear_close() == 4507
    assert house.sockets.counts() == {"customer": 0, "mitra": 0}


async def test_4512_the_newest_stays(house: House) -> None:
    """Two phones of one mitra: the older is closed, the newer works, and the actor is told whose
    socket went, so that it does not take it for the newer one's."""
    mitra = house.accounts.add_mitra(2)
    older = await house.enter("mitra", "m2")
    newer = await house.enter("mitra", "m2")

    assert await older.hear_close() == 4512
    await house.settle(lambda: house.sockets.open == 1)
    house.sockets.push("mitra", mitra, SessionEnded(uuid_of(9), "customer"))

    assert (await newer.hear())["type"] == "session.ended"
    first, second = (arrived.socket_id for arrived in house.inside.of(MitraArrived))
    assert first != second
    assert house.inside.of(MitraLeft) == [MitraLeft(mitra, first)]


async def test_4009_silence(house: House) -> None:
    """Nothing heard for longer than the presence timeout: closed, and the actor knows it left."""
    mitra = house.accounts.add_mitra(2)
    phone = await house.enter("mitra", "m2")
    house.pass_time(80)
    await phone.ask("heartbeat", "h1")

    house.pass_time(90)
    assert house.sockets.counts()["mitra"] == 1
    house.pass_time(1)

    assert await phone.hear_close() == 4009
    assert [left.mitra_id for left in house.inside.of(MitraLeft)] == [mitra]


async def test_4013_too_many_messages(house: House) -> None:
    """A flood ends with its code heard, although much of it is never read."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")

    for _ in range(5000):
        await phone.ws.send_str(text("heartbeat"))

    assert await phone.hear_close() == 4013
    await phone.ws.close()
    await house.settle(lambda: house.sockets.open == 0)


async def test_4001_the_node_goes_away(house: House) -> None:
    """Everybody is told to come back, whoever is not logged in yet as well."""
    house.accounts.add_customer(1)
    phone, stranger = await house.enter("customer", "c1"), await house.connect("mitra")
    await stranger.hear()

    _, *codes = await asyncio.gather(
        house.sockets.close_all(4001), phone.hear_close(), stranger.hear_close()
    )

    assert codes == [4001, 4001]
    assert house.sockets.open == 0


async def test_4001_postgresql_is_away(house: House) -> None:
    """The phone hears a retryable error, and to come back."""
    house.accounts.add_customer(1)
    house.accounts.away = True
    phone = await house.connect("customer", "c1")
    await phone.hear()

    error = await phone.hear()

    assert error["type"] == "error"
    assert (error["data"]["code"], error["data"]["temporary"]) == ("unavailable", True)
    assert await phone.hear_close() == 4001


async def test_4001_the_actors_do_not_answer(house: House) -> None:
    """A mitra whose actor cannot say how things stand comes back later; the actor hears it left."""
    house.accounts.add_mitra(2)
    house.inside.answers[MitraArrived] = lambda _: Refused("unavailable")
    phone = await house.connect("mitra", "m2")
    await phone.hear()

    assert (await phone.hear())["data"]["code"] == "unavailable"
    assert await phone.hear_close() == 4001
    assert len(house.inside.of(MitraLeft)) == 1


@pytest.mark.parametrize("size", [MAX_FRAME_BYTES + 1, 100_000, 3_000_000])
async def test_1009_a_frame_over_the_limit(house: House, size: int) -> None:
    """However large the frame, the code is heard: the rest of it is read away, not cut off."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")

    sending = asyncio.create_task(phone.say(" " * size))

    assert await phone.hear_close() == 1009
    await asyncio.gather(sending, return_exceptions=True)
    await house.settle(lambda: house.sockets.open == 0)


async def test_a_frame_of_the_limit_is_read(house: House) -> None:
    """16 KiB are at most, and allowed."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")
    frame = text("heartbeat", "h1")

    await phone.say(frame + " " * (MAX_FRAME_BYTES - len(frame)))

    assert (await phone.hear())["re"] == "h1"


async def test_1007_text_that_is_no_utf8(house: House) -> None:
    """A text frame that is no UTF-8 ends with the standard's own code."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")

    await phone.ws.send_frame(b"\xff\xfe", WSMsgType.TEXT)

    assert await phone.hear_close() == 1007


# -- going -------------------------------------------------------------------------------


async def test_a_goodbye_is_returned(house: House) -> None:
    """The client's own close is answered by the same code, and the actor hears that it left."""
    mitra = house.accounts.add_mitra(2)
    phone = await house.enter("mitra", "m2")

    await phone.ws.close(code=4999)

    assert phone.ws.close_code == 4999
    assert house.sockets.counters.closes == {1000: 1}
    await house.settle(lambda: house.sockets.open == 0)
    assert [left.mitra_id for left in house.inside.of(MitraLeft)] == [mitra]
    assert house.sockets.counts() == {"customer": 0, "mitra": 0}


async def test_a_lost_connection_is_noticed(house: House) -> None:
    """A phone that vanishes without a word has left, too."""
    house.accounts.add_mitra(2)
    phone = await house.enter("mitra", "m2")

    phone.vanish()

    await house.settle(lambda: house.sockets.open == 0)
    assert len(house.inside.of(MitraLeft)) == 1
    assert house.sockets.counters.closes == {1006: 1}


async def test_a_client_that_never_says_goodbye_is_cut_off(house: House) -> None:
    """Closed by us, and the client goes on without a word: the connection ends all the same."""
    house.accounts.add_customer(1)
    phone = Phone(
        await house.client.ws_connect(
            "/v1/customer/ws", headers={"Authorization": "Bearer c1"}, autoclose=False
        )
    )
    await phone.hear_until("ready")

    house.sockets.close_account("customer", uuid_of(1), 4503)

    assert await phone.hear_close() == 4503
    await house.settle(lambda: house.sockets.open == 0)


async def test_a_slow_reader_leaves_while_others_go_on(house: House) -> None:
    """A phone that does not read is cut off; the phone beside it hears everything."""
    house.accounts.add_customer(1)
    house.accounts.add_customer(2)
    slow, quick = await house.enter("customer", "c1"), await house.enter("customer", "c2")
    slow.stop_reading()
    event = SessionEnded("x" * 4000, "mitra")

    sent = 0
    while house.sockets.counts()["customer"] == 2:
        for number in (1, 2):
            house.sockets.push("customer", uuid_of(number), event)
        sent += 1
        assert (await quick.hear())["type"] == "session.ended"
        assert sent < 10_000, "no limit"

    assert house.sockets.counters.slow_readers == 1
    assert house.sockets.counters.closes == {4008: 1}
    house.sockets.push("customer", uuid_of(2), event)
    assert (await quick.hear())["type"] == "session.ended"
    await house.settle(lambda: house.sockets.open == 1)
    slow.vanish()


# -- commands ----------------------------------------------------------------------------


async def test_a_command_and_its_answer(house: House) -> None:
    """A tap goes to the coordinator, its answer comes back with the id of the tap."""
    mitra = house.accounts.add_mitra(2)
    house.inside.answers[OfferAccepted] = lambda _: Refused("offer_taken")
    phone = await house.enter("mitra", "m2")

    reply = await phone.ask("offer.accept", "tap", request_id=REQUEST)

    assert (reply["type"], reply["re"], reply["data"]["code"]) == ("error", "tap", "offer_taken")
    key, accepted = next(told for told in house.inside.told if isinstance(told[1], OfferAccepted))
    assert key == Key("coordinator")
    assert (accepted.mitra_id, accepted.request_id) == (mitra, REQUEST)


async def test_sent_twice_done_once(house: House) -> None:
    """The same id twice, in flight and afterwards: one message inside, three equal answers."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")
    await phone.say(text("request.create", "c1"))
    await phone.say(text("request.create", "c1"))
    await house.settle(lambda: len(house.inside.of(RequestAsked)) == 1)
    await phone.ask("heartbeat", "both were read")
    (asked,) = house.inside.of(RequestAsked)
    assert house.inside.replies is not None

    house.inside.replies.resolve(asked.reply_to, {"request_id": asked.request_id})
    first, second = await phone.hear(), await phone.hear()
    third = await phone.ask("request.create", "c1")

    assert first == second == third
    assert first["data"] == {"request_id": asked.request_id}
    assert len(house.inside.of(RequestAsked)) == 1


async def test_an_answer_that_cannot_be_written(house: House) -> None:
    """Our own mistake is answered, too: the phone does not wait for ever."""
    house.accounts.add_mitra(2)
    house.inside.answers[PresenceAsked] = lambda _: object()
    phone = await house.enter("mitra", "m2")

    reply = await phone.ask("presence.set", "p1", online=True)

    assert (reply["re"], reply["data"]["code"]) == ("p1", "internal_error")


async def test_events_and_answers_keep_their_order(house: House) -> None:
    """What the actors say in one go, reply and events, arrives in the order they said it."""
    mitra = house.accounts.add_mitra(2)
    went = PresenceChanged(False, None, "mitra", 3, 0)

    def answer(_: PresenceAsked) -> object:
        for _number in range(100):
            house.sockets.push("mitra", mitra, went)
        return {"online": False, "since": None}

    house.inside.answers[PresenceAsked] = answer
    phone = await house.enter("mitra", "m2")
    await phone.say(text("presence.set", "p1", online=False))

    heard = [(await phone.hear())["type"] for _ in range(101)]

    assert heard == ["presence.changed"] * 100 + ["ok"]


async def test_a_heartbeat_is_a_sign_of_life(house: House) -> None:
    """The mitra's actor hears of each heartbeat; the customer's has none to hear it."""
    mitra = house.accounts.add_mitra(2)
    house.accounts.add_customer(1)
    phone, other = await house.enter("mitra", "m2"), await house.enter("customer", "c1")
    house.pass_time(15)

    assert await phone.ask("heartbeat", "h1") == {"type": "ok", "re": "h1", "data": {}}
    await other.ask("heartbeat", "h1")

    assert house.inside.told[-1] == (Key("mitra", mitra), HeartbeatSeen(mitra))
    assert len(house.inside.of(HeartbeatSeen)) == 1


async def test_pings_are_answered(house: House) -> None:
    """A ping gets its pong, with what it carried."""
    phone = Phone(await house.client.ws_connect("/v1/customer/ws", autoping=False))
    await phone.hear()

    await phone.ws.ping(b"are you there")
    message = await phone.ws.receive(timeout=5)

    assert (message.type, message.data) == (WSMsgType.PONG, b"are you there")


async def test_a_binary_frame_is_answered(house: House) -> None:
    """Binary frames are faulty, not fatal."""
    house.accounts.add_customer(1)
    phone = await house.enter("customer", "c1")

    await phone.ws.send_bytes(b"\x00")

    assert (await phone.hear())["data"]["code"] == "bad_frame"
    assert (await phone.ask("heartbeat", "h1"))["type"] == "ok"
