"""A customer's own account over REST: log in, link a credential, look, choose another name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from halobestie.db.customers import (
    CustomerAccount,
    link_customer,
    log_in_customer,
    read_customer,
    rename_customer,
)
from halobestie.db.logins import Login
from halobestie.errors import CODES, Refusal, Refused
from halobestie.events import CustomerChanged, CustomerView
from halobestie.http.auth import new_login, verified
from halobestie.http.body import Body
from halobestie.http.limits import ANONYMOUS, LOGIN, LOGIN_OF_ACCOUNT, admit
from halobestie.http.route import Answer, Call, Route
from halobestie.http.services import Services
from halobestie.http.typed import DisplayName
from halobestie.http.views import customer_view
from halobestie.messages import CustomerEdited

log = structlog.get_logger(__name__)


class CustomerLogin(Body):
    """`display_name` is needed the first time, and changes nothing afterwards."""

    id_token: str
    display_name: DisplayName | None = None


class CustomerLink(Body):
    id_token: str


class CustomerRename(Body):
    display_name: DisplayName


@dataclass(frozen=True, slots=True)
class CustomerLoggedIn:
    """`token` goes into `Authorization: Bearer`; it is shown this once."""

    token: str
    expires_at: datetime
    customer: CustomerView


@dataclass(frozen=True, slots=True)
class CustomerAnswer:
    customer: CustomerView


async def log_in(call: Call) -> Answer:
    """200 for a customer who was here before, 201 for a new one."""
    services, body = call.services, call.body(CustomerLogin)
    await admit(call, LOGIN)
    identity = await verified(services, body.id_token)
    await admit(call, LOGIN_OF_ACCOUNT, identity.uid)
    if identity.registered_via is None:
        await admit(call, ANONYMOUS)
    token, login = new_login(services, call.now)
    outcome = await log_in_customer(services.database, identity, body.display_name, login, call.now)
    if isinstance(outcome, Refused):
        log.info("customer_login_refused", refusal=outcome.code)
        raise _refusal(outcome)
    view, created = customer_view(outcome.customer), outcome.created
    if outcome.changed:
        _told(services, outcome.customer)
    log.info("customer_logged_in", customer_id=view.id, login_id=login.login_id, created=created)
    return Answer(201 if created else 200, CustomerLoggedIn(token, login.expires_at, view))


async def link(call: Call) -> CustomerAnswer:
    """The anonymous account keeps its id and its history, and is registered from now on."""
    services, customer_id = call.services, call.caller(Login).account_id
    identity = await verified(services, call.body(CustomerLink).id_token)
    outcome = await link_customer(services.database, customer_id, identity, call.now)
    if isinstance(outcome, Refused):
        log.info("customer_link_refused", customer_id=customer_id, refusal=outcome.code)
        raise _refusal(outcome)
    log.info("customer_linked", customer_id=customer_id, registered_via=outcome.registered_via)
    return _told(services, outcome)


async def me(call: Call) -> CustomerAnswer:
    account = await read_customer(call.services.database, call.caller(Login).account_id)
    return CustomerAnswer(customer_view(_there(account)))


async def rename(call: Call) -> CustomerAnswer:
    customer_id = call.caller(Login).account_id
    name = call.body(CustomerRename).display_name
    account = await rename_customer(call.services.database, customer_id, name)
    log.info("customer_renamed", customer_id=customer_id)
    return _told(call.services, _there(account))


def _there(account: CustomerAccount | None) -> CustomerAccount:
    if account is None:  # it went after the gate had looked
        raise Refusal("not_authenticated")
    return account


def _told(services: Services, account: CustomerAccount) -> CustomerAnswer:
    """After the commit: the customer's socket hears of it, the caller reads it."""
    view = customer_view(account)
    services.sockets.push("customer", view.id, CustomerChanged(view))
    services.announce(CustomerEdited(view))
    return CustomerAnswer(view)


def _refusal(refused: Refused) -> Refusal:
    if refused.code == "customer_not_found":
        return Refusal("not_authenticated")
    meaning = CODES[refused.code]
    fields = (("display_name", meaning.sentence),) if meaning.status == 422 else ()
    return Refusal(refused.code, refused.detail, fields)


CUSTOMER_ROUTES: Final = (
    Route(
        "POST",
        "/v1/customer/login",
        log_in,
        "Log in with an ID token; the first time makes the account",
        body=CustomerLogin,
        answers={200: CustomerLoggedIn, 201: CustomerLoggedIn},
        refusals=(
            "invalid_id_token",
            "registration_required",
            "display_name_required",
            "invalid_display_name",
            "identity_unavailable",
            "too_many_attempts",
        ),
        tag="customer",
    ),
    Route(
        "POST",
        "/v1/customer/link",
        link,
        "Register an anonymous account with the credential of an ID token",
        who="customer",
        body=CustomerLink,
        answers={200: CustomerAnswer},
        refusals=(
            "invalid_id_token",
            "credential_in_use",
            "already_registered",
            "identity_unavailable",
        ),
        tag="customer",
    ),
    Route(
        "GET",
        "/v1/customer/me",
        me,
        "The customer's own account",
        who="customer",
        answers={200: CustomerAnswer},
        tag="customer",
    ),
    Route(
        "PATCH",
        "/v1/customer/me",
        rename,
        "Choose another display name",
        who="customer",
        body=CustomerRename,
        answers={200: CustomerAnswer},
        refusals=("invalid_display_name",),
        tag="customer",
    ),
)
