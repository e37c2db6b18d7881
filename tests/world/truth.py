"""What must be true of the rows that are committed, and of what the actors believe."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tests.world.referee import Referee
from tests.world.tables import Tables
from tests.world.violation import must

if TYPE_CHECKING:
    from halobestie.actors.rules.board import Board, Waiting
    from tests.world.node import Node

# -- what is committed -----------------------------------------------------------------------


def customer(tables: Tables, customer_id: str) -> None:
    mine = [s for s in tables.sessions.values() if s.customer_id == customer_id]
    must(sum(s.state != "ended" for s in mine) <= 1, "I2: two live sessions of one customer")
    must(len({s.request_id for s in mine}) == len(mine), "I1: two sessions of one request")
    open_ = [r for r in tables.requests.values() if r.customer_id == customer_id]
    must(sum(r.state == "open" for r in open_) <= 1, "I2: two open requests of one customer")


def session(tables: Tables, session_id: str) -> None:
    row = tables.sessions[session_id]
    open_ = [a.mitra_id for a in row.assignments if a.to_at is None]
    live = row.state != "ended"
    must(open_ == ([row.mitra_id] if live else []), "I11: not exactly one mitra")
    ends = [a.to_at for a in row.assignments[:-1]]
    must(ends == [a.from_at for a in row.assignments[1:]], "I11: a gap between two mitra")


def load(referee: Referee, mitra_id: str, given: bool = False) -> None:
    mitra = referee.tables.mitras[mitra_id]
    live = [
        s for s in referee.tables.sessions.values() if s.mitra_id == mitra_id and s.state != "ended"
    ]
    must(len(live) == mitra.live_sessions, "I3: the count of a mitra is not true")
    if given:
        maximum = referee.settings.max_customers_per_mitra
        must(len(live) <= maximum, "I3: given beyond the maximum in force")


def periods(tables: Tables, mitra_id: str) -> None:
    rows = tables.periods[mitra_id]
    must(sum(p.offline_at is None for p in rows) <= 1, "I8: two open periods")
    for before, after in pairwise(rows):
        must(before.offline_at and before.offline_at <= after.online_at, "I8: periods overlap")


# -- what the actors believe -----------------------------------------------------------------


def presence(node: Node, mitra_id: str) -> None:
    """Online here means: a period is open at PostgreSQL, and a seat at the board."""
    state = node.mitra(mitra_id)
    online = state is not None and state.phase == "online"
    alone = len(node.world.nodes) == 1 or node.world.plan.calm
    if state is not None and online and alone:
        period = node.world.referee.tables.open_period_of(mitra_id)
        known = period is not None and period.period_id == state.period_id
        must(known, "I8: online, and its period is not open")
    if node.tree.news[mitra_id] == 0:
        _seated(node, mitra_id)


def _seated(node: Node, mitra_id: str) -> None:
    """Or its period was lost with an epoch, or seemed to be, and is asked for again."""
    state = node.mitra(mitra_id)
    online = state is not None and state.phase == "online"
    again = state is not None and state.phase == "opening" and state.period_id is not None
    seated = mitra_id in node.board.seats
    must(
        seated == online or (seated and again),
        "I9: the board and the mitra's actor disagree on who is online",
    )


def board(node: Node) -> None:
    b = node.board
    must(b.available.keys() | b.full.keys() == b.seats.keys(), "board: an index is not true")
    must(not b.available.keys() & b.full.keys(), "board: with room and without")
    must(not b.waiting.keys() & b.closed.keys(), "board: waiting and closed")
    must(not b.abroad.keys() & b.available.keys(), "board: in line here and abroad")
    accepts = dict.fromkeys(b.seats, 0)
    leaving = {mitra_id for mitra_id, count in node.tree.news.items() if count}
    if node.behind or not b.takes_part:
        leaving |= b.seats.keys()
    for waiting in b.waiting.values():
        _waiting(node, waiting, leaving)
        for accept in (waiting.claiming, *waiting.queue):
            if accept is not None:
                claimed = (waiting.request.request_id, accept.mitra_id) in b.claims
                must(claimed, "I5: an accept waits, and nobody is to be answered")
                if accept.mitra_id in accepts:
                    accepts[accept.mitra_id] += 1
    for key in b.forwards:
        must(key in b.claims, "I5: an accept was sent on, and nobody is to be answered")
        if key[1] in accepts:
            accepts[key[1]] += 1
    for mitra_id, seat in b.seats.items():
        must(seat.holds == accepts[mitra_id], "board: holds are not the accepts in flight")
        room = seat.load.sessions + seat.holds < b.capacity
        must(room == (mitra_id in b.available), "board: available means room, accepts included")
        if node.tree.news[mitra_id] == 0:
            _seated(node, mitra_id)
    _screens(node, b)


def brought_along(node: Node, mitra_id: str) -> None:
    """What a mitra declined on another node is not offered here."""
    waiting = node.board.waiting
    for request_id in node.brought.get(mitra_id, ()):
        known = request_id not in waiting or mitra_id in waiting[request_id].declined
        must(known, "I9: declined on another node, and forgotten here")


def _waiting(node: Node, waiting: Waiting, leaving: set[str]) -> None:
    """Everybody who may see it sees it; or the one whose turn it is. `leaving`: or coming."""
    b = node.board
    must(waiting.claiming or not waiting.queue, "I5: accepts wait behind nobody")
    must(not waiting.declined & waiting.offered.keys(), "I9: shown to a decliner")
    here = [m for m in waiting.offered if waiting.sent_to is None or m in b.seats]
    for mitra_id in here:
        must(mitra_id in b.seats, "I9: shown to somebody who is not online")
        must(not b.is_full(b.seats[mitra_id]), "I7: shown to somebody who is full")
    if waiting.request.pairing_method == "blast":
        missed = b.available.keys() - waiting.offered.keys() - waiting.declined - leaving
        missed -= {m for m, r in node.taken_off if r == waiting.request.request_id}
        must(not missed, "I10: somebody is free, and a request that waits is not shown")
    elif waiting.home is None and b.takes_part:
        must(len(waiting.offered) <= 1, "routing: two have an offer that goes one by one")
        left = waiting.sent_to is None or not waiting.offered.keys() & b.seats.keys()
        must(left, "I7: sent to another node, and the mitra is here")
        if not waiting.offered and not waiting.claiming:
            free = b.available.keys() | b.abroad.keys()
            missed = free - waiting.declined - leaving
            must(not missed, "I10: somebody is free, and nobody has the offer")


def over(node: Node) -> None:
    """What was over when this node last looked is on its board no more. (At home it may still be
    asked for how it ended.)"""
    requests = node.world.referee.tables.requests
    for request_id, waiting in node.board.waiting.items():
        row = requests[request_id]
        known = row.state != "open" and row.closed_in_world < node.caught_up_at
        must(not known or waiting.home is None, "I7: it is over, and another node still offers it")


def _screens(node: Node, b: Board) -> None:
    """I7: what a connected mitra sees is what the coordinator has offered."""
    for mitra in node.world.mitras:
        socket = mitra.socket
        if socket is None or socket.stage != "ready" or socket.node is not node:
            continue
        waiting = b.waiting.items()
        offered = {r for r, w in waiting if mitra.account_id in w.offered and w.sent_to is None}
        left = mitra.screen.keys() - offered
        # The winner's ends with the session, which the desk is about to tell.
        won = {r for r in left if r in b.closed and b.closed[r].winner == mitra.account_id}
        must(left == won, "I7: an offer stays on a screen")
        missing = offered - mitra.screen.keys() - mitra.dismissed
        must(not missing, "I7: an offer was made, and not shown")
