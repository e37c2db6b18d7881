"""Every forgery that we know: how it is made and by which code it must be refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization

from halobestie.identity.model import Refusal
from tests.identity.forge import Mint, by_hand, segment

FIREBASE_AUDIENCE = (
    "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"
)


Forge = Callable[[Mint, datetime], str]


def changed(**changes: Any) -> Forge:
    """Well signed, with other claims."""
    return lambda mint, now: mint.token(now, **changes)


def shifted(**offsets_s: int) -> Forge:
    """Well signed, with times so many seconds from now."""

    def forge(mint: Mint, now: datetime) -> str:
        at = int(now.timestamp())
        return mint.token(now, **{name: at + offset for name, offset in offsets_s.items()})

    return forge


def text(token: str) -> Forge:
    return lambda mint, now: token


def hs256_with_the_public_key(mint: Mint, now: datetime) -> str:
    """The classic confusion: the public key, that everybody has, as the secret of an HMAC."""
    key = serialization.load_pem_private_key(mint.private_pem.encode(), None)
    secret = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    unsigned = by_hand({"alg": "HS256", "kid": mint.kid}, mint.claims(now)).rpartition(".")[0]
    return f"{unsigned}.{segment(hmac.digest(secret, unsigned.encode(), hashlib.sha256))}"


def with_other_claims(mint: Mint, now: datetime) -> str:
    """A good token whose claims were swapped under its signature."""
    header, _, signature = mint.token(now).split(".")
    other = segment(json.dumps(mint.claims(now, sub="uid-of-another")).encode())
    return f"{header}.{other}.{signature}"


def nested(mint: Mint, now: datetime) -> str:
    return f"{segment(b'[' * 2500)}.{segment(b'[' * 2500)}.{segment(b'x')}"


NESTED_FIREBASE = {"identities": {"phone": ["+6281234567890"]}, "sign_in_provider": "phone"}

FORGERIES: dict[str, tuple[Forge, Refusal]] = {
    "alg none": (
        lambda mint, now: by_hand({"alg": "none", "kid": mint.kid}, mint.claims(now)),
        "wrong_algorithm",
    ),
    "alg none, without kid": (
        lambda mint, now: by_hand({"alg": "none"}, mint.claims(now)),
        "wrong_algorithm",
    ),
    "HS256 with the public key": (hs256_with_the_public_key, "wrong_algorithm"),
    "RS512 with the right key": (
        lambda mint, now: mint.sign(mint.claims(now), alg="RS512"),
        "wrong_algorithm",
    ),
    "a legacy token of odd shape": (
        lambda mint, now: by_hand({"alg": "HS256"}, {**mint.claims(now), "v": 0, "d": 5}),
        "wrong_algorithm",
    ),
    "wrong key": (
        lambda mint, now: mint.sign(mint.claims(now), pem=mint.stranger_pem),
        "bad_signature",
    ),
    "wrong kid": (lambda mint, now: mint.sign(mint.claims(now), kid="another"), "bad_signature"),
    "no kid": (
        lambda mint, now: jwt.encode(mint.claims(now), mint.private_pem, "RS256"),
        "bad_signature",
    ),
    "no signature": (
        lambda mint, now: mint.token(now).rpartition(".")[0] + ".",
        "bad_signature",
    ),
    "truncated signature": (lambda mint, now: mint.token(now)[:-22], "bad_signature"),
    "truncated amid a byte": (lambda mint, now: mint.token(now)[:-21], "malformed"),
    "swapped claims": (with_other_claims, "bad_signature"),
    "wrong audience": (changed(aud="another-project"), "wrong_audience"),
    "one audience among others": (
        lambda mint, now: mint.token(now, aud=[mint.project_id, "another-project"]),
        "wrong_audience",
    ),
    "a custom token": (changed(aud=FIREBASE_AUDIENCE), "wrong_audience"),
    "wrong issuer": (changed(iss="https://securetoken.google.com/another"), "wrong_issuer"),
    "issuer of a session cookie": (
        lambda mint, now: mint.token(
            now, iss=f"https://session.firebase.google.com/{mint.project_id}"
        ),
        "wrong_issuer",
    ),
    "expired": (shifted(iat=-3660, auth_time=-3660, exp=-60), "expired"),
    "issued in the future": (shifted(iat=60, exp=3660), "future"),
    "signed in, in the future": (shifted(auth_time=600), "future"),
    "no firebase claim": (changed(firebase=...), "no_firebase_claim"),
    "empty firebase claim": (changed(firebase={}), "no_firebase_claim"),
    "firebase claim of text": (changed(firebase="phone"), "no_firebase_claim"),
    "no sign-in provider": (changed(firebase={"identities": {}}), "no_firebase_claim"),
    "password": (changed(firebase={"sign_in_provider": "password"}), "unsupported_provider"),
    "custom sign-in": (changed(firebase={"sign_in_provider": "custom"}), "unsupported_provider"),
    "of a tenant": (changed(firebase={**NESTED_FIREBASE, "tenant": "t-1"}), "wrong_tenant"),
    "no subject": (changed(sub=...), "malformed"),
    "empty subject": (changed(sub=""), "malformed"),
    "long subject": (changed(sub="u" * 129), "malformed"),
    "subject of a number": (changed(sub=7), "malformed"),
    "subject with NUL": (changed(sub="uid\0"), "malformed"),
    "no exp": (changed(exp=...), "malformed"),
    "no iat": (changed(iat=...), "malformed"),
    "no auth_time": (changed(auth_time=...), "malformed"),
    "auth_time true": (changed(auth_time=True), "malformed"),
    "exp of text": (changed(exp="tomorrow"), "malformed"),
    "exp never": (changed(exp=float("inf")), "malformed"),
    "exp not a number": (changed(exp=float("nan")), "malformed"),
    "exp past all years": (changed(exp=10**15), "malformed"),
    "phone of text": (changed(phone_number="call me"), "malformed"),
    "claims that are a list": (lambda mint, now: mint.sign([1, 2, 3]), "malformed"),
    "claims cut short": (
        lambda mint, now: "{}.{:.40}.{}".format(*mint.token(now).split(".")),
        "malformed",
    ),
    "nested deeply": (nested, "malformed"),
    "garbage": (text("not-a-token-at-all"), "malformed"),
    "garbage of three parts": (text("garbage-one.garbage-two.garbage-three"), "malformed"),
    "empty": (text(""), "malformed"),
    "two parts": (lambda mint, now: mint.token(now).rpartition(".")[0], "malformed"),
    "four parts": (lambda mint, now: mint.token(now) + ".more-of-it", "malformed"),
    "a newline behind": (lambda mint, now: mint.token(now) + "\n", "malformed"),
    "no ASCII": (text("żółć-żółć-żółć.żółć-żółć.żółć-żółć"), "malformed"),
    "a lone surrogate": (text("surrogate-\ud800.part-two-of-it.three"), "malformed"),
    "huge": (lambda mint, now: mint.token(now, padding="x" * 9000), "too_long"),
}
