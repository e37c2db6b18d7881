"""The coordinator and its peers on other nodes. A part of the coordinator's rules.

    home: waiting ──RequestOffered──▶ the others: waiting there too, shown to whoever has room
    accept there: forwarded ──AcceptForwarded──▶ home: in the queue, claimed like any other
                      ▲  │ no answer: said again, then given up     │
                      │  └──────────────◀──AcceptAnswered───────────┘
    one by one: home picks from the lines of all nodes ──OfferSent──▶ the mitra's node
                                     next one ◀──OfferPassed──┘

A request is decided about at its home alone. What is lost on the way is said again, given up in
time, or found in PostgreSQL by reconciling.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from halobestie.actors.rules import offers
from halobestie.actors.rules.board import Abroad, Board, Closed, Forward, Waiting
from halobestie.domain import MitraId, NodeId, ReplyTo, RequestId, Session
from halobestie.effects import Announce, Broadcast, Effect, RecordOffers, Remind, Reply, Send
from halobestie.errors import Refused
from halobestie.events import OfferWithdrawn, to_mitra
from halobestie.messages import (
    AcceptAnswered,
    AcceptForwarded,
    LineAsked,
    LineMoved,
    LineTold,
    OfferAccepted,
    OfferPassed,
    OfferRecalled,
    OfferSent,
    Place,
    RequestMoved,
    RequestNews,
    RequestOffered,
    TurnTaken,
)

AGAIN = timedelta(seconds=1.5)
"""How long the answer of a forwarded accept is waited for before it is said again."""
GIVE_UP = timedelta(seconds=7)
"""After this an accept is answered with `unavailable`: silence is never an answer."""
OVERDUE = timedelta(seconds=15)
"""How long after its time another node's request is kept, waiting for the news of its end."""
TELL_LINE = timedelta(milliseconds=50)
"""Changes of the line that come within this travel together."""


# -- requests of other nodes -------------------------------------------------------------------


def request_offered(board: Board, event: RequestOffered, now: datetime) -> list[Effect]:
    """Another node's request: whoever has room here sees it."""
    request = event.request
    if event.home == board.node_id or request.request_id in board.closed:
        return []
    waiting = board.waiting.get(request.request_id)
    if waiting is not None:
        return [] if waiting.home is None else _moved(waiting, event.home)
    waiting = Waiting(request, home=event.home, declined=set(request.declined))
    offers.queue_up(board, waiting)
    effects = [*offers.make(board, waiting, now), Remind(request.expires_at + OVERDUE)]
    if board.full:
        full = tuple(board.full)
        effects.append(RecordOffers(request.request_id, now, "skipped", "at_capacity", full))
    return effects


def _moved(waiting: Waiting, home: NodeId) -> list[Effect]:
    waiting.home = home
    return []


def request_moved(board: Board, event: RequestMoved, now: datetime) -> list[Effect]:
    """It was ours; another node has adopted it. Accepts that wait here are told to try again."""
    waiting = board.waiting.get(event.request_id)
    if waiting is None or waiting.home is not None or event.home == board.node_id:
        return []
    waiting.home, waiting.sent_to = event.home, None
    queue, waiting.queue = waiting.queue, []
    accepts = [a for a in (waiting.claiming, *queue) if a is not None]
    waiting.claiming = None
    effects: list[Effect] = []
    for accept in accepts:
        effects += answer_all(board, event.request_id, accept.mitra_id, "unavailable")
        effects += offers.release(board, accept.mitra_id, None, now)
    if waiting.one_by_one():
        effects += _take_back(board, waiting)
    return effects


def request_news(board: Board, event: RequestNews) -> list[Effect]:
    """Another node has seen how a request ended: it is taken off the screens here."""
    waiting = board.waiting.get(event.request_id)
    if event.state == "open" or (waiting is not None and waiting.home is None):
        return []  # at home the request's actor, or the claim under way, finds it out
    if event.request_id not in board.closed:
        # Also of one that was never heard of here: its offer may come late.
        board.remember(event.request_id, Closed(event.state, event.winner))
    if waiting is None:
        return []
    del board.waiting[event.request_id]
    shown = tuple(m for m in waiting.offered if m != event.winner)
    if not shown:
        return []
    reason = "taken" if event.state == "accepted" else event.state
    return [Broadcast(shown, OfferWithdrawn(event.request_id, reason))]


