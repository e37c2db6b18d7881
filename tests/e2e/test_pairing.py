"""The main job, end to end: pressed, offered, accepted, paired, and told to everyone."""

from __future__ import annotations

import asyncio
from typing import Any

from halobestie.clock import SystemClock
from halobestie.ids import uuid7
from tests.e2e.house import House, Phone, open_house, until


async def test_a_press_is_offered_to_all_and_the_first_accept_wins(house: House) -> None:
    """One customer, three mitra: one wins, two are told, both parties see the session start."""
    mitra = [await house.mitra(n) for n in range(3)]
    customer = await house.customer("Senja")
    pressed = await customer.ok("request.create")
    searching = await customer.hear("request.searching")
    assert searching == {k: pressed[k] for k in ("request_id", "expires_at")}
    offers = [await m.hear("offer.new") for m in mitra]
    assert {o["request_id"] for o in offers} == {pressed["request_id"]}
    assert offers[0]["customer"] == {"display_name": "Senja"}

    won = await mitra[1].ok("offer.accept", {"request_id": pressed["request_id"]})
    assert won["session"]["state"] == "pending_payment"
    assert won["session"]["customer"] == {"display_name": "Senja"}
    accepted = await customer.hear("request.accepted")
    assert accepted["mitra"]["display_name"] == "Bestie 1"
    assert accepted["session_id"] == won["session"]["session_id"]
    pending = await customer.hear("session.pending_payment")
    assert pending["session"]["state"] == "pending_payment"
    for phone in (customer, mitra[1]):
        started = (await phone.hear("session.started"))["session"]
        assert (started["state"], started["ends_at"]) == ("active", None)
    for loser in (mitra[0], mitra[2]):
        withdrawn = await loser.hear("offer.withdrawn")
        assert withdrawn == {"request_id": pressed["request_id"], "reason": "taken"}
    late = await mitra[0].refused("offer.accept", {"request_id": pressed["request_id"]})
    assert late == "offer_taken"


async def test_fifty_accept_at_one_moment_and_exactly_one_wins(house: House) -> None:
    """Everybody taps at once: one ok, the rest `offer_taken`, one session in PostgreSQL."""
    mitra = list(await asyncio.gather(*(house.mitra(n) for n in range(50))))
    customer = await house.customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await asyncio.gather(*(m.hear("offer.new") for m in mitra))
    replies = await asyncio.gather(
        *(m.say("offer.accept", {"request_id": request_id}) for m in mitra)
    )
    assert sum(r["type"] == "ok" for r in replies) == 1
    assert {r["data"]["code"] for r in replies if r["type"] == "error"} == {"offer_taken"}
    sessions = await house.controlled("GET", "/sessions")
    assert sessions["total"] == 1

    async def told_in_the_ledger() -> bool:
        detail = await house.controlled("GET", f"/requests/{request_id}")
        return sorted(o["outcome"] for o in detail["offers"]) == ["taken"] * 49 + ["won"]

    await until(told_in_the_ledger)


async def test_a_second_press_is_the_same_request(house: House) -> None:
    """A retry, and another command: the open request is the answer, and is offered once."""
    mitra = await house.mitra(1)
    customer = await house.customer()
    first = await customer.ok("request.create")
    assert (await customer.ok("request.create")) == first
    again = await customer.say("request.create", id_="c1")
    assert again["data"] == first
    assert (await mitra.hear("offer.new"))["request_id"] == first["request_id"]
    assert "offer.new" not in await mitra.quiet()


async def test_a_request_whose_opening_was_never_answered_is_attended_to(house: House) -> None:
    """It is committed, and no actor knows: the node finds it, and somebody is asked."""
    mitra, customer = await house.mitra(1), await house.customer()
    node, now = house.app.node, SystemClock().now()
    lost = str(uuid7(now))
    await house.app.database.pool.fetchrow(
        "SELECT * FROM open_request($1, $2, NULL, $3, $4, $5)",
        lost,
        customer.ready["customer"]["id"],
        node.node_id,
        node.epoch,
        now,
    )
    assert (await mitra.hear("offer.new"))["request_id"] == lost
    await mitra.ok("offer.accept", {"request_id": lost})
    await customer.hear("session.started")


