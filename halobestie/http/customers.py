"""Customers in the control center: list, search, see how they registered.

A phone number is whole for admins and masked for operators; nobody sees a social account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from halobestie.db.customers import CustomerAccount, RegisteredVia, list_customers, read_customer
from halobestie.db.users import UserRole
from halobestie.errors import Refusal
from halobestie.http.lists import Listing, Search, page_of
from halobestie.http.route import Call, Route
from halobestie.http.staff_gate import Caller
from halobestie.identity.phones import InvalidPhone, mask_phone, parse_phone


class CustomerQuery(Search):
    """`q` is part of a name, or a whole phone number."""

    sort: Literal["created_at", "display_name"] = "created_at"
    registered: bool | None = None
    registered_via: RegisteredVia | None = None


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    id: str
    display_name: str
    registered: bool
    registered_via: RegisteredVia | None
    phone: str | None
    created_at: datetime


async def list_(call: Call) -> Listing[CustomerRecord]:
    query, role = call.query(CustomerQuery), call.caller(Caller).user.role
    page = page_of(query, _whole_number(query.q or ""))
    customers, total = await list_customers(call.services.database, page)
    return Listing([_record(customer, role) for customer in customers], total)


async def read(call: Call) -> CustomerRecord:
    customer = await read_customer(call.services.database, call.ids["customer_id"])
    if customer is None:
        raise Refusal("customer_not_found")
    return _record(customer, call.caller(Caller).user.role)


def _whole_number(typed: str) -> str | None:
    try:
        return parse_phone(typed)
    except InvalidPhone:
        return None


def _record(customer: CustomerAccount, role: UserRole) -> CustomerRecord:
    phone = customer.phone
    return CustomerRecord(
        customer.customer_id,
        customer.display_name,
        customer.registered_via is not None,
        customer.registered_via,
        mask_phone(phone) if phone and role != "admin" else phone,
        customer.created_at,
    )


CUSTOMERS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/customers",
        list_,
        "Customers, and how they registered",
        who="staff",
        query=CustomerQuery,
        answers={200: Listing[CustomerRecord]},
        tag="customers",
    ),
    Route(
        "GET",
        "/v1/customers/{customer_id}",
        read,
        "One customer",
        who="staff",
        answers={200: CustomerRecord},
        refusals=("customer_not_found",),
        tag="customers",
    ),
)
