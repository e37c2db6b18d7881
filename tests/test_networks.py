"""Addresses and networks: whose word counts, and who counts as one."""

from __future__ import annotations

import pytest

from halobestie.config import ConfigError, load_config
from halobestie.networks import is_among, is_loopback, one_visitor


@pytest.mark.parametrize(
    ("address", "networks", "among"),
    [
        ("10.1.2.3", ("10.0.0.0/8",), True),
        ("11.1.2.3", ("10.0.0.0/8", "192.168.0.1"), False),
        ("192.168.0.1", ("10.0.0.0/8", "192.168.0.1"), True),
        ("::ffff:10.1.2.3", ("10.0.0.0/8",), True),
        ("2001:db8::7", ("2001:db8::/32",), True),
        ("2001:db8::7", ("10.0.0.0/8",), False),
        ("unknown", ("0.0.0.0/0", "::/0"), False),
        ("10.0.0.0/8", ("10.0.0.0/8",), False),
        (None, ("0.0.0.0/0",), False),
        ("10.1.2.3", (), False),
    ],
)
def test_who_is_among(address: str | None, networks: tuple[str, ...], among: bool) -> None:
    """By network, whatever way the address is written; what is no address is nowhere."""
    assert is_among(address, networks) is among


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.4", "198.51.100.4", True),
        ("198.51.100.4", "198.51.100.5", False),
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("::ffff:198.51.100.4", "198.51.100.4", True),
        ("unknown", "unknown", True),
    ],
)
def test_who_counts_as_one(one: str, other: str, same: bool) -> None:
    """An IPv4 address, an IPv6 /64."""
    assert (one_visitor(one) == one_visitor(other)) is same


def test_who_is_on_this_machine() -> None:
    """However it is written."""
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1")))
    assert not any(map(is_loopback, ("10.0.0.1", "unknown", "", "127.0.0.1, 10.0.0.1")))


@pytest.mark.parametrize("wrong", ["10.0.0.1/8", "10.0.0.0/33", "proxy.internal", "", "*"])
def test_a_proxy_that_is_no_network_is_named_at_the_start(wrong: str) -> None:
    """With a typing error nobody's word would count, or everybody's."""
    with pytest.raises(ConfigError, match="HALOBESTIE_TRUSTED_PROXIES") as refused:
        load_config({}, trusted_proxies=("10.0.0.0/8", wrong))
    assert not wrong or wrong not in str(refused.value).replace("10.0.0.0/8", "")
