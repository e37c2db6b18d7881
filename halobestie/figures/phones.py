"""Figures of the sockets, and of the commands that came through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from halobestie.http.close_codes import MEANINGS
from halobestie.metrics import Figures, from_zero

if TYPE_CHECKING:
    from halobestie.app import App

CODES: Final = tuple(map(str, MEANINGS))


def watch_phones(figures: Figures, app: App) -> None:
    sockets, replies = app.sockets, app.replies
    figures.gauges(
        "halobestie_sockets",
        "Accounts that have a socket here, by role.",
        ("role",),
        lambda: {(role,): n for role, n in sockets.counts().items()},
    )
    figures.gauge(
        "halobestie_connections",
        "All connections, with those that nobody has logged in on.",
        lambda: sockets.open,
    )
    figures.counter("halobestie_frames_sent", "Frames sent.", lambda: sockets.counters.frames)
    figures.counter("halobestie_sent_bytes", "Bytes sent.", lambda: sockets.counters.bytes)
    figures.counter("halobestie_writes", "Writes to sockets.", lambda: sockets.counters.writes)
    figures.gauge(
        "halobestie_readers_waiting",
        "Sockets whose frames wait for their turn.",
        lambda: sockets.pump.waiting,
    )
    figures.counters(
        "halobestie_socket_closes",
        "Closed sockets by close code; 4008 are readers that were too slow.",
        ("code",),
        lambda: from_zero(CODES, {str(c): n for c, n in sockets.counters.closes.items()}),
    )
    figures.counters(
        "halobestie_commands",
        "Commands by type and answer: ok, or the code of the refusal.",
        ("command", "answer"),
        lambda: {(name, said): n for (name, said), n in sockets.counters.commands.items()},
    )
    figures.gauge("halobestie_replies_pending", "Commands unanswered.", lambda: len(replies))
    figures.counter(
        "halobestie_replies_timed_out",
        "Commands that nobody answered in time; should be 0.",
        lambda: replies.timed_out,
    )
