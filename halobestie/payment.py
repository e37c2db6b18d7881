"""The payment port: asks for money, and says when it is there. A gateway can take its place.

The timeout of a payment is not kept here but in `sessions.payment_due_at`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from halobestie.domain import SessionId

Confirm = Callable[[SessionId], None]


class PaymentPort(Protocol):
    """`request` returns at once; `confirm` is called when the customer has paid, perhaps twice."""

    name: str

    def request(self, session_id: SessionId, confirm: Confirm) -> None: ...


class SkipPayment:
    """The only provider for now: nothing is charged, every session is confirmed at once."""

    name = "skip"

    def request(self, session_id: SessionId, confirm: Confirm) -> None:
        confirm(session_id)
