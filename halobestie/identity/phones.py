"""Phone numbers: typed as people type them, kept as E.164, shown masked."""

from __future__ import annotations

import re
from typing import Final

import phonenumbers

# The library would read letters as keys of a telephone, and take extensions and URIs.
_TYPED: Final = re.compile(r"[+]?[0-9\s().\u2010-\u2015-]{4,40}")
_HIDDEN: Final = "•••••••"


class InvalidPhone(ValueError):
    """This is no phone number that exists. The text is not repeated."""

    def __init__(self) -> None:
        super().__init__("not a valid phone number")


def parse_phone(text: str, default_region: str = "ID") -> str:
    """The number in E.164: `0812-3456-7890`, `+62 812…` and `62812…` are all `+62812…`.

    A number without a country code belongs to `default_region` (ISO 3166). Raises InvalidPhone.
    """
    number = _parsed(text.strip(), default_region)
    if number is None or not phonenumbers.is_valid_number(number):
        raise InvalidPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(e164: str) -> str:
    """For eyes that need not know it: `+62•••••••890`, the same number of dots for everybody."""
    number = _parsed(e164, None)
    if number is None or len(e164) < 9:
        return _HIDDEN
    return f"+{number.country_code}{_HIDDEN}{e164[-3:]}"


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    if not _TYPED.fullmatch(text):
        return None
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