async def test_cancelled_by_the_customer(house: House) -> None:
    """The offers go, a tap is too late, a second cancel says so."""
    mitra = await house.mitra(1)
    customer = await house.customer()
    asked = {"request_id": (await customer.ok("request.create"))["request_id"]}
    await mitra.hear("offer.new")
    assert await customer.ok("request.cancel", asked) == {}
    assert (await customer.hear("request.cancelled"))["by"] == "customer"
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "cancelled"
    assert await mitra.refused("offer.accept", asked) == "offer_closed"
    assert await customer.refused("request.cancel", asked) == "request_closed"
    assert await customer.ok("request.create")


async def test_nobody_is_there_and_the_customer_is_told(house: House) -> None:
    """One second later: `no_mitra`; with an offer that nobody took: `timeout`."""
    await house.change_settings(request_timeout_s=1)
    customer = await house.customer()
    await customer.ok("request.create")
    assert (await customer.hear("request.expired"))["reason"] == "no_mitra"
    mitra = await house.mitra(1)
    await customer.ok("request.create")
    assert (await customer.hear("request.expired"))["reason"] == "timeout"
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "expired"


async def test_who_comes_online_is_offered_what_waits(house: House) -> None:
    """Two customers wait; the mitra who comes sees them, the oldest first."""
    waiting = [await house.customer(name) for name in ("Senja", "Fajar")]
    asked = [(await c.ok("request.create"))["request_id"] for c in waiting]
    mitra = await house.mitra(1)
    seen = [(await mitra.hear("offer.new"))["request_id"] for _ in asked]
    assert seen == asked


async def test_the_snapshot_after_a_reconnect_is_the_whole_truth(house: House) -> None:
    """Every phone loses its socket at every stage; the next `ready` shows what is true."""
    mitra = await house.mitra(1)
    token = await house.customer_token("Senja")
    customer = await house.connect("customer", token)
    assert (customer.ready["request"], customer.ready["session"]) == (None, None)
    request_id = (await customer.ok("request.create"))["request_id"]
    customer = await house.connect("customer", token)
    assert customer.ready["request"]["request_id"] == request_id
    assert customer.ready["request"]["state"] == "open"
    await mitra.hear("offer.new")
    mitra = await house.connect("mitra", await house.mitra_token("+6281200001001"))
    assert [o["request_id"] for o in mitra.ready["offers"]] == [request_id]
    assert mitra.ready["presence"]["online"]
    session = (await mitra.ok("offer.accept", {"request_id": request_id}))["session"]
    await customer.hear("session.started")
    customer = await house.connect("customer", token)
    assert customer.ready["request"] is None
    assert customer.ready["session"]["session_id"] == session["session_id"]
    assert customer.ready["session"]["mitra"]["display_name"] == "Bestie 1"
    mitra = await house.connect("mitra", await house.mitra_token("+6281200001001"))
    assert [s["session_id"] for s in mitra.ready["sessions"]] == [session["session_id"]]
    assert mitra.ready["presence"]["sessions"] == 1


async def paired(house: House, customer: Phone, mitra: Phone) -> Any:
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    await mitra.ok("offer.accept", {"request_id": request_id})
    return (await customer.hear("session.started"))["session"]


async def test_a_session_is_ended_by_either_party_once(house: House) -> None:
    """Both are told, the place is free again, and a second end is refused in words."""
    mitra, customer = await house.mitra(1), await house.customer()
    for who, other, reason in ((customer, mitra, "customer"), (mitra, customer, "mitra")):
        session = await paired(house, customer, mitra)
        assert await customer.refused("request.create") == "session_live"
        asked = {"session_id": session["session_id"]}
        assert await who.ok("session.end", asked) == {}
        for phone in (who, other):
            assert await phone.hear("session.ended") == {**asked, "reason": reason}
        assert await other.refused("session.end", asked) == "session_closed"
    stranger = await house.customer("Fajar")
    assert await stranger.refused("session.end", asked) == "session_not_found"


async def test_a_full_mitra_is_offered_nothing_until_there_is_room(house: House) -> None:
    """The maximum is 1: the second request waits, and is offered when the session ends."""
    await house.change_settings(max_customers_per_mitra=1)
    mitra, first, second = await house.mitra(1), await house.customer(), await house.customer()
    session = await paired(house, first, mitra)
    request_id = (await second.ok("request.create"))["request_id"]
    assert await mitra.quiet() == ["session.pending_payment", "session.started"]
    detail = await house.controlled("GET", f"/requests/{request_id}")
    assert [(o["outcome"], o["reason"]) for o in detail["offers"]] == [("skipped", "at_capacity")]
    await mitra.ok("session.end", {"session_id": session["session_id"]})
    assert (await mitra.hear("offer.new"))["request_id"] == request_id


