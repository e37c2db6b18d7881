"""What a person has a right to see: all of it, of one moment, and nothing of anybody else."""

from __future__ import annotations

import re

from halobestie.db.audit import list_audit
from halobestie.db.erasure import erase_customer
from halobestie.db.pages import Page
from halobestie.db.pairing import close_request, record_offers
from halobestie.db.personal_data import PersonalData, export_customer
from halobestie.db.pool import Database
from halobestie.effects import RecordOffers
from halobestie.errors import Refused
from tests.db.given import (
    NOW,
    STAFF,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    by_phone,
    fetch,
    later,
    new_id,
    wants_closed,
)
from tests.db.test_erasure import NAME, PHONE, SOMEBODY, WORDS, a_past, senja

NOT_A_PERSONS = {"nodes", "settings", "mitras", "online_periods", "users", "user_sessions"}
HOLD_A_PERSON = {
    "assignments",
    "audit_log",
    "customer_identities",
    "customers",
    "logins",
    "offer_events",
    "requests",
    "sessions",
}
LOCAL_ISSUERS = re.compile("local_identity_.*")
COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""
LEFT_OUT = {
    ("customers", "erased"),  # an export is of somebody who is there
    ("logins", "token_hash"),
    ("logins", "role"),
    ("logins", "mitra_id"),
    ("requests", "command_id"),  # a number that the phone made up
    ("requests", "offer_timeout_s"),
    ("requests", "home_node"),
    ("requests", "home_epoch"),
    ("requests", "changed_in"),
    ("sessions", "changed_in"),
    ("sessions", "version"),
    ("sessions", "payment_due_at"),
    ("sessions", "ended_by"),  # staff
    ("audit_log", "user_id"),
    ("audit_log", "user_name"),
}


async def exported(db: Database, customer_id: str) -> PersonalData:
    data = await export_customer(db, customer_id, STAFF, later(60))
    assert isinstance(data, PersonalData)
    return data


async def test_all_that_is_kept_is_in_it(db: Database) -> None:
    """Account, identities, logins, requests with the counts of their offers, sessions, audit."""
    # given
    customer_id, _ = await senja(db)
    session_id = await a_past(db, customer_id)
    # when
    data = await exported(db, customer_id)
    # then
    account = data.customer
    assert (account.customer_id, account.display_name) == (customer_id, NAME)
    assert (account.phone, account.registered_via) == (PHONE, "phone")
    assert [one.uid for one in data.identities] == [SOMEBODY.uid]
    assert [one.created_at for one in data.logins] == [NOW]
    assert {one.state: one.offers for one in data.requests} == {
        "expired": {},
        "accepted": {"won": 1},
    }
    (session,) = data.sessions
    assert (session.session_id, session.state) == (session_id, "ended")
    assert [one.reason for one in session.besties] == [None, WORDS]
    assert session.besties[0].to_at == session.besties[1].from_at
    assert [one.action for one in data.audit_log] == ["session.reroute", "session.end"]


async def test_the_mitra_who_were_asked_are_a_number(db: Database) -> None:
    """Who they are is told where one came, and nowhere else."""
    # given
    node, customer_id = await a_node(db), await a_customer(db)
    besties = [await a_mitra(db) for _ in range(3)]
    request = await a_request(db, node, customer_id)
    lines = (("offered", tuple(besties)), ("declined", (besties[0],)))
    for outcome, ids in lines:
        line = RecordOffers(request.request_id, later(1), outcome, None, ids)  # type: ignore[arg-type]
        await record_offers(db, [line])
    await close_request(db, wants_closed(request.request_id, "expired", later(2)))
    # when
    data = await exported(db, customer_id)
    # then
    assert data.requests[0].offers == {"declined": 1, "expired": 2}
    assert not [one for one in besties if one in str(data)]


async def test_nobody_else_is_in_it(db: Database) -> None:
    """Neither another customer nor who in the staff did something."""
    # given
    customer_id, other = await a_customer(db), await a_customer(db, by_phone())
    await a_past(db, other)
    await a_past(db, customer_id)
    theirs = [row["id"] for row in await fetch(db, "SELECT id FROM users")]
    theirs += [row["id"] for row in await fetch(db, "SELECT id FROM mitras")]
    # when
    told = str(await exported(db, customer_id))
    # then
    for table in ("requests", "sessions", "logins"):
        rows = await fetch(db, f"SELECT id FROM {table} WHERE customer_id = $1", other)
        assert rows and not [row["id"] for row in rows if row["id"] in told], table
    assert other not in told
    assert "a user" not in told
    ids = [id_ for id_ in theirs if id_ in told]
    moved_to = "SELECT DISTINCT after ->> 'mitra_id' AS id FROM audit_log WHERE after ? 'mitra_id'"
    moved_from = moved_to.replace("after", "before")
    known = {row["id"] for sql in (moved_to, moved_from) for row in await fetch(db, sql)}
    assert set(ids) <= known, "a mitra's id is in what the audit log says of a reroute, or nowhere"


async def test_taking_it_out_is_in_the_audit_log(db: Database) -> None:
    """By id, and in the next export of the same person."""
    customer_id = await a_customer(db, by_phone())
    await exported(db, customer_id)
    (entry,), _ = await list_audit(db, Page(filters={"action": "customer.export"}))
    assert (entry.subject_id, entry.before, entry.after) == (customer_id, None, None)
    assert [one.action for one in (await exported(db, customer_id)).audit_log] == [
        "customer.export"
    ]


async def test_of_nobody_there_is_nothing(db: Database) -> None:
    """Unknown, erased, or the row that keeps an erased customer's history: one answer, no line."""
    customer_id = await a_customer(db)
    await a_past(db, customer_id)
    await erase_customer(db, customer_id, "minor", STAFF, later(60))
    (nobody,) = await fetch(db, "SELECT id FROM customers")
    for id_ in (customer_id, nobody["id"], new_id()):
        refused = await export_customer(db, id_, STAFF, later(61))
        assert refused == Refused("customer_not_found")
    assert (await list_audit(db, Page(filters={"action": "customer.export"})))[1] == 0


async def test_a_column_that_is_new_is_thought_about(db: Database) -> None:
    """Every table is one that holds a person or not, every column is exported or left out."""
    # given
    columns = {(row["table_name"], row["column_name"]) for row in await fetch(db, COLUMNS)}
    tables = {name for name, _ in columns if not LOCAL_ISSUERS.fullmatch(name)}
    # then
    assert tables - {"alembic_version"} <= NOT_A_PERSONS | HOLD_A_PERSON
    assert columns >= LEFT_OUT
    told = {
        "customers": "id display_name registered_via registered_at phone created_at",
        "customer_identities": "uid customer_id created_at",
        "logins": "id customer_id created_at expires_at ended_at",
        "requests": "id customer_id state reason pairing_method terms created_at expires_at"
        " closed_at",
        "sessions": "id request_id customer_id mitra_id state created_at started_at ends_at"
        " ended_at end_reason assigned_at assigned_by assigned_user_id assigned_reason"
        " assigned_override",
        "audit_log": "id at action subject_kind subject_id before after",
    }
    for table, names in told.items():
        mine = {name for of, name in columns if of == table} - {
            n for of, n in LEFT_OUT if of == table
        }
        assert mine == set(names.split()), f"{table}: is this new column of the person?"
