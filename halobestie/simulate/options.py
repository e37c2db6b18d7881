"""What a simulation is asked to do; it refuses every server that is not on this machine."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PUBLIC_URL = "http://127.0.0.1:8080"
INTERNAL_URL = "http://127.0.0.1:8081"


class OptionsRefused(ValueError):
    """An option is out of range, or a URL does not lead to this machine. The text says which."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A control-center user; role admin if `Options.request_timeout_s` is set."""

    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """`customers` arrive within `seconds`, or `rate` a second when that is set.

    `seed` decides who does what and when, `limit_s` bounds the customers' time. Sessions last up to
    about `session_s`; `reroutes` of them are given to another mitra on the way.
    `request_timeout_s` changes that setting for the run and puts it back afterwards. With `keep`
    the mitra stay active. Raises OptionsRefused.
    """

    seed: int
    public_url: str = PUBLIC_URL
    internal_url: str = INTERNAL_URL
    customers: int = 200
    mitra: int = 20
    seconds: float = 45.0
    rate: float | None = None
    limit_s: float = 240.0
    session_s: float = 14.0
    reroutes: int = 5
    request_timeout_s: int | None = None
    keep: bool = False

    def __post_init__(self) -> None:
        for name, low, high in (
            ("customers", 1, 5000),
            ("mitra", 1, 1000),
            ("seconds", 0.1, 3600),
            ("limit_s", 1, 7200),
            ("session_s", 0.1, 600),
            ("reroutes", 0, 1000),
        ):
            if not low <= getattr(self, name) <= high:
                raise OptionsRefused(f"{name} goes from {low} to {high}")
        if self.rate is not None and not 0.01 <= self.rate <= 1000:
            raise OptionsRefused("rate goes from 0.01 to 1000 a second")
        for url in (*self.public_urls, self.internal_url):
            if not on_loopback(url):
                raise OptionsRefused("a simulation drives development servers on loopback only")

    @property
    def public_urls(self) -> tuple[str, ...]:
        """One for each node: `public_url` may name several, with commas between them."""
        return tuple(url.strip() for url in self.public_url.split(","))


def on_loopback(url: str) -> bool:
    """Whether the host in an http URL is this machine. Names other than localhost are not asked."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https"):
            return False
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
