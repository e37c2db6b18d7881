"""What time does to a connection, and too much of anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halobestie.http.outputs import Close, SignOfLife
from halobestie.http.patience import BURST
from halobestie.http.protocol import State
from tests.http.ws_given import (
    EXPIRES,
    READY,
    after,
    greeting,
    ready,
    waiting,
)
from tests.http.ws_house import NOW, text


def test_missed_heartbeats() -> None:
    """Given a frame at 10 s, when more than the timeout passes, then 4009; at the timeout not."""
    connection = ready()
    connection.text(text("heartbeat"), after(10))

    assert connection.passed(after(100), 90) == ()
    assert connection.passed(after(100.1), 90) == (Close(4009),)


def test_a_new_timeout_counts_at_once() -> None:
    """The timeout is the one in force now, not the one of the connection's birth."""
    assert ready().passed(after(31), 30) == (Close(4009),)


def test_a_ping_is_no_sign_of_life() -> None:
    """The network of a phone answers pings by itself; presence tells the truth about the app."""
    connection = ready("mitra")

    assert connection.control(after(80)) == ()
    assert connection.passed(after(91), 90) == (Close(4009),)


def test_our_own_pause_is_nobodys_silence() -> None:
    """Given a server that stood still for 100 s, then nobody is closed for these 100 s."""
    connection = ready()
    connection.excused(timedelta(seconds=100))

    assert connection.passed(after(101), 90) == ()
    assert connection.passed(after(191), 90) == (Close(4009),)


def test_a_login_that_runs_out() -> None:
    """When the login expires, the socket ends with 4500."""
    connection = greeting()
    connection.greeted(READY, after(60), NOW)

    assert connection.passed(after(59), 90) == ()
    assert connection.passed(after(60), 90) == (Close(4500),)


def test_a_slow_look_up_is_not_the_clients_silence() -> None:
    """While the token is looked up neither the auth deadline nor heartbeats count."""
    connection = greeting()

    assert connection.passed(after(300), 90) == ()
    connection.greeted(READY, EXPIRES, after(300))
    assert connection.passed(after(390), 90) == ()
    assert connection.passed(after(391), 90) == (Close(4009),)


def test_too_many_messages() -> None:
    """A burst of 100 is fine, the 101st in the same moment closes with 4013."""
    connection = ready()
    for _ in range(int(BURST)):
        connection.text(text("heartbeat"), NOW)

    assert connection.text(text("heartbeat", "c1"), NOW) == (Close(4013),)


def test_pings_count_as_messages() -> None:
    """Control frames are cheap to send, and bounded like all others."""
    connection = ready()
    for _ in range(int(BURST)):
        connection.control(NOW)

    assert connection.control(NOW) == (Close(4013),)


def test_fifty_a_second_may_go_on() -> None:
    """The bucket fills by fifty a second."""
    connection = ready()
    for tick in range(500):
        assert connection.text(text("heartbeat"), after(tick / 50)) == ()

    assert connection.state is State.READY


def test_every_frame_of_a_mitra_is_a_sign_of_life() -> None:
    """A command, a heartbeat and even a faulty frame: each says that the mitra is there."""
    connection = ready("mitra")

    for second, frame in enumerate((text("heartbeat"), "{", text("presence.set", online=True)), 1):
        assert SignOfLife() in connection.text(frame, after(second))


def test_signs_of_life_are_throttled() -> None:
    """However many frames come in a moment, the actors hear of one."""
    connection = ready("mitra")

    outputs = [out for _ in range(50) for out in connection.text(text("heartbeat"), after(1))]

    assert outputs.count(SignOfLife()) == 1


def test_a_customers_frames_are_no_presence() -> None:
    """Customers have no presence, so that nobody is told."""
    assert ready("customer").text(text("heartbeat"), after(5)) == ()


@pytest.mark.parametrize("build", [waiting, greeting, ready])
def test_after_the_close_nothing_is_said(build: Any) -> None:
    """Given a closed connection, every input is answered by silence."""
    connection = build()
    connection.lost()

    assert connection.text(text("heartbeat", "c1"), NOW) == ()
    assert connection.binary(NOW) == ()
    assert connection.control(NOW) == ()
    assert connection.passed(after(1000), 90) == ()
    assert connection.closed(4001) == ()
    assert connection.replied(1, {}) == ()
