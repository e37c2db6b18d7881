"""From a token's claims to an Identity: the one place where a social name, e-mail and picture end.

All three providers come through here, so every check of ours stands here once:

    claims ── origin ── times ── firebase ── subject ──▶ Identity
                 (any of them: InvalidIdToken)

Claims are Firebase's: https://firebase.google.com/docs/auth/admin/verify-id-tokens
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from halobestie.identity.model import Identity, InvalidIdToken, RegisteredVia, SignInProvider

Claims = Mapping[str, object]

ISSUER: Final = "https://securetoken.google.com/"
CLOCK_SKEW_S: Final = 10
AUTH_TIME_SKEW_S: Final = 60

PROVIDERS: Final[Mapping[str, SignInProvider]] = {
    "anonymous": "anonymous",
    "phone": "phone",
    "google.com": "google",
    "apple.com": "apple",
    "facebook.com": "facebook",
}
_REGISTERED: Final[Mapping[str, RegisteredVia]] = {
    "phone": "phone",
    "google.com": "google",
    "apple.com": "apple",
    "facebook.com": "facebook",
}
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def identity_of(claims: Claims, project_id: str, now: datetime) -> Identity:
    """The identity in `claims`, whose signature somebody else has checked.

    Raises InvalidIdToken. Nothing that is not a field of Identity leaves this function.
    """
    _check_origin(claims, project_id)
    _check_times(claims, now)
    firebase = _mapping(claims.get("firebase"))
    signed_in_by = firebase.get("sign_in_provider")
    if not isinstance(signed_in_by, str):
        raise InvalidIdToken("no_firebase_claim")
    if signed_in_by not in PROVIDERS:
        raise InvalidIdToken("unsupported_provider")
    phone = _phone(claims)
    return Identity(
        uid=_uid(claims),
        provider=PROVIDERS[signed_in_by],
        registered_via=_registered_via(signed_in_by, firebase, phone),
        phone=phone,
        auth_time=datetime.fromtimestamp(_seconds(claims, "auth_time"), UTC),
    )


def _check_origin(claims: Claims, project_id: str) -> None:
    if claims.get("aud") != project_id:
        raise InvalidIdToken("wrong_audience")
    if claims.get("iss") != ISSUER + project_id:
        raise InvalidIdToken("wrong_issuer")
    if (
        _mapping(claims.get("firebase")).get("tenant") is not None
    ):  # this project's tenants sign nobody in here
        raise InvalidIdToken("wrong_tenant")


def _check_times(claims: Claims, now: datetime) -> None:
    seconds = now.timestamp()
    if _seconds(claims, "exp") + CLOCK_SKEW_S <= seconds:
        raise InvalidIdToken("expired")
    if _seconds(claims, "iat") - CLOCK_SKEW_S > seconds:
        raise InvalidIdToken("future")
    if _seconds(claims, "auth_time") - AUTH_TIME_SKEW_S > seconds:
        raise InvalidIdToken("future")


def _seconds(claims: Claims, name: str) -> int:
    """A NumericDate claim; the bound is the year 9999, the last one that a datetime can hold."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 253_402_300_800:
        raise InvalidIdToken("malformed")
    return value


def _uid(claims: Claims) -> str:
    uid = claims.get("sub")
    # Printable, because PostgreSQL takes no NUL and a log line no newline.
    if not isinstance(uid, str) or not 1 <= len(uid) <= 128 or not uid.isprintable():
        raise InvalidIdToken("malformed")
    return uid


def _phone(claims: Claims) -> str | None:
    phone = claims.get("phone_number")
    if phone is None:
        return None
    if not isinstance(phone, str) or not _E164.fullmatch(phone):
        raise InvalidIdToken("malformed")
    return phone


def _registered_via(signed_in_by: str, firebase: Claims, phone: str | None) -> RegisteredVia | None:
    """How the user registered.

    After linking, Firebase may go on saying `anonymous` until the next sign-in: the identities
    tell, and their keys are all that is read of them.
    """
    if signed_in_by in _REGISTERED:
        return _REGISTERED[signed_in_by]
    identities = _mapping(firebase.get("identities"))
    if phone is not None:
        return "phone"
    return next((via for key, via in _REGISTERED.items() if identities.get(key)), None)


def _mapping(value: object) -> Claims:
    return value if isinstance(value, Mapping) else {}
