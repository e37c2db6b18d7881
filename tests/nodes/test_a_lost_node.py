"""A node is taken for lost while it only stood still: it changes nothing, and joins again."""

from __future__ import annotations

from tests.e2e.house import House, until
from tests.nodes.given import PATIENCE_S, board_of, it_says, rows

EPOCH = "SELECT epoch FROM nodes WHERE id = 'node-1'"


async def taken_for_lost(ghost: House, survivor: House) -> None:
    """Its housekeeping stands still, its lease runs out, the survivor adopts what it had."""
    await ghost.app.house.close()
    async with ghost.app.database.connection() as conn:
        await conn.execute(
            "UPDATE nodes SET lease_until = clock_timestamp() - interval '1 s' WHERE id = $1",
            ghost.app.node.node_id,
        )
    # The survivor has been a member for long: its own clock is moved, not waited for.
    survivor.app.membership._lease._held_since = 0.0
    await survivor.app.membership.look_around()
    await it_says(ghost, "SELECT epoch > 1 FROM nodes WHERE id = $1", ghost.app.node.node_id)


async def test_it_changes_nothing_until_it_has_joined_again(nodes: list[House]) -> None:
    """Its mitra taps: refused. The adopter's mitra has it, and everybody is told."""
    ghost = nodes[0]
    customer, mine = await ghost.customer(), await ghost.mitra(1)
    theirs = await nodes[1].mitra(2)
    request_id = (await customer.ok("request.create"))["request_id"]
    for mitra in (mine, theirs):
        await mitra.hear("offer.new")
    # when
    await taken_for_lost(ghost, nodes[1])
    # then
    refused = await mine.refused("offer.accept", {"request_id": request_id})
    assert refused in {"offer_not_found", "unavailable"}
    assert await rows(ghost, "SELECT id FROM sessions") == []
    await it_says(ghost, "SELECT home_node <> 'node-1' AND state = 'open' FROM requests")
    # when
    won = await theirs.ok("offer.accept", {"request_id": request_id})
    # then
    assert (await customer.hear("session.started"))["session"]["session_id"] == won["session"][
        "session_id"
    ]


async def test_its_next_beat_begins_a_new_epoch_and_its_mitra_are_online_again(
    nodes: list[House],
) -> None:
    """They never noticed: the next request is offered to them, and theirs to win."""
    ghost = nodes[0]
    mitra = await ghost.mitra(1)
    await taken_for_lost(ghost, nodes[1])
    await it_says(ghost, "SELECT count(*) = 0 FROM online_periods WHERE offline_at IS NULL")
    assert await rows(ghost, EPOCH) == [{"epoch": 2}]
    # when
    await ghost.app.membership.beat()
    # then
    await it_says(
        ghost,
        "SELECT array_agg((node_id, epoch)::text) = '{\"(node-1,3)\"}'"
        " FROM online_periods WHERE offline_at IS NULL",
    )
    assert (await mitra.hear("presence.changed"))["online"]
    customer = await nodes[2].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    assert (await mitra.hear("offer.new"))["request_id"] == request_id
    await mitra.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")


async def test_a_request_that_others_adopted_meanwhile_stays_theirs(nodes: list[House]) -> None:
    """The ghost is back, and forwards what its own mitra accept; the customer never noticed."""
    ghost = nodes[0]
    customer, mitra = await ghost.customer(), await ghost.mitra(1)
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    await taken_for_lost(ghost, nodes[1])
    # when
    ghost.app._keep_house()
    await it_says(ghost, "SELECT epoch = 3 FROM nodes WHERE id = 'node-1'")
    await it_says(ghost, "SELECT count(*) = 1 FROM online_periods WHERE offline_at IS NULL")
    await until(lambda: board_of(ghost).waiting[request_id].home is not None, PATIENCE_S)
    # then
    await mitra.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")
    (row,) = await rows(ghost, "SELECT home_node FROM requests")
    assert row["home_node"] in {"node-2", "node-3"}


async def test_a_node_that_died_is_adopted_with_everything(nodes: list[House]) -> None:
    """It never comes back: requests go on, periods end at the last heartbeat, nobody is a ghost."""
    dead = nodes[0]
    token = await dead.customer_token()
    customer = await dead.connect("customer", token)
    await dead.mitra(1)
    survivor = await nodes[1].mitra(2)
    request_id = (await customer.ok("request.create"))["request_id"]
    await survivor.hear("offer.new")
    # when
    await dead.app.herald.bus.close()
    await taken_for_lost(dead, nodes[1])
    # then
    back = await nodes[2].connect("customer", token)
    assert back.ready["request"]["request_id"] == request_id
    await it_says(
        nodes[1],
        "SELECT count(*) = 1 FROM online_periods WHERE reason = 'node_lost'"
        " AND offline_at = greatest(online_at, last_seen_at)",
    )
    for _ in range(50):
        reply = await survivor.say("offer.accept", {"request_id": request_id})
        if reply["type"] == "ok":
            break
        assert reply["data"]["temporary"], reply
    assert (await back.hear("session.started"))["session"]["request_id"] == request_id
