"""Customers: the same person always finds the same account, however often and from wherever."""

from __future__ import annotations

import asyncio

import pytest

from halobestie.db.customers import (
    CustomerAccount,
    LoggedIn,
    customer_snapshot,
    link_customer,
    list_customers,
    log_in_customer,
    read_customer,
    rename_customer,
)
from halobestie.db.logins import find_login
from halobestie.db.pages import Page
from halobestie.db.pool import Database
from halobestie.db.settings import change_settings
from halobestie.errors import Refused
from tests.db.given import (
    NOW,
    STAFF,
    Known,
    a_customer,
    a_node,
    a_request,
    a_session,
    anonymous,
    by_phone,
    later,
    new_id,
    new_login,
    new_phone,
    value,
)


async def _log_in(db: Database, identity: Known, name: str | None = "a name") -> LoggedIn:
    entered = await log_in_customer(db, identity, name, new_login(), NOW)
    assert isinstance(entered, LoggedIn)
    return entered


async def _anonymity_off(db: Database) -> None:
    await change_settings(db, {"anonymity_enabled": False}, 1, STAFF, NOW)


async def test_the_first_login_makes_the_account_and_the_login(db: Database) -> None:
    """With the name that the customer chose, and nothing else of the identity but its kind."""
    # given
    login, identity = new_login(), by_phone()
    # when
    entered = await log_in_customer(db, identity, "a name", login, NOW)
    # then
    assert isinstance(entered, LoggedIn)
    assert entered.created
    customer = entered.customer
    assert customer == CustomerAccount(customer.customer_id, "a name", "phone", identity.phone, NOW)
    found = await find_login(db, login.token_hash, NOW)
    assert found is not None
    assert (found.role, found.account_id) == ("customer", customer.customer_id)


async def test_the_next_login_finds_the_account_and_keeps_the_name(db: Database) -> None:
    """The name is chosen at the first login alone."""
    # given
    identity = anonymous()
    first = await _log_in(db, identity, "the first name")
    # when
    again = await _log_in(db, identity, "another name")
    # then
    assert again == LoggedIn(first.customer, created=False)
    assert await _log_in(db, identity, None) == again


async def test_a_new_uid_with_a_known_number_is_the_same_person(db: Database) -> None:
    """A new phone, the same number: the same account, now under both uids."""
    # given
    phone = new_phone()
    first = await _log_in(db, by_phone(phone))
    another = by_phone(phone)
    # when
    again = await _log_in(db, another, None)
    # then
    assert again == LoggedIn(first.customer, created=False)
    assert await _log_in(db, Known(another.uid), None) == again


async def test_the_same_first_login_twice_at_once_makes_one_customer(db: Database) -> None:
    """A double tap, twenty times over: one account, twenty logins."""
    # given
    identity = by_phone()
    # when
    entered = await asyncio.gather(*(_log_in(db, identity) for _ in range(20)))
    # then
    assert len({one.customer.customer_id for one in entered}) == 1
    assert [one.created for one in entered].count(True) == 1
    assert await value(db, "SELECT count(*) FROM customers") == 1
    assert await value(db, "SELECT count(*) FROM logins") == 20


async def test_two_uids_of_one_number_at_once_make_one_customer(db: Database) -> None:
    """Two devices, both for the first time."""
    # given
    phone = new_phone()
    # when
    entered = await asyncio.gather(*(_log_in(db, by_phone(phone)) for _ in range(10)))
    # then
    assert len({one.customer.customer_id for one in entered}) == 1
    assert await value(db, "SELECT count(*) FROM customer_identities") == 10


async def test_the_first_login_needs_a_name(db: Database) -> None:
    """Nothing is made without it."""
    refused = await log_in_customer(db, anonymous(), None, new_login(), NOW)
    assert refused == Refused("display_name_required")
    assert await value(db, "SELECT count(*) FROM customers") == 0


async def test_while_anonymity_is_off_nobody_new_comes_in_anonymously(db: Database) -> None:
    """An existing anonymous customer may: to link; and whoever is registered."""
    # given
    known = anonymous()
    await _log_in(db, known)
    await _anonymity_off(db)
    # then
    refused = await log_in_customer(db, anonymous(), "a name", new_login(), NOW)
    assert refused == Refused("registration_required")
    assert not (await _log_in(db, known)).created
    assert (await _log_in(db, by_phone())).created


