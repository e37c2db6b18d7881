"""An erasure on one node, with the customer's phone on another."""

from __future__ import annotations

from tests.cluster.valkey_process import ValkeyProcess
from tests.e2e.house import House
from tests.nodes.given import all_are, it_says

WHY = {"reason": "customer_asked"}


async def test_the_phone_of_who_is_erased_is_closed_wherever_it_is(nodes: list[House]) -> None:
    """The login is over on every node, and no node lets the token in again."""
    first, _, third = nodes
    phone = await first.customer("Senja")
    customer_id = phone.ready["customer"]["id"]
    erased = await third.controlled("POST", f"/customers/{customer_id}/erase", WHY)
    assert erased == {"provider_users": []}
    assert await phone.closed() == 4500
    await it_says(third, "SELECT NOT EXISTS (SELECT 1 FROM logins)")


async def test_also_when_no_message_comes_through(
    nodes: list[House], valkey: ValkeyProcess
) -> None:
    """What the bus lost is found in PostgreSQL: a login that is not there is over."""
    first, _, third = nodes
    phone = await first.customer("Senja")
    valkey.kill()
    await all_are(nodes, "degraded")
    customer_id = phone.ready["customer"]["id"]
    await third.controlled("POST", f"/customers/{customer_id}/erase", WHY)
    assert await phone.closed() == 4500
