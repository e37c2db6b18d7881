"""A mint for tokens: it signs what it is told to, as the issuer would or by hand."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt


@dataclass(frozen=True, slots=True)
class Mint:
    """Signs as the issuer would; `stranger_pem` is a key that the issuer does not know."""

    private_pem: str
    stranger_pem: str
    kid: str
    project_id: str

    def claims(self, now: datetime, **changes: Any) -> dict[str, Any]:
        """The claims of somebody signed in by phone; a change to `...` leaves the claim out."""
        at = int(now.timestamp())
        claims: dict[str, Any] = {
            "iss": f"https://securetoken.google.com/{self.project_id}",
            "aud": self.project_id,
            "sub": "uid-of-the-forged-one",
            "user_id": "uid-of-the-forged-one",
            "auth_time": at,
            "iat": at,
            "exp": at + 3600,
            "phone_number": "+6281234567890",
            "firebase": {
                "identities": {"phone": ["+6281234567890"]},
                "sign_in_provider": "phone",
            },
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not ...}

    def token(self, now: datetime, **changes: Any) -> str:
        return self.sign(self.claims(now, **changes))

    def sign(
        self, claims: Any, *, pem: str | None = None, alg: str = "RS256", **header: Any
    ) -> str:
        headers = {"kid": self.kid, **header}
        payload = json.dumps(claims).encode()
        return jwt.PyJWS().encode(payload, pem or self.private_pem, alg, headers)


def by_hand(header: Any, claims: Any, signature: bytes = b"") -> str:
    """A token from its three parts, with whatever is in them."""
    return ".".join(map(segment, (json.dumps(header).encode(), json.dumps(claims).encode()))) + (
        "." + segment(signature)
    )


def segment(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
