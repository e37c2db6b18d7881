"""The rights of the person, exercised by an admin: take out all that is kept, and erase it.

GET  /v1/customers/{id}/export ─▶ a JSON file           (in the audit log)
POST /v1/customers/{id}/erase  ─▶ the person is gone    (in the audit log, by id alone)
                                  ├─ the phone's socket closes with 4500: the login ended
                                  └─ users to delete at the identity provider, named once
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web

from halobestie.db.erasure import ErasureReason, erase_customer
from halobestie.db.personal_data import PersonalData, export_customer
from halobestie.http.asked import granted
from halobestie.http.body import Body
from halobestie.http.close_codes import NOT_AUTHENTICATED
from halobestie.http.route import Call, Route, json_response
from halobestie.http.staff_gate import Caller
from halobestie.messages import AccountShut

log = structlog.get_logger(__name__)


class Erasure(Body):
    """Why; it stays in the audit log."""

    reason: ErasureReason


@dataclass(frozen=True, slots=True)
class ErasedAnswer:
    """`provider_users`: what the identity provider calls this person. They are kept nowhere here
    any more, and are to be deleted there. Empty with the local provider, and when it was done
    before."""

    provider_users: list[str]


async def export(call: Call) -> web.Response:
    """Everything about one customer, as a file to hand over."""
    customer_id, by = call.ids["customer_id"], call.caller(Caller).staff
    data = granted(await export_customer(call.services.database, customer_id, by, call.now))
    log.info("customer_exported", customer_id=customer_id, by=by.user_id)
    response = json_response(data)
    name = f"halobestie-customer-{customer_id}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


async def erase(call: Call) -> ErasedAnswer:
    """Once it is committed, the phone hears that its login has ended."""
    customer_id, by = call.ids["customer_id"], call.caller(Caller).staff
    reason, services = call.body(Erasure).reason, call.services
    outcome = await erase_customer(services.database, customer_id, reason, by, call.now)
    erased = granted(outcome)
    services.sockets.close_account("customer", customer_id, NOT_AUTHENTICATED)
    services.announce(AccountShut("customer", customer_id, NOT_AUTHENTICATED))
    log.info("customer_erased", customer_id=customer_id, by=by.user_id, again=erased.again)
    return ErasedAnswer([] if services.identity.name == "local" else list(erased.uids))


CUSTOMER_RIGHTS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/customers/{customer_id}/export",
        export,
        "Everything that is kept about one customer, as a file",
        who="admin",
        answers={200: PersonalData},
        refusals=("customer_not_found",),
        tag="customers",
    ),
    Route(
        "POST",
        "/v1/customers/{customer_id}/erase",
        erase,
        "Erase one customer: the counts stay, and nothing of the person",
        who="admin",
        body=Erasure,
        answers={200: ErasedAnswer},
        refusals=("customer_not_found", "customer_busy"),
        tag="customers",
    ),
)
