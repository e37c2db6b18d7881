"""The embedded default signs people in: an issuer inside the server, for development and tests.

It plays Firebase: codes by phone, social accounts by subject, linking, and RS256 tokens. Its
verifying half trusts a token no more than the other providers do.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

import structlog

from halobestie.clock import Clock
from halobestie.identity.claims import identity_of
from halobestie.identity.local_otp import new_otp
from halobestie.identity.local_sign_in import (
    SignIn,
    SignInRefused,
    come_in,
    credential_of,
    valid_phone,
)
from halobestie.identity.local_store import LocalStore
from halobestie.identity.local_tokens import KID, SigningKey, new_private_pem, user_claims
from halobestie.identity.model import Identity, IdentityName, IdentityUnavailable, InvalidIdToken
from halobestie.identity.tokens import name_refusal, screen

log = structlog.get_logger(__name__)

LOCAL_PROJECT: Final = "halobestie-local"


class LocalProvider:
    """Issues and verifies tokens with a key that all nodes on one store share."""

    def __init__(self, store: LocalStore, clock: Clock, project_id: str = LOCAL_PROJECT) -> None:
        self._store = store
        self._clock = clock
        self._project_id = project_id
        self._key: SigningKey | None = None

    @property
    def name(self) -> IdentityName:
        return "local"

    async def prepare(self) -> None:
        """Read the key, or make it. Raises IdentityUnavailable."""
        pem = await self._store.key(KID)
        if pem is None:
            fresh = await asyncio.to_thread(new_private_pem)
            pem = await self._store.keep_key(KID, fresh, self._clock.now())
        self._key = SigningKey(pem)
        log.info("identity_ready", provider=self.name, project_id=self._project_id)

    async def verify(self, id_token: str) -> Identity:
        return self._verified(id_token, self._clock.now())

    async def close(self) -> None:
        self._key = None

    def web_config(self) -> None:
        return None

    async def request_otp(self, phone_e164: str, now: datetime) -> str:
        """A code of six digits for this phone, in place of an older one.

        Good for 5 minutes and 5 wrong tries. Raises SignInRefused("invalid_phone").
        """
        otp = new_otp(now)
        await self._store.put_otp(valid_phone(phone_e164), otp)
        return otp.code

    async def sign_in(self, asked: SignIn, now: datetime) -> str:
        """An ID token, good for an hour. Raises SignInRefused or IdentityUnavailable."""
        key = self._signing_key()
        credential = credential_of(asked)
        link = None if asked.link_to is None else await self._linked_user(asked.link_to, now)
        uid = await come_in(self._store, asked, credential, link, now)
        held = await self._store.credentials(uid)
        log.info("local_signed_in", uid=uid, provider=asked.provider, linked=link is not None)
        claims = user_claims(
            project_id=self._project_id,
            uid=uid,
            signed_in_by=credential,
            credentials=held,
            name=asked.name,
            now=now,
        )
        return key.sign(claims)

    async def _linked_user(self, id_token: str, now: datetime) -> str:
        try:
            uid = self._verified(id_token, now).uid
        except InvalidIdToken:
            uid = None
        if uid is None or not await self._store.has_user(uid):
            raise SignInRefused("invalid_link_token")
        return uid

    def _verified(self, id_token: str, now: datetime) -> Identity:
        screen(id_token)
        claims = self._signing_key().verified(id_token)
        if claims is None:
            raise InvalidIdToken(name_refusal(id_token, self._project_id, now))
        return identity_of(claims, self._project_id, now)

    def _signing_key(self) -> SigningKey:
        if self._key is None:
            raise IdentityUnavailable("not_prepared")
        return self._key
