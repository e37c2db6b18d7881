"""Signing in at the local issuer: who comes in as which user, and who is refused.

    anonymous ───────────────────────────────▶ a new user
    credential ──has an owner────────────────▶ the owner
               ──has none────────────────────▶ a new user
    credential + link ──has none─────────────▶ the linked user
                      ──has another owner────▶ credential_in_use
                      ──user has another one─▶ already_linked

A phone number is a credential once its code is right. A code is spent by coming in; it is not
spent by credential_in_use, so that the answer "then use that account" needs no second code.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from halobestie.identity.local_otp import Otp, OtpOutcome, try_otp
from halobestie.identity.local_store import Credential, LocalStore
from halobestie.identity.model import SignInProvider
from halobestie.identity.phones import InvalidPhone, parse_phone

SignInRefusal = Literal[
    "invalid_data",
    "invalid_phone",
    "invalid_code",
    "expired_code",
    "invalid_link_token",
    "credential_in_use",
    "already_linked",
]


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody asks for. `phone` needs `phone` and `code`, a social provider `subject`.

    `name` plays the social name. `link_to` is an ID token whose user keeps its uid.
    """

    provider: SignInProvider
    phone: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    subject: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    link_to: str | None = field(default=None, repr=False)


class SignInRefused(Exception):
    """The local issuer lets nobody in on this."""

    def __init__(self, code: SignInRefusal) -> None:
        super().__init__(f"the sign-in is refused: {code}")
        self.code: SignInRefusal = code


def credential_of(asked: SignIn) -> Credential | None:
    """The credential in it, None for anonymous. Raises SignInRefused."""
    if asked.name is not None and len(asked.name) > 200:
        raise SignInRefused("invalid_data")
    if asked.provider == "anonymous":
        if asked.link_to is not None:
            raise SignInRefused("invalid_data")
        return None
    if asked.provider == "phone":
        return Credential("phone", valid_phone(asked.phone))
    subject = asked.subject or ""
    if not (1 <= len(subject) <= 128 and subject.isascii() and subject.isprintable()):
        raise SignInRefused("invalid_data")
    return Credential(asked.provider, subject)


def valid_phone(phone: str | None) -> str:
    try:
        return parse_phone(phone or "")
    except InvalidPhone:
        pass
    raise SignInRefused("invalid_phone")


async def come_in(
    store: LocalStore, asked: SignIn, credential: Credential | None, link: str | None, now: datetime
) -> str:
    """The uid of whoever comes in; `link` is the user that `link_to` names.

    Raises SignInRefused. Two who come at once with one credential are the same user.
    """
    if credential is None:
        return await store.add_user(_new_uid(), None, now)
    owner = await store.owner(credential)
    in_use = link is not None and owner not in (None, link)
    if credential.provider == "phone":
        await _check_code(store, credential.subject, asked.code or "", in_use, now)
    if link is not None:
        await _link(store, link, credential)
        return link
    return owner or await store.add_user(_new_uid(), credential, now)


async def _check_code(store: LocalStore, phone: str, code: str, keep: bool, now: datetime) -> None:
    def change(otp: Otp | None) -> tuple[OtpOutcome, Otp | None]:
        outcome, left = try_otp(otp, code, now)
        return outcome, otp if outcome == "right" and keep else left

    outcome = await store.change_otp(phone, change)
    if outcome != "right":
        raise SignInRefused("invalid_code" if outcome == "wrong" else "expired_code")


async def _link(store: LocalStore, uid: str, credential: Credential) -> None:
    if await store.link(uid, credential):
        return
    owner = await store.owner(credential)
    raise SignInRefused("already_linked" if owner is None else "credential_in_use")


def _new_uid() -> str:
    """28 characters, as Firebase's are."""
    return secrets.token_urlsafe(21)
