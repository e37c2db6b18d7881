"""Valkey is gone: each node goes on with its own people, and what was missed is repaired."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from halobestie.actors.rules import abroad
from halobestie.cluster.valkey_bus import ValkeyBus
from tests.cluster.valkey_process import ValkeyProcess
from tests.e2e.house import House, Json, until
from tests.nodes.given import (
    PATIENCE_S,
    all_are,
    board_of,
    it_says,
    lines_are_told,
    mitra_id,
    pairs,
    readiness,
    settings_everywhere,
    types,
    who_is_asked,
)


async def test_each_node_pairs_its_own_and_says_so(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """`degraded`, with 200: nobody is sent away. Back again: `ok`, without a restart."""
    mitras = [await node.mitra(n) for n, node in enumerate(nodes)]
    # when
    valkey.kill()
    await all_are(nodes, "degraded")
    # then
    assert [await readiness(node) for node in nodes] == [(200, "degraded")] * 3
    for mitra, node in zip(mitras, nodes, strict=True):
        await pairs(await node.customer(), mitra)
    # when
    valkey.start()
    await all_are(nodes, "ok")
    # then
    assert [await readiness(node) for node in nodes] == [(200, "ok")] * 3


async def test_offers_of_other_nodes_come_by_postgresql_and_an_accept_is_answered(
    nodes: list[House], valkey: ValkeyProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot reach its home: "try again", within bounds. When Valkey is back, it wins."""
    monkeypatch.setattr(abroad, "GIVE_UP", timedelta(seconds=2))
    mitra, customer = await nodes[1].mitra(1), await nodes[0].customer()
    valkey.kill()
    await all_are(nodes, "degraded")
    # when
    request_id = (await customer.ok("request.create"))["request_id"]
    # then
    assert (await mitra.hear("offer.new"))["request_id"] == request_id
    refused = await mitra.say("offer.accept", {"request_id": request_id})
    data: Json = refused["data"]
    assert (refused["type"], data["code"], data["temporary"]) == ("error", "unavailable", True)
    # when
    valkey.start()
    await all_are(nodes, "ok")
    # then
    await mitra.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")
    assert types(mitra)["offer.withdrawn"] == 0


async def test_an_accept_that_waits_for_its_answer_gets_it_when_valkey_is_back(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """Said again by itself: nobody has to tap twice."""
    mitra, customer = await nodes[1].mitra(1), await nodes[0].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    valkey.kill()
    await all_are(nodes, "degraded")
    # when
    tapped = asyncio.create_task(mitra.ok("offer.accept", {"request_id": request_id}))
    valkey.start()
    # then
    session = (await tapped)["session"]
    assert (await customer.hear("session.started"))["session"]["session_id"] == session[
        "session_id"
    ]


async def test_what_staff_did_meanwhile_is_found_in_postgresql(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """Nobody could be told: a deactivation, a forced offline, an ended login."""
    inactive, forced = await nodes[0].mitra(1), await nodes[1].mitra(2)
    token = await nodes[0].customer_token()
    customer = await nodes[1].connect("customer", token)
    valkey.kill()
    await all_are(nodes, "degraded")
    # when
    await nodes[2].controlled("PATCH", f"/mitras/{mitra_id(inactive)}", {"active": False})
    await nodes[2].controlled("POST", f"/mitras/{mitra_id(forced)}/offline")
    await nodes[2].post(f"{nodes[2].public}/v1/logout", {}, token)
    for node in nodes:
        node.app.house.hurry()  # the next look is now, not in five seconds
    # then
    assert (await inactive.hear("presence.changed"))["reason"] == "deactivated"
    assert await inactive.closed() == 4503
    assert (await forced.hear("presence.changed"))["reason"] == "control_center"
    assert await customer.closed() == 4500


async def what_they_said_is_forgotten(nodes: list[House]) -> None:
    """All is said that is to be said now; it grows old in the outboxes, and is dropped."""
    await until(lambda: not any(board_of(node).line_news for node in nodes), PATIENCE_S)
    for node in nodes:
        bus = node.app.herald.bus
        assert isinstance(bus, ValkeyBus)
        bus._talk._outbox.clear()


async def test_lines_are_known_again(nodes: list[House], valkey: ValkeyProcess) -> None:
    """Who came while Valkey was away has turns on every node afterwards."""
    await settings_everywhere(nodes, pairing_method="round_robin", max_customers_per_mitra=100)
    valkey.kill()
    await all_are(nodes, "degraded")
    mitras = [await node.mitra(n) for n, node in enumerate(nodes)]
    await what_they_said_is_forgotten(nodes)
    # when
    valkey.start()
    await all_are(nodes, "ok")
    await lines_are_told(nodes, 3)
    # then
    turns: Counter[int] = Counter()
    for _ in range(6):
        customer = await nodes[0].customer()
        request_id = (await customer.ok("request.create"))["request_id"]
        asked = await who_is_asked(mitras)
        turns[asked] += 1
        await mitras[asked].ok("offer.accept", {"request_id": request_id})
        await customer.hear("session.started")
    assert turns == {0: 2, 1: 2, 2: 2}


async def test_a_valkey_that_stands_still_is_no_wall(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """It keeps its connections and answers nobody: a node's own people are paired meanwhile, and
    what came late from it afterwards shows nobody anything twice."""
    mitra, customer = await nodes[0].mitra(1), await nodes[0].customer()
    watching = await nodes[1].mitra(2)
    valkey.freeze()
    # when
    await pairs(customer, mitra)
    await all_are(nodes, "degraded")
    valkey.thaw()
    await all_are(nodes, "ok")
    # then
    waiting = await nodes[2].customer("Fajar")
    request_id = (await waiting.ok("request.create"))["request_id"]
    while (offer := await watching.hear("offer.new"))["request_id"] != request_id:
        assert (await watching.hear("offer.withdrawn"))["request_id"] == offer["request_id"]
    assert types(customer)["session.started"] == types(mitra)["session.started"] == 0


async def test_a_request_that_ends_meanwhile_leaves_every_screen(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """One is cancelled, one is taken at home: both are gone on the other node within seconds."""
    home, away = await nodes[0].mitra(1), await nodes[1].mitra(2)
    customers = [await nodes[0].customer(), await nodes[0].customer("Fajar")]
    cancelled, taken = [
        (await customer.ok("request.create"))["request_id"] for customer in customers
    ]
    for _ in range(2):
        await away.hear("offer.new")
    valkey.kill()
    await all_are(nodes, "degraded")
    # when
    await customers[0].ok("request.cancel", {"request_id": cancelled})
    await home.ok("offer.accept", {"request_id": taken})
    # then
    gone = [await away.hear("offer.withdrawn") for _ in range(2)]
    assert {offer["request_id"]: offer["reason"] for offer in gone} == {
        cancelled: "cancelled",
        taken: "taken",
    }
    assert await away.refused("offer.accept", {"request_id": taken}) == "offer_taken"
    assert await away.refused("offer.accept", {"request_id": cancelled}) == "offer_closed"
    await it_says(nodes[0], "SELECT count(*) = 0 FROM requests WHERE state = 'open'")
