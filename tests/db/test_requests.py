"""Requests: one open one a customer, the same press is the same request, and closed is closed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Literal
from uuid import uuid4

import asyncpg
import pytest

from halobestie.db.customers import link_customer, read_customer
from halobestie.db.pairing import close_request, open_request
from halobestie.db.pool import Database
from halobestie.db.sessions import end_session
from halobestie.db.settings import change_settings
from halobestie.domain import Request
from halobestie.effects import EndSession
from halobestie.messages import RequestClosed, RequestOpened, RequestRefused
from tests.db.given import (
    NOW,
    STAFF,
    Known,
    a_claim,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    a_session,
    an_admin,
    audit_log,
    by_phone,
    decide,
    fetch,
    later,
    new_id,
    value,
    wants_closed,
    wants_request,
)


async def test_a_new_request_has_the_terms_of_its_moment(db: Database) -> None:
    """The method and limits are copied; changing the settings later changes nothing of it."""
    # given
    node, customer_id = await a_node(db), await a_customer(db)
    customer = await read_customer(db, customer_id)
    wanted = {"pairing_method": "round_robin", "offer_timeout_s": 7, "request_timeout_s": 60}
    await change_settings(db, wanted, 1, STAFF, NOW)
    # when
    effect = wants_request(customer_id)
    opened = await open_request(db, effect, node)
    await change_settings(db, {"pairing_method": "blast", "offer_timeout_s": 1}, 2, STAFF, NOW)
    # then
    assert customer is not None
    request = Request(
        effect.request_id, customer_id, customer.display_name, "round_robin", 7, NOW, later(60)
    )
    assert opened == RequestOpened(request, new=True)
    assert await open_request(db, wants_request(customer_id), node) == RequestOpened(
        request, new=False
    )
    assert await value(db, "SELECT terms FROM requests") == {
        "settings_version": 2,
        "payment_timeout_s": 900,
        "price_list": [
            {"duration_min": 30, "price_idr": 35000},
            {"duration_min": 60, "price_idr": 60000},
        ],
        "trial": None,
    }


async def test_a_trial_is_for_the_first_session_of_a_registered_customer(db: Database) -> None:
    """An anonymous one has none, nor has the second session."""
    # given
    node, mitra_id = await a_node(db), await a_mitra(db)
    anonymous, registered = await a_customer(db), await a_customer(db, by_phone())
    terms = "SELECT terms -> 'trial' FROM requests WHERE id = $1"
    # when
    first = await a_request(db, node, registered)
    other = await a_request(db, node, anonymous)
    await decide(db, node, a_claim(first.request_id, mitra_id))
    (session,) = await fetch(db, "SELECT id FROM sessions")
    await end_session(db, EndSession(session["id"], None, None, None, "mitra", NOW, None))
    second = await a_request(db, node, registered)
    # then
    assert await value(db, terms, first.request_id) == {"duration_min": 15}
    assert await value(db, terms, second.request_id) is None
    assert await value(db, terms, other.request_id) is None


async def test_fifty_presses_at_once_are_one_request(db: Database) -> None:
    """Every one of them gets the same answer; one of them is new."""
    # given
    node, customer_id = await a_node(db), await a_customer(db)
    # when
    opened = await asyncio.gather(
        *(open_request(db, wants_request(customer_id), node) for _ in range(50))
    )
    # then
    assert all(isinstance(one, RequestOpened) for one in opened)
    assert len({one.request for one in opened if isinstance(one, RequestOpened)}) == 1
    assert [one.new for one in opened if isinstance(one, RequestOpened)].count(True) == 1
    assert await value(db, "SELECT count(*) FROM requests") == 1


async def test_the_same_press_is_the_same_request_also_when_it_is_closed(db: Database) -> None:
    """A phone that missed the answer does not start a second search."""
    # given
    node, customer_id, command_id = await a_node(db), await a_customer(db), str(uuid4())
    opened = await open_request(db, wants_request(customer_id, NOW, command_id), node)
    assert isinstance(opened, RequestOpened)
    await close_request(db, wants_closed(opened.request.request_id, "expired", later(180)))
    # when
    again = await open_request(db, wants_request(customer_id, later(181), command_id), node)
    # then
    assert again == replace(opened, new=False)
    assert await value(db, "SELECT count(*) FROM requests") == 1


async def test_a_command_id_that_is_no_uuid_tells_no_press_from_another(db: Database) -> None:
    """ "c1" is every phone's first command."""
    # given
    node, customer_id = await a_node(db), await a_customer(db)
    opened = await open_request(db, wants_request(customer_id, NOW, "c1"), node)
    assert isinstance(opened, RequestOpened)
    await close_request(db, wants_closed(opened.request.request_id, "cancelled"))
    # when
    again = await open_request(db, wants_request(customer_id, NOW, "c1"), node)
    # then
    assert isinstance(again, RequestOpened) and again.new
    assert again.request.request_id != opened.request.request_id