async def test_round_robin_goes_on_when_it_is_declined_or_runs_out(house: House) -> None:
    """One after the other, each with a time limit of its own."""
    await house.change_settings(pairing_method="round_robin", offer_timeout_s=1)
    one, two = await house.mitra(1), await house.mitra(2)
    customer = await house.customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    offer = await one.hear("offer.new")
    assert offer["request_id"] == request_id
    assert await two.quiet() == []
    await one.ok("offer.decline", {"request_id": request_id})
    await two.hear("offer.new")
    assert (await two.hear("offer.withdrawn"))["reason"] == "expired"
    assert await one.quiet() == [], "who declined is not asked again"
    await two.hear("offer.new")
    await two.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")


async def test_payment_that_never_comes_ends_the_session(database_url: str) -> None:
    """The port never confirms: past the timeout both are told, and the place is free."""

    class Silent:
        name = "silent"

        def request(self, session_id: str, confirm: Any) -> None:
            """Nobody pays."""

    async with open_house(database_url, payment=Silent()) as house:
        await house.change_settings(payment_timeout_s=1)
        mitra, customer = await house.mitra(1), await house.customer()
        request_id = (await customer.ok("request.create"))["request_id"]
        await mitra.hear("offer.new")
        await mitra.ok("offer.accept", {"request_id": request_id})
        for phone in (customer, mitra):
            assert (await phone.hear("session.ended"))["reason"] == "payment_timeout"
        mitras = await house.controlled("GET", "/mitras")
        assert mitras["items"][0]["sessions"] == 0


async def test_a_payment_that_was_asked_for_by_a_dead_node_is_asked_for_again(
    database_url: str,
) -> None:
    """The first node dies between accept and payment; the next one starts the session."""

    class Silent:
        name = "silent"

        def request(self, session_id: str, confirm: Any) -> None:
            """The node died before this came through."""

    async with open_house(database_url, payment=Silent()) as house:
        mitra, customer = await house.mitra(1), await house.customer()
        request_id = (await customer.ok("request.create"))["request_id"]
        await mitra.hear("offer.new")
        await mitra.ok("offer.accept", {"request_id": request_id})
        await customer.hear("session.pending_payment")
    async with open_house(database_url) as house:

        async def active() -> bool:
            sessions = await house.controlled("GET", "/sessions")
            return [s["state"] for s in sessions["items"]] == ["active"]

        await until(active, seconds=12)


async def test_offline_and_its_log(house: House) -> None:
    """On, off: one period, ended by the mitra; offline nothing is offered or accepted."""
    mitra, customer = await house.mitra(1), await house.customer()
    await customer.ok("request.create")
    offer = await mitra.hear("offer.new")
    assert not (await mitra.ok("presence.set", {"online": False}))["online"]
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "offline"
    assert (await mitra.hear("presence.changed"))["online"] is False
    asked = {"request_id": offer["request_id"]}
    assert await mitra.refused("offer.accept", asked) == "not_online"
    mitra_id = (await house.controlled("GET", "/mitras"))["items"][0]["id"]
    log = await house.controlled("GET", f"/mitras/{mitra_id}/online-log")
    assert [p["reason"] for p in log["items"]] == ["mitra"]


async def test_silence_takes_a_mitra_offline_and_a_sign_of_life_brings_it_back(
    house: House,
) -> None:
    """Heartbeat 1 s, timeout 2 s: silent, then closed with 4009; the next socket is online."""
    await house.change_settings(heartbeat_interval_s=1, presence_timeout_s=2)
    mitra = await house.mitra(1)
    assert await mitra.closed() == 4009
    mitra_id = (await house.controlled("GET", "/mitras"))["items"][0]["id"]

    async def offline() -> bool:
        return not (await house.controlled("GET", f"/mitras/{mitra_id}"))["online"]

    await until(offline)
    log = await house.controlled("GET", f"/mitras/{mitra_id}/online-log")
    assert [p["reason"] for p in log["items"]] == ["heartbeat_lost"]
    back = await house.connect("mitra", await house.mitra_token("+6281200001001"))
    assert (await back.hear("presence.changed"))["online"]
