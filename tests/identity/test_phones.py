"""Phone numbers: however typed, one number; shown, none."""

from __future__ import annotations

import pytest

from halobestie.identity.phones import InvalidPhone, mask_phone, parse_phone


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        " (0812) 3456.7890 ",
        "+6281234567890",
        "+62 812-3456-7890",
        "6281234567890",
        "62 812 3456 7890",
        "0812\u20113456\u20117890",
    ],
)
def test_an_indonesian_number_is_one_number_however_it_is_typed(typed: str) -> None:
    """With 0, 62 or +62 in front, with spaces and dashes."""
    assert parse_phone(typed) == "+6281234567890"


def test_a_number_from_elsewhere_keeps_its_country() -> None:
    """A country code wins over the region; the region is for numbers without one."""
    assert parse_phone("+1 650-253-0000") == "+16502530000"
    assert parse_phone("650-253-0000", "US") == "+16502530000"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "0812",
        "08123456789012345678",
        "+62",
        "+999123456789",
        "0812-CALL-BESTIE",
        "081234567890 ext. 5",
        "tel:+6281234567890",
        "081234567890;phone-context=+1",
        "+6281234567890\0",
        "1" * 5000,
    ],
)
def test_what_is_no_number_is_refused_and_not_repeated(typed: str) -> None:
    """Letters, extensions, URIs and numbers that cannot exist."""
    with pytest.raises(InvalidPhone) as refused:
        parse_phone(typed)

    assert str(refused.value) == "not a valid phone number"
    assert refused.value.__context__ is None


def test_a_masked_number_shows_its_country_and_three_digits() -> None:
    """The dots are as many for everybody, so that they count nothing."""
    assert mask_phone("+6281234567890") == "+62•••••••890"
    assert mask_phone("+628123456789") == "+62•••••••789"
    assert mask_phone("+16502530000") == "+1•••••••000"


@pytest.mark.parametrize("stored", ["", "not a number", "+62812", "081234567890"])
def test_a_mask_hides_all_of_what_it_does_not_know(stored: str) -> None:
    """Better no digit than the wrong ones."""
    assert mask_phone(stored) == "•••••••"
