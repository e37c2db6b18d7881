"""Accepts: the first one wins. A part of the coordinator's rules.

    accept ──▶ claiming ──ClaimWon──▶ everybody is told
       │          ├──ClaimLost──▶ the next in the queue is claimed
       │          └──EffectFailed─▶ "try again"; the next in the queue is claimed
       └──▶ queue (while another accept of the same request is being claimed)

The coordinator only orders the accepts of a request. Who really has it is what PostgreSQL
committed; nobody is told before that. Each accept is answered, whatever happens.
"""

from __future__ import annotations

from datetime import datetime

from halobestie.actors.rules import abroad, offers
from halobestie.actors.rules.board import Abroad, Accept, Board, Closed, Waiting
from halobestie.domain import Load, MitraId
from halobestie.effects import (
    Announce,
    Broadcast,
    Claim,
    CloseRequest,
    Effect,
    FindWinner,
    Reply,
    Tell,
)
from halobestie.errors import Refused
from halobestie.events import OfferWithdrawn
from halobestie.messages import (
    DESK,
    AcceptAnswered,
    AcceptForwarded,
    ClaimLost,
    ClaimUnsure,
    ClaimWon,
    Key,
    LoadChanged,
    OfferAccepted,
    RequestClosed,
    RequestGone,
    RequestMoved,
    RequestNews,
    SessionOpened,
)

LOST = {
    "taken": "offer_taken",
    "closed": "offer_closed",
    "not_found": "offer_not_found",
    "inactive": "not_online",
    "at_capacity": "at_capacity",
}


def accept(board: Board, event: OfferAccepted, now: datetime) -> list[Effect]:
    request_id, mitra_id, reply_to = event.request_id, event.mitra_id, event.reply_to
    closed = board.closed.get(request_id)
    if closed is not None and not _to_be_asked(closed, mitra_id):
        return [Reply(reply_to, Refused(_late(closed)))]
    if (request_id, mitra_id) in board.claims:
        board.claims[request_id, mitra_id].append(reply_to)
        return []
    waiting = board.waiting.get(request_id)
    if waiting is None:
        # Not in this memory: PostgreSQL says what became of it, or that the same mitra has won it.
        board.claims[request_id, mitra_id] = [reply_to]
        return [Claim(request_id, mitra_id, event.session_id, now)]
    refused = _refuse(board, waiting, mitra_id)
    if refused is not None:
        return [Reply(reply_to, Refused(refused))]
    board.seats[mitra_id].holds += 1
    board.claims[request_id, mitra_id] = [reply_to]
    if waiting.home is not None:
        effects = abroad.forward(board, waiting, event, now)
    else:
        waiting.queue.append(Accept(mitra_id, event.session_id))
        effects = _claim_next(waiting, now)
    return [*effects, *offers.refresh(board, board.seats[mitra_id], now)]


def forwarded(board: Board, event: AcceptForwarded, now: datetime) -> list[Effect]:
    """An accept from another node, at the request's home. Whether its mitra is online and has room
    was seen there; whether it is so, PostgreSQL says."""
    request_id, mitra_id, to = event.request_id, event.mitra_id, Abroad(event.node_id)
    closed = board.closed.get(request_id)
    if closed is not None and not _to_be_asked(closed, mitra_id):
        return [abroad.answer(to, request_id, mitra_id, _late(closed))]
    asked = board.claims.get((request_id, mitra_id))
    if asked is not None:
        asked += [] if to in asked else [to]
        return []
    waiting = board.waiting.get(request_id)
    refused = None if waiting is None else _refuse_abroad(board, waiting, mitra_id)
    if refused is not None:
        return [abroad.answer(to, request_id, mitra_id, refused)]
    board.claims[request_id, mitra_id] = [to]
    if waiting is None:
        return [Claim(request_id, mitra_id, event.session_id, now)]
    waiting.queue.append(Accept(mitra_id, event.session_id))
    effects = _claim_next(waiting, now)
    if (seat := board.seats.get(mitra_id)) is not None:  # they have come here since
        seat.holds += 1
        effects += offers.refresh(board, seat, now)
    return effects


def take_over(board: Board, waiting: Waiting, now: datetime) -> list[Effect]:
    """We are its home from now on: what was forwarded to the one before is claimed here."""
    request_id = waiting.request.request_id
    for key in [key for key in board.forwards if key[0] == request_id]:
        waiting.queue.append(Accept(key[1], board.forwards.pop(key).session_id))
    return _claim_next(waiting, now)


def _refuse_abroad(board: Board, waiting: Waiting, mitra_id: MitraId) -> str | None:
    if waiting.home is not None or not board.takes_part:
        return "unavailable"  # it has moved, and the other node will hear where to
    if mitra_id in waiting.lapsed:
        return "offer_closed"
    return "offer_not_found" if waiting.one_by_one() and mitra_id not in waiting.offered else None


def _to_be_asked(closed: Closed, mitra_id: MitraId) -> bool:
    """The winner again: PostgreSQL has the session as it is now, which may be over by now."""
    return closed.winner == mitra_id


def _late(closed: Closed) -> str:
    return "offer_taken" if closed.state == "accepted" else "offer_closed"


def _refuse(board: Board, waiting: Waiting, mitra_id: MitraId) -> str | None:
    seat = board.seats.get(mitra_id)
    if seat is None:
        return "unavailable" if mitra_id in board.arriving else "not_online"
    if not board.takes_part:
        return "unavailable"
    if mitra_id in waiting.lapsed:
        return "offer_closed"
    if not board.has_room(seat):
        return "at_capacity"  # also when that is why the offer was withdrawn a moment ago
    return None if mitra_id in waiting.offered else "offer_not_found"


