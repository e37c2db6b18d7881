"""Where Valkey is: what a URL says, and that a wrong one is never repeated."""

from __future__ import annotations

import pytest

from halobestie.cluster.address import connection_to, servers_of


def test_one_server_is_itself() -> None:
    """Whatever is not a cluster goes to valkey-py as it is."""
    for url in ("valkey://:secret@one:6379", "unix:///run/valkey.sock", "rediss://one"):
        assert servers_of(url) == (url,)


def test_a_cluster_is_several_servers() -> None:
    """Each with the login and the options of all."""
    assert servers_of("valkey+cluster://bus:secret@one:1,two:2,three:3") == (
        "valkey://bus:secret@one:1",
        "valkey://bus:secret@two:2",
        "valkey://bus:secret@three:3",
    )
    assert servers_of("valkeys+cluster://one,two?ssl_ca_certs=/ca.pem") == (
        "valkeys://one?ssl_ca_certs=/ca.pem",
        "valkeys://two?ssl_ca_certs=/ca.pem",
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://:secret@one",
        "valkey://:secret@one:secret",
        "valkey://:secret@one?db=secret",
        "valkey://:secret@one?secret=1",
        "valkey://:secret@[one",
        "valkey+cluster://:secret@",
        "secret",
    ],
)
def test_a_wrong_url_is_refused_without_a_word_of_it(url: str) -> None:
    """It may hold a password: neither the error nor its cause repeats it."""
    with pytest.raises(ValueError, match="the URL of Valkey cannot be read") as refused:
        for server in servers_of(url):
            connection_to(server, "a name")

    assert "secret" not in str(refused.value)
    told = refused.value
    assert told.__cause__ is None
    assert told.__context__ is None or told.__suppress_context__


def test_a_subscription_may_be_silent() -> None:
    """A timeout in the URL would end it without a sound."""
    connection = connection_to("valkey://one?socket_timeout=5", "a name")

    assert getattr(connection, "socket_timeout") is None  # noqa: B009 - not ours to declare


def test_whose_certificate_it_is_matters() -> None:
    """Unless the URL says otherwise; valkey-py's own default is not to look."""
    checked = connection_to("valkeys://one", "a name")
    unchecked = connection_to("valkeys://one?ssl_check_hostname=no", "a name")

    assert getattr(checked, "check_hostname") is True  # noqa: B009
    assert getattr(unchecked, "check_hostname") is False  # noqa: B009
