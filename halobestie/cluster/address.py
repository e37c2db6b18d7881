"""Where Valkey is: one server's URL, or those of a cluster, made into connections.

    valkey://[user:password@]host:6379
    valkeys://host:6379?ssl_ca_certs=/etc/ca.pem     TLS; the server's name is checked
    unix:///run/valkey.sock?password=…
    valkey+cluster://[user:password@]one:6379,two:6379,three:6379     (valkeys+cluster with TLS)

What stands behind `?` are valkey-py's own options of a connection.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any, Protocol, cast
from urllib.parse import urlsplit, urlunsplit

from valkey.asyncio import ConnectionPool

CONNECT_WITHIN_S = 1.0
CLUSTER = "+cluster"
_TLS = ("valkeys", "rediss")


class ValkeyConnection(Protocol):
    """What we use of valkey-py's connection, over TCP, TLS or a Unix socket."""

    @property
    def is_connected(self) -> bool: ...
    async def connect(self) -> None: ...
    async def disconnect(self, nowait: bool = False) -> None: ...
    async def can_read_destructive(self) -> bool: ...
    async def send_command(self, *words: str, check_health: bool) -> None: ...
    async def send_packed_command(self, command: Iterable[bytes], check_health: bool) -> None: ...
    async def read_response(self) -> Any: ...
    def pack_commands(self, commands: Iterable[Iterable[str | bytes]]) -> list[bytes]: ...


def servers_of(url: str) -> tuple[str, ...]:
    """The URL of each server. Raises ValueError, without a word of the URL: it holds a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("the URL of Valkey cannot be read") from None
    if not parts.scheme.endswith(CLUSTER):
        return (url,)
    scheme = parts.scheme.removesuffix(CLUSTER)
    login, at, hosts = parts.netloc.rpartition("@")
    netlocs = [f"{login}{at}{host}" for host in hosts.split(",")]
    if f"{login}{at}" in netlocs:
        raise ValueError("the URL of Valkey cannot be read: a server's name is missing")
    return tuple(urlunsplit(parts._replace(scheme=scheme, netloc=netloc)) for netloc in netlocs)


def connection_to(server: str, name: str) -> ValkeyConnection:
    """A connection, not yet open, that CLIENT LIST will show as `name`.

    It can be opened again after it was closed. Raises ValueError like `servers_of`.
    """
    try:
        pool = ConnectionPool.from_url(server, **_options(server))
        # A subscriber may be silent for hours; the bus notices by itself that a server is gone.
        ours = {
            "client_name": name,
            "socket_timeout": None,
            "socket_connect_timeout": CONNECT_WITHIN_S,
        }
        connection = pool.connection_class(**{**pool.connection_kwargs, **ours})
    except (ValueError, TypeError):
        raise ValueError("the URL of Valkey cannot be read") from None
    return cast(ValkeyConnection, connection)


def _options(server: str) -> dict[str, object]:
    if urlsplit(server).scheme not in _TLS:
        return {}
    # valkey-py checks the certificate by default, but not whose it is.
    return {"ssl_check_hostname": True, "ssl_min_version": ssl.TLSVersion.TLSv1_2}