def _claim_next(waiting: Waiting, now: datetime) -> list[Effect]:
    if waiting.claiming is not None or not waiting.queue:
        return []
    first = waiting.claiming = waiting.queue.pop(0)
    return [Claim(waiting.request.request_id, first.mitra_id, first.session_id, now)]


def won(board: Board, event: ClaimWon, now: datetime) -> list[Effect]:
    """Committed. The winner and the customer first, then everybody who had it on the screen."""
    session, load = event.session, event.load
    request_id, winner = session.request_id, load.mitra_id
    told = AcceptAnswered(request_id, winner, None, session, load)
    effects = abroad.answer_won(board, request_id, winner, session, told)
    waiting = board.waiting.pop(request_id, None)
    if waiting is None:
        # Won before, and told before: this was the same accept again. Or an actor that took the
        # request up when this board knew its end: it may rest.
        resting = RequestMoved(request_id, board.node_id)
        return [*effects, Tell(Key("request", request_id), resting)]
    board.remember(request_id, Closed("accepted", winner))
    closed = RequestClosed(request_id, session.customer_id, "accepted", None, True)
    effects += [
        Tell(DESK, SessionOpened(session, load)),
        Tell(Key("request", request_id), closed),
        Tell(Key("mitra", winner), LoadChanged(load)),
    ]
    # The winner's goes with the session; of one that is over, and told so, nothing follows.
    over = session.state == "ended"
    losers = tuple(m for m in waiting.offered if m != winner or over)
    if losers:
        effects.append(Broadcast(losers, OfferWithdrawn(request_id, "taken")))
    if board.node_id:
        news = RequestNews(request_id, session.customer_id, "accepted", None, winner)
        effects.append(Announce(news))
    # The winner is not claimed when the answer of the claim was lost and found later.
    accepts = [a for a in (waiting.claiming, *waiting.queue) if a is not None]
    for other in accepts:
        if other.mitra_id != winner and other is not waiting.claiming:
            effects += abroad.answer_all(board, request_id, other.mitra_id, "offer_taken")
        effects += offers.release(board, other.mitra_id, load, now)
    return [*effects, *count(board, load, now)]


def lost(board: Board, event: ClaimLost, now: datetime) -> list[Effect]:
    code = LOST[event.reason]
    request_id, mitra_id = event.request_id, event.mitra_id
    effects = abroad.answer_all(board, request_id, mitra_id, code)
    waiting = board.waiting.get(request_id)
    if waiting is None or waiting.claiming is None or waiting.claiming.mitra_id != mitra_id:
        return effects
    waiting.claiming = None
    if event.reason == "taken":
        # Whoever waits behind is answered when it is known who has it: it may be one of them.
        effects.append(FindWinner(request_id, Key("request", request_id)))
    elif event.reason in ("closed", "not_found"):
        effects += _answer_queue(board, waiting, code, now)
        if event.reason == "closed":
            # Somebody closed it, and the answer was lost: the same again says as what.
            home = Key("request", request_id)
            effects.append(CloseRequest(request_id, None, "expired", "timeout", now, home))
    elif mitra_id in waiting.offered:
        reason: offers.WithdrawReason = (
            "at_capacity" if event.reason == "at_capacity" else "offline"
        )
        effects += offers.withdraw(waiting, mitra_id, reason, now)
    effects += offers.release(board, mitra_id, event.load, now)
    effects += _claim_next(waiting, now)
    return [*effects, *(offers.make(board, waiting, now) if waiting.one_by_one() else [])]


def failed(board: Board, claim: Claim, now: datetime) -> list[Effect]:
    """PostgreSQL could not be asked, or its answer was lost: say so, and go on with the next."""
    request_id, mitra_id = claim.request_id, claim.mitra_id
    effects = abroad.answer_all(board, request_id, mitra_id, "unavailable")
    waiting = board.waiting.get(request_id)
    if waiting is None or waiting.claiming is None or waiting.claiming.mitra_id != mitra_id:
        return effects
    waiting.claiming = None
    effects.append(Tell(Key("request", request_id), ClaimUnsure(request_id)))
    effects += offers.release(board, mitra_id, None, now)
    effects += _claim_next(waiting, now)
    effects += offers.run_out(board, waiting, mitra_id, now)
    return [*effects, *(offers.make(board, waiting, now) if waiting.one_by_one() else [])]


def gone(board: Board, event: RequestGone, now: datetime) -> list[Effect]:
    """The request was cancelled or has expired. A claim in flight gets its own answer."""
    waiting = board.waiting.pop(event.request_id, None)
    if waiting is None:
        return []
    board.remember(event.request_id, Closed(event.state))
    effects = _answer_queue(board, waiting, "offer_closed", now)
    if waiting.offered:
        withdrawn = OfferWithdrawn(event.request_id, event.state)
        effects.append(Broadcast(tuple(waiting.offered), withdrawn))
    if waiting.claiming is not None:
        effects += offers.release(board, waiting.claiming.mitra_id, None, now)
    return effects


def count(board: Board, load: Load, now: datetime) -> list[Effect]:
    """PostgreSQL has counted a mitra's sessions. Older news than what is known is left aside."""
    seat = board.seats.get(load.mitra_id)
    if seat is None or load.version < seat.load.version:
        return []
    seat.load = load
    return offers.refresh(board, seat, now)


def _answer_queue(board: Board, waiting: Waiting, code: str, now: datetime) -> list[Effect]:
    effects: list[Effect] = []
    queue, waiting.queue = waiting.queue, []
    for other in queue:
        effects += abroad.answer_all(board, waiting.request.request_id, other.mitra_id, code)
        effects += offers.release(board, other.mitra_id, None, now)
    return effects
