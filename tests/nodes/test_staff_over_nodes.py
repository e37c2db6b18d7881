"""What is done to an account or a setting on one node is in force on the others."""

from __future__ import annotations

from tests.e2e.house import House
from tests.nodes.given import mitra_id, types


async def test_a_deactivated_mitra_is_out_on_the_node_where_the_phone_is(
    nodes: list[House],
) -> None:
    """Said on node-3, online on node-1: told why, then 4503; one who is offline just loses it."""
    online, offline = await nodes[0].mitra(1), await nodes[1].mitra(2, online=False)
    for mitra in (online, offline):
        await nodes[2].controlled("PATCH", f"/mitras/{mitra_id(mitra)}", {"active": False})
    told = await online.hear("presence.changed")
    assert (told["online"], told["reason"]) == (False, "deactivated")
    assert await online.closed() == 4503
    assert await offline.closed() == 4503


async def test_a_mitra_who_is_forced_offline_elsewhere_stays_offline(nodes: list[House]) -> None:
    """The offer leaves the screen, and no heartbeat brings the mitra back."""
    mitra, customer = await nodes[0].mitra(1), await nodes[1].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    # when
    await nodes[2].controlled("POST", f"/mitras/{mitra_id(mitra)}/offline")
    # then
    told = await mitra.hear("presence.changed")
    assert (told["online"], told["reason"]) == (False, "control_center")
    assert (await mitra.hear("offer.withdrawn"))["reason"] == "offline"
    await mitra.ok("heartbeat")
    assert await mitra.refused("offer.accept", {"request_id": request_id}) == "not_online"
    # and by the mitra's own will it is offered again
    await mitra.ok("presence.set", {"online": True})
    assert (await mitra.hear("offer.new"))["request_id"] == request_id


async def test_a_login_that_ends_on_one_node_closes_its_socket_on_another(
    nodes: list[House],
) -> None:
    """4500 for both roles; the same account's other login goes on."""
    customers = [await nodes[0].customer_token(), await nodes[0].customer_token("Fajar")]
    leaving, staying = [await nodes[1].connect("customer", token) for token in customers]
    mitra = await nodes[1].mitra(1)
    token = await nodes[2].mitra_token("+6281200001001")
    again = await nodes[1].connect("mitra", token)
    assert await mitra.closed() == 4512
    # when
    await nodes[2].post(f"{nodes[2].public}/v1/logout", {}, customers[0])
    await nodes[2].post(f"{nodes[2].public}/v1/logout", {}, token)
    # then
    assert await leaving.closed() == 4500
    assert await again.closed() == 4500
    await staying.ok("heartbeat")


async def test_a_new_name_is_told_to_the_customers_phone_and_shown_in_offers(
    nodes: list[House],
) -> None:
    """Renamed on node-2; the phone is on node-1; the mitra on node-3 reads the new name."""
    token = await nodes[0].customer_token("Senja")
    customer, mitra = await nodes[0].connect("customer", token), await nodes[2].mitra(1)
    # when
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{nodes[1].public}/v1/customer/me"
    async with nodes[1].http.patch(url, json={"display_name": "Fajar"}, headers=headers) as answer:
        assert answer.status == 200
    # then
    changed = (await customer.hear("customer.changed"))["customer"]
    assert changed["display_name"] == "Fajar"
    await customer.ok("request.create")
    assert (await mitra.hear("offer.new"))["customer"] == {"display_name": "Fajar"}


async def test_a_new_maximum_governs_the_next_pairing_on_every_node(nodes: list[House]) -> None:
    """Two sessions go on; at one the mitra is full: the offer goes, at three it comes back."""
    mitra, customer = await nodes[0].mitra(1), await nodes[1].customer()
    request_id = (await customer.ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    won = await mitra.ok("offer.accept", {"request_id": request_id})
    await customer.hear("session.started")
    waiting = await nodes[2].customer("Fajar")
    second = (await waiting.ok("request.create"))["request_id"]
    assert (await mitra.hear("offer.new"))["request_id"] == second
    # when
    await nodes[1].change_settings(max_customers_per_mitra=1)
    # then
    assert await mitra.hear("offer.withdrawn") == {"request_id": second, "reason": "at_capacity"}
    await nodes[2].change_settings(max_customers_per_mitra=3)
    assert (await mitra.hear("offer.new"))["request_id"] == second
    await mitra.ok("session.end", {"session_id": won["session"]["session_id"]})


async def test_anonymity_that_is_turned_off_is_off_on_every_node(nodes: list[House]) -> None:
    """Each anonymous customer is told once, and cannot ask; a session that runs goes on."""
    customers = [await node.customer() for node in nodes]
    mitra = await nodes[0].mitra(1)
    request_id = (await customers[2].ok("request.create"))["request_id"]
    await mitra.hear("offer.new")
    await mitra.ok("offer.accept", {"request_id": request_id})
    await customers[2].hear("session.started")
    # when
    await nodes[0].change_settings(anonymity_enabled=False)
    # then
    for customer in customers:
        assert (await customer.hear("settings.changed"))["anonymity_enabled"] is False
        await customer.hear("registration.required")
        await customer.ok("heartbeat")
        assert types(customer)["registration.required"] == 0
    assert await customers[1].refused("request.create") == "registration_required"
    assert types(customers[2])["session.ended"] == 0


async def test_an_account_has_one_socket_over_all_nodes(nodes: list[House]) -> None:
    """It comes to node after node: the newest stays, each older one hears 4512."""
    token = await nodes[0].customer_token()
    phones = [await node.connect("customer", token) for node in (*nodes, *nodes)]
    for older in phones[:-1]:
        assert await older.closed() == 4512
    await phones[-1].ok("heartbeat")
