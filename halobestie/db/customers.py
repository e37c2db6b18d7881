"""Customers, to import from: their accounts, and how they come in."""

from halobestie.db.customer_accounts import (
    CustomerAccount,
    CustomerSnapshot,
    OpenRequestCard,
    RegisteredVia,
    customer_snapshot,
    list_customers,
    read_customer,
    rename_customer,
)
from halobestie.db.customer_entry import Identity, LoggedIn, link_customer, log_in_customer

__all__ = [
    "CustomerAccount",
    "CustomerSnapshot",
    "Identity",
    "LoggedIn",
    "OpenRequestCard",
    "RegisteredVia",
    "customer_snapshot",
    "link_customer",
    "list_customers",
    "log_in_customer",
    "read_customer",
    "rename_customer",
]
