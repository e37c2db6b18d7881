"""What the control center does, and the jobs that a node does by itself from time to time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from halobestie.domain import Session
from halobestie.effects import ClosePeriod
from halobestie.errors import Refused
from halobestie.messages import (
    COORDINATOR,
    DESK,
    CancelAsked,
    Key,
    LoadChanged,
    MitraDeactivated,
    MitraEdited,
    OfflineForced,
    RequestOpened,
    RerouteAsked,
    SessionEndAsked,
)
from tests.world.plan import settings_of

if TYPE_CHECKING:
    from tests.world.mitra_phone import MitraPhone
    from tests.world.world import World

USER = "u1"


def act(world: World) -> None:
    """One thing that a user of the control center does. Without PostgreSQL: nothing."""
    if world.away or not world.node.alive:
        return
    world.rng.choice(ACTS)(world)


def change_settings(world: World) -> None:
    """Told at once, or found by the node later."""
    wanted = settings_of(world.rng)
    name = world.rng.choice(("max_customers_per_mitra", "pairing_method", "presence_timeout_s"))
    if world.rng.random() < 0.1:
        name, wanted = "anonymity_enabled", {"anonymity_enabled": world.rng.random() < 0.5}
    settings = world.referee.change_settings(**{name: wanted[name]})
    if world.rng.random() < 0.7:
        world.node.settings_changed(settings)
    else:
        world.node.behind = True


def deactivate(world: World) -> None:
    mitra = _mitra(world)
    active = not world.referee.tables.mitras[mitra.account_id].active
    world.referee.set_active(mitra.account_id, active)
    if not active:
        world.node.tree.tell(mitra.key, MitraDeactivated(mitra.account_id))
        mitra.cut()


def edit(world: World) -> None:
    mitra, weight = _mitra(world), world.rng.choice((1, 2, 5))
    world.referee.tables.mitras[mitra.account_id].weight = weight
    world.node.tree.tell(mitra.key, MitraEdited(mitra.account_id, weight))


def force_offline(world: World) -> None:
    mitra = _mitra(world)
    world.referee.unwish_online(mitra.account_id)
    to = world.expect(world.node, lambda _: None)
    world.node.tree.tell(mitra.key, OfflineForced(mitra.account_id, to))


def reroute(world: World) -> None:
    session_id, override = _session(world), world.rng.random() < 0.3
    if session_id is None:
        return
    target = _mitra(world).account_id

    def answered(result: Any) -> None:
        assert isinstance(result, Session | Refused)

    to = world.expect(world.node, answered)
    asked = RerouteAsked(session_id, target, USER, "a reason", override, to)
    world.node.tree.tell(DESK, asked)


def end(world: World) -> None:
    session_id = _session(world)
    if session_id is not None:
        to = world.expect(world.node, lambda r: world.watch.end_answered(session_id, r))
        world.node.tree.tell(DESK, SessionEndAsked(session_id, to, user_id=USER))


def cancel(world: World) -> None:
    open_ = [r for r in world.referee.tables.requests.values() if r.state == "open"]
    if open_:
        request_id = world.rng.choice(open_).request_id
        to = world.expect(world.node, lambda r: world.watch.cancel_answered(request_id, r))
        asked = CancelAsked(request_id, None, "control_center", to, USER)
        world.node.tree.tell(DESK, asked)


ACTS = (change_settings, deactivate, edit, force_offline, reroute, reroute, reroute, end, cancel)


def _mitra(world: World) -> MitraPhone:
    return world.rng.choice(world.mitras)


def _session(world: World) -> str | None:
    live = [s for s in world.referee.tables.sessions.values() if s.state != "ended"]
    return world.rng.choice(live).session_id if live else None


# -- a node's own jobs -----------------------------------------------------------------------


def keep_house(world: World) -> None:
    """The jobs of `housekeeping`: settings, payments that never came, heartbeats."""
    node = world.node
    if world.away or not node.alive:
        return
    node.settings_changed(world.referee.settings)
    for ended in world.referee.end_unpaid(world.now()):
        node.tree.tell(DESK, ended)
    seen, node.seen = node.seen, {}
    world.referee.note_seen(seen)
    world.referee.beat(node.life, world.now())
    if world.reconciles:
        reconcile(world)


def reconcile(world: World) -> None:
    """Open requests at home here that have no actor get one; loads are counted anew; periods whose
    mitra is not online here are closed."""
    node, referee = world.node, world.referee
    known = node.tree.keys("request")
    for request in referee.requests_at_home(node.life):
        key = Key("request", request.request_id)
        if key not in known:
            node.tree.tell(key, RequestOpened(request, True))
    for mitra_id, seat in tuple(node.board.seats.items()):
        load = referee.load_of(mitra_id)
        if load.version > seat.load.version:
            node.tree.tell(COORDINATOR, LoadChanged(load))
            node.tree.tell(Key("mitra", mitra_id), LoadChanged(load))
    for mitra_id in referee.tables.mitras:
        period, state = referee.tables.open_period_of(mitra_id), node.mitra(mitra_id)
        if period is not None and (state is None or state.phase == "offline"):
            at, owner = period.last_seen_at, Key("mitra", mitra_id)
            lost = ClosePeriod(period.period_id, mitra_id, "heartbeat_lost", at, owner)
            referee.close_period(lost, node.life)
