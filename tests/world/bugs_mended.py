"""What the worlds found in the house and was mended, broken once more: the world finds it again."""

from __future__ import annotations

from typing import Any

from halobestie.actors.rules import abroad, board, offers
from halobestie.membership import Membership
from halobestie.messages import LineWanted
from tests.world.bugs import Plant, replaced


def shown_though_it_is_over(board_: Any, event: Any, now: Any) -> Any:
    closed, board_.closed = board_.closed, {}
    effects = _offer_sent(board_, event, now)
    board_.closed = closed
    return effects


def forgotten_at_adoption(waiting: Any) -> list[Any]:
    if waiting.one_by_one():
        waiting.offered.clear()
    return []


class DeafToLines:
    """The tree, without wishes to hear the others' lines."""

    def __init__(self, actors: Any) -> None:
        self._actors = actors

    def __getattr__(self, name: str) -> Any:
        return getattr(self._actors, name)

    def tell(self, key: Any, message: object) -> None:
        if not isinstance(message, LineWanted):
            self._actors.tell(key, message)


async def never_asks_again(member: Any, leases: Any) -> None:
    actors, member._actors = member._actors, DeafToLines(member._actors)
    await _notice(member, leases)
    member._actors = actors


_offer_sent = abroad.offer_sent
_notice = Membership._notice

BUGS_MENDED: dict[str, Plant] = {
    "an offer comes after the news of the end, and is shown": replaced(
        abroad, "offer_sent", shown_though_it_is_over
    ),
    "an offer is forgotten when its request is adopted": replaced(
        offers, "keep_one", forgotten_at_adoption
    ),
    "a node that was only slow is in no line again": replaced(
        Membership, "_notice", never_asks_again
    ),
    "who moved while having a seat here is in no line": replaced(
        board.Board, "stand", lambda board_, mitra_id: board_._unseat(mitra_id)
    ),
    "a node that takes part again does not say so": replaced(abroad, "tell_line", lambda _: []),
}
