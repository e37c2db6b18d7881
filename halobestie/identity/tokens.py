"""An ID token as text: too long or no JWT is refused at once, a refused one is told apart.

Nothing here trusts a token. The referee is firebase-admin or PyJWT; its exceptions quote tokens,
so their texts are never read: the reason comes from a look of our own.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

import jwt

from halobestie.identity.claims import identity_of
from halobestie.identity.model import InvalidIdToken, Refusal

MAX_TOKEN: Final = 8 * 1024
# The signature may be empty: the emulator's tokens have none.
_JWT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


def screen(id_token: str) -> None:
    """Refuse what cannot be an ID token before anything costly sees it."""
    if len(id_token) > MAX_TOKEN:
        raise InvalidIdToken("too_long")
    if not _JWT.fullmatch(id_token):
        raise InvalidIdToken("malformed")


def name_refusal(id_token: str, project_id: str, now: datetime) -> Refusal:
    """Why the referee refused this token; only for the log and the answer, never to accept."""
    try:
        unverified = jwt.decode_complete(id_token, options={"verify_signature": False})
        identity_of(unverified["payload"], project_id, now)
    except InvalidIdToken as refused:
        return refused.reason
    except (jwt.PyJWTError, ValueError, TypeError):
        return "malformed"
    return "bad_signature" if unverified["header"].get("alg") == "RS256" else "wrong_algorithm"
