"""The canary table: what is marked, and in which places each mark may be found.

The same table stands in docs/threat-model.md, "Where a mark may be found"; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "customer's name": "Kenari7 Senja",
        "customer's number": "81277770001",
        "mitra's name": "Kenari7 Bestie",
        "mitra's number": "81277770002",
        "social name": "Kenari7 Sosial",
        "social account": "kenari7.s0cial.account",
        "staff's e-mail": "kenari7@halobestie.test",
        "staff's name": "Kenari7 Staf",
        "operator's e-mail": "kenari7.op@halobestie.test",
        "password": "kenari7 long pass phrase",
        "wrong password": "kenari7 wrong pass phrase",
        "database's password": "kenari7dsn",
    }
)
"""What is marked from outside. Tokens and cookies are marks once they are handed out."""

HANDED_OUT: Final = ("token", "ID token", "cookie")

_PEOPLE: Final = ("customer's name", "customer's number", "mitra's name", "mitra's number")
_STAFF: Final = ("staff's name", "staff's e-mail", "operator's e-mail")
_STAFF_SEES: Final = ("customer's name", "mitra's name", "mitra's number", "staff's name")
ALLOWED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "log": (),
        "terminal": (),
        "metrics": (),
        "problems": (),
        "what anybody may read": (),
        "answers to logins": (*HANDED_OUT, *_PEOPLE, *_STAFF),
        "the customer's answers": ("customer's name", "customer's number"),
        "the customer's frames": ("customer's name", "customer's number", "mitra's name"),
        "the mitra's answers": ("mitra's name", "mitra's number"),
        "the mitra's frames": ("mitra's name", "mitra's number", "customer's name"),
        "an admin's answers": (*_PEOPLE, *_STAFF),
        "an operator's answers": (*_STAFF_SEES, "operator's e-mail"),
        "CSV": ("customer's name", "mitra's name"),
        "a customer's export": ("customer's name", "customer's number", "mitra's name"),
        "PostgreSQL": (*_PEOPLE, *_STAFF),
    }
)
"""Place ▶ the marks that belong there. Whatever else is found is a leak."""


def found_in(text: str, marks: Mapping[str, str]) -> set[str]:
    """Which marks this text has."""
    return {kind for kind, mark in marks.items() if mark in text}


def as_table() -> str:
    """The table of the document."""
    rows = (f"| {place} | {', '.join(sorted(kinds)) or '–'} |" for place, kinds in ALLOWED.items())
    return "\n".join(("| place | marks that belong there |", "|---|---|", *rows))