# -- accepts: where the mitra is ---------------------------------------------------------------


def forward(board: Board, waiting: Waiting, event: OfferAccepted, now: datetime) -> list[Effect]:
    """An accept of a request that is at home elsewhere."""
    assert waiting.home is not None
    key = (event.request_id, event.mitra_id)
    out = Forward(event.session_id, waiting.home, now + AGAIN, now + GIVE_UP)
    board.forwards[key] = out
    return [_say(board, key, out), Remind(out.again_at)]


def _say(board: Board, key: tuple[RequestId, MitraId], out: Forward) -> Effect:
    return Send(out.home, AcceptForwarded(*key, out.session_id, board.node_id))


def woke(board: Board, now: datetime) -> list[Effect]:
    """Accepts whose answer is late, and the line's news."""
    effects: list[Effect] = []
    for key, out in tuple(board.forwards.items()):
        if now >= out.until:
            effects += _give_up(board, key, now)
        elif now >= out.again_at:
            effects += _say_again(board, key, out, now)
    if board.telling_at is not None and now >= board.telling_at:
        effects += _tell_line(board)
    return [*effects, *_forget_overdue(board, now)]


def _forget_overdue(board: Board, now: datetime) -> list[Effect]:
    """Another node's offers and requests whose time is over, and of whose end no news came."""
    effects: list[Effect] = []
    for waiting in tuple(board.waiting.values()):
        request, until = waiting.request, waiting.offer_expires_at or waiting.request.expires_at
        if waiting.home is not None and now >= until + OVERDUE:
            effects += _take_back(board, waiting)
        if waiting.home is not None and now >= request.expires_at + OVERDUE:
            board.waiting.pop(request.request_id, None)
    return effects


def _say_again(
    board: Board, key: tuple[RequestId, MitraId], out: Forward, now: datetime
) -> list[Effect]:
    """To whoever is home by now: it may have been adopted meanwhile."""
    waiting = board.waiting.get(key[0])
    home = waiting.home if waiting is not None and waiting.home is not None else out.home
    again = board.forwards[key] = replace(out, home=home, again_at=now + AGAIN)
    return [_say(board, key, again), Remind(min(again.again_at, again.until))]


def _give_up(board: Board, key: tuple[RequestId, MitraId], now: datetime) -> list[Effect]:
    del board.forwards[key]
    return [
        *answer_all(board, *key, "unavailable"),
        *offers.release(board, key[1], None, now),
    ]


def accept_answered(board: Board, event: AcceptAnswered, now: datetime) -> list[Effect]:
    """The home has decided. After it was given up here, a session is told by its news."""
    request_id, mitra_id = event.request_id, event.mitra_id
    out = board.forwards.pop((request_id, mitra_id), None)
    if event.session is not None:
        effects = answer_won(board, request_id, mitra_id, event.session, event)
        effects += _won(board, event)
    else:
        code = event.code or "unavailable"
        effects = answer_all(board, request_id, mitra_id, code)
        effects += _not_for(board, request_id, mitra_id, code, now)
    if out is not None:
        effects += offers.release(board, mitra_id, event.load, now)
    return effects


def _won(board: Board, event: AcceptAnswered) -> list[Effect]:
    waiting = board.waiting.pop(event.request_id, None)
    board.remember(event.request_id, Closed("accepted", event.mitra_id))
    if waiting is None:
        return []
    losers = tuple(m for m in waiting.offered if m != event.mitra_id)
    return [Broadcast(losers, OfferWithdrawn(event.request_id, "taken"))] if losers else []


def _not_for(
    board: Board, request_id: RequestId, mitra_id: MitraId, code: str, now: datetime
) -> list[Effect]:
    """Refused for who they are, not for what became of it: it leaves their screen."""
    waiting = board.waiting.get(request_id)
    reason = _REASONS.get(code)
    if waiting is None or reason is None or mitra_id not in waiting.offered:
        return []
    return offers.withdraw(waiting, mitra_id, reason, now)


