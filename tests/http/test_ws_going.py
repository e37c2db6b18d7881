"""Going: goodbyes, lost networks, and phones that do not listen."""

from __future__ import annotations

from halobestie.events import SessionEnded
from halobestie.messages import (
    MitraLeft,
)
from tests.http.ws_house import House, Phone, uuid_of


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
