"""Rules of one node that are broken on purpose, one at a time: each as somebody might really break
it. What many nodes owe each other is broken in `bugs_abroad`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import heappush
from typing import Any

import pytest

from halobestie.actors.rules import (
    abroad,
    accepts,
    board,
    coordinator,
    mitra,
    news,
    offers,
    period,
    request,
    routing,
)
from halobestie.effects import Broadcast, Push, Tell
from halobestie.errors import Refused
from halobestie.events import OfferWithdrawn, PresenceChanged, SessionReassigned
from halobestie.messages import MitraOffline

Plant = Callable[[pytest.MonkeyPatch], None]


def replaced(module: Any, name: str, by: Any) -> Plant:
    return lambda patch: patch.setattr(module, name, by)


def without(module: Any, name: str, unwanted: Callable[[Any], bool]) -> Plant:
    """The rule forgets one kind of effect."""
    real = getattr(module, name)

    def broken(*args: Any) -> Any:
        done = real(*args)
        if isinstance(done, list | Iterator):
            return [e for e in done if not unwanted(e)]
        if done and isinstance(done[-1], tuple):
            return done[0], tuple(e for e in done[1] if not unwanted(e))
        return tuple(e for e in done if not unwanted(e))

    return replaced(module, name, broken)


def withdraws(effect: Any) -> bool:
    return isinstance(effect, Broadcast) and isinstance(effect.event, OfferWithdrawn)


def reassigns(effect: Any) -> bool:
    return isinstance(effect, Push) and isinstance(effect.event, SessionReassigned)


def says_offline(effect: Any) -> bool:
    return isinstance(effect, Tell) and isinstance(effect.message, MitraOffline)


# -- broken rules ------------------------------------------------------------------------------


def online_before_the_commit(state: Any, now: Any) -> Any:
    state, effects = _open_period(state, now)
    said = PresenceChanged(True, now, "mitra", state.capacity, 0)
    return state, (*effects, Push("mitra", state.mitra_id, said))


def everybody_at_once(waiting: Any, now: Any) -> Any:
    waiting.claiming = None
    return _claim_next(waiting, now)


def forget_the_decline(board_: Any, event: Any, now: Any) -> Any:
    effects = _declined(board_, event, now)
    if event.request_id in board_.waiting:
        board_.waiting[event.request_id].declined.discard(event.mitra_id)
    return effects


def newest_first(board_: Any, seat: Any, now: Any) -> Any:
    board_.waiting = dict(reversed(board_.waiting.items()))
    effects = _refresh(board_, seat, now)
    board_.waiting = dict(reversed(board_.waiting.items()))
    return effects


def keep_the_wish(state: Any, reason: Any, at: Any) -> Any:
    ended, effects = _end(state, reason, at)
    return replace(ended, wants_online=state.wants_online), effects


def room_without_holds(board_: Any, seat: Any) -> bool:
    return bool(seat.load.sessions < board_.capacity)


def room_for_one_more(board_: Any, seat: Any) -> bool:
    return bool(seat.load.sessions + seat.holds <= board_.capacity)


def no_retry(state: Any, _: Any) -> Any:
    return state, ()


def same_again(picker: Any, mitra_id: str) -> None:
    """Whoever had the offer stays at the head of the line."""
    picker._turn += 1
    picker._line[mitra_id] = picker._turn
    heappush(picker._heap, (0, picker._turn, mitra_id))


_open_period = period.open_period
_claim_next = accepts._claim_next
_declined = coordinator._declined
_refresh = offers.refresh
_end = mitra._end

BUGS: dict[str, Plant] = {
    "an accept overtakes the one being claimed": replaced(
        accepts, "_claim_next", everybody_at_once
    ),
    "losers are not told that it is taken": without(accepts, "won", withdraws),
    "a late tap of the winner hears offer_taken": replaced(
        accepts, "_late", lambda *_: Refused("offer_taken")
    ),
    "accepts in the queue are never answered": replaced(abroad, "answer_all", lambda *_: []),
    "a hold is never released": replaced(offers, "release", lambda *_: []),
    "a new load is left aside": replaced(accepts, "count", lambda *_: []),
    "cancelled and expired offers stay on the screens": without(accepts, "gone", withdraws),
    "an accept in flight takes no place": replaced(board.Board, "has_room", room_without_holds),
    "the maximum is one more": replaced(board.Board, "has_room", room_for_one_more),
    "a decliner is asked again": replaced(coordinator, "_declined", forget_the_decline),
    "the newest request is offered first": replaced(offers, "refresh", newest_first),
    "an offer never runs out": replaced(offers, "run_out", lambda *_: []),
    "the snapshot has no offers": replaced(offers, "on_screen", lambda *_: ()),
    "online is said before the commit": replaced(period, "open_period", online_before_the_commit),
    "the coordinator is not told of offline": without(period, "go_offline", says_offline),
    "silence is not noticed": replaced(period, "watch", no_retry),
    "going offline is not tried again": replaced(period, "failed", lambda s, *_: (s, ())),
    "an actor never ends": replaced(period, "rest", lambda state: (state, ())),
    "an explicit offline leaves the wish": replaced(mitra, "_end", keep_the_wish),
    "a deactivation is ignored": replaced(mitra, "_deactivated", no_retry),
    "a request has no deadline": replaced(request, "_expire", lambda s, *_: (s, ())),
    "closing is not tried again": replaced(request, "_failed", no_retry),
    "the old mitra is not told of a reroute": without(news, "_to_mitra", reassigns),
    "the same mitra is always next": replaced(routing.RoundRobin, "_offered", same_again),
}
