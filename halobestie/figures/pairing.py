"""Figures of the board: who is online here, what waits, and what became of offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args, get_type_hints

from halobestie.effects import RecordOffers
from halobestie.metrics import Figures, from_zero

if TYPE_CHECKING:
    from halobestie.app import App

OUTCOMES: Final[tuple[str, ...]] = get_args(get_type_hints(RecordOffers)["outcome"])


def watch_pairing(figures: Figures, app: App) -> None:
    board = app.tree.board
    figures.gauges(
        "halobestie_mitras_online",
        "Mitra who are online on this node, by whether they have room.",
        ("room",),
        lambda: {("yes",): len(board.available), ("no",): len(board.full)},
    )
    figures.gauge(
        "halobestie_mitras_in_line",
        "Mitra with room, of all nodes, as this node knows it.",
        lambda: len(board.available) + len(board.abroad),
    )
    figures.gauge(
        "halobestie_requests_open",
        "Requests that wait, at home on this node.",
        lambda: app.tree.count()["request"],
    )
    figures.gauge(
        "halobestie_requests_shown",
        "Requests that this node's mitra may be offered, of all nodes.",
        lambda: len(board.waiting),
    )
    figures.gauge(
        "halobestie_sessions_held",
        "Sessions that the mitra who are online on this node hold.",
        lambda: sum(seat.load.sessions for seat in board.seats.values()),
    )
    figures.gauge(
        "halobestie_accepts_pending",
        "Accepts that wait for their answer.",
        lambda: len(board.claims),
    )
    figures.counters(
        "halobestie_offers",
        "Lines of the offer ledger by outcome; won and taken follow from the claims.",
        ("outcome",),
        lambda: from_zero(OUTCOMES, app.batches.offers),
    )
    figures.gauge("halobestie_ledger_waiting", "Lines to be written.", lambda: len(app.batches))
    figures.counter("halobestie_ledger_dropped", "Ledger lines lost.", lambda: app.batches.dropped)
