"""Whatever a client sends, the connection never fails, and no command with an id is ignored."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from halobestie.domain import Role
from halobestie.errors import Refused
from halobestie.http.frames import COMMANDS
from halobestie.http.outputs import Close, Run, Send
from halobestie.http.protocol import Connection, State
from tests.http.ws_given import EXPIRES, READY
from tests.http.ws_house import NOW, SETTINGS, uuid_of

TYPES = sorted({kind.TYPE for kinds in COMMANDS.values() for kind in kinds} | {"auth", "nope"})
FIELDS = ["request_id", "session_id", "online", "token", "other"]
ROLES: st.SearchStrategy[Role] = st.sampled_from(["customer", "mitra"])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
data = st.dictionaries(
    st.sampled_from(FIELDS), json_values | st.just(uuid_of(7)) | st.booleans(), max_size=3
)
frames = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES) | json_values},
    optional={"id": st.text(max_size=70) | json_values, "data": data | json_values},
)
texts = st.text() | frames.map(json.dumps) | json_values.map(json.dumps)


def connection_of(role: Role, *, logged_in: bool) -> Connection:
    connection = Connection(role, NOW)
    connection.opened(SETTINGS, NOW, "token" if logged_in else None)
    if logged_in:
        connection.greeted(READY, EXPIRES, NOW)
    return connection


@given(role=ROLES, logged_in=st.booleans(), inputs=st.lists(texts | st.binary(), max_size=30))
def test_nothing_makes_it_fail(role: Role, logged_in: bool, inputs: list[str | bytes]) -> None:
    """Given any frames in any order, when they come in, then nothing is raised, and each frame
    that goes out is a JSON object with a type; after a close nothing goes out."""
    connection = connection_of(role, logged_in=logged_in)
    closed = False
    for number, one in enumerate(inputs):
        now = NOW + timedelta(seconds=number)
        outputs = connection.text(one, now) if isinstance(one, str) else connection.binary(now)
        assert not (closed and outputs)
        for output in outputs:
            assert not closed
            closed = isinstance(output, Close)
            if isinstance(output, Send):
                assert isinstance(orjson.loads(output.frame)["type"], str)
    assert (connection.state is State.CLOSED) == closed


def readable_id(frame: dict[str, Any]) -> str | None:
    id_ = frame.get("id")
    return id_ if isinstance(id_, str) and 1 <= len(id_) <= 64 else None


@given(role=ROLES, sent=st.lists(frames, max_size=15))
def test_an_id_is_never_met_with_silence(role: Role, sent: list[dict[str, Any]]) -> None:
    """Given any JSON objects, when each that runs is answered, then every readable id was answered
    exactly as often as it was sent."""
    connection = connection_of(role, logged_in=True)
    wanted: list[str] = []
    answered: list[str] = []

    for number, frame in enumerate(sent):
        written = json.dumps(frame)
        if _readable(written) and (id_ := readable_id(frame)) is not None:
            wanted.append(id_)
        outputs = list(connection.text(written, NOW + timedelta(seconds=10 * number)))
        for output in outputs:
            if isinstance(output, Run):
                outputs.extend(connection.replied(output.ticket, Refused("session_live")))
            if isinstance(output, Send) and "re" in (said := orjson.loads(output.frame)):
                answered.append(said["re"])

    assert answered == wanted


def _readable(written: str) -> bool:
    """Python's writer makes NaN and lone surrogates, which are no JSON."""
    try:
        orjson.loads(written)
    except orjson.JSONDecodeError:
        return False
    return True
