"""Offers: who is shown which request, and what ends it. A part of the coordinator's rules.

    (nobody) ──make──▶ offered ──▶ won | taken | declined | withdrawn | expired

`taken`, and the end of the others with their request, follow from how the request was closed: the
ledger's view says so, and no line is written for each.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from halobestie.actors.rules.board import Board, Seat, Waiting
from halobestie.domain import Load, MitraId
from halobestie.effects import Announce, Broadcast, Effect, RecordOffers, Send, Tell
from halobestie.events import CustomerCard, OfferNew, OfferWithdrawn
from halobestie.messages import (
    Key,
    OfferPassed,
    OfferRecalled,
    OfferSent,
    OffersMade,
    RequestOffered,
    TurnTaken,
)

WithdrawReason = Literal["at_capacity", "offline"]


def queue_up(board: Board, waiting: Waiting) -> None:
    """Into its place among those who wait: the oldest first, also when it comes late."""
    waiting.declined |= board.brought.pop(waiting.request.request_id, set())
    later = {}
    while board.waiting:
        last = next(reversed(board.waiting))
        if _age(board.waiting[last]) <= _age(waiting):
            break
        later[last] = board.waiting.pop(last)
    board.waiting[waiting.request.request_id] = waiting
    for request_id in reversed(later):
        board.waiting[request_id] = later[request_id]


def _age(waiting: Waiting) -> tuple[datetime, str]:
    return waiting.request.created_at, waiting.request.request_id


def announce(board: Board, waiting: Waiting) -> list[Effect]:
    """To the other nodes, who offer it to their own mitra. One message, however many they are."""
    if waiting.one_by_one() or not board.node_id:
        return []
    return [Announce(RequestOffered(waiting.request, board.node_id))]


def make(board: Board, waiting: Waiting, now: datetime) -> list[Effect]:
    """Offer a request to everybody who may see it, or to the one whose turn it is."""
    if not board.takes_part:
        return []
    if waiting.one_by_one():
        return [] if waiting.home else _make_one(board, waiting, now)
    fresh = [m for m in board.available if m not in waiting.offered and m not in waiting.declined]
    return _show(waiting, tuple(fresh), now)


def _make_one(board: Board, waiting: Waiting, now: datetime) -> list[Effect]:
    if waiting.offered or waiting.claiming:
        return []
    picked = board.pick(waiting)
    if picked is None:
        return []
    limit = now + timedelta(seconds=waiting.request.offer_timeout_s)
    waiting.offer_expires_at = min(limit, waiting.request.expires_at)
    waiting.lapsed.discard(picked)
    waiting.sent_to = None
    shown = _send(board, waiting, picked, now) or _show(waiting, (picked,), now)
    return [*shown, *_tell_turn(board, waiting, picked)]


def _send(board: Board, waiting: Waiting, picked: MitraId, now: datetime) -> list[Effect]:
    """To a mitra of another node; nothing when it is one of ours."""
    node_id, until = board.abroad.get(picked), waiting.offer_expires_at
    if node_id is None or until is None:
        return []
    request = waiting.request
    waiting.offered[picked], waiting.sent_to = now, node_id
    return [
        Send(node_id, OfferSent(request, board.node_id, picked, until)),
        RecordOffers(request.request_id, now, "offered", None, (picked,)),
        Tell(Key("request", request.request_id), OffersMade(request.request_id, (picked,), until)),
    ]


def _tell_turn(board: Board, waiting: Waiting, picked: MitraId) -> list[Effect]:
    if not board.node_id:
        return []
    method = waiting.request.pairing_method
    return [Announce(TurnTaken(method, picked, board.round_robin.turn))]


def _show(waiting: Waiting, mitra_ids: tuple[MitraId, ...], now: datetime) -> list[Effect]:
    if not mitra_ids:
        return []
    request_id = waiting.request.request_id
    waiting.offered.update(dict.fromkeys(mitra_ids, now))
    made = OffersMade(request_id, mitra_ids, waiting.offer_expires_at)
    effects: list[Effect] = [
        Broadcast(mitra_ids, card(waiting, now)),
        RecordOffers(request_id, now, "offered", None, mitra_ids),
    ]
    return effects if waiting.home else [*effects, Tell(Key("request", request_id), made)]


def card(waiting: Waiting, offered_at: datetime) -> OfferNew:
    """The offer as it stands on a mitra's screen."""
    request = waiting.request
    return OfferNew(
        request.request_id,
        CustomerCard(request.customer_name),
        offered_at,
        waiting.offer_expires_at or request.expires_at,
    )


def on_screen(board: Board, mitra_id: MitraId) -> tuple[OfferNew, ...]:
    """Every offer that this mitra has now, oldest request first."""
    return tuple(
        card(w, w.offered[mitra_id])
        for w in board.waiting.values()
        if mitra_id in w.offered and w.sent_to is None
    )


def withdraw_all(
    board: Board, mitra_id: MitraId, reason: WithdrawReason, now: datetime
) -> list[Effect]:
    """Take every offer off one mitra's screen; what goes one by one goes on to the next."""
    effects: list[Effect] = []
    for waiting in board.waiting.values():
        if mitra_id in waiting.offered and waiting.sent_to is None:
            effects += withdraw(waiting, mitra_id, reason, now)
            effects += pass_on(board, waiting, mitra_id, "withdrawn", now)
    return effects


