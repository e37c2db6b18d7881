"""The end of a world: bad luck is over, time passes, and everything must come to rest.

heal ──▶ some seconds pass ──▶ at rest: all agree ──▶ silence ──▶ at the end: nothing is left
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from halobestie.messages import Key
from tests.world import acts, staff, store
from tests.world.violation import must

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World

REPAIRED_WITHIN = 4
"""So many rounds of its jobs, two seconds each, the house may take to find what was lost."""
PAYMENTS_END_S = 60.0
"""The longest payment timeout of a plan."""
ON_TIME_S = 6.0
"""A reminder that was set before the luck changed may ring so late; and later still when somebody
has set the clock forward, which no timer notices."""


def settle(world: World) -> None:
    _heal(world)
    world.pass_time(world.jumped)
    for _ in range(REPAIRED_WITHIN):
        world.pass_time(2.0)
        staff.keep_house(world)
        world.drain()
    _at_rest(world)
    _silence(world)
    _at_the_end(world)


def _heal(world: World) -> None:
    calm_views = world.plan.calm
    world.lucky, world.away = True, False
    if not world.node.alive:
        acts.revive(world)
    while world.orphans:
        store.ghost(world)
    world.drain()
    if calm_views and world.plan.orderly:
        _views(world)
    for phone in world.phones:
        if phone.stage == "away" or (not calm_views and world.rng.random() < 0.5):
            world.connect(phone)
    world.drain()
    for mitra in world.mitras:
        mitra.beat()
    for node, session_id in world.unpaid:
        if world.rng.random() < 0.5:
            node.confirm(session_id)
    world.drain()


def _views(world: World) -> None:
    """In a calm world every phone that is connected shows what is true, without a snapshot."""
    tables = world.referee.tables
    for customer in world.customers:
        if customer.stage == "ready":
            live = tables.live_session_of(customer.account_id)
            true = {live.session_id: live.state} if live else {}
            must(customer.sessions == true, "I4: a customer's screen is not true")
            row = tables.open_request_of(customer.account_id)
            true_request = row.request_id if row else None
            must(customer.request == true_request, "I4: a customer's search is not true")
    for mitra in world.mitras:
        if mitra.stage == "ready":
            sessions = {s.session_id: s.state for s in world.live_sessions(mitra.account_id)}
            must(mitra.sessions == sessions, "I4: a mitra's screen is not true")


def _at_rest(world: World) -> None:
    node, referee = world.node, world.referee
    board = node.board
    must(not world.unanswered(), f"I5: commands without an answer: {world.unanswered()}")
    must(not board.claims, "I5: claims are left")
    for seat in board.seats.values():
        must(seat.holds == 0, "rest: a hold is left")
        must(seat.load == referee.load_of(seat.mitra_id), "rest: the board's load is not true")
    for mitra in world.mitras:
        period = referee.tables.open_period_of(mitra.account_id)
        state = node.mitra(mitra.account_id)
        online = state is not None and state.phase == "online"
        must((period is not None) == online, "I8: an open period, and nobody is online")
        active = referee.tables.mitras[mitra.account_id].active
        must(active or not online, "I9: inactive, and online")
        if mitra.stage == "ready":
            must(state, "rest: a mitra is connected, and has no actor")
            must(mitra.online == online, "I9: a mitra's switch is not true")
            shown = {r for r, w in board.waiting.items() if mitra.account_id in w.offered}
            must(mitra.screen.keys() <= shown, "I7: an offer that has ended stays on a screen")
    at_home = {r.request_id for r in referee.requests_at_home(node.life)}
    # What was closed, with the answer lost, is known here by its deadline at the latest.
    must(at_home <= board.waiting.keys(), "I6: a request is open, and the board does not know it")
    must(not world.plan.calm or at_home == board.waiting.keys(), "I6: the board is behind")
    waiting = {Key("request", r) for r in board.waiting}
    must(
        waiting == set(node.tree.keys("request")),
        "I6: requests and their actors differ",
    )
    _offers_on_time(world, node)


def _offers_on_time(world: World, node: Node) -> None:
    for waiting in node.board.waiting.values():
        if waiting.offered and waiting.offer_expires_at:
            late = (world.now() - waiting.offer_expires_at).total_seconds()
            must(late < ON_TIME_S + world.jumped, f"I7: an offer is past its time: {waiting}")


def _silence(world: World) -> None:
    """Everybody goes home."""
    world.watch.settled = True
    world.began_silence = world.now()
    for phone in world.phones:
        phone.cut()
    world.drain()
    world.until_no_timer_is_left()
    world.pass_time(PAYMENTS_END_S + world.jumped)
    staff.keep_house(world)
    world.drain()


def _at_the_end(world: World) -> None:
    tables, node = world.referee.tables, world.node
    for row in tables.requests.values():
        must(row.state != "open", "I6: a request never ends")
        if row.state == "expired" and row.closed_at and row.closed_at > world.began_silence:
            late = (row.closed_at - max(row.expires_at, world.began_silence)).total_seconds()
            must(late < ON_TIME_S + world.jumped, "I6: a request ends too late")
    must(not node.board.waiting, "I6: a request waits for ever")
    must(not node.board.seats, "I8: somebody is online for ever")
    for session in tables.sessions.values():
        must(session.state != "pending_payment", "rest: neither paid nor ended")
    for mitra_id in tables.mitras:
        must(tables.open_period_of(mitra_id) is None, "I8: a period never ends")
    left = node.tree.keys("request") + node.tree.keys("mitra")
    must(not left, f"rest: actors are left: {left}")
