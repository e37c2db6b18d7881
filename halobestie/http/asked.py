"""What the actors answered to a REST call: a result of the kind that was expected, or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from halobestie.domain import ReplyTo
from halobestie.errors import Refusal, Refused
from halobestie.http.route import Call
from halobestie.messages import Key

T = TypeVar("T")


def granted(result: T | Refused) -> T:
    """The result. Raises Refusal when it is none."""
    if isinstance(result, Refused):
        raise Refusal(result.code, result.detail)
    return result


async def ask(call: Call, key: Key, make: Callable[[ReplyTo], object]) -> object:
    """The reply of the actors. Raises Refusal, `unavailable` when nobody replies in time."""
    return granted(await call.services.door.ask(key, make))
