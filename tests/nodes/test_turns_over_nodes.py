"""Offers that go one by one, and decliners: over several nodes as if they were one."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from tests.e2e.house import House, Phone, until
from tests.nodes.given import (
    PATIENCE_S,
    board_of,
    it_says,
    lines_are_told,
    mitra_id,
    settings_everywhere,
    types,
    who_is_asked,
)

DECLINED = (
    "SELECT count(*) = 1 FROM offer_events WHERE outcome = 'declined' AND $1 = ANY (mitra_ids)"
)


async def one_on_each(nodes: list[House], **settings: Any) -> list[Phone]:
    """A mitra on each node, all in all lines."""
    await settings_everywhere(nodes, **settings)
    mitras = [await node.mitra(n) for n, node in enumerate(nodes)]
    await lines_are_told(nodes, len(nodes))
    return mitras


async def is_offered_nothing_more(mitra: Phone) -> None:
    """Up to the answer of a command that is sent now."""
    await mitra.ok("heartbeat")
    assert types(mitra)["offer.new"] == 0


async def test_a_no_goes_on_to_the_mitra_of_the_next_node(nodes: list[House]) -> None:
    """Three nos on three nodes; nobody is asked twice; who comes then is asked."""
    mitras = await one_on_each(nodes, pairing_method="round_robin", offer_timeout_s=600)
    customer = await nodes[1].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    # when
    asked = []
    for _ in range(3):
        asked.append(await who_is_asked(mitras))
        await mitras[asked[-1]].ok("offer.decline", {"request_id": request_id})
    # then
    assert sorted(asked) == [0, 1, 2]
    fourth = await nodes[2].mitra(4)
    assert (await fourth.hear("offer.new"))["request_id"] == request_id
    for mitra in mitras:
        await is_offered_nothing_more(mitra)
    await fourth.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")


async def test_an_offer_that_runs_out_goes_on_to_the_mitra_of_the_next_node(
    nodes: list[House],
) -> None:
    """After a second it is taken back there, and the next one has it; a late tap hears so."""
    mitras = await one_on_each(nodes, pairing_method="round_robin", offer_timeout_s=1)
    customer = await nodes[0].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    first = await who_is_asked(mitras)
    # when
    withdrawn = await mitras[first].hear("offer.withdrawn")
    # then
    assert withdrawn == {"request_id": request_id, "reason": "expired"}
    others = [mitra for n, mitra in enumerate(mitras) if n != first]
    second = await who_is_asked(others)
    late = await mitras[first].refused("offer.accept", {"request_id": request_id})
    assert late == "offer_closed"
    await others[second].ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")


async def test_who_goes_offline_passes_the_turn_to_another_node(nodes: list[House]) -> None:
    """At once, not when the offer's time is over."""
    mitras = await one_on_each(nodes, pairing_method="round_robin", offer_timeout_s=600)
    customer = await nodes[0].customer()
    await customer.ok("request.create")
    first = await who_is_asked(mitras)
    await mitras[first].ok("presence.set", {"online": False})
    others = [mitra for n, mitra in enumerate(mitras) if n != first]
    await who_is_asked(others)


async def test_shares_are_in_proportion_over_nodes(nodes: list[House]) -> None:
    """Weights 1, 2, 3, and requests from every node: of 18, three, six and nine. The third had
    weight 1 until staff changed it on another node."""
    settings: dict[str, Any] = {
        "pairing_method": "weighted_round_robin",
        "max_customers_per_mitra": 100,
    }
    await settings_everywhere(nodes, **settings)
    mitras = [
        await node.mitra(n, weight=w)
        for n, (node, w) in enumerate(zip(nodes, (1, 2, 1), strict=True))
    ]
    await nodes[0].controlled("PATCH", f"/mitras/{mitra_id(mitras[2])}", {"weight": 3})
    await until(lambda: all(weights_of(node) == [1, 2, 3] for node in nodes), PATIENCE_S)
    # when
    turns: Counter[int] = Counter()
    for n in range(18):
        customer = await nodes[n % 3].customer()
        request_id = (await customer.ok("request.create"))["request_id"]
        asked = await who_is_asked(mitras)
        turns[asked] += 1
        await mitras[asked].ok("offer.accept", {"request_id": request_id})
        await customer.hear("session.started")
    # then
    off = {n: abs(turns[n] - share) for n, share in enumerate((3, 6, 9))}
    assert all(by <= 1 for by in off.values()), turns


def weights_of(node: House) -> list[int]:
    """In the lines of that node, the lightest first."""
    board = board_of(node)
    here = [board.seats[mitra].weight for mitra in board.available]
    return sorted(here + [board.said[mitra][node_id] for mitra, node_id in board.abroad.items()])


async def test_a_decliner_who_moves_is_not_offered_it_again(nodes: list[House]) -> None:
    """The no is in the ledger: the next offer there is of another request."""
    mitra, customer = await nodes[1].mitra(1), await nodes[0].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    await mitra.ok("offer.decline", {"request_id": request_id})
    await it_says(nodes[0], DECLINED, mitra_id(mitra))
    # when
    token = await nodes[2].mitra_token("+6281200001001")
    moved = await nodes[2].connect("mitra", token)
    assert await mitra.closed() == 4512
    # then
    assert moved.ready["offers"] == []
    await moved.ok("presence.set", {"online": True})
    other = await nodes[0].customer("Fajar")
    second = (await other.ok("request.create"))["request_id"]
    assert (await moved.hear("offer.new"))["request_id"] == second
    assert await moved.refused("offer.accept", {"request_id": request_id}) == "offer_not_found"


async def test_a_decliner_is_not_asked_again_by_who_adopts_the_request(
    nodes: list[House],
) -> None:
    """The home leaves; the adopter knows the no from the ledger, and asks the other one."""
    await settings_everywhere(nodes, pairing_method="round_robin", offer_timeout_s=600)
    decliner = await nodes[1].mitra(1)
    await lines_are_told(nodes, 1)
    customer = await nodes[0].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await decliner.hear("offer.new")
    await decliner.ok("offer.decline", {"request_id": request_id})
    await it_says(nodes[0], DECLINED, mitra_id(decliner))
    # when
    await asyncio.gather(nodes[0].app.leave(spread_s=0), customer.closed())
    await it_says(nodes[1], "SELECT home_node <> 'node-1' FROM requests")
    other = await nodes[2].mitra(2)
    # then
    assert (await other.hear("offer.new"))["request_id"] == request_id
    await is_offered_nothing_more(decliner)
