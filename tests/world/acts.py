"""What happens in a world: people press and tap, the control center steps in, things break."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.world import staff, store
from tests.world.customer_phone import CustomerPhone
from tests.world.mitra_phone import MitraPhone
from tests.world.plan import METHODS, Plan

if TYPE_CHECKING:
    from tests.world.world import World

Act = Callable[["World"], None]
WHOLE = 200


def chances(plan: Plan) -> list[Act]:
    """The acts, each as often as it is likely."""
    rare: list[tuple[Act, float]] = [
        (staff.act, plan.staff),
        (lose_socket, plan.sockets),
        (kill, plan.kills),
        (outage, plan.outages),
        (set_clock, plan.jumps),
        (stand_still, plan.jumps),
        (store.ghost, plan.ghosts),
        (go_on, 0.2),
        (wait_long, 0.04),
        (house_keeping, 0.05),
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
    if mitra.stage != "ready":
        if mitra.stage == "away":
            world.connect(mitra)
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


def _tap(world: World, mitra: MitraPhone) -> None:
    request_id = world.rng.choice(list(mitra.screen))
    chance = world.rng.random()
    if chance < 0.25:
        mitra.decline(request_id)
    else:
        mitra.accept(request_id)
        if chance > 0.85:
            mitra.accept(request_id)


def customer_acts(world: World) -> None:
    rng = world.rng
    customer: CustomerPhone = world.customers[int(rng.random() * len(world.customers))]
    if customer.stage != "ready":
        if customer.stage == "away":
            world.connect(customer)
        return
    chance = rng.random()
    if customer.request is not None and chance < 0.15:
        customer.cancel(customer.request)
    elif customer.sessions and chance < 0.4:
        customer.end(rng.choice(list(customer.sessions)))
    else:
        customer.press(again=chance > 0.9)


# -- time, and what breaks -------------------------------------------------------------------


def go_on(world: World) -> None:
    world.pass_time(world.rng.random() * 3)


def wait_long(world: World) -> None:
    world.pass_time(5 + world.rng.random() * 10)


def stand_still(world: World) -> None:
    world.pause(1 + world.rng.random() * 8)


def set_clock(world: World) -> None:
    """Never between two words of one breath: that a step back there is survived is not asked."""
    world.drain()
    world.jump(world.rng.choice((-2.0, -0.5, 1.0, 5.0)))


def lose_socket(world: World) -> None:
    """It is cut, or a newer one takes its place."""
    phone = world.rng.choice(world.phones)
    if phone.stage != "away" and world.rng.random() < 0.3:
        world.connect(phone)
    else:
        phone.cut()


def kill(world: World) -> None:
    """The node dies; a moment later it starts anew."""
    if world.node.alive:
        world.node.kill()
        world.pause(world.rng.choice((0.1, 1.0, 12.0)))
    revive(world)


def revive(world: World) -> None:
    if not (world.node.alive or world.away):
        world.node.start()
        for phone in world.phones:
            if world.lucky or world.rng.random() < 0.8:
                world.connect(phone)


def outage(world: World) -> None:
    world.away = not world.away


def pay(world: World) -> None:
    """Perhaps a second time, perhaps never."""
    if world.unpaid:
        node, session_id = world.unpaid[int(world.rng.random() * len(world.unpaid))]
        if world.rng.random() < 0.8:
            world.unpaid.remove((node, session_id))
        node.confirm(session_id)


def house_keeping(world: World) -> None:
    staff.keep_house(world)


__all__ = ["METHODS", "chances", "keep_beating", "revive"]
