"""Frames that are no commands: each is answered, and whoever goes on is closed."""

from __future__ import annotations

import pytest

from halobestie.http.outputs import Close
from halobestie.http.patience import FAULTS
from halobestie.http.protocol import State
from tests.http.ws_given import (
    REQUEST,
    after,
    error_of,
    ready,
    said,
    waiting,
)
from tests.http.ws_house import NOW, text

BAD = [
    pytest.param("", None, "bad_frame", id="nothing"),
    pytest.param("{", None, "bad_frame", id="no JSON"),
    pytest.param('{"type":"heartbeat"', None, "bad_frame", id="cut off"),
    pytest.param("[]", None, "bad_frame", id="an array"),
    pytest.param('"heartbeat"', None, "bad_frame", id="a string"),
    pytest.param("null", None, "bad_frame", id="null"),
    pytest.param("7", None, "bad_frame", id="a number"),
    pytest.param('{"a":NaN}', None, "bad_frame", id="NaN"),
    pytest.param("[" * 5000, None, "bad_frame", id="too deep"),
    pytest.param('{"id":7,"type":"heartbeat"}', None, "bad_frame", id="id a number"),
    pytest.param('{"id":null,"type":"heartbeat"}', None, "bad_frame", id="id null"),
    pytest.param('{"id":"","type":"heartbeat"}', None, "bad_frame", id="id empty"),
    pytest.param(text("heartbeat", "x" * 65), None, "bad_frame", id="id too long"),
    pytest.param('{"id":"c1"}', "c1", "bad_frame", id="no type"),
    pytest.param('{"id":"c1","type":7}', "c1", "bad_frame", id="type a number"),
    pytest.param('{"id":"c1","type":"nope"}', "c1", "unknown_type", id="unknown"),
    pytest.param('{"type":"nope"}', None, "unknown_type", id="unknown, no id"),
    pytest.param(text("offer.accept", "c1"), "c1", "unknown_type", id="of the other role"),
    pytest.param(text("auth", "c1", token="t"), "c1", "unknown_type", id="auth once more"),
    pytest.param('{"id":"c1","type":"heartbeat","data":[]}', "c1", "invalid_data", id="data []"),
    pytest.param('{"id":"c1","type":"heartbeat","data":null}', "c1", "invalid_data", id="null"),
    pytest.param('{"id":"c1","type":"heartbeat","x":1}', "c1", "invalid_data", id="a field more"),
    pytest.param(text("heartbeat", "c1", x=1), "c1", "invalid_data", id="data has more"),
    pytest.param(text("request.cancel", "c1"), "c1", "invalid_data", id="data missing"),
    pytest.param(text("request.cancel", "c1", request_id="7"), "c1", "invalid_data", id="no UUID"),
    pytest.param(
        text("request.cancel", "c1", request_id=7), "c1", "invalid_data", id="UUID a number"
    ),
    pytest.param(
        text("request.cancel", "c1", request_id=REQUEST.replace("-", "")),
        "c1",
        "invalid_data",
        id="UUID without hyphens",
    ),
]


@pytest.mark.parametrize(("frame", "re", "code"), BAD)
def test_a_faulty_frame_gets_an_error(frame: str, re: str | None, code: str) -> None:
    """A frame that is no command is answered, with `re` when its id could be read."""
    connection = ready()

    outputs = connection.text(frame, NOW)

    assert error_of(outputs) == (re, code)
    assert connection.state is State.READY


@pytest.mark.parametrize("online", ["true", 1, None, "yes"])
def test_online_is_a_boolean(online: object) -> None:
    """presence.set takes true and false, and nothing that only looks like them."""
    outputs = ready("mitra").text(text("presence.set", "c1", online=online), NOW)

    assert error_of(outputs) == ("c1", "invalid_data")


def test_an_error_repeats_nothing_that_was_sent() -> None:
    """What a client made up, names included, does not come back."""
    outputs = ready().text(text("request.cancel", "c1", secret_field="secret value"), NOW)

    (frame,) = said(outputs)
    assert frame["data"]["message"] == "The data does not fit: request_id."


def test_a_binary_frame_is_faulty() -> None:
    """Binary frames are never commands."""
    assert error_of(ready().binary(NOW)) == (None, "bad_frame")


def test_a_client_that_goes_on_is_closed() -> None:
    """Twenty faulty frames in a minute are answered; the next is answered and closes."""
    connection = ready()
    for _ in range(FAULTS):
        assert len(connection.text("{", NOW)) == 1

    outputs = connection.text(text("nope", "last"), after(59))

    assert error_of(outputs) == ("last", "unknown_type")
    assert outputs[-1] == Close(4501)


def test_faults_are_forgotten() -> None:
    """Twenty faulty frames, a minute of peace, and twenty more: nobody is closed."""
    connection = ready()
    for second in (0, 60):
        for _ in range(FAULTS):
            connection.text("{", after(second))

    assert connection.state is State.READY


def test_faults_before_auth_count() -> None:
    """Commands without a login are faulty frames, too."""
    connection = waiting()
    for _ in range(FAULTS):
        connection.text(text("heartbeat", "c1"), NOW)

    assert connection.text(text("heartbeat", "c1"), NOW)[-1] == Close(4501)
