"""What the clock asks of a node, as `housekeeping` and `batches` do it, once a second.

    tick ──▶ the lease is watched; what waits is written; each job that is due and not under way
             becomes a task, which the world takes step by step

A job that would find nothing is not begun: the same, and faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from halobestie.effects import RequestPayment
from halobestie.messages import DESK, Key
from tests.world.tasks import Task

if TYPE_CHECKING:
    from tests.world.node import Node

TICK_S = 1.0
SLOW_TICK_S = 2.0
"""When everybody has gone home."""
PEOPLE_EVERY = 5
BEAT_EVERY = 2
PAY_AGAIN_S = 5.0


def begin(node: Node) -> None:
    node.set_timer(TICK_S * node.world.rng.random(), lambda: tick(node))


def tick(node: Node) -> None:
    node.ticks += 1
    node.set_timer(SLOW_TICK_S if node.world.watch.settled else TICK_S, lambda: tick(node))
    node.membership.watch()
    notice_silence(node)
    if node.ticks % BEAT_EVERY == 0 or node.world.watch.settled:
        _start(node, "beat")
    if node.reaches_postgresql:
        write(node)
        _settings_and_payments(node)
        if _neighbours_changed(node):
            _start(node, "look_around")
        if _unattended(node):
            _start(node, "attend_requests")
    look_for_news(node)
    if node.ticks % PEOPLE_EVERY == 0:
        _look_at_people(node)


def hurry(node: Node) -> None:
    _start(node, "look_for_news")
    _look_at_people(node)


def adopt_now(node: Node, node_id: str) -> None:
    node.tasks.append(Task("adopt_now", node.membership.adopt_now(node_id)))


def leave(node: Node) -> None:
    """As the app does it: the sockets first, then what it owns."""
    node.leaving = True
    for socket in node.hub.sockets():
        socket.close(4001)
    node.tasks.append(Task("leave", node.membership.leave()))


def advance(node: Node, place: int) -> None:
    task = node.tasks[place]
    if not task.advance():
        return
    node.tasks.remove(task)
    if task.name == "look_for_news" and not task.postponed:
        node.looked_at = max(node.looked_at, task.began)
        if not node.bag.full:
            node.catch_up()


def _start(node: Node, name: str) -> None:
    if any(task.name == name for task in node.tasks):
        return
    whose = node.membership if name in ("beat", "look_around") else node.reconciler
    task = Task(name, getattr(whose, name)())
    task.began = node.world.mono
    node.tasks.append(task)
    advance(node, -1)


# -- what is written soon ----------------------------------------------------------------------


def write(node: Node) -> None:
    """The newest heartbeats, and the ledger."""
    referee = node.world.referee
    seen, node.seen = node.seen, {}
    if seen:
        referee.note_seen(seen)
    write_ledger(node)


def write_ledger(node: Node) -> None:
    if node.ledger and node.reaches_postgresql:
        lines, node.ledger = node.ledger, []
        node.world.referee.record_offers(lines)


def _settings_and_payments(node: Node) -> None:
    world, referee = node.world, node.world.referee
    node.settings_changed(referee.settings)
    if not world.any_unpaid():
        return
    for ended in referee.end_unpaid(node.now()):
        node.tree.tell(DESK, ended)
    if node.ticks % PEOPLE_EVERY == 0:
        for session_id in world.unpaid_for(node.now(), PAY_AGAIN_S):
            node.perform(RequestPayment(session_id))


# -- would it find anything? ---------------------------------------------------------------------


def look_for_news(node: Node) -> None:
    if node.reconciler._cursor != node.world.referee.news_cursor():
        _start(node, "look_for_news")
    elif node.reaches_postgresql:
        node.looked_at = node.world.mono
        if not node.bag.full:
            node.catch_up()


def _look_at_people(node: Node) -> None:
    reconciler, tables = node.reconciler, node.world.referee.tables
    mine = any(node.tree.keys("mitra")) or reconciler._stands or reconciler._orphans
    if mine or any(p and p[-1].offline_at is None for p in tables.periods.values()):
        _start(node, "look_at_people")


def _neighbours_changed(node: Node) -> bool:
    referee, known = node.world.referee, node.membership._known
    now, over = node.world.mono, False
    for node_id, row in referee.tables.nodes.items():
        alive = row.lease_until > now
        over = over or not alive
        if node_id != node.node_id and known.get(node_id) != (row.epoch, alive):
            return True
    return over and bool(referee.lost_nodes())


def _unattended(node: Node) -> bool:
    if node.reconciler._unattended:
        return True
    home = (node.node_id, node.live_node.epoch)
    return any(
        row.state == "open"
        and (row.home_node, row.home_epoch) == home
        and not node.tree.has(Key("request", row.request_id))
        for row in node.world.referee.tables.requests.values()
    )


def notice_silence(node: Node) -> None:
    """Sockets whose phone is gone are closed when they have been silent for too long."""
    if node.unnoticed:
        limit = node.world.mono - node.live.current.presence_timeout_s
        gone = [socket for since, socket in node.unnoticed if since < limit or node.world.lucky]
        node.unnoticed = [(at, s) for at, s in node.unnoticed if s not in gone]
        for socket in gone:
            socket.close(4009)
