"""The rule for display names: what is kept, what is refused, and that cleaning is done once."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halobestie.errors import Refused
from halobestie.names import clean_display_name

REFUSED = Refused("invalid_display_name")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bulan", "Bulan"),
        ("  Bulan \n", "Bulan"),
        ("B", "B"),
        ("x" * 40, "x" * 40),
        (" " * 30 + "x" * 40 + " " * 30, "x" * 40),
        ("e\u0301" * 40, "\u00e9" * 40),  # counted after they have become one code point each
        ("Si Kecil 🌙", "Si Kecil 🌙"),
        ("月の光", "月の光"),
        ("نور", "نور"),
    ],
)
def test_a_good_name_is_kept_trimmed_and_in_nfc(typed: str, kept: str) -> None:
    """Given a name with something to be seen, then it is kept in its one normal spelling."""
    assert clean_display_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\u3000\u00a0",
        "x" * 41,
        "a\nb",
        "a\tb",
        "a\0b",
        "\x1b[31mred",
        "a\x7fb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u202eb",  # a bidi override
        "a\u2066b\u2069",  # a bidi isolate
        "a\u200eb",
        "a\u061cb",
        "a\u200bb",  # zero-width
        "a\u200cb",
        "a\u200db",
        "a\u2060b",
        "\ufeffab",
        "a\u00adb",
        "a\U000e0041b",  # an invisible tag
        "a\ud800b",  # a lone surrogate
        "\udfff",
        "\u3164",  # drawn as nothing
        "\u2800\u2800",
        "\u0301\u0302",
    ],
)
def test_a_name_that_hides_something_is_refused(typed: str) -> None:
    """Given a name with controls, invisible characters or nothing to see, then it is refused."""
    assert clean_display_name(typed) == REFUSED


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_cleaning_never_fails_and_is_done_once(typed: str) -> None:
    """Given any text at all, then it is refused, or what is kept stays as it is."""
    kept = clean_display_name(typed)
    if isinstance(kept, Refused):
        return
    assert 1 <= len(kept) <= 40
    assert unicodedata.is_normalized("NFC", kept)
    assert clean_display_name(kept) == kept
