"""What falls off with time: each kind after its own days, in batches, on any number of nodes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from halobestie.clock import ManualClock
from halobestie.config import Config, ConfigError, load_config
from halobestie.db import retention
from halobestie.db.audit import write_audit
from halobestie.db.customers import LoggedIn, log_in_customer, read_customer
from halobestie.db.logins import end_login
from halobestie.db.nodes import Node
from halobestie.db.pairing import close_request, open_request, record_offers
from halobestie.db.pool import Database, open_database
from halobestie.db.presence import close_period
from halobestie.db.retention import Retention
from halobestie.db.sessions import end_session
from halobestie.db.staff import Staff
from halobestie.effects import ClosePeriod, EndSession, RecordOffers
from halobestie.messages import DESK, RequestOpened, RequestRefused
from tests.db.given import (
    NOW,
    STAFF,
    Known,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    a_session,
    anonymous,
    by_phone,
    go_online,
    held,
    new_login,
    value,
    waiting,
    wants_closed,
    wants_request,
)

CONFIG = Config(_env_file=None)
DAY = timedelta(days=1)
RACES, AT_MOST = 50, 500


def days(number: float) -> datetime:
    """So many days after the givens; retention looks from there."""
    return NOW + number * DAY


async def forgotten(db: Database, at: datetime, config: Config = CONFIG) -> dict[str, int]:
    """What one round at this moment forgets."""
    done = await Retention(db, ManualClock(at), config).run()
    return {kind: count for kind, count in done.items() if count}


async def a_closed_request(db: Database, node: Node, customer_id: str | None = None) -> str:
    """Of somebody registered, with an offer in its ledger."""
    customer_id = customer_id or await a_customer(db, by_phone())
    request = await a_request(db, node, customer_id)
    offered = RecordOffers(request.request_id, NOW, "offered", None, (await a_mitra(db),))
    await record_offers(db, [offered])
    await close_request(db, wants_closed(request.request_id, "expired", NOW))
    return request.request_id


async def an_ended_session(db: Database, node: Node, customer_id: str) -> str:
    session = await a_session(db, node, customer_id=customer_id)
    await end_session(
        db, EndSession(session.session_id, customer_id, None, None, "customer", NOW, "reply")
    )
    return session.session_id


async def test_a_request_that_came_to_nothing_goes_after_a_year(db: Database) -> None:
    """Not a day before."""
    await a_closed_request(db, await a_node(db))
    assert "requests" not in await forgotten(db, days(364.9))
    assert (await forgotten(db, days(365.1)))["requests"] == 1
    assert await value(db, "SELECT count(*) FROM requests") == 0


async def test_what_was_paired_stays(db: Database) -> None:
    """The session is the customer's history, for as long as there is an account."""
    node, customer_id = await a_node(db), await a_customer(db, by_phone())
    session_id = await an_ended_session(db, node, customer_id)
    assert "requests" not in await forgotten(db, days(4000))
    assert await value(db, "SELECT customer_id FROM sessions WHERE id = $1", session_id)


async def test_what_is_open_stays(db: Database) -> None:
    """However old: somebody forgot to end it, and that is not retention's to decide."""
    node = await a_node(db)
    request = await a_request(db, node, await a_customer(db, by_phone()))
    offered = RecordOffers(request.request_id, NOW, "offered", None, (await a_mitra(db),))
    await record_offers(db, [offered])
    await go_online(db, node, await a_mitra(db))
    assert await forgotten(db, days(4000)) == {"logins": 1}


async def test_the_ledger_of_offers_goes_before_its_request(db: Database) -> None:
    """As a whole, after three months."""
    request_id = await a_closed_request(db, await a_node(db))
    assert "offers" not in await forgotten(db, days(89.9))
    assert await forgotten(db, days(90.1)) == {"offers": 1}
    assert await value(db, "SELECT count(*) FROM offer_events") == 0
    assert await value(db, "SELECT id FROM requests") == request_id


async def test_a_login_goes_half_a_year_after_its_end(db: Database) -> None:
    """After it has expired, or sooner after a logout; of mitra and customers alike."""
    ended, living = new_login(days(30)), new_login(days(30))
    for login in (ended, living):
        await log_in_customer(db, by_phone(), "Senja", login, NOW)
    await end_login(db, ended.login_id, days(1))
    assert await forgotten(db, days(180.9)) == {}
    assert await forgotten(db, days(181.1)) == {"logins": 1}
    assert await value(db, "SELECT id FROM logins") == living.login_id
    assert await forgotten(db, days(210.1)) == {"logins": 1}


