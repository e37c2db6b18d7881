"""What a phone may be told: only what is committed (I4), and only to whom it belongs (I9, I12)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from halobestie import events as ev
from halobestie.events import Event, OfferNew
from tests.world.violation import must

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.referee import Referee

TO_MITRA = (
    ev.PresenceChanged,
    ev.MitraSessionPendingPayment,
    ev.MitraSessionStarted,
    ev.SessionAssigned,
    ev.SessionReassigned,
    ev.SessionEnded,
)


def customer(referee: Referee, customer_id: str, event: Any) -> None:
    tables = referee.tables
    match event:
        case ev.RequestSearching(request_id):
            must(request_id in tables.requests, "I4: searching for a request of nobody")
        case ev.RequestAccepted(request_id, session_id, card):
            session = tables.sessions.get(session_id)
            must(session and session.request_id == request_id, "I4: paired, and not committed")
            assert session is not None
            had = [a.mitra_id for a in session.assignments]
            must(card.id in had, "I4: paired with somebody else")
            must(session.customer_id == customer_id, "I12: another customer was told")
        case ev.RequestExpired(request_id, reason):
            row = tables.requests[request_id]
            must((row.state, row.reason) == ("expired", reason), "I4: expired, and it is not")
        case ev.RequestCancelled(request_id):
            must(tables.requests[request_id].state == "cancelled", "I4: cancelled, and it is not")
        case ev.SessionEnded(session_id, reason):
            _ended(referee, session_id, reason)
        case _:
            _session(referee, event, tables.sessions[event.session.session_id].customer_id)
            must(isinstance(event.session, ev.CustomerSession), "I12: not for a customer")


def mitra(referee: Referee, mitra_id: str, event: Event) -> None:
    must(isinstance(event, TO_MITRA), f"I12: {type(event).__name__} is not for a mitra")
    match event:
        case ev.PresenceChanged(True, since):
            known = [p.online_at for p in referee.tables.periods.get(mitra_id, ())]
            must(since in known, "I4: online, and not committed")
        case ev.SessionReassigned(session_id):
            row = referee.tables.sessions[session_id]
            must(len(row.assignments) > 1, "I4: reassigned, and it is not")
        case ev.SessionEnded(session_id, reason):
            _ended(referee, session_id, reason)
        case ev.MitraSessionPendingPayment() | ev.MitraSessionStarted() | ev.SessionAssigned():
            row = referee.tables.sessions[event.session.session_id]
            must(mitra_id in [a.mitra_id for a in row.assignments], "I12: another mitra was told")
            must(isinstance(event.session, ev.MitraSession), "I12: not for a mitra")


def _ended(referee: Referee, session_id: str, reason: str) -> None:
    row = referee.tables.sessions[session_id]
    must((row.state, row.end_reason) == ("ended", reason), "I4: ended, and it is not")


def _session(referee: Referee, event: Any, customer_id: str) -> None:
    row = referee.tables.sessions.get(event.session.session_id)
    must(row and row.customer_id == customer_id, "I4: a session that is not committed")
    started = isinstance(event, ev.CustomerSessionStarted)
    must(not started or (row and row.started_at), "I4: started, and it is not")


def offers(node: Node, shown: list[tuple[str, OfferNew, bool]], room: bool, fair: bool) -> None:
    """The offers of one step: to whom they may go; the oldest first where `room` appears."""
    board, tables = node.board, node.world.referee.tables
    by_mitra: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    doubt = not node.membership.takes_part and node.tree.news["the lease"] == 0
    anew_now = any(offer.offered_at == node.now() for _, offer, _ in shown)
    must(not (anew_now and doubt), "ghost: it offers, and its lease is in doubt")
    for mitra_id, offer, anew in shown:
        request = tables.requests[offer.request_id]
        if not anew and offer.offered_at == node.now():  # else it was on a screen before
            by_mitra[mitra_id].append((request.created_at, request.request_id))
        must(offer.expires_at <= request.expires_at, "I7: an offer outlives its request")
        must(mitra_id in board.seats, "I9: offered to somebody who is not online")
        _declined(node, mitra_id, offer.request_id)
        here = board.waiting.get(offer.request_id)
        known = request.state != "open" and request.closed_in_world < node.caught_up_at
        over = known and (here is None or here.home is not None)
        must(not over, "I7: offered, and this node was told that it is over")
        if node.tree.news[mitra_id] == 0:
            phone = next(m for m in node.world.mitras if m.account_id == mitra_id)
            off = phone.socket is not None and phone.off is phone.socket
            off = off and phone.node is node
            must(not off, "I9: an explicit offline was overridden")
        if here is not None and here.request.pairing_method == "round_robin":
            _turn(node, mitra_id, here.declined, fair)
    for order in by_mitra.values():
        must(
            not room or order == sorted(order),
            "I10: a newer request was offered first",
        )


def _declined(node: Node, mitra_id: str, request_id: str) -> None:
    must((mitra_id, request_id) not in node.declined, "I9: offered to a decliner")
    if node.tree.news[mitra_id] == 0:
        brought = node.brought.get(mitra_id, ())
        must(request_id not in brought, "I9: offered to one who declined it on another node")


def _turn(node: Node, mitra_id: str, declined: set[str], fair: bool) -> None:
    """Longest without an offer first, of those who could have had it. (Where nodes take turns, see
    test_fairness.)"""
    if len(node.world.nodes) > 1:
        return
    turns = node.turns
    mine = turns.get(mitra_id, 0)
    turns[mitra_id] = max(turns.values(), default=0) + 1
    for other in node.board.available:
        if other != mitra_id and other not in declined:
            must(
                not fair or mine <= turns.get(other, 0),
                "routing: somebody waits longer for an offer",
            )