async def test_the_same_effect_again_is_still_new(db: Database) -> None:
    """Whoever lost the answer still has to find somebody for this request."""
    # given
    node, effect = await a_node(db), wants_request(await a_customer(db))
    opened = await open_request(db, effect, node)
    # then
    assert await open_request(db, effect, node) == opened
    assert isinstance(opened, RequestOpened) and opened.new
    # when
    await close_request(db, wants_closed(effect.request_id, "cancelled"))
    # then
    assert await open_request(db, effect, node) == replace(opened, new=False)


async def test_who_is_in_a_session_searches_for_no_other(db: Database) -> None:
    """Until it has ended."""
    # given
    node = await a_node(db)
    session = await a_session(db, node)
    # then
    refused = await open_request(db, wants_request(session.customer_id), node)
    assert refused == RequestRefused("session_live")
    # when
    await end_session(db, EndSession(session.session_id, None, None, None, "mitra", NOW, None))
    # then
    opened = await open_request(db, wants_request(session.customer_id), node)
    assert isinstance(opened, RequestOpened)


async def test_a_press_while_the_request_is_being_accepted(db: Database) -> None:
    """It is the same request, or there is a session already; never a second search."""
    node, mitra_id = await a_node(db), await a_mitra(db)
    await change_settings(db, {"max_customers_per_mitra": 100}, 1, STAFF, NOW)
    for _ in range(20):
        # given
        request = await a_request(db, node)
        # when
        _, *answers = await asyncio.gather(
            decide(db, node, a_claim(request.request_id, mitra_id)),
            *(open_request(db, wants_request(request.customer_id), node) for _ in range(5)),
        )
        # then
        for answer in answers:
            assert answer in (RequestOpened(request, new=False), RequestRefused("session_live"))
    assert await value(db, "SELECT count(*) FROM requests") == 20


async def test_while_anonymity_is_off_only_registered_customers_search(db: Database) -> None:
    """The same account, once it is linked."""
    # given
    node, customer_id = await a_node(db), await a_customer(db)
    await change_settings(db, {"anonymity_enabled": False}, 1, STAFF, NOW)
    # then
    refused = await open_request(db, wants_request(customer_id), node)
    assert refused == RequestRefused("registration_required")
    # when
    await link_customer(db, customer_id, Known("uid-linked", "google"), NOW)
    # then
    assert isinstance(await open_request(db, wants_request(customer_id), node), RequestOpened)


async def test_a_customer_who_is_unknown_and_a_node_that_is_over(db: Database) -> None:
    """Neither opens anything."""
    node = await a_node(db)
    unknown = await open_request(db, wants_request(new_id()), node)
    assert unknown == RequestRefused("customer_not_found")
    # when the node starts anew
    await a_node(db)
    ghost = await open_request(db, wants_request(await a_customer(db)), node)
    # then
    assert ghost == RequestRefused("unavailable")
    assert await value(db, "SELECT count(*) FROM requests") == 0


# -- closing -----------------------------------------------------------------------------


