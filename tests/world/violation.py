"""What is raised when an invariant does not hold."""

from __future__ import annotations


class Violation(AssertionError):
    """An invariant is broken; the text begins with its number, or with the name of the check."""


def must(holds: object, what: str) -> None:
    if not holds:
        raise Violation(what)
