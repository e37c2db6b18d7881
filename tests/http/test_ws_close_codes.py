"""Each close code of the contract, heard by a phone over a real socket."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import WSMsgType

from halobestie.domain import Role
from halobestie.errors import Refused
from halobestie.events import SessionEnded
from halobestie.http.frames import MAX_FRAME_BYTES
from halobestie.http.patience import FAULTS
from halobestie.http.pump import build_close
from halobestie.messages import (
    MitraArrived,
    MitraLeft,
)
from tests.http.ws_house import NOW, House, text, uuid_of

HANDSHAKE = (
    b"GET /v1/customer/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)


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


async def test_4001_shut_out_again_and_again(house: House) -> None:
    """The look-up is repeated a bounded number of times; then the phone comes back later."""
    customer = house.accounts.add_customer(1)
    house.accounts.looking = lambda: house.sockets.close_account("customer", customer, 4500)
    phone = await house.connect("customer", "c1")
    await phone.hear()

    assert (await phone.hear())["data"]["code"] == "unavailable"
    assert await phone.hear_close() == 4001


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


async def test_time_passes_by_itself(house: House) -> None:
    """Nobody has to look at the clock for the sockets: the hub does, once a second."""
    phone = await house.connect("customer")
    await phone.hear()

    house.clock.set(NOW + timedelta(seconds=10))

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


async def test_1009_the_rest_is_read_away(house: House) -> None:
    """The connection is not cut off while the client still sends: a reset would take the close code
    with it on its way through the network."""
    loop = asyncio.get_running_loop()
    url = house.client.make_url("/v1/customer/ws")
    with socket.socket() as raw:
        raw.setblocking(False)
        await loop.sock_connect(raw, (url.host, url.port))
        await loop.sock_sendall(raw, HANDSHAKE)
        while b'"type":"hello"' not in await loop.sock_recv(raw, 4096):
            pass

        await loop.sock_sendall(raw, b"\x81\xff" + (10_000_000).to_bytes(8, "big") + b"mask")
        closed = await loop.sock_recv(raw, 4096)
        for _ in range(50):
            await loop.sock_sendall(raw, b"x" * 10_000)

    assert closed == build_close(1009)
    await house.settle(lambda: house.sockets.open == 0)
