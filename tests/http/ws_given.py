"""Givens of the protocol's tests: connections in each state, and what goes out, made readable."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson

from halobestie.domain import Role
from halobestie.http.answers import AppState, CustomerReady
from halobestie.http.outputs import Outputs, Run, Send
from halobestie.http.protocol import Connection
from tests.http.ws_house import NOW, SETTINGS, uuid_of

REQUEST = uuid_of(1)
EXPIRES = NOW + timedelta(days=30)
READY = CustomerReady(None, None, None, AppState(True, False))  # type: ignore[arg-type]


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def waiting(role: Role = "customer") -> Connection:
    """A connection that has said hello and waits for `auth`."""
    connection = Connection(role, NOW)
    connection.opened(SETTINGS, NOW, None)
    return connection


def greeting(role: Role = "customer") -> Connection:
    """A connection whose token is being looked up."""
    connection = Connection(role, NOW)
    connection.opened(SETTINGS, NOW, "token")
    return connection


def ready(role: Role = "customer") -> Connection:
    connection = greeting(role)
    connection.greeted(READY, EXPIRES, NOW)
    return connection


def said(outputs: Outputs) -> list[dict[str, Any]]:
    """The frames that go out."""
    return [orjson.loads(output.frame) for output in outputs if isinstance(output, Send)]


def error_of(outputs: Outputs) -> tuple[str | None, str]:
    """(re, code) of the one error that goes out."""
    (frame,) = said(outputs)
    assert frame["type"] == "error"
    return frame.get("re"), frame["data"]["code"]


def only_run(outputs: Outputs) -> Run:
    (run,) = (output for output in outputs if isinstance(output, Run))
    return run
