"""The first start, the second one, and leaving when asked to."""

from __future__ import annotations

import asyncio
import re

from tests.process.outside import Outside
from tests.process.server import LEAVE_WITHIN_S, READY_WITHIN_S, Server

GOING_AWAY = 4001


async def test_the_first_start_says_all_that_is_needed(server: Server) -> None:
    """Given an empty data folder, then addresses, the admin's password and demo mitra are told."""
    printed = server.printed(start=1)
    print(f"first start: ready after {server.starts[0]:.2f} s")

    assert re.search(r"^phones +http://127\.0\.0\.1:\d+ ", printed, re.MULTILINE)
    assert re.search(r"^control center +http://127\.0\.0\.1:\d+$", printed, re.MULTILINE)
    email, password = server.admin
    assert f"first admin     {email}   password {password}   (shown once)\n" in printed
    assert "demo mitra      +6281200000001, +6281200000002, +6281200000003\n" in printed
    assert "/v1/dev/otp -H 'Content-Type: application/json'" in printed, (
        "in one piece, to be copied"
    )
    assert sum(password in server.printed(start) for start in range(1, len(server.starts) + 1)) == 1


async def test_what_was_printed_lets_people_in(house: Outside) -> None:
    """The printed password opens the control center, a printed number is a mitra's."""
    me = await house.controlled("GET", "/me")
    assert me["user"]["role"] == "admin"
    mitra = await house.connect("mitra", await house.mitra_token("+6281200000001"))
    assert mitra.ready["mitra"]["display_name"] == "Bestie Kenanga"


async def test_asked_to_leave_it_leaves(house: Outside) -> None:
    """SIGTERM with phones connected: every socket gets 4001, the exit status is 0, soon."""
    phones = [await house.customer(), await house.listener()]

    goodbyes = asyncio.gather(*(phone.closed() for phone in phones))
    status, seconds = await asyncio.to_thread(house.server.leave)
    print(f"SIGTERM: gone after {seconds:.2f} s")

    assert await goodbyes == [GOING_AWAY, GOING_AWAY]
    assert status == 0
    assert seconds < LEAVE_WITHIN_S
    assert house.server.embedded() == set()


async def test_the_second_start_remembers_and_keeps_quiet(house: Outside) -> None:
    """Then no password is printed, and everybody and every login is still there."""
    customer = await house.customer_token("Senja")
    mitra = await house.hire(display_name="Bestie Dahlia")
    if house.server.alive:
        await asyncio.to_thread(house.server.leave)

    seconds = await house.start()
    print(f"second start: ready after {seconds:.2f} s")

    assert "password" not in house.server.printed()
    assert seconds < READY_WITHIN_S
    phone = await house.connect("customer", customer)
    assert phone.ready["customer"]["display_name"] == "Senja"
    assert (await house.connect("mitra", mitra)).ready["mitra"]["display_name"] == "Bestie Dahlia"
    demo = await house.controlled("GET", "/mitras?q=6281200000001")
    assert demo["total"] == 1, "the demo mitra are made once"
