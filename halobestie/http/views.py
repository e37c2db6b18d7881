"""From an account as PostgreSQL has it to the account as shown to oneself."""

from __future__ import annotations

from halobestie.db.customers import CustomerAccount
from halobestie.db.mitras import MitraAccount
from halobestie.events import CustomerView
from halobestie.http.answers import MitraView


def customer_view(account: CustomerAccount) -> CustomerView:
    return CustomerView(
        id=account.customer_id,
        display_name=account.display_name,
        registered=account.registered_via is not None,
        registered_via=account.registered_via,
        phone=account.phone,
        created_at=account.created_at,
    )


def mitra_view(account: MitraAccount) -> MitraView:
    return MitraView(
        id=account.mitra_id,
        display_name=account.display_name,
        phone=account.phone,
        active=account.active,
    )
