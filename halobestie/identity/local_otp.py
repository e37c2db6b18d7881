"""One-time codes of the local issuer: the rule, without store or clock.

asked for ──▶ waiting ──right──▶ spent
                 │ ╲──wrong──▶ waiting, one try less
                 ╰─5 minutes, or no try left──▶ expired
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

LIFETIME: Final = timedelta(minutes=5)
TRIES: Final = 5

OtpOutcome = Literal["right", "wrong", "expired"]


@dataclass(frozen=True, slots=True)
class Otp:
    """A code that waits for its phone: six digits, until when, how many wrong tries are left."""

    code: str = field(repr=False)
    expires_at: datetime
    tries_left: int


def new_otp(now: datetime) -> Otp:
    return Otp(f"{secrets.randbelow(10**6):06d}", now + LIFETIME, TRIES)


def try_otp(otp: Otp | None, code: str, now: datetime) -> tuple[OtpOutcome, Otp | None]:
    """What this try comes to, and what is then left to keep."""
    if otp is None:
        return "wrong", None
    if now >= otp.expires_at or otp.tries_left < 1:
        return "expired", otp
    if hmac.compare_digest(otp.code.encode(), code.encode(errors="replace")):
        return "right", None
    return "wrong", replace(otp, tries_left=otp.tries_left - 1)
