"""Commands over a real socket, their answers, and the order of what is heard."""

from __future__ import annotations

from aiohttp import WSMsgType

from halobestie.errors import Refused
from halobestie.events import PresenceChanged
from halobestie.messages import (
    HeartbeatSeen,
    Key,
    OfferAccepted,
    PresenceAsked,
    RequestAsked,
)
from tests.http.ws_house import House, Phone, text, uuid_of

REQUEST = uuid_of(100)


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
