"""What comes in: JSON bodies, path ids and query strings, checked against pydantic models.

    no application/json ▶ 415    over 64 KiB ▶ 413    no JSON ▶ 400 bad_json
    does not fit the model ▶ 422 with `errors`, or the one code of a type that has its own

A message says what is expected and never what was sent. Types that carry the house's own codes
are in `typed`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn, TypeVar

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from halobestie.errors import CODES, Refusal

M = TypeVar("M", bound=BaseModel)

MAX_BODY: Final = 64 * 1024
BODY_TIMEOUT_S: Final = 20.0
_NARROWER: Final = {"enum", "const", "format", "pattern"}
UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SANE_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
# Of pydantic's own messages only those are shown that are made of the model alone; `unstorable` is
# the type of our own: PydanticCustomError("unstorable", "A sentence that repeats nothing.").
_SPEAKING: Final = re.compile(
    r"\w+_type|literal_error|enum|greater_than(_equal)?|less_than(_equal)?|multiple_of"
    r"|string_too_(short|long)|too_(short|long)|finite_number|timezone_(naive|aware)"
    r"|(int|float|bool|date|datetime)_parsing|unstorable"
)


Json = dict[str, Any]


def storable_text(schema: Json) -> None:
    """Says in the schema what `_storable` asks of every text that has no narrower form."""
    for field in schema.get("properties", {}).values():
        for one in (field, *field.get("anyOf", ())):
            if one.get("type") == "string" and not _NARROWER & one.keys():
                one["pattern"] = "^[^\\u0000]*$"


class Body(BaseModel):
    """The base of every request body: no unknown fields, no coercion, no unstorable text."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, json_schema_extra=storable_text
    )

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return _storable(value)


class Query(BaseModel):
    """The base of every query string: no unknown names; text is read as what it stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=storable_text)

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return _storable(value)


async def read_body(request: web.Request, model: type[M], *, optional: bool = False) -> M:
    """The body as a `model`. With `optional`, no body at all is an empty object.

    Raises Refusal: unsupported_media_type, body_too_large, bad_json, invalid_data.
    """
    raw = await _read(request)
    if optional and not raw:
        return _fit(model, {})
    if request.content_type != "application/json":
        raise Refusal("unsupported_media_type")
    return _fit(model, _parsed(raw))


def read_query(request: web.Request, model: type[M]) -> M:
    """The query string as a `model`; of a name given twice the last counts. Raises Refusal."""
    return _fit(model, dict(request.query.items()))


def read_ids(request: web.Request) -> Mapping[str, str]:
    """The path's ids in lower case. Raises Refusal("not_found") when one is no UUID."""
    found = {}
    for name, text in request.match_info.items():
        if not UUID.fullmatch(text):
            raise Refusal("not_found")
        found[name] = text.lower()
    return found


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > MAX_BODY:
        raise Refusal("body_too_large")
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            return await request.read()
    except HTTPRequestEntityTooLarge:
        raise Refusal("body_too_large") from None
    except TimeoutError:
        raise Refusal("unavailable") from None
    except (HttpProcessingError, web.RequestPayloadError):
        raise Refusal("bad_json") from None


def _parsed(raw: bytes) -> object:
    """Python's parser: of all at hand the one that hands a lone surrogate on to be refused."""
    try:
        return json.loads(raw.decode(), parse_constant=_no_constant, parse_float=_number)
    except (ValueError, RecursionError):
        raise Refusal("bad_json") from None


def _number(text: str) -> float | int:
    """JSON has one kind of number: 8.0 is 8 (RFC 8259, 6)."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _fit(model: type[M], value: object) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False, include_context=True)
    except UnicodeError:
        errors = []
    raise refusal_of(errors)


def refusal_of(errors: list[ErrorDetails]) -> Refusal:
    """The 422 for pydantic's errors: one error that bears a house code keeps it."""
    fields = tuple((_field(e["loc"]), _message(e)) for e in errors[:32])
    own = errors[0]["type"] if len(errors) == 1 and errors[0]["type"] in CODES else None
    return Refusal(own or "invalid_data", fields=fields or (("body", "Does not fit."),))


def _field(loc: tuple[int | str, ...]) -> str:
    if not loc:
        return "body"
    name = ".".join(map(str, loc))
    return name if _SANE_NAME.fullmatch(name) else "(unknown)"


def _message(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind in CODES:
        return CODES[kind].sentence
    if kind == "missing":
        return "This field is required."
    if kind == "extra_forbidden":
        return "This field is unknown."
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return error["msg"] if _SPEAKING.fullmatch(kind) else "Does not fit."


def _storable(value: Any) -> Any:
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise PydanticCustomError("unstorable", "Contains a character that no text may have.")
    return value
