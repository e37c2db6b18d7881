"""The address that a request comes from: the peer's, or what a trusted proxy says of it."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web


def client_address(request: web.BaseRequest, trusted: Collection[str]) -> str:
    """The last address of the chain that no trusted proxy has; nobody else's word counts."""
    address = request.remote or "unknown"
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    for hop in reversed(forwarded):
        if address not in trusted or not hop.strip():
            break
        address = hop.strip()[:64]
    return address
