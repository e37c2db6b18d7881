"""Display names: the one rule for what customers and mitra may be called."""

from __future__ import annotations

import unicodedata
from typing import Final

from halobestie.errors import Refused

MAX_LENGTH: Final = 40
# Controls; format characters (bidi overrides and isolates, zero-width ones); lone surrogates;
# line and paragraph separators.
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Letters and symbols by their category that draw nothing: fillers, the blank braille pattern,
# the combining grapheme joiner.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def clean_display_name(typed: str) -> str | Refused:
    """The name as it is kept: trimmed, in NFC, 1 to 40 code points, each of them harmless.

    Answers Refused("invalid_display_name") otherwise. Cleaning a clean name changes nothing.
    """
    name = unicodedata.normalize("NFC", typed.strip()).strip()
    if not 1 <= len(name) <= MAX_LENGTH or not all(map(_harmless, name)) or not _drawn(name):
        return Refused("invalid_display_name")
    return name


def _harmless(character: str) -> bool:
    return unicodedata.category(character) not in _REFUSED and character not in _BLANK


def _drawn(name: str) -> bool:
    """Something is to be seen: not combining marks alone."""
    return any(unicodedata.category(c)[0] not in "MZ" for c in name)
