"""GET /v1/mitra/online-log: a mitra's own periods, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

from halobestie.clock import ManualClock
from halobestie.db.mitras import create_mitra
from halobestie.db.nodes import join
from halobestie.db.presence import close_period, open_period
from halobestie.effects import ClosePeriod, OpenPeriod
from halobestie.errors import Refused
from halobestie.ids import uuid7
from halobestie.messages import Key, PeriodOpened
from tests.http.rest.kit import ADMIN, NOW, OTHER_PHONE, KnownMitra, Rest


async def _was_online(rest: Rest, mitra_id: str, minutes: int) -> None:
    """A period that ended by the mitra's own hand, `minutes` after it began."""
    node, owner = await join(rest.db, "node-1", NOW), Key("mitra", mitra_id)
    opened = await open_period(rest.db, OpenPeriod(mitra_id, NOW, owner), node)
    assert isinstance(opened, PeriodOpened)
    ended = NOW + timedelta(minutes=minutes)
    close = ClosePeriod(opened.period_id, mitra_id, "mitra", ended, owner)
    await close_period(rest.db, close, node)


async def test_a_mitra_reads_how_long_it_was(
    rest: Rest, mitra: KnownMitra, clock: ManualClock
) -> None:
    """Given ten minutes online, then one period and 600 seconds; cut to the time that is asked."""
    token = (await rest.mitra_login(await rest.by_phone())).body["token"]
    await _was_online(rest, mitra.mitra_id, 10)
    clock.set(NOW + timedelta(hours=1))

    whole = await rest.call("GET", "/v1/mitra/online-log", token=token)
    cut = await rest.call("GET", "/v1/mitra/online-log?from=2026-03-01T21:05:00Z", token=token)
    since = await rest.call("GET", "/v1/mitra/online-log?from=2026-03-01T21:30:00Z", token=token)

    period = {
        "online_at": "2026-03-01T21:00:00Z",
        "offline_at": "2026-03-01T21:10:00Z",
        "reason": "mitra",
    }
    day = {"day": "2026-03-02", "online_s": 600}
    assert whole.body == {"items": [period], "total": 1, "total_online_s": 600, "days": [day]}
    assert (cut.body["items"], cut.body["total_online_s"]) == ([period], 300)
    assert (since.body["items"], since.body["total_online_s"]) == ([], 0)


async def test_another_s_log_is_not_shown(rest: Rest, mitra: KnownMitra) -> None:
    """Given somebody else was online, then one's own log is empty, whatever is asked for."""
    other = str(uuid7(NOW))
    made = await create_mitra(rest.db, other, OTHER_PHONE, "Awan", 1, True, ADMIN, NOW)
    assert not isinstance(made, Refused)
    await _was_online(rest, other, 10)
    token = (await rest.mitra_login(await rest.by_phone())).body["token"]

    own = await rest.call("GET", "/v1/mitra/online-log", token=token)
    asked = await rest.call("GET", f"/v1/mitra/online-log?mitra_id={other}", token=token)

    assert (own.body["items"], own.body["total_online_s"]) == ([], 0)
    assert asked.said == (422, "invalid_data")


async def test_the_log_is_for_mitra_alone(rest: Rest) -> None:
    """Without a login 401, with a customer's 403."""
    path = "/v1/mitra/online-log"

    assert (await rest.call("GET", path)).said == (401, "not_authenticated")
    token = await rest.customer()
    assert (await rest.call("GET", path, token=token)).said == (403, "wrong_role")
