"""What happens in a world: people press and tap, the control center steps in, things break."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.world import faults, staff, store
from tests.world.customer_phone import CustomerPhone
from tests.world.mitra_phone import MitraPhone
from tests.world.plan import Plan

if TYPE_CHECKING:
    from tests.world.world import World

Act = Callable[["World"], None]
WHOLE = 200


def chances(plan: Plan) -> list[Act]:
    """The acts, each as often as it is likely."""
    several = plan.nodes > 1
    rare: list[tuple[Act, float]] = [
        (staff.act, plan.staff),
        (lose_socket, plan.sockets),
        (faults.kill, plan.kills),
        (faults.revive, 0.0 if plan.calm else 0.1),
        (faults.pause, plan.pauses),
        (faults.leave, plan.leaves if several else 0.0),
        (faults.outage, plan.outages),
        (faults.valkey, plan.valkey if several else 0.0),
        (faults.set_clock, plan.jumps),
        (faults.stand_still, plan.jumps),
        (store.ghost, plan.ghosts),
        (go_on, 0.2),
        (wait_long, 0.04),
        (pay, 0.1 if plan.slow_payment else 0.0),
    ]
    acts = [act for act, chance in rare for _ in range(int(chance * WHOLE))]
    people = (mitra_acts, mitra_acts, customer_acts)
    return acts + [people[n % 3] for n in range(max(0, WHOLE - len(acts)))]


def keep_beating(world: World, mitra: MitraPhone) -> None:
    """Heartbeats, until the world settles."""

    def beat() -> None:
        if not world.watch.settled:
            mitra.beat()
            keep_beating(world, mitra)

    world.set_timer(world.referee.settings.presence_timeout_s / 2.5, beat)


# -- people ----------------------------------------------------------------------------------


def mitra_acts(world: World) -> None:
    rng = world.rng
    mitra = world.mitras[int(rng.random() * len(world.mitras))]
    if not mitra.can_act:
        _come_back(world, mitra)
        return
    chance = rng.random()
    if not mitra.online and chance < 0.8:
        mitra.wish(True)
    elif mitra.screen and chance < 0.75:
        _tap(world, mitra)
    elif mitra.sessions and chance < 0.85:
        mitra.end(rng.choice(list(mitra.sessions)))
    elif mitra.tapped and chance < 0.9:
        mitra.accept(mitra.tapped)
    elif chance < 0.96:
        mitra.wish(rng.random() < 0.3)
    else:
        mitra.beat()


def _come_back(world: World, phone: MitraPhone | CustomerPhone) -> None:
    """Whoever is away connects; whoever hears nothing from a node that stands still, elsewhere."""
    if phone.socket is None or (not phone.socket.heard and world.rng.random() < 0.3):
        world.connect(phone)


def _tap(world: World, mitra: MitraPhone) -> None:
    request_id = world.rng.choice(list(mitra.screen))
    chance = world.rng.random()
    if chance < 0.25:
        mitra.decline(request_id)
        if world.plan.sockets and chance < 0.1:
            world.work(10)
            world.connect(mitra)
    else:
        mitra.accept(request_id)
        if chance > 0.85:
            mitra.accept(request_id)


def customer_acts(world: World) -> None:
    rng = world.rng
    customer: CustomerPhone = world.customers[int(rng.random() * len(world.customers))]
    if not customer.can_act:
        _come_back(world, customer)
        return
    chance = rng.random()
    if customer.request is not None and chance < 0.3:
        customer.cancel(customer.request)
    elif customer.sessions and chance < 0.4:
        customer.end(rng.choice(list(customer.sessions)))
    else:
        customer.press(again=chance > 0.9)


# -- time, sockets, payments -----------------------------------------------------------------


def go_on(world: World) -> None:
    world.pass_time(world.rng.random() * 3)


def wait_long(world: World) -> None:
    world.pass_time(5 + world.rng.random() * 10)


def lose_socket(world: World) -> None:
    """It is cut, or the phone goes to some node with a newer one."""
    phone = world.rng.choice(world.phones)
    if phone.socket is not None and world.rng.random() < 0.5:
        world.connect(phone)
    else:
        phone.cut()


def pay(world: World) -> None:
    """Perhaps a second time, perhaps never."""
    if world.unpaid:
        node, session_id = world.unpaid[int(world.rng.random() * len(world.unpaid))]
        if world.rng.random() < 0.8:
            world.unpaid.remove((node, session_id))
        node.confirm(session_id)
