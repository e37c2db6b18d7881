"""What the control center does, at whatever node it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie.domain import Session
from halobestie.errors import Refused
from halobestie.messages import (
    DESK,
    CancelAsked,
    MitraDeactivated,
    MitraEdited,
    OfflineForced,
    RerouteAsked,
    SessionEndAsked,
)
from tests.world.plan import settings_of

if TYPE_CHECKING:
    from tests.world.mitra_phone import MitraPhone
    from tests.world.node import Node
    from tests.world.world import World

USER = "u1"
DEACTIVATED = 4503


def act(world: World) -> None:
    """One thing that a user of the control center does. Without PostgreSQL: nothing."""
    nodes = [node for node in world.awake() if node.reaches_postgresql]
    if nodes:
        world.rng.choice(ACTS)(world, world.rng.choice(nodes))


def change_settings(world: World, node: Node) -> None:
    """Told at once on this node, found by the others."""
    wanted = settings_of(world.rng)
    name = world.rng.choice(("max_customers_per_mitra", "pairing_method", "presence_timeout_s"))
    if world.rng.random() < 0.1:
        name, wanted = "anonymity_enabled", {"anonymity_enabled": world.rng.random() < 0.5}
    settings = world.referee.change_settings(**{name: wanted[name]})
    if world.rng.random() < 0.7:
        node.settings_changed(settings)


def deactivate(world: World, node: Node) -> None:
    mitra = _mitra(world)
    id_, tables = mitra.account_id, world.referee.tables
    online = tables.open_period_of(id_) is not None
    active = not tables.mitras[id_].active
    world.referee.set_active(id_, active)
    if not active:
        node.tree.tell(mitra.key, MitraDeactivated(id_))
        node.announce(MitraDeactivated(id_))
        if not online:
            node.hub.close_account("mitra", id_, DEACTIVATED)


def edit(world: World, node: Node) -> None:
    mitra, weight = _mitra(world), world.rng.choice((1, 2, 5))
    world.referee.tables.mitras[mitra.account_id].weight = weight
    node.tree.tell(mitra.key, MitraEdited(mitra.account_id, weight))
    node.announce(MitraEdited(mitra.account_id, weight))


def force_offline(world: World, node: Node) -> None:
    mitra = _mitra(world)
    world.referee.unwish_online(mitra.account_id)
    node.announce(OfflineForced(mitra.account_id))
    to = world.expect(node, lambda _: None)
    node.tree.tell(mitra.key, OfflineForced(mitra.account_id, to))


def reroute(world: World, node: Node) -> None:
    session_id, override = _session(world), world.rng.random() < 0.3
    if session_id is None:
        return
    target = _mitra(world).account_id

    def answered(result: Any) -> None:
        assert isinstance(result, Session | Refused)

    to = world.expect(node, answered)
    asked = RerouteAsked(session_id, target, USER, "a reason", override, to)
    node.tree.tell(DESK, asked)


def end(world: World, node: Node) -> None:
    session_id = _session(world)
    if session_id is not None:
        to = world.expect(node, lambda r: world.watch.end_answered(session_id, r))
        node.tree.tell(DESK, SessionEndAsked(session_id, to, user_id=USER))


def cancel(world: World, node: Node) -> None:
    open_ = [r for r in world.referee.tables.requests.values() if r.state == "open"]
    if open_:
        request_id = world.rng.choice(open_).request_id
        to = world.expect(node, lambda r: world.watch.cancel_answered(request_id, r))
        asked = CancelAsked(request_id, None, "control_center", to, USER)
        node.tree.tell(DESK, asked)


ACTS = (change_settings, deactivate, edit, force_offline, reroute, reroute, reroute, end, cancel)


def _mitra(world: World) -> MitraPhone:
    return world.rng.choice(world.mitras)


def _session(world: World) -> str | None:
    live = [s for s in world.referee.tables.sessions.values() if s.state != "ended"]
    return world.rng.choice(live).session_id if live else None
