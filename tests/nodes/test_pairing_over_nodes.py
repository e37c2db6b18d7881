"""A customer on one node, mitra on others: offered, accepted, told, ended as if it were one."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from tests.e2e.house import House, Phone
from tests.nodes.given import lines_are_told, settings_everywhere


async def mitra_on(nodes: list[House], place: int, number: int, **fields: Any) -> Phone:
    """Made by the control center of that node, and online there."""
    return await nodes[place].mitra(number, **fields)


async def test_a_request_is_offered_on_every_node_and_won_once(nodes: list[House]) -> None:
    """Given mitra on three nodes, when one elsewhere accepts, then the others hear "taken"."""
    # given
    mitras = [await mitra_on(nodes, place, place + 1) for place in range(3)]
    customer = await nodes[0].customer()
    # when
    request_id = (await customer.ok("request.create"))["request_id"]
    offers = [await mitra.hear("offer.new") for mitra in mitras]
    assert {offer["request_id"] for offer in offers} == {request_id}
    won = await mitras[2].ok("offer.accept", {"request_id": request_id})
    # then
    session_id = won["session"]["session_id"]
    assert (await customer.hear("request.accepted"))["session_id"] == session_id
    assert (await customer.hear("session.started"))["session"]["mitra"][
        "display_name"
    ] == "Bestie 3"
    assert (await mitras[2].hear("session.started"))["session"]["session_id"] == session_id
    for loser in mitras[:2]:
        assert (await loser.hear("offer.withdrawn"))["reason"] == "taken"
        assert await loser.refused("offer.accept", {"request_id": request_id}) == "offer_taken"
    # and again: the same session
    again = await mitras[2].ok("offer.accept", {"request_id": request_id})
    assert again["session"]["session_id"] == session_id


async def test_all_accept_at_once_on_three_nodes(nodes: list[House]) -> None:
    """One wins; everybody is answered."""
    # given
    mitras = [await mitra_on(nodes, n % 3, n) for n in range(6)]
    customer = await nodes[1].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    for mitra in mitras:
        await mitra.hear("offer.new")
    # when
    replies = await asyncio.gather(
        *(mitra.say("offer.accept", {"request_id": request_id}) for mitra in mitras)
    )
    # then
    said = Counter(reply["data"].get("code", "won") for reply in replies)
    assert said == {"won": 1, "offer_taken": 5}


async def test_either_side_ends_it_and_the_other_node_is_told(nodes: list[House]) -> None:
    """The mitra on one node, the customer on another, the control center on a third."""
    mitra = await mitra_on(nodes, 1, 1)
    customer = await nodes[0].customer()
    for ends in ("customer", "mitra", "control_center"):
        request_id = (await customer.ok("request.create"))["request_id"]
        await mitra.hear("offer.new")
        won = await mitra.ok("offer.accept", {"request_id": request_id})
        session_id = won["session"]["session_id"]
        await customer.hear("session.started")
        await mitra.hear("session.started")
        # when
        if ends == "control_center":
            await nodes[2].controlled("POST", f"/sessions/{session_id}/end", {})
        else:
            by = customer if ends == "customer" else mitra
            await by.ok("session.end", {"session_id": session_id})
        # then
        for phone in (customer, mitra):
            ended = await phone.hear("session.ended")
            assert ended == {"session_id": session_id, "reason": ends}


async def test_a_reroute_from_a_third_node_moves_it_from_the_first_to_the_second(
    nodes: list[House],
) -> None:
    """The customer sees the new bestie; the old mitra loses it, the new one gets it."""
    # given
    old, new = await mitra_on(nodes, 0, 1), await mitra_on(nodes, 1, 2)
    customer = await nodes[2].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await old.hear("offer.new")
    session = (await old.ok("offer.accept", {"request_id": request_id}))["session"]
    await customer.hear("session.started")
    await new.hear("offer.withdrawn")
    # when
    target = new.ready["mitra"]["id"]
    path = f"/sessions/{session['session_id']}/reroute"
    await nodes[2].controlled("POST", path, {"mitra_id": target})
    # then
    told = (await customer.hear("session.rerouted"))["session"]
    assert told["mitra"] == {"id": target, "display_name": "Bestie 2"}
    assert (await old.hear("session.reassigned"))["session_id"] == session["session_id"]
    assert (await new.hear("session.assigned"))["session"]["session_id"] == session["session_id"]


async def test_a_cancel_takes_the_offer_off_every_screen(nodes: list[House]) -> None:
    """By the customer, from another node than the request's home."""
    # given
    mitra = await mitra_on(nodes, 1, 1)
    token = await nodes[0].customer_token()
    customer = await nodes[0].connect("customer", token)
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    # when
    elsewhere = await nodes[2].connect("customer", token)
    assert await customer.closed() == 4512
    assert elsewhere.ready["request"]["request_id"] == request_id
    await elsewhere.ok("request.cancel", {"request_id": request_id})
    # then
    assert (await elsewhere.hear("request.cancelled"))["by"] == "customer"
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "cancelled"
    assert await mitra.refused("offer.accept", {"request_id": request_id}) == "offer_closed"


async def test_events_find_a_customer_who_moved(nodes: list[House]) -> None:
    """Asked on one node, waiting on another: "Bestie ditemukan" comes where the phone is now."""
    # given
    mitra = await mitra_on(nodes, 1, 1)
    token = await nodes[0].customer_token()
    first = await nodes[0].connect("customer", token)
    request_id = (await first.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    second = await nodes[2].connect("customer", token)
    # when
    await mitra.ok("offer.accept", {"request_id": request_id})
    # then
    assert (await second.hear("request.accepted"))["request_id"] == request_id
    assert (await second.hear("session.started"))["session"]["state"] == "active"


async def test_a_mitra_who_moves_keeps_presence_and_offers(nodes: list[House]) -> None:
    """The newer socket wins on whatever node; the period goes on, the offer is on the screen."""
    # given
    mitra = await mitra_on(nodes, 0, 1)
    since = (await mitra.ok("presence.set", {"online": True}))["since"]
    token = await nodes[0].mitra_token("+6281200001001")
    customer = await nodes[1].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    # when
    moved = await nodes[2].connect("mitra", token)
    # then
    assert await mitra.closed() == 4512
    offer = await moved.hear("offer.new")
    assert offer["request_id"] == request_id
    assert (await moved.ok("presence.set", {"online": True}))["since"] == since
    await moved.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")


async def test_turns_are_even_over_all_nodes(nodes: list[House]) -> None:
    """Round robin, one request after the other from different nodes: each mitra has as many."""
    # given
    await settings_everywhere(nodes, pairing_method="round_robin", max_customers_per_mitra=100)
    mitras = [await mitra_on(nodes, n % 3, n) for n in range(6)]
    await lines_are_told(nodes, 6)
    turns: Counter[int] = Counter()
    # when
    for round_ in range(18):
        customer = await nodes[round_ % 3].customer()
        request_id = (await customer.ok("request.create"))["request_id"]
        hearing = {asyncio.create_task(m.hear("offer.new")): i for i, m in enumerate(mitras)}
        done, waiting = await asyncio.wait(hearing, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        (first,) = done
        turns[hearing[first]] += 1
        assert first.result()["request_id"] == request_id
        await mitras[hearing[first]].ok("offer.accept", {"request_id": request_id})
    # then
    assert dict(turns) == dict.fromkeys(range(6), 3)
