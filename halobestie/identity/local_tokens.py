"""The local issuer's tokens: of Firebase's shape, signed and verified with a key of our own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.types import Options

from halobestie.identity.claims import ISSUER, Claims
from halobestie.identity.local_store import Credential

LIFETIME_S: Final = 3600
# One name for the one key, so that nodes that start together collide and agree on it.
KID: Final = "local-1"

FIREBASE_NAMES: Final = {
    "phone": "phone",
    "google": "google.com",
    "apple": "apple.com",
    "facebook": "facebook.com",
}
_SIGNATURE_ALONE: Final[Options] = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


def new_private_pem() -> str:
    """A fresh RSA key of 2048 bits. Takes a good part of a second: not for the event loop."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class SigningKey:
    """The issuer's key: RS256 in both directions, and no other algorithm."""

    def __init__(self, private_pem: str) -> None:
        key = serialization.load_pem_private_key(private_pem.encode(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey), "the local issuer's key is RSA"
        self._private, self._public = key, key.public_key()

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self._private, algorithm="RS256", headers={"kid": KID})

    def verified(self, id_token: str) -> Claims | None:
        """The claims, if this key signed them; when and for whom is for others to check."""
        try:
            if jwt.get_unverified_header(id_token).get("kid") != KID:
                return None
            claims: Claims = jwt.decode(
                id_token,
                self._public,
                algorithms=["RS256"],
                options=_SIGNATURE_ALONE,
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            return None  # the texts of these may quote the token
        return claims


def user_claims(
    *,
    project_id: str,
    uid: str,
    signed_in_by: Credential | None,
    credentials: tuple[Credential, ...],
    name: str | None,
    now: datetime,
) -> dict[str, Any]:
    """What Firebase would put into this user's token; `signed_in_by` None is anonymous."""
    at = int(now.timestamp())
    identities = {FIREBASE_NAMES[held.provider]: [held.subject] for held in credentials}
    social = _social_profile(signed_in_by, name)
    if social:
        identities["email"] = [social["email"]]
    provider = "anonymous" if signed_in_by is None else FIREBASE_NAMES[signed_in_by.provider]
    claims: dict[str, Any] = {
        **social,
        "iss": ISSUER + project_id,
        "aud": project_id,
        "sub": uid,
        "user_id": uid,
        "auth_time": at,
        "iat": at,
        "exp": at + LIFETIME_S,
        "firebase": {"identities": identities, "sign_in_provider": provider},
    }
    if "phone" in identities:
        claims["phone_number"] = identities["phone"][0]
    return claims


def _social_profile(signed_in_by: Credential | None, name: str | None) -> dict[str, str]:
    """The name, e-mail and picture that a social account brings along, for us to drop."""
    if signed_in_by is None or signed_in_by.provider == "phone":
        return {}
    who = hashlib.sha256(f"{signed_in_by.provider} {signed_in_by.subject}".encode()).hexdigest()
    return {
        "name": name or f"Social {who[:8]}",
        "email": f"{who[:16]}@social.invalid",
        "picture": f"https://social.invalid/{who[:16]}.png",
    }
