"""From the text of a frame to a typed command, or to what is wrong with it.

    text ──read──▶ Envelope ──command──▶ a typed command
           │                   │
           └─────▶ Fault ◀─────┘        bad_frame, unknown_type, invalid_data

A fault never repeats what was sent. No input raises.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from halobestie.domain import Role
from halobestie.errors import Refused
from halobestie.http.frames import COMMANDS, Auth, Command

MAX_ID_CHARS: Final = 64


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of `data`: its validator, and the names it knows (all that a fault may mention)."""

    validate: TypeAdapter[Any] = field(repr=False)
    names: frozenset[str]


def _reader(kind: type[Any]) -> Reader:
    return Reader(TypeAdapter(kind), frozenset(f.name for f in fields(kind)))


_READERS: Final = MappingProxyType(
    {
        role: MappingProxyType({kind.TYPE: _reader(kind) for kind in kinds})
        for role, kinds in COMMANDS.items()
    }
)
_AUTH: Final = _reader(Auth)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A JSON object with a readable id, or none. Whether it says something is not known yet."""

    id: str | None
    fields: dict[str, Any] = field(repr=False)

    @property
    def is_auth(self) -> bool:
        return self.fields.get("type") == Auth.TYPE


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a frame is no command. `re` is the frame's id, when it could be read."""

    re: str | None
    refused: Refused


def read(text: str) -> Envelope | Fault:
    """Text to an envelope; a fault without `re` when it is no object or its id no id."""
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        return Fault(None, Refused("bad_frame"))
    if not isinstance(frame, dict):
        return Fault(None, Refused("bad_frame"))
    if "id" not in frame:
        return Envelope(None, frame)
    id_ = frame["id"]
    if not isinstance(id_, str) or not 1 <= len(id_) <= MAX_ID_CHARS:
        return Fault(None, Refused("bad_frame", "An id is text of 1 to 64 characters."))
    return Envelope(id_, frame)


def command(role: Role, envelope: Envelope) -> Command | Fault:
    """The command of this role that the envelope carries, or what is wrong with it."""
    kind = envelope.fields.get("type")
    if not isinstance(kind, str):
        return Fault(envelope.id, Refused("bad_frame"))
    reader = _READERS[role].get(kind)
    if reader is None:
        return Fault(envelope.id, Refused("unknown_type"))
    return _typed(reader, envelope)  # type: ignore[no-any-return]


def auth(envelope: Envelope) -> Auth | Fault:
    """The token that an `auth` frame carries."""
    return _typed(_AUTH, envelope)  # type: ignore[no-any-return]


def _typed(reader: Reader, envelope: Envelope) -> Any:
    data = envelope.fields.get("data", {})
    if not isinstance(data, dict) or envelope.fields.keys() - {"type", "id", "data"}:
        return Fault(envelope.id, Refused("invalid_data"))
    try:
        return reader.validate.validate_python(data)
    except ValidationError as wrong:
        return Fault(envelope.id, Refused("invalid_data", _which(reader, wrong)))


def _which(reader: Reader, wrong: ValidationError) -> str | None:
    """Names the fields of ours that do not fit; a name that the client made up is not repeated."""
    found = wrong.errors(include_input=False, include_url=False, include_context=False)
    named = sorted({str(e["loc"][0]) for e in found if e["loc"]} & reader.names)
    return f"The data does not fit: {', '.join(named)}." if named else None
