"""At rest: nothing fails and nothing is under way; all nodes, phones and PostgreSQL agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.violation import must

if TYPE_CHECKING:
    from halobestie.actors.rules.board import Waiting
    from tests.world.mitra_phone import MitraPhone
    from tests.world.node import Node
    from tests.world.tables import RequestRow
    from tests.world.world import World

ON_TIME_S = 6.0


def at_rest(world: World) -> None:
    must(not world.unanswered(), f"I5: commands without an answer: {world.unanswered()}")
    nodes = [node for node in world.nodes if node.alive]
    for node in nodes:
        _node(node)
    for mitra in world.mitras:
        _mitra(world, mitra, nodes)
    open_ = {r.request_id: r for r in world.referee.tables.requests.values() if r.state == "open"}
    for node in nodes:
        behind = node.board.waiting.keys() - open_.keys()
        must(not behind, f"I6: on the board, and it is over: {behind}")
    for row in open_.values():
        _request(world, row, nodes)
    for node in nodes:
        _line(node, nodes)
    screens(world)


def _node(node: Node) -> None:
    board = node.board
    must(node.current, "ghost: its epoch is over, and it has not noticed")
    must(board.takes_part, "ghost: it could take part again, and does not")
    must(not board.claims, "I5: claims are left")
    must(not board.forwards, "I5: accepts that were sent on are left")
    for seat in board.seats.values():
        must(seat.holds == 0, "rest: a hold is left")
        load = node.world.referee.load_of(seat.mitra_id)
        must(seat.load == load, "rest: the board's load is not true")
        weight = node.world.referee.tables.mitras[seat.mitra_id].weight
        must(seat.weight == weight, "rest: the board's weight is not true")


def _mitra(world: World, mitra: MitraPhone, nodes: list[Node]) -> None:
    tables, id_ = world.referee.tables, mitra.account_id
    period = tables.open_period_of(id_)
    states = [(node, node.mitra(id_)) for node in nodes]
    online = [(node, s) for node, s in states if s is not None and s.phase == "online"]
    must(len(online) <= 1, "I8: online on two nodes")
    must((period is not None) == bool(online), "I8: an open period, and nobody is online")
    if period is not None:
        there, held = online[0]
        home = (there.node_id, there.live_node.epoch)
        must((period.node_id, period.epoch) == home, "I8: the period is on another node")
        must(held.period_id == period.period_id, "I8: another period than PostgreSQL has")
    must(tables.mitras[id_].active or not online, "I9: inactive, and online")
    for node, state in states:
        seated = id_ in node.board.seats
        must(seated == ((node, state) in online), "I9: a seat of somebody who is not online")
    if mitra.stage == "ready":
        must(mitra.node.mitra(id_), "rest: a mitra is connected, and has no actor")
        must(mitra.online == bool(online), "I9: a mitra's switch is not true")


# -- requests --------------------------------------------------------------------------------


def _request(world: World, row: RequestRow, nodes: list[Node]) -> None:
    """One home, which lives and attends to it; known to all others when it is for all."""
    at_home = [
        n for n in nodes if (n.node_id, n.live_node.epoch) == (row.home_node, row.home_epoch)
    ]
    must(at_home, "I6: a request is open, and its home is no node that lives")
    for node in nodes:
        waiting = node.board.waiting.get(row.request_id)
        attended = row.request_id in node.tree.keys("request")
        must(attended == (node in at_home), "I6: not attended at home, and at home alone")
        if node in at_home:
            must(waiting, "I6: a request is open, and the board does not know it")
            assert waiting is not None
            must(waiting.home is None, "I6: a home that does not know that it is")
            _one_by_one(node, waiting, nodes)
        else:
            elsewhere = waiting is None or waiting.home == row.home_node
            if waiting is not None and waiting.one_by_one() and not waiting.offered:
                elsewhere = waiting.home is not None  # what is remembered of an offer that is over
            must(elsewhere, "I6: two homes, or the wrong one")
            told = waiting is not None or row.pairing_method != "blast"
            must(told, "I10: a node does not know a request that is for all")
        if waiting is not None:
            _all_see_it(node, waiting)


def _all_see_it(node: Node, waiting: Waiting) -> None:
    if waiting.request.pairing_method == "blast":
        missed = node.board.available.keys() - waiting.offered.keys() - waiting.declined
        must(not missed, "I10: somebody is free, and a request that waits is not shown")


def _one_by_one(home: Node, waiting: Waiting, nodes: list[Node]) -> None:
    """It is offered if anybody can be; and whose turn it is sees it."""
    if not waiting.one_by_one():
        return
    board = home.board
    free = (board.available.keys() | board.abroad.keys()) - waiting.declined
    must(waiting.offered or not free, "I10: somebody is free, and nobody has the offer")
    if waiting.offered and waiting.offer_expires_at:
        late = (home.now() - waiting.offer_expires_at).total_seconds()
        must(late < ON_TIME_S + home.world.jumped, f"I7: an offer is past its time: {waiting}")
    for node in nodes:
        there = node.board.waiting.get(waiting.request.request_id)
        if node.node_id == waiting.sent_to:
            shown = there is not None and there.offered.keys() >= waiting.offered.keys()
            must(shown, "I7: sent to another node, and nobody there sees it")
        if there is not None and home.world.plan.calm:
            must(there.offered.keys() <= waiting.offered.keys(), "I7: it is another's turn")


def _line(node: Node, nodes: list[Node]) -> None:
    """Everybody with room on another node is in line here, and nobody else."""
    said, plan = node.board.said, node.world.plan
    for other in nodes:
        if other is not node:
            told = {mitra_id for mitra_id, by in said.items() if other.node_id in by}
            unsaid = other.board.line_news.keys() if other.board.telling_at else set()
            true = told - unsaid == other.board.available.keys() - unsaid
            must(true, f"routing: the line of another node is not true: {node.node_id}: {said}")
    in_line = {mitra_id for mitra_id in said if mitra_id not in node.board.seats}
    must(in_line == node.board.abroad.keys(), "routing: said to be in line, and is not")
    # What a node has said may come when it is gone, if letters are late or somebody stood still.
    timely = not (plan.late_letters or plan.mixed_letters or plan.pauses or plan.jumps)
    living = {other.node_id for other in nodes}
    gone = {node_id for by in said.values() for node_id in by} - living
    must(not (timely and gone), "routing: in line for a node that is gone")


# -- screens ---------------------------------------------------------------------------------


def screens(world: World) -> None:
    """Every phone that is connected shows what is true, by what it was told."""
    tables = world.referee.tables
    for customer in world.customers:
        if customer.stage == "ready":
            live = tables.live_session_of(customer.account_id)
            name = tables.mitras[live.mitra_id].display_name if live else ""
            true = {live.session_id: (live.state, name)} if live else {}
            what = f"I4: a customer's screen is not true: {customer.sessions}, and it is {true}"
            must(customer.sessions == true, what)
            row = tables.open_request_of(customer.account_id)
            true_request = row.request_id if row else None
            what = f"I4: a customer's search is not true: {customer.account_id}"
            must(customer.request == true_request, what)
    for mitra in world.mitras:
        if mitra.stage == "ready":
            _mitra_screen(world, mitra)


def _mitra_screen(world: World, mitra: MitraPhone) -> None:
    id_ = mitra.account_id
    sessions = {s.session_id: (s.state, s.customer_name) for s in world.live_sessions(id_)}
    what = f"I4: a mitra's screen is not true: {id_}: {mitra.sessions}, and it is {sessions}"
    must(mitra.sessions == sessions, what)
    waiting = mitra.node.board.waiting.items()
    shown = {r for r, w in waiting if id_ in w.offered and w.sent_to is None}
    must(mitra.screen.keys() <= shown, "I7: an offer that has ended stays on a screen")
    missing = shown - mitra.screen.keys() - mitra.dismissed
    must(not missing, "I7: an offer was made, and not shown")