_REASONS: dict[str, offers.WithdrawReason] = {"at_capacity": "at_capacity", "not_online": "offline"}


# -- accepts: at home --------------------------------------------------------------------------


def answer(to: ReplyTo | Abroad, request_id: RequestId, mitra_id: MitraId, code: str) -> Effect:
    """A refusal, to where the accept came from."""
    if isinstance(to, Abroad):
        return Send(to.node_id, AcceptAnswered(request_id, mitra_id, code))
    return Reply(to, Refused(code))


def answer_all(board: Board, request_id: RequestId, mitra_id: MitraId, code: str) -> list[Effect]:
    waiting_for_it = board.claims.pop((request_id, mitra_id), [])
    return [answer(to, request_id, mitra_id, code) for to in waiting_for_it]


def answer_won(
    board: Board,
    request_id: RequestId,
    mitra_id: MitraId,
    session: Session,
    told: AcceptAnswered,
) -> list[Effect]:
    """The session, to everyone who waits for this accept."""
    reply = {"session": to_mitra(session)}
    return [
        Send(to.node_id, told) if isinstance(to, Abroad) else Reply(to, reply)
        for to in board.claims.pop((request_id, mitra_id), ())
    ]


# -- one by one --------------------------------------------------------------------------------


def offer_sent(board: Board, event: OfferSent, now: datetime) -> list[Effect]:
    """It is the turn of one of our mitra, for another node's request."""
    request_id = event.request.request_id
    if request_id in board.closed:
        return []  # the news of its end was faster
    if event.mitra_id not in board.available or not board.takes_part:
        return [Send(event.home, OfferPassed(request_id, event.mitra_id, "busy"))]
    waiting = board.waiting.get(request_id)
    if waiting is not None and waiting.home is None:
        return []
    if waiting is not None and event.mitra_id in waiting.declined:
        # What said so was lost on the way.
        return [Send(event.home, OfferPassed(request_id, event.mitra_id, "declined"))]
    if waiting is None:
        waiting = Waiting(event.request, home=event.home, declined=set(event.request.declined))
        offers.queue_up(board, waiting)
    waiting.home, waiting.offer_expires_at = event.home, event.expires_at
    if event.mitra_id in waiting.offered:
        return []
    waiting.offered[event.mitra_id] = now
    waiting.lapsed.discard(event.mitra_id)
    return [
        Broadcast((event.mitra_id,), offers.card(waiting, now)),
        Remind(event.expires_at + OVERDUE),
        Remind(event.request.expires_at + OVERDUE),
    ]


def offer_passed(board: Board, event: OfferPassed, now: datetime) -> list[Effect]:
    """At home: the offer is over there. On to the next."""
    waiting = board.waiting.get(event.request_id)
    mitra_id = event.mitra_id
    if waiting is None or waiting.home is not None or mitra_id not in waiting.offered:
        return []
    effects: list[Effect] = []
    if event.why == "declined":
        waiting.declined.add(mitra_id)
    elif waiting.sent_to is None:
        return []  # they have come here since, and the offer with them
    else:
        board.leave_abroad(mitra_id, waiting.sent_to)
    if waiting.sent_to is None:
        effects.append(Broadcast((mitra_id,), OfferWithdrawn(event.request_id, "expired")))
    del waiting.offered[mitra_id]
    waiting.sent_to = None
    return [*effects, *_line(event, now), *offers.make(board, waiting, now)]


def _line(event: OfferPassed, now: datetime) -> list[Effect]:
    declined = event.why == "declined"
    outcome, reason = ("declined", None) if declined else ("withdrawn", "offline")
    return [RecordOffers(event.request_id, now, outcome, reason, (event.mitra_id,))]  # type: ignore[arg-type]


def offer_recalled(board: Board, event: OfferRecalled) -> list[Effect]:
    """The time of one of our mitra with another node's request is over."""
    waiting = board.waiting.get(event.request_id)
    if waiting is None or waiting.home is None or event.mitra_id not in waiting.offered:
        return []
    if (event.request_id, event.mitra_id) in board.forwards:
        return []  # its accept is at home already, which answers it
    waiting.lapsed.add(event.mitra_id)
    return _take_back(board, waiting)


