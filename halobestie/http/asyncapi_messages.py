"""The frames of the WebSocket contract, one message each: its schema and an example.

command ▶ its message, and its ok's     event, hello, ready ▶ a message     error ▶ one for all
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final, get_args

import orjson

from halobestie import events
from halobestie.domain import Role
from halobestie.http import answers, frames
from halobestie.http.asyncapi_examples import EXAMPLES
from halobestie.http.parsing import MAX_ID_CHARS

Json = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"
ID: Final = MappingProxyType({"type": "string", "minLength": 1, "maxLength": MAX_ID_CHARS})


@dataclass(frozen=True, slots=True)
class Answered:
    """What a command is answered with: the type of its ok's data, and its own error codes."""

    data: type[Any]
    codes: tuple[str, ...] = ()


ANSWERS: Final[Mapping[type[Any], Answered]] = MappingProxyType(
    {
        frames.Heartbeat: Answered(answers.Done),
        frames.RequestCreate: Answered(
            answers.RequestStands, ("registration_required", "session_live")
        ),
        frames.RequestCancel: Answered(answers.Done, ("request_not_found", "request_closed")),
        frames.SessionEnd: Answered(answers.Done, ("session_not_found", "session_closed")),
        frames.PresenceSet: Answered(answers.PresenceStands),
        frames.OfferAccept: Answered(
            answers.OfferWon,
            ("offer_taken", "offer_closed", "offer_not_found", "at_capacity", "not_online"),
        ),
        frames.OfferDecline: Answered(answers.Done, ("offer_not_found",)),
    }
)
EVERYWHERE: Final = (
    "bad_frame",
    "unknown_type",
    "invalid_data",
    "not_authenticated",
    "too_many_requests",
    "unavailable",
    "internal_error",
)
"""Error codes that any command may be answered with."""

READY: Final[Mapping[Role, type[Any]]] = MappingProxyType(
    {"customer": answers.CustomerReady, "mitra": answers.MitraReady}
)
EVENTS: Final[Mapping[Role, tuple[type[Any], ...]]] = MappingProxyType(
    {"customer": get_args(events.CustomerEvent), "mitra": get_args(events.MitraEvent)}
)


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of frame on one channel."""

    name: str
    payload: Json
    summary: str
    example: Json

    def written(self) -> Json:
        examples = [{"payload": self.example}]
        return {
            "name": self.name,
            "summary": self.summary,
            "payload": self.payload,
            "examples": examples,
        }


def messages(role: Role) -> Iterable[Message]:
    yield _from_client(frames.Auth)
    for command in frames.COMMANDS[role]:
        yield _from_client(command)
        yield _ok(command)
    yield _error()
    yield _from_server("hello", answers.Hello)
    yield _from_server("ready", READY[role])
    for event in EVENTS[role]:
        yield _from_server(event.EVENT_TYPE, event)


def _from_client(kind: type[Any]) -> Message:
    """Strict: the server refuses what is not named here."""
    has_data = bool(fields(kind))
    payload = {
        "type": "object",
        "properties": {"type": {"const": kind.TYPE}, "id": dict(ID), "data": _ref(kind)},
        "required": ["type", "data"] if has_data else ["type"],
        "additionalProperties": False,
    }
    example = {"type": kind.TYPE, "id": "c1", "data": _example(kind)}
    if kind is frames.Auth:
        del example["id"]
    return Message(kind.TYPE, payload, _summary(kind), example)


def _from_server(name: str, kind: type[Any]) -> Message:
    payload = _object({"type": {"const": name}, "data": _ref(kind)})
    return Message(name, payload, _summary(kind), {"type": name, "data": _example(kind)})


def _ok(command: type[Any]) -> Message:
    data = ANSWERS[command].data
    payload = _object({"type": {"const": "ok"}, "re": dict(ID), "data": _ref(data)})
    example = {"type": "ok", "re": "c1", "data": _example(data)}
    return Message(f"{command.TYPE}.ok", payload, _summary(data), example)


def _error() -> Message:
    payload = _object(
        {"type": {"const": "error"}, "re": dict(ID), "data": _ref(answers.Problem)},
        optional=("re",),
    )
    example = {"type": "error", "re": "c1", "data": _example(answers.Problem)}
    return Message("error", payload, _summary(answers.Problem), example)


def _object(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _ref(kind: type[Any]) -> Json:
    return {"$ref": SCHEMAS + kind.__name__}


def _example(kind: type[Any]) -> Any:
    return orjson.loads(orjson.dumps(EXAMPLES[kind], option=orjson.OPT_UTC_Z))


def _summary(kind: type[Any]) -> str:
    """The first line of the docstring; a dataclass without one shows its signature instead."""
    first = (kind.__doc__ or "").strip().split("\n")[0]
    return "" if first.startswith(f"{kind.__name__}(") else first