async def test_an_online_period_goes_after_two_years(db: Database) -> None:
    """One that is closed."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    period_id = await go_online(db, node, mitra_id)
    closes = ClosePeriod(period_id, mitra_id, "mitra", NOW, DESK)
    await close_period(db, closes, node)
    assert await forgotten(db, days(729.9)) == {}
    assert await forgotten(db, days(730.1)) == {"online_periods": 1}


# -- anonymous customers ----------------------------------------------------------------------


async def test_who_is_anonymous_and_gone_is_erased(db: Database) -> None:
    """Half a year after the last login, if nothing came after it; the history stays, of nobody."""
    # given
    node, identity = await a_node(db), anonymous()
    customer_id = await a_customer(db, identity)
    session_id = await an_ended_session(db, node, customer_id)
    again = await log_in_customer(db, identity, None, new_login(days(130)), days(100))
    assert isinstance(again, LoggedIn)
    # then
    assert "anonymous_customers" not in await forgotten(db, days(279.9))
    assert await read_customer(db, customer_id) is not None
    assert (await forgotten(db, days(280.1)))["anonymous_customers"] == 1
    assert await read_customer(db, customer_id) is None
    assert await value(db, "SELECT count(*) FROM customer_identities") == 0
    owner = await value(db, "SELECT customer_id FROM sessions WHERE id = $1", session_id)
    assert await value(db, "SELECT erased FROM customers WHERE id = $1", owner)
    assert await forgotten(db, days(4000)) == {}, "nobody is not forgotten twice"


async def test_who_registered_is_never_forgotten_by_time(db: Database) -> None:
    """They have an account; they may ask for its erasure."""
    customer_id = await a_customer(db, by_phone())
    await forgotten(db, days(4000))
    assert await read_customer(db, customer_id) is not None


@pytest.mark.parametrize("running", ["request", "session", "login"])
async def test_who_is_in_the_middle_of_something_stays(db: Database, running: str) -> None:
    """An open request, a live session, a login that is still good."""
    node, identity = await a_node(db), anonymous()
    customer_id = await a_customer(db, identity)
    if running == "request":
        await a_request(db, node, customer_id)
    elif running == "session":
        await a_session(db, node, customer_id=customer_id)
    else:
        await log_in_customer(db, identity, None, new_login(days(9999)), NOW)
    await forgotten(db, days(4000))
    assert await read_customer(db, customer_id) is not None


async def test_who_is_held_is_left_for_the_next_time(db: Database) -> None:
    """Somebody is doing something with the account: nobody waits for them."""
    customer_id = await a_customer(db)
    async with held(db, "SELECT 1 FROM customers WHERE id = $1 FOR KEY SHARE", customer_id):
        assert "anonymous_customers" not in await forgotten(db, days(200))
    assert (await forgotten(db, days(200)))["anonymous_customers"] == 1


async def test_who_comes_back_at_that_moment_stays_or_is_unknown(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press and a round at once, until each was first: an open request has its customer."""
    monkeypatch.setattr(retention, "_SIMPLE", {})  # the people alone: else the press is first
    node, ends = await a_node(db), set[str]()
    for n in range(AT_MOST):
        if n >= RACES and len(ends) == 2:
            break
        customer_id = await a_customer(db)
        press = open_request(db, wants_request(customer_id, days(199)), node)
        works = [forgotten(db, days(200)), press]
        said = await asyncio.gather(*(works if n % 2 else reversed(works)))
        (answer,) = [one for one in said if not isinstance(one, dict)]
        opened = isinstance(answer, RequestOpened)
        assert opened or answer == RequestRefused("customer_not_found"), answer
        assert (await read_customer(db, customer_id) is not None) == opened
        ends.add(type(answer).__name__)
    of_nobody = "SELECT count(*) FROM requests JOIN customers c ON c.id = customer_id WHERE erased"
    assert await value(db, of_nobody) == 0
    assert ends == {"RequestOpened", "RequestRefused"}, "one side always won: no race"


# -- the audit log ------------------------------------------------------------------------------

# The schema's guard goes by PostgreSQL's own clock, so these are old by any clock.
LONG_AGO = datetime(2001, 1, 1, tzinfo=NOW.tzinfo)


async def an_entry(db: Database, at: datetime, by: Staff = STAFF) -> None:
    async with db.transaction() as conn:
        await write_audit(conn, by, "thing.edit", "thing", "1", None, {"n": 1}, at)


async def test_the_audit_log_goes_after_three_years(db: Database) -> None:
    """By its function alone, and from its old end."""
    for number in range(3):
        await an_entry(db, LONG_AGO + number * DAY)
    end = LONG_AGO + timedelta(days=1095)
    assert await forgotten(db, end) == {}
    assert await forgotten(db, end + 1.1 * DAY) == {"audit_log": 2}
    assert await value(db, "SELECT at FROM audit_log") == LONG_AGO + 2 * DAY


