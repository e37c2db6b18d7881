"""Settings are in force on every node within a second of the commit, whoever changed them."""

from __future__ import annotations

from tests.e2e.house import House, open_house, until


async def test_a_change_reaches_the_other_node_and_its_phones(
    house: House, database_url: str
) -> None:
    """Changed on one node; the phones of another are told, and its next press is refused."""
    async with open_house(database_url, node_id="node-2") as other:
        customer = await other.customer()
        await house.change_settings(heartbeat_interval_s=7, anonymity_enabled=False)

        def in_force() -> bool:
            return other.app.sockets.settings.heartbeat_interval_s == 7

        await until(in_force, seconds=1.0)
        told = await customer.hear("settings.changed")
        assert told == {"heartbeat_s": 7, "anonymity_enabled": False}
        await customer.hear("registration.required")
        assert await customer.refused("request.create") == "registration_required"
