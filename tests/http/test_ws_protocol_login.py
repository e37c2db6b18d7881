"""Coming in, by the rules: hello, auth, ready, and what is refused before."""

from __future__ import annotations

from typing import Any

import pytest

from halobestie.errors import Refused
from halobestie.http import frames
from halobestie.http.outputs import Authenticate, Close, ReleaseHeld, Run, Send
from halobestie.http.protocol import QUEUED, Connection, State
from tests.http.ws_given import (
    EXPIRES,
    READY,
    after,
    error_of,
    greeting,
    said,
    waiting,
)
from tests.http.ws_house import NOW, SETTINGS, text


def test_hello_comes_first() -> None:
    """Without a token the server says hello, and waits."""
    outputs = Connection("customer", NOW).opened(SETTINGS, NOW, None)

    assert said(outputs) == [
        {
            "type": "hello",
            "data": {"protocol": "1.0", "heartbeat_s": 15, "server_time": "2026-03-01T21:00:00Z"},
        }
    ]
    assert len(outputs) == 1


def test_a_token_in_the_upgrade_needs_no_auth_frame() -> None:
    """With the token of the upgrade the look-up starts right behind hello."""
    hello, look_up = Connection("customer", NOW).opened(SETTINGS, NOW, "token")

    assert isinstance(hello, Send)
    assert look_up == Authenticate("token")


def test_auth_frame_starts_the_look_up() -> None:
    """Given hello, when auth comes, then its token is looked up."""
    assert waiting().text(text("auth", token="t" * 43), NOW) == (Authenticate("t" * 43),)


def test_a_token_is_in_no_repr() -> None:
    """A token that passes through a log line's repr leaves nothing there."""
    assert "secret" not in repr(Authenticate("secret"))
    assert "secret" not in repr(frames.Auth("secret"))


def test_no_auth_in_time() -> None:
    """Given hello, when ten seconds pass without auth, then 4502, and not a moment before."""
    connection = waiting()

    assert connection.passed(after(9.9), 90) == ()
    assert connection.passed(after(10), 90) == (Close(4502),)


def test_a_command_before_auth_is_refused() -> None:
    """Whoever is not logged in gets not_authenticated for the command, and may still log in."""
    connection = waiting()

    assert error_of(connection.text(text("request.create", "c1"), NOW)) == (
        "c1",
        "not_authenticated",
    )
    assert connection.text(text("auth", token="token"), NOW) == (Authenticate("token"),)


@pytest.mark.parametrize(
    "data", [{}, {"token": ""}, {"token": 7}, {"token": "t", "more": 1}, {"token": "t" * 513}]
)
def test_auth_that_does_not_fit(data: dict[str, Any]) -> None:
    """An auth frame without a token as it should be is faulty, and tells nothing of what it had."""
    outputs = waiting().text(text("auth", **data), NOW)

    assert error_of(outputs) == (None, "invalid_data")


def test_ready_then_what_was_held_then_what_waited() -> None:
    """Commands sent before `ready` wait for it: snapshot first, held events second, they third."""
    connection = greeting()
    assert connection.text(text("request.create", "c1"), NOW) == ()
    assert connection.text(text("heartbeat", "c2"), NOW) == ()

    snapshot, release, run, beat = connection.greeted(READY, EXPIRES, NOW)

    assert said((snapshot,))[0]["type"] == "ready"
    assert release == ReleaseHeld()
    assert isinstance(run, Run)
    assert run.id == "c1"
    assert said((beat,)) == [{"type": "ok", "re": "c2", "data": {}}]


def test_what_waits_for_ready_is_bounded() -> None:
    """One command more than the queue holds is answered at once, and may be tried again."""
    connection = greeting()
    for number in range(QUEUED):
        assert connection.text(text("request.create", f"c{number}"), NOW) == ()

    (frame,) = said(connection.text(text("request.create", "more"), NOW))

    assert (frame["re"], frame["data"]["code"]) == ("more", "too_many_requests")
    assert frame["data"]["temporary"] is True


def test_a_closed_connection_greets_nobody() -> None:
    """A snapshot that comes after the close is dropped."""
    connection = greeting()
    assert connection.closed(4512) == (Close(4512),)

    assert connection.greeted(READY, EXPIRES, NOW) == ()
    assert connection.state is State.CLOSED


def test_a_refusal_is_told_before_the_close() -> None:
    """PostgreSQL is away: the phone hears a retryable error, then the code to come back on."""
    outputs = greeting().closed(4001, Refused("unavailable"))

    assert error_of(outputs) == (None, "unavailable")
    assert outputs[-1] == Close(4001)
