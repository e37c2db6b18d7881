"""What the local issuer remembers: the interface, with memory behind it for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from halobestie.identity.local_otp import Otp
from halobestie.identity.model import RegisteredVia

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Credential:
    """What somebody signs in with: a phone number in E.164, or a social account's subject."""

    provider: RegisteredVia
    subject: str = field(repr=False)


class LocalStore(Protocol):
    """Shared by all nodes. Every method is atomic; all may raise IdentityUnavailable."""

    async def keep_key(self, kid: str, private_pem: str, now: datetime) -> str:
        """The PEM kept under `kid`: this one, or that of whoever came first."""

    async def key(self, kid: str) -> str | None: ...

    async def has_user(self, uid: str) -> bool: ...

    async def owner(self, credential: Credential) -> str | None:
        """The uid that this credential belongs to."""

    async def credentials(self, uid: str) -> tuple[Credential, ...]:
        """All that this user signs in with, by provider."""

    async def add_user(self, uid: str, credential: Credential | None, now: datetime) -> str:
        """Make a user. Answers the credential's owner: `uid`, or somebody who came first."""

    async def link(self, uid: str, credential: Credential) -> bool:
        """Give the credential to this user; False if it, or the provider, is taken meanwhile.

        A user has one credential of each provider; giving the same one again is True.
        """

    async def put_otp(self, phone: str, otp: Otp) -> None:
        """Keep this code, in place of an older one."""

    async def change_otp(
        self, phone: str, change: Callable[[Otp | None], tuple[T, Otp | None]]
    ) -> T:
        """Let `change` decide on the code of `phone`, and keep (None: forget) what is left."""


class MemoryLocalStore:
    """A store that lasts as long as the object: two providers may share one."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[str, datetime]] = {}
        self._users: dict[str, datetime] = {}
        self._owners: dict[Credential, str] = {}
        self._otps: dict[str, Otp] = {}

    async def keep_key(self, kid: str, private_pem: str, now: datetime) -> str:
        return self._keys.setdefault(kid, (private_pem, now))[0]

    async def key(self, kid: str) -> str | None:
        return self._keys[kid][0] if kid in self._keys else None

    async def has_user(self, uid: str) -> bool:
        return uid in self._users

    async def owner(self, credential: Credential) -> str | None:
        return self._owners.get(credential)

    async def credentials(self, uid: str) -> tuple[Credential, ...]:
        mine = (credential for credential, owner in self._owners.items() if owner == uid)
        return tuple(sorted(mine, key=lambda credential: credential.provider))

    async def add_user(self, uid: str, credential: Credential | None, now: datetime) -> str:
        owner = uid if credential is None else self._owners.setdefault(credential, uid)
        self._users.setdefault(owner, now)
        return owner

    async def link(self, uid: str, credential: Credential) -> bool:
        mine = {held.provider: held for held in await self.credentials(uid)}
        if mine.get(credential.provider, credential) != credential:
            return False
        return self._owners.setdefault(credential, uid) == uid

    async def put_otp(self, phone: str, otp: Otp) -> None:
        self._otps[phone] = otp

    async def change_otp(
        self, phone: str, change: Callable[[Otp | None], tuple[T, Otp | None]]
    ) -> T:
        outcome, left = change(self._otps.get(phone))
        if left is None:
            self._otps.pop(phone, None)
        else:
            self._otps[phone] = left
        return outcome
