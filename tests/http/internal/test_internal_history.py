"""The charts of the board: what the server keeps, in buckets, as PostgreSQL has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.http.internal.kit import Browser, House


def with_news(history: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    """The buckets in which anything happened: when, requests, paired, expired."""
    return [
        (bucket["at"][11:16], bucket["requests"], bucket["paired"], bucket["expired"])
        for bucket in history["buckets"]
        if bucket["requests"] or bucket["paired"] or bucket["expired"]
    ]


async def test_an_hour_is_sixty_minutes_of_nothing(operator: Browser) -> None:
    """An empty house has a whole hour to show, up to the minute that is running."""
    history = await operator.get("/v1/dashboard/history")

    assert history["step_s"] == 60
    assert len(history["buckets"]) == 60
    assert history["buckets"][-1]["at"] == "2026-03-01T21:00:00Z"
    assert with_news(history) == []
    assert {bucket["wait_p50_s"] for bucket in history["buckets"]} == {None}


async def test_what_happens_stands_in_its_minute(house: House, operator: Browser) -> None:
    """A request at 21:00, paired 90 seconds later, while one mitra is online."""
    _, phone = await house.online_mitra("Awan")
    customer = await house.customer("Bulan")
    await customer.ask("request.create")
    offer = await phone.hear("offer.new")
    house.later(timedelta(seconds=90))
    assert (await phone.ask("offer.accept", request_id=offer["request_id"]))["type"] == "ok"
    await customer.hear("session.started")
    house.later(timedelta(seconds=30))

    history = await operator.get("/v1/dashboard/history", range="hour")

    assert with_news(history) == [("21:00", 1, 0, 0), ("21:01", 0, 1, 0)]
    met = next(bucket for bucket in history["buckets"] if bucket["paired"])
    assert (met["wait_p50_s"], met["wait_p95_s"]) == (90.0, 90.0)
    assert met["online_mitras"] == 1
    assert history["buckets"][0]["online_mitras"] == 0


async def test_a_day_has_quarters_of_an_hour(house: House, operator: Browser) -> None:
    """Ninety-six of them, and what expired is in its own."""
    customer = await house.customer("Surya")
    await customer.ask("request.create")
    async with house.db.connection() as conn:
        await conn.execute(
            "UPDATE requests SET state = 'expired', reason = 'no_mitra',"
            " closed_at = created_at + interval '20 minutes'"
        )
    house.later(timedelta(minutes=40))

    history = await operator.get("/v1/dashboard/history", range="day")

    assert (history["step_s"], len(history["buckets"])) == (900, 96)
    assert with_news(history) == [("21:00", 1, 0, 0), ("21:15", 0, 0, 1)]


async def test_a_range_that_nobody_knows_is_refused(operator: Browser) -> None:
    """The hour and the day are what there is."""
    got = await operator.call("GET", "/v1/dashboard/history?range=year")

    assert got.said == (422, "invalid_data")
    assert got.fields == ["range"]