def pass_on(
    board: Board,
    waiting: Waiting,
    mitra_id: MitraId,
    why: Literal["declined", "withdrawn"],
    now: datetime,
) -> list[Effect]:
    """What goes one by one goes on to the next; its home says to whom."""
    if not waiting.one_by_one():
        return []
    if waiting.home is not None:
        request_id = waiting.request.request_id
        return [Send(waiting.home, OfferPassed(request_id, mitra_id, why))]
    return make(board, waiting, now)


def withdraw(
    waiting: Waiting, mitra_id: MitraId, reason: WithdrawReason, now: datetime
) -> list[Effect]:
    request_id = waiting.request.request_id
    del waiting.offered[mitra_id]
    told: list[Effect] = [Broadcast((mitra_id,), OfferWithdrawn(request_id, reason))]
    if waiting.one_by_one() and waiting.home is not None:
        return told  # its line of the ledger is written at home
    return [*told, RecordOffers(request_id, now, "withdrawn", reason, (mitra_id,))]


def run_out(board: Board, waiting: Waiting, mitra_id: MitraId, now: datetime) -> list[Effect]:
    """The mitra's time with this offer is over; the next one in line gets it."""
    if waiting.home or mitra_id not in waiting.offered or not waiting.offer_expires_at:
        return []
    if now < waiting.offer_expires_at or any(a.mitra_id == mitra_id for a in waiting.queue):
        return []
    if waiting.claiming and waiting.claiming.mitra_id == mitra_id:
        return []
    request_id = waiting.request.request_id
    del waiting.offered[mitra_id]
    waiting.lapsed.add(mitra_id)
    node_id, waiting.sent_to = waiting.sent_to, None
    recalled: Effect = Broadcast((mitra_id,), OfferWithdrawn(request_id, "expired"))
    if node_id is not None:
        recalled = Send(node_id, OfferRecalled(request_id, mitra_id))
    return [
        recalled,
        RecordOffers(request_id, now, "expired", None, (mitra_id,)),
        *make(board, waiting, now),
    ]


def refresh(board: Board, seat: Seat, now: datetime) -> list[Effect]:
    """A mitra's room may have changed: offer what waits, oldest first, or take back what is shown.

    While only an accept in flight fills the place, the offers stay on the screen: it may yet lose.
    """
    if not board.has_room(seat):
        board.close_to_offers(seat.mitra_id)
        return withdraw_all(board, seat.mitra_id, "at_capacity", now) if board.is_full(seat) else []
    if seat.mitra_id in board.available:
        return []
    board.open_to_offers(seat)
    if not board.takes_part:
        return []  # what waits is offered when the lease is renewed
    effects: list[Effect] = []
    for waiting in board.waiting.values():
        if waiting.one_by_one():
            effects += make(board, waiting, now)
        elif seat.mitra_id not in waiting.offered and seat.mitra_id not in waiting.declined:
            effects += _show(waiting, (seat.mitra_id,), now)
    return effects


def bring_along(board: Board, seat: Seat, now: datetime) -> list[Effect]:
    """A mitra of another node has come to this one: an offer that was sent there is here now."""
    effects: list[Effect] = []
    mitra_id = seat.mitra_id
    for waiting in board.waiting.values():
        if waiting.sent_to is None or mitra_id not in waiting.offered:
            continue
        waiting.sent_to = None
        if board.is_full(seat):
            del waiting.offered[mitra_id]
            effects += make(board, waiting, now)
        else:
            effects.append(Broadcast((mitra_id,), card(waiting, waiting.offered[mitra_id])))
    return effects


def keep_one(waiting: Waiting) -> list[Effect]:
    """Adopted while some of ours had it one by one: the newest offer goes on, older ones end."""
    if not waiting.one_by_one() or not waiting.offered:
        return []
    request_id = waiting.request.request_id
    newest = max(waiting.offered, key=lambda mitra_id: waiting.offered[mitra_id])
    if waiting.claiming is not None and waiting.claiming.mitra_id in waiting.offered:
        newest = waiting.claiming.mitra_id
    older = tuple(mitra_id for mitra_id in waiting.offered if mitra_id != newest)
    waiting.offered = {newest: waiting.offered[newest]}
    made = OffersMade(request_id, (newest,), waiting.offer_expires_at)
    kept: list[Effect] = [Tell(Key("request", request_id), made)]
    return [Broadcast(older, OfferWithdrawn(request_id, "expired")), *kept] if older else kept


def release(board: Board, mitra_id: MitraId, load: Load | None, now: datetime) -> list[Effect]:
    """An accept has its answer: its place is free again, or counted among the sessions now."""
    seat = board.seats.get(mitra_id)
    if seat is None:
        return []
    seat.holds = max(0, seat.holds - 1)
    if load is not None and load.mitra_id == mitra_id and load.version >= seat.load.version:
        seat.load = load
    return refresh(board, seat, now)
