"""What became of a session while nodes could not talk: told within seconds, once, and in order."""

from __future__ import annotations

from tests.cluster.valkey_process import ValkeyProcess
from tests.e2e.house import House, Phone, until
from tests.nodes.given import PATIENCE_S, all_are, it_says, mitra_id

OF_SESSIONS = ("request.", "session.")


class Listening:
    """A phone that is only listened to: what it heard of requests and sessions, in order."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self.heard: list[str] = []

    async def hears_next(self) -> str:
        """The next of them."""
        while True:
            frame = await self._phone.next()
            if frame["type"].startswith(OF_SESSIONS):
                self.heard.append(frame["type"])
                return self.heard[-1]

    async def hears(self, *kinds: str) -> None:
        """These come next, in this order and nothing between."""
        assert [await self.hears_next() for _ in kinds] == list(kinds)

    async def hears_nothing_more(self) -> None:
        """Up to the answer of a command that is sent now."""
        reply = await self._phone.say("heartbeat")
        assert reply["type"] == "ok"
        later = [f["type"] for f in self._phone.frames if f["type"].startswith(OF_SESSIONS)]
        assert later[len(self.heard) :] == []


async def a_customer_who_moved(nodes: list[House], request_at: int, to: int) -> tuple[Phone, str]:
    """Asked on one node, and is on another now."""
    token = await nodes[request_at].customer_token()
    before = await nodes[request_at].connect("customer", token)
    request_id: str = (await before.ok("request.create"))["request_id"]
    return await nodes[to].connect("customer", token), request_id


async def both_looked(nodes: list[House]) -> None:
    """Every node has read the news that there are now, and told them."""
    for node in nodes:
        await node.app.reconciler.look_for_news()
        await node.app.reconciler.look_at_people()
    await until(lambda: all(node.app.system_base.idle() for node in nodes), PATIENCE_S)


async def test_a_session_that_begins_moves_and_ends_is_told_where_the_customer_is(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """The mitra is on node-1, the customer on node-3, the control center on node-2; no bus."""
    # given
    old, new = await nodes[0].mitra(1), await nodes[1].mitra(2)
    customer, request_id = await a_customer_who_moved(nodes, 0, 2)
    assert (await old.hear("offer.new"))["request_id"] == request_id
    assert (await new.hear("offer.new"))["request_id"] == request_id
    valkey.kill()
    await all_are(nodes, "degraded")
    told = Listening(customer)
    # when
    session = (await old.ok("offer.accept", {"request_id": request_id}))["session"]
    await old.hear("session.started")
    # then
    while await told.hears_next() != "session.started":
        assert len(told.heard) < 3
    assert told.heard in (
        ["request.accepted", "session.started"],
        ["request.accepted", "session.pending_payment", "session.started"],
    )
    assert (await new.hear("offer.withdrawn"))["reason"] == "taken"
    # when
    path = f"/sessions/{session['session_id']}"
    await nodes[1].controlled("POST", f"{path}/reroute", {"mitra_id": mitra_id(new)})
    # then
    await told.hears("session.rerouted")
    assigned = (await new.hear("session.assigned"))["session"]
    assert (await old.hear("session.reassigned"))["session_id"] == assigned["session_id"]
    # when
    await new.ok("session.end", {"session_id": session["session_id"]})
    # then
    await told.hears("session.ended")
    assert (await new.hear("session.ended"))["reason"] == "mitra"
    # and when everybody hears everybody again, nobody hears it twice
    valkey.start()
    await all_are(nodes, "ok")
    await both_looked(nodes)
    await told.hears_nothing_more()


async def test_a_request_that_is_cancelled_elsewhere_is_told_where_the_customer_is(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """The control center closes it on node-2; the customer's phone on node-3 hears who did."""
    customer, request_id = await a_customer_who_moved(nodes, 0, 2)
    valkey.kill()
    await all_are(nodes, "degraded")
    # when
    await nodes[1].controlled("POST", f"/requests/{request_id}/cancel")
    # then
    cancelled = await customer.hear("request.cancelled")
    assert cancelled == {"request_id": request_id, "by": "control_center"}
    again = await customer.ok("request.create")
    assert again["request_id"] != request_id


async def test_with_a_bus_each_thing_is_told_once(nodes: list[House]) -> None:
    """The news say it a second time, from PostgreSQL: the phones hear it once."""
    mitra = await nodes[0].mitra(1)
    customer, request_id = await a_customer_who_moved(nodes, 1, 2)
    await mitra.hear("offer.new")
    told = Listening(customer)
    # when
    session = (await mitra.ok("offer.accept", {"request_id": request_id}))["session"]
    await told.hears("request.accepted", "session.pending_payment", "session.started")
    await mitra.ok("session.end", {"session_id": session["session_id"]})
    await told.hears("session.ended")
    # then
    await both_looked(nodes)
    await told.hears_nothing_more()
    await it_says(nodes[0], "SELECT count(*) = 1 FROM sessions WHERE state = 'ended'")


async def test_a_session_that_is_changed_by_hand_in_postgresql_is_told(
    nodes: list[House],
) -> None:
    """No node did it, no message says it: the mark in the table does."""
    mitra, customer = await nodes[0].mitra(1), await nodes[2].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    session = (await mitra.ok("offer.accept", {"request_id": request_id}))["session"]
    await customer.hear("session.started")
    await mitra.hear("session.started")
    # when
    async with nodes[1].app.database.connection() as conn:
        await conn.execute(
            "UPDATE sessions SET state = 'ended', ended_at = now(),"
            " end_reason = 'control_center' WHERE id = $1",
            session["session_id"],
        )
    # then
    for phone in (customer, mitra):
        assert (await phone.hear("session.ended"))["reason"] == "control_center"