async def test_a_credential_linked_at_the_provider_is_taken_over_at_login(db: Database) -> None:
    """The uid is the same; what the provider has learned about it is kept."""
    # given
    known, phone = anonymous(), new_phone()
    first = await _log_in(db, known)
    # when
    again = await _log_in(db, Known(known.uid, "phone", phone), None)
    # then
    assert (again.created, again.changed) == (False, True)
    assert not (await _log_in(db, Known(known.uid, "phone", phone), None)).changed
    assert again.customer.customer_id == first.customer.customer_id
    assert (again.customer.registered_via, again.customer.phone) == ("phone", phone)


async def test_a_new_number_replaces_the_old_one(db: Database) -> None:
    """Whoever gets the old number next is somebody else."""
    # given
    known, old, new = by_phone(), None, new_phone()
    first = await _log_in(db, known)
    old = known.phone
    # when
    changed = await _log_in(db, Known(known.uid, "phone", new), None)
    # then
    assert changed.customer.phone == new
    stranger = await _log_in(db, by_phone(old))
    assert stranger.created
    assert stranger.customer.customer_id != first.customer.customer_id


async def test_a_number_of_another_customer_stays_there(db: Database) -> None:
    """A uid opens its own account, and takes nothing from another one."""
    # given
    owner, known = by_phone(), anonymous()
    await _log_in(db, owner)
    first = await _log_in(db, known)
    # when
    again = await _log_in(db, Known(known.uid, "phone", owner.phone), None)
    # then
    assert again.customer.customer_id == first.customer.customer_id
    assert (again.customer.registered_via, again.customer.phone) == ("phone", None)


async def test_a_registered_customer_stays_registered(db: Database) -> None:
    """Also when the provider forgets the credential."""
    known = by_phone()
    first = await _log_in(db, known)
    assert (await _log_in(db, Known(known.uid), None)).customer == first.customer


# -- linking -----------------------------------------------------------------------------


async def test_linking_registers_the_same_account(db: Database) -> None:
    """Same id, same name; found by the new credential from now on."""
    # given
    customer_id, identity = await a_customer(db), by_phone()
    before = await read_customer(db, customer_id)
    # when
    linked = await link_customer(db, customer_id, identity, later(60))
    # then
    assert before is not None
    assert linked == CustomerAccount(
        customer_id, before.display_name, "phone", identity.phone, before.created_at
    )
    assert await read_customer(db, customer_id) == linked
    assert (await _log_in(db, identity, None)).customer == linked
    assert await value(db, "SELECT registered_at FROM customers") == later(60)


async def test_linking_a_social_account_needs_no_number(db: Database) -> None:
    """And the uid may stay the same, as the provider links it."""
    # given
    known = anonymous()
    customer_id = await a_customer(db, known)
    # when
    linked = await link_customer(db, customer_id, Known(known.uid, "google"), NOW)
    # then
    assert isinstance(linked, CustomerAccount)
    assert (linked.registered_via, linked.phone) == ("google", None)


async def test_linking_twice_answers_alike(db: Database) -> None:
    """A lost answer is asked for again."""
    customer_id, identity = await a_customer(db), by_phone()
    linked = await link_customer(db, customer_id, identity, NOW)
    assert await link_customer(db, customer_id, identity, later(9)) == linked


async def test_the_same_link_twice_at_once_answers_alike(db: Database) -> None:
    """A double tap."""
    customer_id, identity = await a_customer(db), by_phone()
    done = await asyncio.gather(*(link_customer(db, customer_id, identity, NOW) for _ in range(10)))
    assert all(isinstance(one, CustomerAccount) for one in done)
    assert len(set(map(str, done))) == 1


async def test_a_credential_of_another_customer_is_in_use(db: Database) -> None:
    """By its uid, or by its number under a new uid."""
    # given
    customer_id, theirs, google = await a_customer(db), by_phone(), Known("uid-g", "google")
    await a_customer(db, theirs)
    await a_customer(db, google)
    # then
    refused = Refused("credential_in_use")
    assert await link_customer(db, customer_id, theirs, NOW) == refused
    assert await link_customer(db, customer_id, by_phone(theirs.phone), NOW) == refused
    assert await link_customer(db, customer_id, google, NOW) == refused
    account = await read_customer(db, customer_id)
    assert account is not None and account.registered_via is None


async def test_one_credential_linked_by_two_customers_at_once_goes_to_one(db: Database) -> None:
    """The other one gets the choice."""
    # given
    identity = by_phone()
    customers = [await a_customer(db) for _ in range(5)]
    # when
    done = await asyncio.gather(*(link_customer(db, one, identity, NOW) for one in customers))
    # then
    assert done.count(Refused("credential_in_use")) == 4