def _take_back(board: Board, waiting: Waiting) -> list[Effect]:
    """Off the screens, and out of this memory: another node's request that goes one by one. Who has
    declined it, or had their time with it, is remembered."""
    shown, waiting.offered = tuple(waiting.offered), {}
    if not (waiting.lapsed or waiting.declined):
        board.waiting.pop(waiting.request.request_id, None)
    return (
        [Broadcast(shown, OfferWithdrawn(waiting.request.request_id, "expired"))] if shown else []
    )


# -- the lines of all nodes --------------------------------------------------------------------


def turn_taken(board: Board, event: TurnTaken) -> list[Effect]:
    if event.method == "weighted_round_robin":
        board.weighted.taken(event.mitra_id)
    else:
        board.round_robin.taken(event.mitra_id, event.turn)
    return []


def line_moved(board: Board, event: LineMoved, now: datetime) -> list[Effect]:
    for mitra_id in event.left:
        board.leave_abroad(mitra_id, event.node_id)
    for place in event.joined:
        board.join_abroad(place.mitra_id, place.weight, event.node_id)
    return _offer_on(board, now) if event.joined else []


def line_told(board: Board, event: LineTold, now: datetime) -> list[Effect]:
    """Those who are in line already keep their place, unless their weight is another."""
    told = {place.mitra_id: place.weight for place in event.places}
    known = board.of_node(event.node_id)
    for mitra_id in known.keys() - told.keys():
        board.leave_abroad(mitra_id, event.node_id)
    for mitra_id, weight in told.items():
        if known.get(mitra_id) != weight:
            board.join_abroad(mitra_id, weight, event.node_id)
    return _offer_on(board, now) if told else []


def _offer_on(board: Board, now: datetime) -> list[Effect]:
    """Somebody elsewhere has room: what waits for its next mitra has one."""
    effects: list[Effect] = []
    for waiting in tuple(board.waiting.values()):
        if waiting.one_by_one() and waiting.home is None:
            effects += offers.make(board, waiting, now)
    return effects


def line_asked(board: Board, event: LineAsked) -> list[Effect]:
    return [] if event.node_id == board.node_id else [Send(event.node_id, _whole_line(board))]


def line_wanted(board: Board) -> list[Effect]:
    asked: list[Effect] = [Announce(LineAsked(board.node_id))] if board.node_id else []
    return [*tell_line(board), *asked]


def tell_line(board: Board) -> list[Effect]:
    """The whole line of this node, to everybody."""
    return [Announce(_whole_line(board))] if board.node_id else []


def _whole_line(board: Board) -> LineTold:
    """Nobody, while this node's lease is in doubt: the others may have taken it for lost."""
    here = board.available if board.takes_part else ()
    return LineTold(board.node_id, tuple(Place(m, board.seats[m].weight) for m in here))


def tell_soon(board: Board, now: datetime) -> list[Effect]:
    """When the line has news, they are told a moment later, together with what follows."""
    if not board.line_news or board.telling_at is not None:
        return []
    board.telling_at = now + TELL_LINE
    return [Remind(board.telling_at)]


def _tell_line(board: Board) -> list[Effect]:
    news, board.line_news, board.telling_at = board.line_news, {}, None
    here = news.items() if board.takes_part else ()  # else they are told with the whole line, later
    joined = tuple(Place(mitra_id, weight) for mitra_id, weight in here if weight)
    left = tuple(mitra_id for mitra_id, weight in news.items() if not weight)
    return [Announce(LineMoved(board.node_id, joined, left))]


def node_gone(board: Board, node_id: NodeId, now: datetime) -> list[Effect]:
    """Its mitra are in no line; what was one by one with it is offered by whoever adopts it."""
    for mitra_id in board.of_node(node_id):
        board.leave_abroad(mitra_id, node_id)
    effects: list[Effect] = []
    for waiting in tuple(board.waiting.values()):
        if waiting.home == node_id and waiting.one_by_one():
            waiting.lapsed.clear()
            effects += _take_back(board, waiting)
        elif waiting.home is None and waiting.sent_to == node_id:
            waiting.offered.clear()
            waiting.sent_to = None
            effects += offers.make(board, waiting, now)
    return effects
