"""Who signs people in, seen from outside: the identity, the provider's interface, its refusals.

None of these exceptions ever carries the token, a part of it, or the exception it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

IdentityName = Literal["firebase", "emulator", "local"]
SignInProvider = Literal["anonymous", "phone", "google", "apple", "facebook"]
RegisteredVia = Literal["phone", "google", "apple", "facebook"]

Refusal = Literal[
    "malformed",
    "too_long",
    "wrong_algorithm",
    "bad_signature",
    "wrong_audience",
    "wrong_issuer",
    "wrong_tenant",
    "expired",
    "future",
    "no_firebase_claim",
    "unsupported_provider",
    "revoked",
    "disabled",
    "unknown_user",
]


@dataclass(frozen=True, slots=True)
class Identity:
    """All that is ever kept of an ID token.

    `uid` is the provider's name for the user, 1 to 128 characters. `provider` is how this token
    was obtained; `registered_via` how the user is known apart from a device, None for somebody
    anonymous. `phone` is verified, E.164, and stays out of the repr.
    """

    uid: str
    provider: SignInProvider
    registered_via: RegisteredVia | None
    phone: str | None = field(repr=False)
    auth_time: datetime


class InvalidIdToken(Exception):
    """This ID token opens nothing. Trying it again will not help."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"the ID token is refused: {reason}")
        self.reason: Refusal = reason


class IdentityUnavailable(Exception):
    """The provider cannot answer now. Trying again later may help.

    `why` is a short stable code: "certificates", "timeout", "busy", "backend", "database",
    "not_prepared", "emulator", "environment".
    """

    def __init__(self, why: str) -> None:
        super().__init__(f"the identity provider is unavailable: {why}")
        self.why = why


class IdentityMisconfigured(Exception):
    """The settings cannot work, and waiting will not mend them. `problems` are sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class IdentityProvider(Protocol):
    """Whoever vouches for people. One for a node, from before ready until the end."""

    @property
    def name(self) -> IdentityName: ...

    async def prepare(self) -> None:
        """Get ready to verify; may be called again after a failure.

        Raises IdentityUnavailable (try again) or IdentityMisconfigured (do not).
        """

    async def verify(self, id_token: str) -> Identity:
        """Who holds this token. Raises InvalidIdToken or IdentityUnavailable."""

    async def close(self) -> None:
        """Let go of everything; safe to call twice, and without `prepare`."""

    def web_config(self) -> dict[str, Any] | None:
        """The public configuration that the apps sign in with, None where there is none."""
