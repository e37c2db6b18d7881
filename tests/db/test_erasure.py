"""Erasing a customer: nothing of the person is anywhere, the counts stay, and no race brings any
of it back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from halobestie.db.audit import list_audit
from halobestie.db.customers import (
    LoggedIn,
    link_customer,
    log_in_customer,
    read_customer,
    rename_customer,
)
from halobestie.db.erasure import Erased, erase_customer
from halobestie.db.logins import find_login
from halobestie.db.nodes import Node
from halobestie.db.pages import Page
from halobestie.db.pairing import close_request, open_request
from halobestie.db.pool import Database
from halobestie.db.sessions import end_session, reroute_session
from halobestie.effects import EndSession, Reroute
from halobestie.errors import Refused
from halobestie.messages import RequestOpened, RequestRefused, SessionEnded, SessionRerouted
from tests.db.given import (
    NOW,
    STAFF,
    Known,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    a_session,
    an_admin,
    anonymous,
    by_phone,
    fetch,
    go_online,
    held,
    later,
    new_id,
    new_login,
    value,
    waiting,
    wants_closed,
    wants_request,
)

RACES, AT_MOST = 50, 500
NAME, PHONE = "Senja Merindu", "+628119998887"
WORDS = "Senja asked for somebody else"
COMMAND = "0195b0d4-7c00-4000-8000-0000000000aa"
SOMEBODY = Known("uid-of-senja", "phone", PHONE)
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 1
"""
COUNTS = """
SELECT (SELECT count(*) FROM requests) AS requests, (SELECT count(*) FROM sessions) AS sessions,
       (SELECT count(*) FROM assignments) AS assignments,
       (SELECT count(*) FROM offer_events) AS offers,
       (SELECT count(DISTINCT customer_id) FROM requests) AS customers,
       (SELECT sum(extract(epoch FROM ended_at - created_at)) FROM sessions) AS seconds
"""