async def test_a_registered_account_takes_no_second_credential(db: Database) -> None:
    """It is registered already."""
    customer_id = await a_customer(db, by_phone())
    refused = await link_customer(db, customer_id, by_phone(), NOW)
    assert refused == Refused("already_registered")


async def test_nor_does_it_under_the_same_uid(db: Database) -> None:
    """The provider may link as many as it likes; here it is another credential."""
    customer_id, google = await a_customer(db), Known("uid-g", "google")
    assert isinstance(await link_customer(db, customer_id, google, NOW), CustomerAccount)
    for other in (Known("uid-g", "apple"), Known("uid-g", "google", new_phone())):
        refused = await link_customer(db, customer_id, other, NOW)
        assert refused == Refused("already_registered")


async def test_an_anonymous_identity_links_nothing(db: Database) -> None:
    """It says of nobody who it is."""
    customer_id = await a_customer(db)
    assert await link_customer(db, customer_id, anonymous(), NOW) == Refused("invalid_id_token")


async def test_a_customer_who_is_gone_cannot_be_linked(db: Database) -> None:
    assert await link_customer(db, new_id(), by_phone(), NOW) == Refused("customer_not_found")


# -- reading -----------------------------------------------------------------------------


async def test_a_new_name_is_the_name(db: Database) -> None:
    """It is answered as it is kept."""
    customer_id = await a_customer(db)
    renamed = await rename_customer(db, customer_id, "a new name")
    assert renamed is not None and renamed.display_name == "a new name"
    assert await read_customer(db, customer_id) == renamed
    assert await rename_customer(db, new_id(), "nobody") is None
    assert await read_customer(db, new_id()) is None


async def test_a_snapshot_has_the_open_request_or_the_live_session(db: Database) -> None:
    """Everything that a phone needs after it was away."""
    # given
    node, customer_id = await a_node(db), await a_customer(db)
    account = await read_customer(db, customer_id)
    nothing = await customer_snapshot(db, customer_id)
    # when
    request = await a_request(db, node, customer_id)
    waiting = await customer_snapshot(db, customer_id)
    other = await a_customer(db)
    session = await a_session(db, node, customer_id=other)
    paired = await customer_snapshot(db, other)
    # then
    assert nothing is not None and waiting is not None and paired is not None
    assert (nothing.customer, nothing.request, nothing.session) == (account, None, None)
    assert waiting.request is not None
    assert waiting.request.request_id == request.request_id
    assert (waiting.request.state, waiting.request.expires_at) == ("open", request.expires_at)
    assert waiting.session is None
    assert (paired.request, paired.session) == (None, session)
    assert await customer_snapshot(db, new_id()) is None


@pytest.mark.parametrize(
    ("page", "names", "total"),
    [
        (Page(sort="display_name", order="asc"), ["Ana", "ben", "Cici 50%"], 3),
        (Page(sort="display_name", per_page=2), ["Cici 50%", "ben"], 3),
        (Page(sort="display_name", per_page=2, page=2), ["Ana"], 3),
        (Page(per_page=2, page=9), [], 3),
        (Page(q="BEN"), ["ben"], 1),
        (Page(q="0%"), ["Cici 50%"], 1),
        (Page(q="+6281999"), ["Ana"], 1),
        (Page(q="+62819"), [], 0),
        (
            Page(filters={"registered": False}, sort="display_name", order="asc"),
            ["ben", "Cici 50%"],
            2,
        ),
        (Page(filters={"registered_via": "phone"}), ["Ana"], 1),
        (Page(sort="'; DROP TABLE customers"), ["Cici 50%", "ben", "Ana"], 3),
        (Page(q="\0"), ["Cici 50%", "ben", "Ana"], 3),
    ],
)
async def test_the_list_is_paged_sorted_searched_and_filtered(
    db: Database, page: Page, names: list[str], total: int
) -> None:
    """The newest first, unless it is wanted otherwise; a number is found by all of it alone."""
    # given
    for n, (name, identity) in enumerate(
        [("Ana", by_phone("+6281999")), ("ben", anonymous()), ("Cici 50%", anonymous())]
    ):
        await log_in_customer(db, identity, name, new_login(), later(n))
    # when
    listed, count = await list_customers(db, page)
    # then
    assert [one.display_name for one in listed] == names
    assert count == total
