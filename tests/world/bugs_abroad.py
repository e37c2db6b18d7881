"""What many nodes owe each other, broken on purpose, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from halobestie import reconciling
from halobestie.actors.rules import abroad, board, coordinator, offers, period
from halobestie.effects import Claim
from halobestie.membership import Membership
from halobestie.reconciler import Reconciler
from tests.world.bugs import Plant, replaced
from tests.world.referee import Referee


def nothing(*_: Any) -> list[Any]:
    return []


async def does_nothing(*_: Any) -> None:
    return None


# -- accepts and offers ------------------------------------------------------------------------


def claim_it_here(_board: Any, _waiting: Any, event: Any, now: Any) -> list[Any]:
    return [Claim(event.request_id, event.mitra_id, event.session_id, now)]


def still_of_another(_board: Any, waiting: Any, _declined: Any, now: Any) -> list[Any]:
    home = waiting.home
    effects = _adopted(_board, waiting, _declined, now)
    waiting.home = home
    return effects


def forget_what_they_brought(state: Any) -> Any:
    return replace(_online(state), declined=())


# -- lines and news ----------------------------------------------------------------------------


def nobody_leaves(board_: Any, event: Any, now: Any) -> list[Any]:
    for place in event.places:
        board_.join_abroad(place.mitra_id, place.weight, event.node_id)
    return []


def no_findings(*_: Any) -> Iterator[Any]:
    return iter(())


# -- leases --------------------------------------------------------------------------------------


def buried_alive(referee: Any, node_id: str, _epoch: int) -> Any:
    return referee.tables.nodes[node_id].epoch + 1


_adopted = coordinator._adopted
_online = period.online

BUGS_ABROAD: dict[str, Plant] = {
    "an accept is claimed by the mitra's own node": replaced(abroad, "forward", claim_it_here),
    "an accept that was sent on is never given up": replaced(abroad, "_give_up", nothing),
    "an adopter does not know that it is the home": replaced(
        coordinator, "_adopted", still_of_another
    ),
    "a home does not notice that it was adopted": replaced(abroad, "request_moved", nothing),
    "a request that is over elsewhere stays on the screens": replaced(
        abroad, "request_news", nothing
    ),
    "what is over is offered when it is heard of late": replaced(
        board.Board, "remember", lambda *_: None
    ),
    "who declined elsewhere is asked again": replaced(period, "online", forget_what_they_brought),
    "an offer elsewhere is never taken back": replaced(abroad, "offer_recalled", nothing),
    "an offer stays with a mitra who came over": replaced(offers, "bring_along", nothing),
    "room elsewhere is not told": replaced(abroad, "tell_soon", nothing),
    "a whole line only adds to what was known": replaced(abroad, "line_told", nobody_leaves),
    "a lost node's mitra stay in line": replaced(abroad, "node_gone", nothing),
    "a mitra who moved stays here, too": replaced(period, "moved", lambda state: (state, ())),
    "a node in doubt goes on offering": replaced(coordinator, "_take_part", nothing),
    "a node that was taken for lost does not join again": replaced(
        Membership, "_join_again", does_nothing
    ),
    "a lost node is buried without ending its epoch": replaced(Referee, "bury_node", buried_alive),
    "the mitra of a lost node stay online": replaced(
        Referee, "close_lost_periods", lambda *_: None
    ),
    "nobody looks for what was lost on the way": replaced(
        Reconciler, "look_for_news", does_nothing
    ),
    "nobody looks for requests without an actor": replaced(
        reconciling, "of_unattended", no_findings
    ),
    "nobody looks for periods without an actor": replaced(reconciling, "of_orphans", no_findings),
}
