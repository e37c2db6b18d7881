"""What users of the control center type about users: e-mail, name, password."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from halobestie.errors import Refusal
from halobestie.http.internal_parts import PARTS
from halobestie.http.route import Call
from halobestie.passwords import MAX_LENGTH, PasswordsBusy, weakness

# What browsers take for an e-mail (HTML standard, 4.10.5.1.5).
_EMAIL: Final = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    r"(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)


def clean_email(typed: str) -> str:
    """As it is kept and compared: without space around it, in lower case."""
    return typed.strip().lower()


def _email(typed: str) -> str:
    email = clean_email(typed)
    if not _EMAIL.fullmatch(email):
        raise ValueError("This is no e-mail address.")
    return email


def _user_name(typed: str) -> str:
    name = unicodedata.normalize("NFC", typed).strip()
    if not 1 <= len(name) <= 80 or any(unicodedata.category(c)[0] == "C" for c in name):
        raise ValueError("A name has 1 to 80 visible characters.")
    return name


Email = Annotated[
    str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_email)
]
UserName = Annotated[
    str,
    Field(max_length=200, json_schema_extra={"format": "user-name"}),
    AfterValidator(_user_name),
]
"""1 to 80 characters after trimming, none of them a control character."""
Password = Annotated[str, Field(max_length=4 * MAX_LENGTH)]
"""Any text, to be compared with somebody's password."""
NewPassword = Annotated[
    str, Field(max_length=4 * MAX_LENGTH, json_schema_extra={"format": "new-password"})
]
"""12 to 256 characters that are not the e-mail; looked at where it becomes somebody's password."""


async def hashed(call: Call, password: str, email: str, field: str) -> str:
    """The hash of a new password. Raises Refusal: invalid_data naming `field`, unavailable."""
    why_not = weakness(password, email)
    if why_not is not None:
        raise Refusal("invalid_data", fields=((field, why_not),))
    try:
        return await call.request.app[PARTS].passwords.hash(password)
    except PasswordsBusy:
        raise Refusal("unavailable", retry_after_s=1) from None
