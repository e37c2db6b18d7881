"""What whoever started the server is told when it serves: where it is, and how to log in.

Without a frame, and no line is broken: what is printed is there to be copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from halobestie.config import Config
from halobestie.seed import DEMO_MITRA, FirstAdmin


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node listens, and its process."""

    node_id: str
    public_port: int
    internal_port: int
    pid: int


def welcome(
    console: Console, config: Config, places: Sequence[Place], first_admin: FirstAdmin | None
) -> None:
    """`places` has one node or more; the first one stands in the examples."""
    public = f"http://{config.public_host}:{places[0].public_port}"
    lines = _one(config, places[0]) if len(places) == 1 else _many(config, places)
    if first_admin:
        lines.append(
            f"[bold]first admin[/]     {first_admin.email}   password {first_admin.password}"
            "   (shown once)"
        )
    if config.identity == "local":
        lines += _demo(public)
    console.rule("Halo Bestie is ready")
    console.print("\n".join(lines), soft_wrap=True)


def _one(config: Config, place: Place) -> list[str]:
    public = f"http://{config.public_host}:{place.public_port}"
    return [
        f"[bold]phones[/]          {public}   (WebSocket /v1/customer/ws, /v1/mitra/ws)",
        f"[bold]control center[/]  http://{config.internal_host}:{place.internal_port}",
    ]


def _many(config: Config, places: Sequence[Place]) -> list[str]:
    width = max(16, *(len(place.node_id) + 2 for place in places))
    return [
        f"[bold]{place.node_id.ljust(width)}[/]"
        f"phones http://{config.public_host}:{place.public_port}   "
        f"control center http://{config.internal_host}:{place.internal_port}   "
        f"process {place.pid}"
        for place in places
    ]


def _demo(public: str) -> list[str]:
    numbers = ", ".join(phone for phone, _ in DEMO_MITRA)
    return [
        f"[bold]demo mitra[/]      {numbers}",
        "",
        "Log in as a demo mitra:",
        f"  curl -s {public}/v1/dev/otp -H 'Content-Type: application/json' \\",
        f'    -d \'{{"phone": "{DEMO_MITRA[0][0]}"}}\'',
        "and so on: the first pairing by hand is in README.md.",
        "See it busy: python run.py simulate --customers 200 --mitra 20",
    ]
