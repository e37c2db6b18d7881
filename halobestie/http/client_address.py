"""The address that a request comes from: the peer's, or what a trusted proxy says of it."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web

from halobestie.networks import is_among


def client_address(request: web.BaseRequest, trusted: Collection[str]) -> str:
    """The last address of the chain that no trusted proxy has; nobody else's word counts.

    `trusted`: addresses, or networks like `10.0.0.0/8`.
    """
    address = request.remote or "unknown"
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    for hop in reversed(forwarded):
        if not is_among(address, trusted) or not hop.strip():
            break
        address = hop.strip()[:64]
    return address
