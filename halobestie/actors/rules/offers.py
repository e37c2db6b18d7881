"""Offers: who is shown which request, and what ends it. A part of the coordinator's rules.

    (nobody) ──make──▶ offered ──▶ won | taken | declined | withdrawn | expired

`taken`, and the end of the others with their request, follow from how the request was closed: the
ledger's view says so, and no line is written for each.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from halobestie.actors.rules.board import Board, Seat, Waiting
from halobestie.domain import MitraId
from halobestie.effects import Broadcast, Effect, RecordOffers, Tell
from halobestie.events import CustomerCard, OfferNew, OfferWithdrawn
from halobestie.messages import Key, OffersMade

WithdrawReason = Literal["at_capacity", "offline"]


def make(board: Board, waiting: Waiting, now: datetime) -> list[Effect]:
    """Offer a request to everybody who may see it, or to the one whose turn it is."""
    if waiting.one_by_one():
        return _make_one(board, waiting, now)
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
    return _show(waiting, (picked,), now)


def _show(waiting: Waiting, mitra_ids: tuple[MitraId, ...], now: datetime) -> list[Effect]:
    if not mitra_ids:
        return []
    request_id = waiting.request.request_id
    waiting.offered.update(dict.fromkeys(mitra_ids, now))
    made = OffersMade(request_id, mitra_ids, waiting.offer_expires_at)
    return [
        Broadcast(mitra_ids, card(waiting, now)),
        RecordOffers(request_id, now, "offered", None, mitra_ids),
        Tell(Key("request", request_id), made),
    ]


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
        card(w, w.offered[mitra_id]) for w in board.waiting.values() if mitra_id in w.offered
    )


def withdraw_all(
    board: Board, mitra_id: MitraId, reason: WithdrawReason, now: datetime
) -> list[Effect]:
    """Take every offer off one mitra's screen; what goes one by one goes on to the next."""
    effects: list[Effect] = []
    for waiting in board.waiting.values():
        if mitra_id in waiting.offered:
            effects += withdraw(waiting, mitra_id, reason, now)
            effects += make(board, waiting, now) if waiting.one_by_one() else []
    return effects


def withdraw(
    waiting: Waiting, mitra_id: MitraId, reason: WithdrawReason, now: datetime
) -> list[Effect]:
    request_id = waiting.request.request_id
    del waiting.offered[mitra_id]
    return [
        Broadcast((mitra_id,), OfferWithdrawn(request_id, reason)),
        RecordOffers(request_id, now, "withdrawn", reason, (mitra_id,)),
    ]


def run_out(board: Board, waiting: Waiting, mitra_id: MitraId, now: datetime) -> list[Effect]:
    """The mitra's time with this offer is over; the next one in line gets it."""
    if mitra_id not in waiting.offered or not waiting.offer_expires_at:
        return []
    if now < waiting.offer_expires_at or any(a.mitra_id == mitra_id for a in waiting.queue):
        return []
    if waiting.claiming and waiting.claiming.mitra_id == mitra_id:
        return []
    request_id = waiting.request.request_id
    del waiting.offered[mitra_id]
    waiting.lapsed.add(mitra_id)
    return [
        Broadcast((mitra_id,), OfferWithdrawn(request_id, "expired")),
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
    effects: list[Effect] = []
    for waiting in board.waiting.values():
        if waiting.one_by_one():
            effects += make(board, waiting, now)
        elif seat.mitra_id not in waiting.offered and seat.mitra_id not in waiting.declined:
            effects += _show(waiting, (seat.mitra_id,), now)
    return effects