async def test_what_is_younger_than_a_year_stays_whatever_is_asked(db: Database) -> None:
    """The guard does not believe the clock of whoever asks."""
    await an_entry(db, await value(db, "SELECT now() - interval '360 days'"))
    assert await value(db, "SELECT forget_audit('infinity', 10)") == 0
    with pytest.raises(asyncpg.PostgresError, match="stays as it was written"):
        await value(db, "DELETE FROM audit_log")
    assert await value(db, "SELECT count(*) FROM audit_log") == 1


# -- the work -------------------------------------------------------------------------------------


@pytest_asyncio.fixture
async def other_node(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url, size=2)
    yield database
    await database.close()


async def _many_old_entries(db: Database, number: int) -> None:
    await value(
        db,
        "WITH many AS (INSERT INTO audit_log (at, user_name, action, subject_kind)"
        " SELECT $1::timestamptz + n * interval '1 s', 'x', 'thing.edit', 'thing'"
        " FROM generate_series(1, $2::int) n RETURNING 1) SELECT count(*) FROM many",
        LONG_AGO,
        number,
    )


async def test_a_round_goes_in_batches_until_there_is_no_more(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And ends at its bound: the rest is for the next hour."""
    monkeypatch.setattr(retention, "BATCH", 10)
    monkeypatch.setattr(retention, "BATCHES", 4)
    await _many_old_entries(db, 65)
    job = Retention(db, ManualClock(NOW), CONFIG)
    assert (await job.run())["audit_log"] == 40
    assert (await job.run())["audit_log"] == 25
    assert job.forgotten["audit_log"] == 65


async def test_two_nodes_at_once_forget_each_row_once(
    db: Database, other_node: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They skip what the other holds; nobody waits, nothing fails, nothing is counted twice."""
    # given
    monkeypatch.setattr(retention, "BATCH", 50)
    monkeypatch.setattr(retention, "PEOPLE", 5)
    await _many_old_entries(db, 400)
    node = await a_node(db)
    for _ in range(30):
        await a_closed_request(db, node, await a_customer(db, anonymous()))
    # when
    at = days(4000)
    rounds = [await _both(db, other_node, at) for _ in range(6)]
    # then
    total = {kind: sum(one[kind] for one in rounds) for kind in rounds[0]}
    assert total["audit_log"] >= 400
    assert (total["requests"], total["anonymous_customers"]) == (30, 30)
    assert await value(db, "SELECT count(*) FROM customers WHERE NOT erased") == 0


async def _both(db: Database, other: Database, at: datetime) -> dict[str, int]:
    jobs = [Retention(one, ManualClock(at), CONFIG) for one in (db, other)]
    first, second = await asyncio.gather(*(job.run() for job in jobs))
    return {kind: first[kind] + second[kind] for kind in first}


async def test_a_node_goes_on_after_a_round_that_failed(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a log that cannot be had for the first round, then another one does what there is."""
    monkeypatch.setattr(retention, "EVERY_S", 0.05)
    await _many_old_entries(db, 3)
    job = Retention(db, ManualClock(NOW), CONFIG)
    async with held(db, "LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE"):
        running = await waiting(db, job.run_for_ever())
        assert await cancelled_statement(db)
    for _ in range(1000):
        if job.forgotten["audit_log"] == 3:
            break
        await asyncio.sleep(0.02)
    assert job.forgotten["audit_log"] == 3
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def cancelled_statement(db: Database) -> bool:
    """What waits for a lock is cancelled, as if PostgreSQL had no time for it."""
    waits = "SELECT pg_cancel_backend(pid) FROM pg_locks WHERE NOT granted LIMIT 1"
    return bool(await value(db, waits))


def test_how_long_is_the_operators_to_say() -> None:
    """Within bounds, and so that the last use of an account is known for long enough."""
    ask = {"HALOBESTIE_KEEP_AUDIT_DAYS": "2000"}
    assert load_config(ask, keep_audit_days=2000).keep_audit_days == 2000
    for wrong in (
        {"keep_audit_days": 365},
        {"keep_offers_days": 1},
        {"keep_requests_days": 0},
        {"keep_logins_days": 100},
        {"keep_anonymous_days": 181},
    ):
        with pytest.raises(ConfigError, match="HALOBESTIE_KEEP_"):
            load_config({}, **wrong)


def test_the_days_on_the_page_are_the_defaults() -> None:
    """docs/privacy.md names every setting, with its days."""
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    told = re.findall(r"(\d+) days[^|`]*`(KEEP_\w+)`", page)
    kept = {name.upper(): getattr(CONFIG, name) for name in Config.model_fields if "keep_" in name}
    assert {name: int(days) for days, name in told} == kept


async def test_other_settings_other_days(db: Database) -> None:
    """What the operator says is what is done."""
    await a_closed_request(db, await a_node(db), await a_customer(db, Known("uid", "google")))
    short = Config(_env_file=None, keep_requests_days=7, keep_offers_days=3)
    assert await forgotten(db, days(3.1), short) == {"offers": 1}
    assert await forgotten(db, days(7.1), short) == {"requests": 1}
