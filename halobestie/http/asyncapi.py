"""The WebSocket contract as AsyncAPI 3.0, made from the types that the traffic is made of.

commands (frames) + replies, hello, ready (answers) + events ──pydantic──▶ schemas ──▶ document()

docs/asyncapi.json is this document; a test compares them. Close codes stand in `x-close-codes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from halobestie.domain import Role
from halobestie.http import answers, frames
from halobestie.http.asyncapi_messages import (
    ANSWERS,
    EVENTS,
    EVERYWHERE,
    READY,
    SCHEMAS,
    Json,
    messages,
)
from halobestie.http.close_codes import MEANINGS

ROLES: Final[tuple[Role, ...]] = ("customer", "mitra")


def document() -> Json:
    """The whole document, as plain JSON values."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Halo Bestie, the sockets of the phones",
            "version": answers.PROTOCOL,
            "description": _DESCRIPTION,
        },
        "defaultContentType": "application/json",
        "servers": {"public": {"host": "localhost:8080", "protocol": "ws"}},
        "channels": {role: _channel(role) for role in ROLES},
        "operations": {k: v for role in ROLES for k, v in _operations(role)},
        "components": {
            "messages": {
                f"{role}.{message.name}": message.written()
                for role in ROLES
                for message in messages(role)
            },
            "schemas": _schemas(),
            "securitySchemes": {"login": {"type": "http", "scheme": "bearer"}},
        },
    }


def text() -> str:
    """The document as it is kept in docs/asyncapi.json."""
    return orjson.dumps(document(), option=orjson.OPT_INDENT_2).decode() + "\n"


# -- channels and operations ------------------------------------------------------------


def _channel(role: Role) -> Json:
    return {
        "address": f"/v1/{role}/ws",
        "messages": {
            m.name: {"$ref": f"#/components/messages/{role}.{m.name}"} for m in messages(role)
        },
        "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
        "x-max-frame-bytes": frames.MAX_FRAME_BYTES,
        "x-close-codes": {str(code): why for code, why in MEANINGS.items()},
    }


def _operations(role: Role) -> Iterable[tuple[str, Json]]:
    channel = {"$ref": f"#/channels/{role}"}
    yield f"{role}.auth", _operation("receive", role, "auth")
    for command in frames.COMMANDS[role]:
        operation = _operation("receive", role, command.TYPE)
        replies = [_message_ref(role, f"{command.TYPE}.ok"), _message_ref(role, "error")]
        operation["reply"] = {"channel": channel, "messages": replies}
        operation["x-error-codes"] = [*ANSWERS[command].codes, *EVERYWHERE]
        yield f"{role}.{command.TYPE}", operation
    for name in ("hello", "ready", *(event.EVENT_TYPE for event in EVENTS[role])):
        yield f"{role}.{name}", _operation("send", role, name)


def _operation(action: str, role: Role, name: str) -> Json:
    operation: Json = {
        "action": action,
        "channel": {"$ref": f"#/channels/{role}"},
        "messages": [_message_ref(role, name)],
    }
    if action == "receive" and name != "auth":
        operation["security"] = [{"$ref": "#/components/securitySchemes/login"}]
    return operation


def _message_ref(role: Role, name: str) -> Json:
    return {"$ref": f"#/channels/{role}/messages/{name}"}


# -- schemas ----------------------------------------------------------------------------


def _schemas() -> Json:
    """Every type that a frame's data can have, and those inside them, by name."""
    clients: set[type[Any]] = {frames.Auth, *frames.CUSTOMER_COMMANDS, *frames.MITRA_COMMANDS}
    servers: set[type[Any]] = {
        answers.Hello,
        answers.Problem,
        *READY.values(),
        *(answered.data for answered in ANSWERS.values()),
        *(event for kinds in EVENTS.values() for event in kinds),
    }
    _, found = TypeAdapter.json_schemas(
        [
            *((kind.__name__, "validation", TypeAdapter(kind)) for kind in clients),
            *((kind.__name__, "serialization", TypeAdapter(kind)) for kind in servers),
        ],
        ref_template=SCHEMAS + "{model}",
    )
    return dict(sorted(found["$defs"].items()))


_DESCRIPTION: Final = """\
Text frames, one JSON object each. The server says `hello`; the client, unless its login's token \
came with the upgrade as `Authorization: Bearer`, sends `auth` within 10 seconds; the server says \
`ready` with the whole state. A command with an `id` gets exactly one reply, `ok` or `error`, with \
that id in `re`; sent twice on one socket it is done once and answered alike. Close codes from \
4000 to 4499: come back, with jittered backoff; from 4500 on: do not, until something changes. \
Fields may be added to what the server sends."""
