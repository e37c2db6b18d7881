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

from halobestie.actors.rules import abroad, accepts, offers
from halobestie.actors.rules.board import Board, Seat, Waiting
from halobestie.domain import MitraId
from halobestie.effects import Claim, Effect, RecordOffers, Reply, Welcome
from halobestie.errors import Refused
from halobestie.messages import (
    AcceptAnswered,
    AcceptForwarded,
    ClaimLost,
    ClaimWon,
    EffectFailed,
    LineAsked,
    LineMoved,
    LineTold,
    LineWanted,
    LoadChanged,
    MitraOffline,
    MitraOnline,
    NodeGone,
    OfferAccepted,
    OfferDeclined,
    OfferPassed,
    OfferRanOut,
    OfferRecalled,
    OfferSent,
    RequestGone,
    RequestMoved,
    RequestNews,
    RequestOffered,
    RequestWaiting,
    SettingsChanged,
    TakingPart,
    TurnTaken,
    WelcomeAsked,
    Woke,
)


def step(board: Board, event: object, now: datetime) -> tuple[Board, tuple[Effect, ...]]:
    effects = _decide(board, event, now)
    return board, (*effects, *abroad.tell_soon(board, now))


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
            if event.opening and event.mitra_id not in board.seats:
                board.arriving.add(event.mitra_id)
            return [Reply(event.reply_to, _welcome(board, event))]
        case SettingsChanged(settings):
            return _capacity(board, settings.max_customers_per_mitra, now)
        case TakingPart(yes):
            return _take_part(board, yes, now)
    return _from_abroad(board, event, now)


def _from_abroad(board: Board, event: object, now: datetime) -> list[Effect]:
    match event:
        case RequestOffered():
            return abroad.request_offered(board, event, now)
        case AcceptForwarded():
            return accepts.forwarded(board, event, now)
        case AcceptAnswered():
            return abroad.accept_answered(board, event, now)
        case RequestNews():
            return abroad.request_news(board, event)
        case OfferSent():
            return abroad.offer_sent(board, event, now)
        case OfferPassed():
            return abroad.offer_passed(board, event, now)
        case OfferRecalled():
            return abroad.offer_recalled(board, event)
        case RequestMoved():
            return abroad.request_moved(board, event, now)
        case Woke():
            return abroad.woke(board, now)
        case NodeGone(node_id):
            return abroad.node_gone(board, node_id, now)
    return _of_the_line(board, event, now)


def _of_the_line(board: Board, event: object, now: datetime) -> list[Effect]:
    match event:
        case TurnTaken():
            return abroad.turn_taken(board, event)
        case LineMoved():
            return abroad.line_moved(board, event, now)
        case LineTold():
            return abroad.line_told(board, event, now)
        case LineAsked():
            return abroad.line_asked(board, event)
        case LineWanted():
            return abroad.line_wanted(board)
    return []


def _request_waiting(board: Board, event: RequestWaiting, now: datetime) -> list[Effect]:
    request = event.request
    known = board.waiting.get(request.request_id)
    if known is not None and known.home is not None:
        return _adopted(board, known, set(request.declined), now)
    if known is not None or request.request_id in board.closed:
        return []
    waiting = Waiting(request, declined=set(request.declined))
    offers.queue_up(board, waiting)
    effects = [*offers.make(board, waiting, now), *offers.announce(board, waiting)]
    if board.full:
        full = tuple(board.full)
        effects.append(RecordOffers(request.request_id, now, "skipped", "at_capacity", full))
    return effects


def _adopted(board: Board, waiting: Waiting, declined: set[MitraId], now: datetime) -> list[Effect]:
    """It waited here as another node's. Who has it on the screen keeps it."""
    waiting.home = None
    waiting.declined |= declined
    effects = [*accepts.take_over(board, waiting, now), *offers.keep_one(waiting)]
    return [*effects, *offers.make(board, waiting, now), *offers.announce(board, waiting)]


def _take_part(board: Board, yes: bool, now: datetime) -> list[Effect]:
    """The lease is in doubt, or renewed: then what waits is offered to whoever came meanwhile."""
    if yes == board.takes_part:
        return []
    board.takes_part = yes
    effects: list[Effect] = []
    for waiting in tuple(board.waiting.values()):
        effects += offers.make(board, waiting, now)
    # While in doubt it was busy for everybody, who have left its mitra out of their lines.
    return [*effects, *(abroad.tell_line(board) if yes else ())]


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
        *_line(waiting, mitra_id, now),
        *offers.pass_on(board, waiting, mitra_id, "declined", now),
    ]


def _line(waiting: Waiting, mitra_id: str, now: datetime) -> list[Effect]:
    """For the ledger; of what goes one by one, its home writes it."""
    if waiting.one_by_one() and waiting.home is not None:
        return []
    return [RecordOffers(waiting.request.request_id, now, "declined", None, (mitra_id,))]


def _mitra_online(board: Board, event: MitraOnline, now: datetime) -> list[Effect]:
    for request_id in event.declined:
        board.has_declined(event.mitra_id, request_id)
    known = board.seats.get(event.mitra_id)
    seat = Seat(event.mitra_id, event.weight, event.load)
    # Offline and online again while an accept is out: its place is still taken.
    seat.holds = board.in_flight(event.mitra_id)
    if known is not None:
        seat.load = max(known.load, event.load, key=lambda load: load.version)
    board.sit(seat)
    return [*offers.bring_along(board, seat, now), *offers.refresh(board, seat, now)]


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