async def everything(db: Database, but: str = "") -> dict[str, str]:
    """All rows of all tables as text, by table."""
    names = [row["relname"] for row in await fetch(db, TABLES)]
    return {
        name: await value(db, f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {name} t")
        for name in names
        if name != but
    }


async def erase(db: Database, customer_id: str, after_s: float = 60) -> Erased | Refused:
    return await erase_customer(db, customer_id, "customer_asked", STAFF, later(after_s))


async def reroute_and_end(db: Database, node: Node, session_id: str, by: str) -> None:
    """What staff do with a session, with words of their own."""
    other = await a_mitra(db)
    await go_online(db, node, other)
    moved = await reroute_session(
        db, Reroute(session_id, other, by, WORDS, False, later(5), "reply")
    )
    assert isinstance(moved, SessionRerouted)
    ended = await end_session(
        db, EndSession(session_id, None, None, by, "control_center", later(9), "reply", note=WORDS)
    )
    assert isinstance(ended, SessionEnded)


async def a_past(db: Database, customer_id: str) -> str:
    """A request that came to nothing and a session that ended; the session's id."""
    node, admin = await a_node(db), await an_admin(db)
    opened = await open_request(db, wants_request(customer_id, NOW, COMMAND), node)
    assert isinstance(opened, RequestOpened)
    await close_request(db, wants_closed(opened.request.request_id, "expired", later(1)))
    session = await a_session(db, node, customer_id=customer_id)
    await reroute_and_end(db, node, session.session_id, admin.user_id)
    return session.session_id


async def senja(db: Database) -> tuple[str, bytes]:
    """Registered by phone, logged in, known to the local issuer; the id and the token's hash."""
    login = new_login()
    entered = await log_in_customer(db, SOMEBODY, NAME, login, NOW)
    assert isinstance(entered, LoggedIn)
    async with db.connection() as conn:
        await conn.execute("INSERT INTO local_identity_users VALUES ($1, $2)", SOMEBODY.uid, NOW)
        await conn.execute(
            "INSERT INTO local_identity_credentials VALUES ('phone', $1, $2)", PHONE, SOMEBODY.uid
        )
        await conn.execute(
            "INSERT INTO local_identity_otps VALUES ($1, '123456', $2, 3)", PHONE, NOW
        )
    return entered.customer.customer_id, login.token_hash


async def test_nothing_of_the_person_is_in_any_table(db: Database) -> None:
    """Not the name, the number, the uid, the login, what staff wrote of them, nor the id."""
    # given
    customer_id, token_hash = await senja(db)
    await a_past(db, customer_id)
    secrets = (NAME, PHONE, SOMEBODY.uid, token_hash.hex(), WORDS, COMMAND, customer_id)
    before = "\n".join((await everything(db)).values())
    assert all(secret in before for secret in secrets), "else this test would show nothing"
    # when
    assert await erase(db, customer_id) == Erased((SOMEBODY.uid,))
    # then
    for table, rows in (await everything(db, but="audit_log")).items():
        assert [secret for secret in secrets if secret in rows] == [], table
    log = (await everything(db))["audit_log"]
    assert [secret for secret in secrets if secret in log] == [customer_id]
    assert log.count(customer_id) == 1, "the line of the erasure itself"


async def test_the_counts_stay(db: Database) -> None:
    """Requests, sessions, who had them for how long: as before, of nobody."""
    # given
    customer_id, _ = await senja(db)
    session_id = await a_past(db, customer_id)
    before = await fetch(db, COUNTS)
    # when
    await erase(db, customer_id)
    # then
    assert await fetch(db, COUNTS) == before
    (card,) = await fetch(db, "SELECT * FROM session_cards WHERE session_id = $1", session_id)
    assert card["customer_name"] == "(dihapus)"
    nobody = await read_customer(db, card["customer_id"])
    assert nobody is not None
    assert (nobody.phone, nobody.registered_via) == (None, None)
    assert nobody.created_at == NOW.replace(hour=0), "the day alone"
    assert await read_customer(db, customer_id) is None


async def test_its_line_in_the_audit_log_says_who_when_whom_and_why(db: Database) -> None:
    """By id, with a reason of a choice, and nothing else."""
    customer_id = await a_customer(db, by_phone())
    await erase(db, customer_id)
    (entry,), _ = await list_audit(db, Page(filters={"action": "customer.erase"}))
    assert (entry.user_name, entry.at) == (STAFF.display_name, later(60))
    assert (entry.subject_kind, entry.subject_id) == ("customer", customer_id)
    assert (entry.before, entry.after) == (None, {"reason": "customer_asked"})


async def test_who_has_no_history_leaves_no_row(db: Database) -> None:
    """Nothing to count, nothing to keep."""
    customer_id = await a_customer(db)
    assert isinstance(await erase(db, customer_id), Erased)
    assert await value(db, "SELECT count(*) FROM customers") == 0


async def test_the_id_of_nobody_does_not_lead_back(db: Database) -> None:
    """Neither the moment of the erasure nor that of the first login is in it."""
    customer_id = await a_customer(db)
    await a_past(db, customer_id)
    await erase(db, customer_id)
    nobody = str(await value(db, "SELECT id FROM customers WHERE erased"))
    at = int(nobody.replace("-", "")[:12], 16) / 1000
    assert at == NOW.replace(hour=0).timestamp()


async def test_not_while_something_is_running(db: Database) -> None:
    """An open request, a session that is not paid, one that is: first they end."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    customer_id = await a_customer(db)
    request = await a_request(db, node, customer_id)
    assert await erase(db, customer_id) == Refused("customer_busy")
    await close_request(db, wants_closed(request.request_id, "cancelled"))
    session = await a_session(db, node, mitra_id, customer_id)
    assert await erase(db, customer_id) == Refused("customer_busy")
    assert await read_customer(db, customer_id) is not None

    ends = EndSession(session.session_id, customer_id, None, None, "customer", later(3), "reply")
    await end_session(db, ends)
    assert isinstance(await erase(db, customer_id), Erased)


async def test_twice_is_as_good_as_once(db: Database) -> None:
    """One line in the audit log, whoever asks how often; somebody unknown stays unknown."""
    customer_id = await a_customer(db, by_phone())
    done = await asyncio.gather(*(erase(db, customer_id) for _ in range(4)))
    assert [isinstance(one, Erased) for one in done] == [True] * 4
    assert sorted(one.again for one in done if isinstance(one, Erased)) == [False, True, True, True]
    lines = "SELECT count(*) FROM audit_log WHERE action = 'customer.erase'"
    assert await value(db, lines) == 1
    assert await erase(db, new_id()) == Refused("customer_not_found")


async def test_nobody_cannot_be_erased(db: Database) -> None:
    """The row that keeps the history is no customer."""
    customer_id = await a_customer(db)
    await a_past(db, customer_id)
    await erase(db, customer_id)
    nobody = await value(db, "SELECT id FROM customers WHERE erased")
    assert await erase(db, nobody) == Refused("customer_not_found")


async def test_the_same_number_may_come_again_as_somebody_new(db: Database) -> None:
    """Without history, and with a name to choose."""
    customer_id, _ = await senja(db)
    await erase(db, customer_id)
    assert await log_in_customer(db, SOMEBODY, None, new_login(), later(70)) == Refused(
        "display_name_required"
    )
    entered = await log_in_customer(db, SOMEBODY, "Fajar", new_login(), later(70))
    assert isinstance(entered, LoggedIn)
    assert entered.created
    assert entered.customer.customer_id != customer_id


# -- at the same moment ---------------------------------------------------------------------

UNDER_WAY = "SELECT 1 FROM customers WHERE id = $1 FOR UPDATE"


async def beside_an_erasure(db: Database, customer_id: str, work: Any) -> Any:
    """What the work comes to that waits while the erasure is under way."""
    async with held(db, UNDER_WAY, customer_id) as conn:
        task = await waiting(db, work)
        await db.queries.forget_customer(conn, customer_id=customer_id, nobody_id=new_id())
    return await task


async def test_a_login_that_waited_for_it_finds_nobody(db: Database) -> None:
    """A new account, if there is a name for one; never a login of the old."""
    customer_id, _ = await senja(db)
    login = new_login()
    entered = await beside_an_erasure(
        db, customer_id, log_in_customer(db, SOMEBODY, None, login, later(1))
    )
    assert entered == Refused("display_name_required")
    assert await find_login(db, login.token_hash, later(2)) is None


async def test_a_login_that_came_first_goes_with_it(db: Database) -> None:
    """The erasure waits for it, and ends it too."""
    customer_id, _ = await senja(db)
    login = new_login()
    async with held(
        db, "SELECT 1 FROM customers WHERE id = $1 FOR NO KEY UPDATE", customer_id
    ) as c:
        erasing = await waiting(db, erase(db, customer_id))
        await db.queries.add_login(
            c,
            login_id=login.login_id,
            token_hash=login.token_hash,
            role="customer",
            customer_id=customer_id,
            mitra_id=None,
            at=NOW,
            expires_at=login.expires_at,
        )
    assert isinstance(await erasing, Erased)
    assert await find_login(db, login.token_hash, later(2)) is None


async def test_a_press_that_waited_for_it_opens_nothing(db: Database) -> None:
    """Whether it had looked before or not: there is no such customer."""
    node, customer_id = await a_node(db), await a_customer(db)
    answer = await beside_an_erasure(
        db, customer_id, open_request(db, wants_request(customer_id, later(1)), node)
    )
    assert answer == RequestRefused("customer_not_found")
    assert await value(db, "SELECT count(*) FROM requests") == 0


async def test_a_link_that_waited_for_it_links_nobody(db: Database) -> None:
    """The number stays free."""
    customer_id, identity = await a_customer(db, anonymous()), by_phone()
    answer = await beside_an_erasure(
        db, customer_id, link_customer(db, customer_id, identity, later(1))
    )
    assert answer == Refused("customer_not_found")
    assert await value(db, "SELECT count(*) FROM customer_identities") == 0


async def test_a_new_name_that_waited_for_it_is_nobodys(db: Database) -> None:
    """It is written nowhere."""
    customer_id = await a_customer(db)
    assert await beside_an_erasure(db, customer_id, rename_customer(db, customer_id, NAME)) is None
    assert NAME not in "\n".join((await everything(db)).values())


async def test_many_at_once_leave_a_customer_or_none(db: Database) -> None:
    """All of them at the same moment, until each was first: nobody is half erased."""
    node, ends = await a_node(db), set[bool]()
    for n in range(AT_MOST):
        if n >= RACES and len(ends) == 2:
            break
        identity = by_phone()
        customer_id = await a_customer(db, anonymous() if n % 2 else identity)
        works = [
            erase(db, customer_id),
            open_request(db, wants_request(customer_id, later(1)), node),
            link_customer(db, customer_id, by_phone() if n % 2 else identity, later(1)),
            log_in_customer(db, identity, "Fajar", new_login(), later(1)),
            rename_customer(db, customer_id, "Fajar"),
        ]
        said = await asyncio.gather(*works[n % 5 :], *works[: n % 5])
        erased = any(isinstance(one, Erased) for one in said)
        assert erased != any(isinstance(one, RequestOpened) for one in said), said
        assert (await read_customer(db, customer_id) is None) == erased
        ends.add(erased)
    assert await value(db, "SELECT count(*) FROM customers WHERE erased") == 0
    assert ends == {True, False}, "one side always won: no race"


# -- what the schema itself holds -------------------------------------------------------------


async def _session_entry(db: Database) -> int:
    return int(await value(db, "SELECT id FROM audit_log WHERE action = 'session.reroute'"))


async def test_the_words_about_a_living_customer_stay(db: Database) -> None:
    """The audit log gives nothing away before the erasure."""
    await a_past(db, await a_customer(db))
    entry = await _session_entry(db)
    with pytest.raises(asyncpg.PostgresError, match="stays as it was written"):
        await value(db, "UPDATE audit_log SET after = without_words(after) WHERE id = $1", entry)


@pytest.mark.parametrize(
    "change",
    [
        "after = '{}'",
        "after = after || '{\"mitra_id\": null}'",
        "user_name = 'nobody'",
        "at = at - interval '1 day'",
        "subject_id = NULL",
    ],
)
async def test_even_of_an_erased_customer_only_the_words_go(db: Database, change: str) -> None:
    """Who did what, when, to which session stays as it was written."""
    customer_id = await a_customer(db)
    await a_past(db, customer_id)
    await erase(db, customer_id)
    entry = await _session_entry(db)
    with pytest.raises(asyncpg.PostgresError, match="stays as it was written"):
        await value(db, f"UPDATE audit_log SET {change} WHERE id = $1", entry)


async def test_who_is_erased_can_be_given_no_name_again(db: Database) -> None:
    """A constraint, for whoever writes by hand."""
    customer_id = await a_customer(db)
    await a_past(db, customer_id)
    await erase(db, customer_id)
    for change in ("display_name = 'Senja'", f"created_at = created_at + interval '{1} s'"):
        with pytest.raises(asyncpg.CheckViolationError):
            await value(db, f"UPDATE customers SET {change} WHERE erased")


def test_a_day_is_a_day() -> None:
    """The given time is late enough in the day for the tests above to show something."""
    assert NOW - NOW.replace(hour=0) > timedelta(hours=1)