async def test_a_customer_cancels_once(db: Database) -> None:
    """The first attempt changes it; a later one is told how it stands."""
    # given
    request = await a_request(db, await a_node(db))
    effect = replace(
        wants_closed(request.request_id, "cancelled", later(3)),
        customer_id=request.customer_id,
        reason="customer",
        reply_to="r1",
    )
    # when
    first = await close_request(db, effect)
    second = await close_request(db, wants_closed(request.request_id, "expired", later(9)))
    # then
    closed = RequestClosed(
        request.request_id, request.customer_id, "cancelled", "customer", True, "r1"
    )
    assert first == closed
    assert second == replace(closed, changed=False, reply_to=None)
    assert await value(db, "SELECT closed_at FROM requests") == later(3)
    assert await audit_log(db) == []


async def test_nobody_cancels_anybody_elses(db: Database) -> None:
    """It is as if it were not there."""
    request = await a_request(db, await a_node(db))
    effect = replace(wants_closed(request.request_id, "cancelled"), customer_id=new_id())
    assert await close_request(db, effect) == RequestClosed(
        request.request_id, None, None, None, changed=False
    )
    unknown = await close_request(db, wants_closed(new_id(), "cancelled"))
    assert (unknown.state, unknown.changed) == (None, False)
    assert await value(db, "SELECT state FROM requests") == "open"


async def test_a_request_that_was_accepted_cannot_be_closed(db: Database) -> None:
    """Whoever is too late is told that it was accepted."""
    session = await a_session(db, await a_node(db))
    closed = await close_request(db, wants_closed(session.request_id, "cancelled"))
    assert (closed.state, closed.changed) == ("accepted", False)


async def test_the_control_center_cancels_with_an_entry(db: Database) -> None:
    """Once: a second attempt changes nothing and leaves none."""
    # given
    request, admin = await a_request(db, await a_node(db)), await an_admin(db)
    effect = replace(wants_closed(request.request_id, "cancelled", later(3)), user_id=admin.user_id)
    # when
    await close_request(db, effect)
    await close_request(db, effect)
    # then
    assert await audit_log(db) == [
        {
            "user_id": admin.user_id,
            "user_name": admin.display_name,
            "action": "request.cancel",
            "subject_kind": "request",
            "subject_id": request.request_id,
            "before": {"state": "open"},
            "after": {"state": "cancelled"},
            "at": later(3),
        }
    ]


@pytest.mark.parametrize("state", ["cancelled", "expired"])
async def test_accept_and_close_at_once_have_one_end(
    db: Database, state: Literal["cancelled", "expired"]
) -> None:
    """Twenty times over: a session, or a closed request, never both and never neither."""
    node = await a_node(db)
    for _ in range(20):
        # given
        request, mitra_id = await a_request(db, node), await a_mitra(db)
        # when
        await asyncio.gather(
            decide(db, node, a_claim(request.request_id, mitra_id)),
            close_request(db, wants_closed(request.request_id, state)),
        )
        # then
        (row,) = await fetch(
            db,
            "SELECT r.state, s.id FROM requests r LEFT JOIN sessions s ON s.request_id = r.id"
            " WHERE r.id = $1",
            request.request_id,
        )
        assert (row["state"] == "accepted") == (row["id"] is not None)
        assert row["state"] in ("accepted", state)


@pytest.mark.parametrize("state", ["open", "accepted", "cancelled"])
async def test_the_schema_keeps_a_closed_request_closed(db: Database, state: str) -> None:
    """Also for somebody who writes SQL."""
    request = await a_request(db, await a_node(db))
    await close_request(db, wants_closed(request.request_id, "expired"))
    with pytest.raises(asyncpg.PostgresError, match="a closed request stays closed"):
        await value(db, "UPDATE requests SET state = $1, closed_at = NULL", state)


async def test_the_schema_has_one_open_request_a_customer(db: Database) -> None:
    """However it is written."""
    node = await a_node(db)
    request = await a_request(db, node)
    copy = (
        "INSERT INTO requests (id, customer_id, pairing_method, offer_timeout_s, terms,"
        " created_at, expires_at, home_node, home_epoch)"
        " SELECT $1, customer_id, pairing_method, offer_timeout_s, terms, created_at,"
        " expires_at, home_node, home_epoch FROM requests WHERE id = $2"
    )
    with pytest.raises(asyncpg.UniqueViolationError, match="requests_one_open_per_customer"):
        await value(db, copy, new_id(), request.request_id)
