"""The rules of the pairing coordinator, one a node: it broadcasts requests and orders the accepts.

                    ┌────────── offered ◀──────────┐
    RequestWaiting ─┤                              │ run out, declined, mitra gone, accept lost
                    └─▶ OfferAccepted ─▶ claiming ─┴─▶ ClaimWon ─▶ (closed, remembered)
                                                       RequestGone ─▶ (closed, remembered)

The state is the `Board`. `offers` decides who sees what, `accepts` who is first, `routing` whose
turn it is; here each message finds its rule.
"""

from __future__ import annotations

from datetime import datetime

from halobestie.actors.rules import accepts, offers
from halobestie.actors.rules.board import Board, Seat, Waiting
from halobestie.effects import Claim, Effect, RecordOffers, Reply, Welcome
from halobestie.errors import Refused
from halobestie.messages import (
    ClaimLost,
    ClaimWon,
    EffectFailed,
    LoadChanged,
    MitraOffline,
    MitraOnline,
    OfferAccepted,
    OfferDeclined,
    OfferRanOut,
    RequestGone,
    RequestWaiting,
    SettingsChanged,
    WelcomeAsked,
)


def step(board: Board, event: object, now: datetime) -> tuple[Board, tuple[Effect, ...]]:
    return board, tuple(_decide(board, event, now))


def _decide(board: Board, event: object, now: datetime) -> list[Effect]:
    match event:
        case RequestWaiting():
            return _request_waiting(board, event, now)
        case OfferAccepted():
            return accepts.accept(board, event, now)
        case OfferDeclined():
            return _declined(board, event, now)
        case OfferRanOut(request_id, mitra_id):
            waiting = board.waiting.get(request_id)
            return offers.run_out(board, waiting, mitra_id, now) if waiting else []
        case ClaimWon():
            return accepts.won(board, event, now)
        case ClaimLost():
            return accepts.lost(board, event, now)
        case EffectFailed(effect) if isinstance(effect, Claim):
            return accepts.failed(board, effect, now)
        case RequestGone():
            return accepts.gone(board, event, now)
        case MitraOnline():
            return _mitra_online(board, event, now)
        case MitraOffline(mitra_id):
            board.stand(mitra_id)
            return offers.withdraw_all(board, mitra_id, "offline", now)
        case LoadChanged(load):
            return accepts.count(board, load, now)
        case WelcomeAsked():
            return [Reply(event.reply_to, _welcome(board, event))]
        case SettingsChanged(settings):
            return _capacity(board, settings.max_customers_per_mitra, now)
    return []


def _request_waiting(board: Board, event: RequestWaiting, now: datetime) -> list[Effect]:
    request = event.request
    if request.request_id in board.waiting or request.request_id in board.closed:
        return []
    waiting = board.waiting[request.request_id] = Waiting(request)
    effects = offers.make(board, waiting, now)
    if board.full:
        full = tuple(board.full)
        effects.append(RecordOffers(request.request_id, now, "skipped", "at_capacity", full))
    return effects


def _declined(board: Board, event: OfferDeclined, now: datetime) -> list[Effect]:
    waiting = board.waiting.get(event.request_id)
    mitra_id = event.mitra_id
    if waiting is not None and mitra_id in waiting.declined:
        return [Reply(event.reply_to, {})]
    claimed = (event.request_id, mitra_id) in board.claims
    if waiting is None or mitra_id not in waiting.offered or claimed:
        return [Reply(event.reply_to, Refused("offer_not_found"))]
    del waiting.offered[mitra_id]
    waiting.declined.add(mitra_id)
    return [
        Reply(event.reply_to, {}),
        RecordOffers(event.request_id, now, "declined", None, (mitra_id,)),
        *(offers.make(board, waiting, now) if waiting.one_by_one() else []),
    ]


def _mitra_online(board: Board, event: MitraOnline, now: datetime) -> list[Effect]:
    known = board.seats.get(event.mitra_id)
    seat = Seat(event.mitra_id, event.weight, event.load)
    # Offline and online again while an accept is out: its place is still taken.
    seat.holds = board.in_flight(event.mitra_id)
    if known is not None:
        seat.load = max(known.load, event.load, key=lambda load: load.version)
    board.sit(seat)
    return offers.refresh(board, seat, now)


def _capacity(board: Board, capacity: int, now: datetime) -> list[Effect]:
    if capacity == board.capacity:
        return []
    board.capacity = capacity
    effects: list[Effect] = []
    for seat in tuple(board.seats.values()):
        effects += offers.refresh(board, seat, now)
    return effects


def _welcome(board: Board, asked: WelcomeAsked) -> Welcome:
    seat = board.seats.get(asked.mitra_id)
    load = asked.load if seat is None else max(seat.load, asked.load, key=lambda x: x.version)
    shown = offers.on_screen(board, asked.mitra_id)
    return Welcome(asked.online, asked.since, board.capacity, load.sessions, shown)
