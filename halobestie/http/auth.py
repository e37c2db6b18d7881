"""Who calls on the public listener: the bearer token of a phone, and the ID token of a login.

Authorization: Bearer <token> ──sha256──▶ login: not ended, not expired
    none ▶ 401 not_authenticated        of the other role ▶ 403 wrong_role
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Final

import structlog
from aiohttp import web

from halobestie.db.logins import Login, NewLogin, find_login
from halobestie.errors import Refusal
from halobestie.http.route import Who
from halobestie.http.services import SERVICES, Services
from halobestie.identity.model import Identity, InvalidIdToken
from halobestie.ids import secret_token, uuid7

log = structlog.get_logger(__name__)

# As ids.secret_token makes them, with room to grow; anything else needs no look into the database.
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,128}")
_BEARER: Final = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


def hash_of(token: str) -> bytes:
    """What is kept of a token: its SHA-256. It has 256 random bits, so that no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def new_login(services: Services, now: datetime) -> tuple[str, NewLogin]:
    """A fresh token, to be shown once, and what is kept of it."""
    token = secret_token()
    expires_at = now + timedelta(days=services.config.login_ttl_days)
    return token, NewLogin(str(uuid7(now)), hash_of(token), expires_at)


def bearer_token(request: web.BaseRequest) -> str | None:
    """The token of the Authorization header, None without one."""
    match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    return match[1] if match else None


async def login_of(services: Services, token: str | None) -> Login | None:
    """The living login that this token belongs to. Raises DatabaseUnavailable."""
    if token is None or not _TOKEN.fullmatch(token):
        return None
    return await find_login(services.database, hash_of(token), services.clock.now())


async def public_gate(request: web.Request, who: Who) -> Login | None:
    """The gate of the public listener. Raises Refusal."""
    if who == "anyone":
        return None
    login = await login_of(request.app[SERVICES], bearer_token(request))
    if login is None:
        raise Refusal("not_authenticated")
    if who not in ("login", login.role):
        raise Refusal("wrong_role")
    return login


async def verified(services: Services, id_token: str) -> Identity:
    """Whom the identity provider vouches for. Raises Refusal, IdentityUnavailable."""
    try:
        return await services.identity.verify(id_token)
    except InvalidIdToken as bad:
        log.info("id_token_refused", reason=bad.reason)
    raise Refusal("invalid_id_token")


async def challenge(_: web.Request, response: web.StreamResponse) -> None:
    """A 401 names its scheme (RFC 9110); a signal handler for `on_response_prepare`."""
    if response.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
