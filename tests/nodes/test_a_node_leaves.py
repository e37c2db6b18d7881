"""A node leaves in peace: its phones come back elsewhere, what it had goes on at another node."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.e2e.house import House, Phone
from tests.nodes.given import it_says, lines_are_told, readiness, rows, settings_everywhere, types

AT_HOME_ON = "SELECT home_node = ANY ($2) FROM requests WHERE id = $1"


@asynccontextmanager
async def leaving(node: House) -> AsyncIterator[None]:
    """It has begun to leave; at the end it has left."""
    task = asyncio.create_task(node.app.leave(spread_s=0.2))
    await asyncio.sleep(0)
    yield
    await task


async def only_its_word_counts(node: House, *others: House) -> None:
    """Nobody adopts it because its lease ran out: it has to let go by itself, and to say so."""
    for other in others:
        other.app.membership._lease._held_since = math.inf  # no member for long enough, ever
    await node.app.house.close()
    async with node.app.database.connection() as conn:
        await conn.execute(
            "UPDATE nodes SET lease_until = clock_timestamp() + interval '1 hour' WHERE id = $1",
            node.app.node.node_id,
        )


async def test_its_phones_are_sent_away_and_nobody_new_comes(nodes: list[House]) -> None:
    """503 from the first moment, 4001 for everybody; the other nodes stay as they are."""
    phones = [await nodes[0].customer() for _ in range(3)]
    phones.append(await nodes[0].mitra(1))
    async with leaving(nodes[0]):
        assert await readiness(nodes[0]) == (503, "failed")
        assert [await phone.closed() for phone in phones] == [4001] * 4
        token = await nodes[1].customer_token("Fajar")
        late = await nodes[0].http.ws_connect(f"{nodes[0].public}/v1/customer/ws")
        await late.send_json({"type": "auth", "data": {"token": token}})
        while (await late.receive(timeout=5)).type.name == "TEXT":
            pass
        assert late.close_code == 4001
    assert [await readiness(node) for node in nodes[1:]] == [(200, "ok")] * 2


async def test_its_open_request_goes_on_at_another_node(nodes: list[House]) -> None:
    """The offers stay on the other nodes' screens; whoever accepts has it; the customer, who came
    back elsewhere, is told."""
    token = await nodes[0].customer_token()
    customer = await nodes[0].connect("customer", token)
    mitras = [await nodes[1].mitra(1), await nodes[2].mitra(2)]
    request_id = (await customer.ok("request.create"))["request_id"]
    for mitra in mitras:
        await mitra.hear("offer.new")
    await only_its_word_counts(*nodes)
    # when
    async with leaving(nodes[0]):
        assert await customer.closed() == 4001
    back = await nodes[2].connect("customer", token)
    assert back.ready["request"]["request_id"] == request_id
    await it_says(nodes[1], AT_HOME_ON, request_id, ["node-2", "node-3"])
    # then
    won = await accepted(mitras[0], request_id)
    assert (await back.hear("session.started"))["session"]["session_id"] == won
    assert (await mitras[1].hear("offer.withdrawn"))["reason"] == "taken"
    assert types(mitras[0])["offer.withdrawn"] == 0


async def accepted(mitra: Phone, request_id: str) -> str:
    """Taps until it is known who decides now: the session's id."""
    for _ in range(50):
        reply = await mitra.say("offer.accept", {"request_id": request_id})
        if reply["type"] == "ok":
            found: str = reply["data"]["session"]["session_id"]
            return found
        assert reply["data"]["temporary"], reply
    raise AssertionError("refused again and again")


async def test_what_went_one_by_one_goes_on_with_whom_it_was_sent_to(nodes: list[House]) -> None:
    """It is a mitra's turn on another node: the offer stays or comes back there, and wins."""
    await settings_everywhere(nodes, pairing_method="round_robin", offer_timeout_s=60)
    mitra = await nodes[1].mitra(1)
    await lines_are_told(nodes, 1)
    token = await nodes[0].customer_token()
    customer = await nodes[0].connect("customer", token)
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    await only_its_word_counts(*nodes)
    # when
    async with leaving(nodes[0]):
        assert await customer.closed() == 4001
    await it_says(nodes[1], AT_HOME_ON, request_id, ["node-2", "node-3"])
    # then
    if types(mitra)["offer.withdrawn"]:
        await mitra.hear("offer.new")
    await accepted(mitra, request_id)
    back = await nodes[2].connect("customer", token)
    assert back.ready["session"]["request_id"] == request_id


async def test_its_mitra_come_back_elsewhere_and_nothing_is_left_in_its_name(
    nodes: list[House],
) -> None:
    """The period ended with the node, a new one begins where the mitra is now."""
    mitra = await nodes[0].mitra(1)
    token = await nodes[0].mitra_token("+6281200001001")
    async with leaving(nodes[0]):
        assert await mitra.closed() == 4001
    back = await nodes[1].connect("mitra", token)
    presence = await back.ok("presence.set", {"online": True})
    assert presence["online"]
    await it_says(
        nodes[1],
        "SELECT array_agg(node_id) = '{node-2}' FROM online_periods WHERE offline_at IS NULL",
    )


async def test_a_session_survives_the_node_of_both_parties(nodes: list[House]) -> None:
    """Both come back on different nodes; either may end it."""
    token = await nodes[0].customer_token()
    customer, mitra = await nodes[0].connect("customer", token), await nodes[0].mitra(1)
    mitra_token = await nodes[0].mitra_token("+6281200001001")
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    session = (await mitra.ok("offer.accept", {"request_id": request_id}))["session"]
    await customer.hear("session.started")
    # when
    async with leaving(nodes[0]):
        assert await customer.closed() == await mitra.closed() == 4001
    back = await nodes[1].connect("customer", token)
    listener = await nodes[2].connect("mitra", mitra_token)
    # then
    assert back.ready["session"]["session_id"] == session["session_id"]
    assert [s["session_id"] for s in listener.ready["sessions"]] == [session["session_id"]]
    await back.ok("session.end", {"session_id": session["session_id"]})
    assert (await listener.hear("session.ended"))["reason"] == "customer"


async def test_the_last_node_leaves_and_what_it_had_waits_for_the_next(
    nodes: list[House],
) -> None:
    """All three leave; nobody is left to adopt, and nothing is lost."""
    customer = await nodes[2].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    for node in nodes[:2]:
        async with leaving(node):
            pass
    async with leaving(nodes[2]):
        assert await customer.closed() == 4001
    assert await rows(nodes[0], "SELECT id::text, state FROM requests") == [
        {"id": request_id, "state": "open"}
    ]
