"""Types of fields that have a meaning of their own, and a code of their own when they do not fit.

What a JSON schema cannot say of them has a name there, as a `format`: `display-name`, `phone`.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from halobestie.errors import Refused
from halobestie.http.body import UUID
from halobestie.identity.phones import InvalidPhone, parse_phone
from halobestie.names import clean_display_name


def _display_name(typed: Any, handler: ValidatorFunctionWrapHandler) -> str:
    name = clean_display_name(typed) if isinstance(typed, str) else None
    if name is None or isinstance(name, Refused):
        raise PydanticCustomError("invalid_display_name", "")
    return str(handler(name))


def _phone(typed: Any, handler: ValidatorFunctionWrapHandler) -> str:
    try:
        return str(handler(parse_phone(typed if isinstance(typed, str) else "")))
    except InvalidPhone:
        raise PydanticCustomError("invalid_phone", "") from None


def _id(typed: str) -> str:
    if not UUID.fullmatch(typed):
        raise PydanticCustomError("unstorable", "This is no id.")
    return typed.lower()


DisplayName = Annotated[
    str,
    Field(min_length=1, max_length=40, json_schema_extra={"format": "display-name"}),
    WrapValidator(_display_name),
]
"""Trimmed and normal; 422 `invalid_display_name`."""
Phone = Annotated[str, Field(json_schema_extra={"format": "phone"}), WrapValidator(_phone)]
"""Typed as people type it, comes out as E.164; 422 `invalid_phone`."""
Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"format": "uuid"})]
"""A UUID as text, in lower case."""
