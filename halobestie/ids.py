"""Identifiers: UUIDv7 for rows (they sort by time), random text for secrets."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def uuid7(now: datetime) -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    millis = int(now.timestamp() * 1000) & (2**48 - 1)
    value = (millis << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def secret_token() -> str:
    """256 random bits as URL-safe text: a login token, a session id."""
    return secrets.token_urlsafe(32)
