"""Addresses and the networks they are of: whose word about others counts, who counts as one."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from functools import lru_cache
from typing import Final, TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
REMEMBERED: Final = 4096


@lru_cache(REMEMBERED)
def parse_address(text: str) -> Address | None:
    """None when it is no address. An IPv4 address that is written as IPv6 is the IPv4 address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


@lru_cache(REMEMBERED)
def parse_network(text: str) -> Network:
    """`10.0.0.0/8`, or one address. ValueError: neither."""
    return ipaddress.ip_network(text)


def is_among(address: str | None, networks: Collection[str]) -> bool:
    """Whether the address is in one of these networks; what is no address is in none."""
    parsed = None if address is None else parse_address(address)
    return parsed is not None and any(parsed in parse_network(one) for one in networks)


def is_loopback(address: str) -> bool:
    """Somebody on this machine."""
    parsed = parse_address(address)
    return parsed is not None and parsed.is_loopback


def one_visitor(address: str) -> str:
    """What counts as one: an IPv4 address; of IPv6 the /64, which everybody there has whole."""
    parsed = parse_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed or address)
