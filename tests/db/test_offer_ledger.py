"""The ledger says how each offer ended: of a closed request none is left as "offered" (I7)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import pytest

from halobestie.db.pairing import close_request, record_offers
from halobestie.db.pool import Database
from halobestie.db.reports import Offer, read_request
from halobestie.effects import RecordOffers
from tests.db.given import (
    NOW,
    a_claim,
    a_mitra,
    a_node,
    a_request,
    decide,
    fetch,
    later,
    new_id,
    value,
    wants_closed,
)

Outcome = Literal["offered", "declined", "withdrawn", "expired", "skipped"]


def line(
    request_id: str,
    outcome: Outcome,
    *mitra_ids: str,
    reason: str | None = None,
    at: datetime = NOW,
) -> RecordOffers:
    return RecordOffers(request_id, at, outcome, reason, mitra_ids)


async def _offers(db: Database, request_id: str) -> dict[str, tuple[str, str | None]]:
    detail = await read_request(db, request_id)
    assert detail is not None
    return {offer.mitra_id: (offer.outcome, offer.reason) for offer in detail.offers}


async def test_lines_are_kept_in_their_order(db: Database) -> None:
    """One line for a whole blast; a line for an unknown request loses no other."""
    # given
    request = await a_request(db, await a_node(db))
    mitras = [await a_mitra(db) for _ in range(3)]
    # when
    await record_offers(
        db,
        [
            line(request.request_id, "offered", *mitras),
            line(new_id(), "offered", mitras[0]),
            line(request.request_id, "declined", mitras[1], at=later(4)),
        ],
    )
    await record_offers(db, [])
    # then
    rows = await fetch(db, "SELECT outcome, mitra_ids, at FROM offer_events ORDER BY seq")
    assert rows == [
        {"outcome": "offered", "mitra_ids": mitras, "at": NOW},
        {"outcome": "declined", "mitra_ids": [mitras[1]], "at": later(4)},
    ]


@pytest.mark.parametrize(
    ("end", "outcome", "reason"),
    [("cancelled", "withdrawn", "cancelled"), ("expired", "expired", None)],
)
async def test_closing_ends_the_offers_that_are_out(
    db: Database, end: Literal["cancelled", "expired"], outcome: str, reason: str | None
) -> None:
    """Those that had ended before, or were never made, stay as they are."""
    # given
    request = await a_request(db, await a_node(db))
    shown, declined, skipped = [await a_mitra(db) for _ in range(3)]
    await record_offers(
        db,
        [
            line(request.request_id, "skipped", skipped, reason="at_capacity"),
            line(request.request_id, "offered", shown, declined),
            line(request.request_id, "declined", declined),
        ],
    )
    others = {declined: ("declined", None), skipped: ("skipped", "at_capacity")}
    assert await _offers(db, request.request_id) == {shown: ("offered", None), **others}
    # when
    await close_request(db, wants_closed(request.request_id, end, later(9)))
    # then
    assert await _offers(db, request.request_id) == {shown: (outcome, reason), **others}
    ended = await value(db, "SELECT at FROM offer_outcomes WHERE mitra_id = $1", shown)
    assert ended == later(9)


async def test_a_won_request_is_taken_for_all_others(db: Database) -> None:
    """Also when the line about the offers is written after the claim, or written twice."""
    # given
    node, winner, loser = await a_node(db), await a_mitra(db), await a_mitra(db)
    request = await a_request(db, node)
    await decide(db, node, a_claim(request.request_id, winner))
    # when
    for _ in range(2):
        await record_offers(db, [line(request.request_id, "offered", winner, loser)])
    # then
    won, taken = ("won", None), ("taken", None)
    assert await _offers(db, request.request_id) == {winner: won, loser: taken}


async def test_an_offer_that_came_round_again_is_what_it_is_now(db: Database) -> None:
    """One after the other: it ran out, and was made once more."""
    # given
    request, mitra_id = await a_request(db, await a_node(db)), await a_mitra(db)
    outcomes: tuple[Outcome, ...] = ("offered", "expired", "offered")
    await record_offers(db, [line(request.request_id, one, mitra_id) for one in outcomes])
    # then
    assert await _offers(db, request.request_id) == {mitra_id: ("offered", None)}


async def test_the_ledger_is_told_with_names(db: Database) -> None:
    """For the control center: who, how, why, when."""
    # given
    request, mitra_id = await a_request(db, await a_node(db)), await a_mitra(db)
    name = await value(db, "SELECT display_name FROM mitras")
    # when
    skipped = line(request.request_id, "skipped", mitra_id, reason="offline", at=later(2))
    await record_offers(db, [skipped])
    # then
    detail = await read_request(db, request.request_id)
    assert detail is not None
    assert detail.offers == [Offer(mitra_id, name, "skipped", "offline", later(2))]
    assert await read_request(db, new_id()) is None


async def test_no_offer_is_left_without_an_end(db: Database) -> None:
    """However the requests ended, and whatever was written, in whatever order."""
    # given
    node, mitras = await a_node(db), [await a_mitra(db) for _ in range(4)]
    requests = [await a_request(db, node) for _ in range(9)]
    for n, request in enumerate(requests):
        await record_offers(db, [line(request.request_id, "offered", *mitras)])
        # when
        if n % 3 == 0:
            await decide(db, node, a_claim(request.request_id, mitras[n % 4]))
        else:
            end: Literal["cancelled", "expired"] = "cancelled" if n % 3 == 1 else "expired"
            await close_request(db, wants_closed(request.request_id, end))
        if n % 2:
            await record_offers(db, [line(request.request_id, "offered", *mitras)])
    # then
    outcomes = await fetch(
        db, "SELECT outcome, count(*)::int AS n FROM offer_outcomes GROUP BY 1 ORDER BY 1"
    )
    assert {row["outcome"]: row["n"] for row in outcomes} == {
        "expired": 12,
        "taken": 9,
        "withdrawn": 12,
        "won": 3,
    }
