"""Figures of this node among the others: its lease, the bus, and what reconciling found."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from halobestie import VERSION
from halobestie.cluster.bus import BusStats
from halobestie.metrics import Figures, from_zero

if TYPE_CHECKING:
    from halobestie.app import App

EVENTS: Final = ("epochs_lost", "nodes_adopted", "requests_adopted")
FINDINGS: Final = ("request_unattended", "period_orphaned", "login_ended")
WHY_UNREAD: Final = ("unknown_type", "newer_version", "malformed")


def watch_nodes(figures: Figures, app: App) -> None:
    _watch_membership(figures, app)
    _watch_bus(figures, app)


def _watch_membership(figures: Figures, app: App) -> None:
    member, reconciler = app.membership, app.reconciler
    figures.gauges(
        "halobestie_build_info",
        "1; what runs here.",
        ("version", "python", "node"),
        lambda: {(VERSION, platform.python_version(), app.node.node_id): 1},
    )
    figures.gauge(
        "halobestie_lease_left_seconds",
        "For how long this node may rely on being a member; 0: it takes no part.",
        member.lease_left,
    )
    figures.gauge("halobestie_epoch", "The life that this node is in.", lambda: app.node.epoch)
    figures.counters(
        "halobestie_membership",
        "Epochs lost, nodes and requests adopted.",
        ("event",),
        lambda: from_zero(EVENTS, member.counts),
    )
    figures.counters(
        "halobestie_reconciliations",
        "What no message had told, by finding; should be 0.",
        ("finding",),
        lambda: from_zero(FINDINGS, reconciler.findings),
    )


def _watch_bus(figures: Figures, app: App) -> None:
    herald = app.herald

    def stats() -> BusStats:
        return herald.bus.stats

    figures.gauge(
        "halobestie_bus_up",
        "Whether the other nodes can be reached.",
        lambda: float(herald.bus.state() == "ok"),
    )
    figures.counters(
        "halobestie_bus_messages",
        "Messages between nodes, by direction and type.",
        ("direction", "type"),
        lambda: {
            **{("said", name): n for name, n in herald.said.items()},
            **{("heard", name): n for name, n in herald.heard.items()},
        },
    )
    figures.counters(
        "halobestie_bus_unread",
        "Messages left aside: of a newer release, or damaged.",
        ("why",),
        lambda: from_zero(WHY_UNREAD, herald.unread),
    )
    figures.counter("halobestie_bus_dropped", "Messages lost here.", lambda: stats().dropped)
    figures.counter("halobestie_bus_reconnects", "New links.", lambda: stats().reconnects)
    figures.counter("halobestie_bus_sent_bytes", "Bytes said.", lambda: stats().bytes_out)
    figures.counter("halobestie_bus_heard_bytes", "Bytes heard.", lambda: stats().bytes_in)
    figures.gauge("halobestie_bus_outbox", "Messages that wait.", lambda: stats().outbox_length)
    figures.gauge(
        "halobestie_bus_round_trip_seconds",
        "How long the last probe took to come back.",
        lambda: stats().round_trip_s,
    )
    figures.gauge(
        "halobestie_bus_quiet_seconds",
        "Since the last sign of the exchange.",
        lambda: stats().quiet_s,
    )
