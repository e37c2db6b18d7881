"""From claims to an identity: what is kept, and that nothing else ever is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halobestie.identity.claims import identity_of
from halobestie.identity.model import RegisteredVia, SignInProvider
from tests.identity.conftest import NOW, PROJECT
from tests.identity.forge import Mint

MINT = Mint("", "", "", PROJECT)


def firebase(provider: str, **identities: list[str]) -> dict[str, Any]:
    return {"identities": identities, "sign_in_provider": provider}


@pytest.mark.parametrize(
    ("signed_in_by", "provider", "registered_via"),
    [
        ("anonymous", "anonymous", None),
        ("google.com", "google", "google"),
        ("apple.com", "apple", "apple"),
        ("facebook.com", "facebook", "facebook"),
    ],
)
def test_how_somebody_signed_in_is_how_they_registered(
    signed_in_by: str, provider: SignInProvider, registered_via: RegisteredVia | None
) -> None:
    """Nobody is registered who came in anonymously and has linked nothing."""
    claims = MINT.claims(NOW, phone_number=..., firebase=firebase(signed_in_by))

    identity = identity_of(claims, PROJECT, NOW)

    assert (identity.provider, identity.registered_via) == (provider, registered_via)
    assert identity.phone is None
    assert identity.auth_time == NOW


@pytest.mark.parametrize(
    ("claims", "registered_via"),
    [
        ({"firebase": firebase("anonymous")}, "phone"),
        ({"firebase": firebase("google.com", phone=["+6281234567890"])}, "google"),
        (
            {
                "phone_number": ...,
                "firebase": firebase(
                    "anonymous", **{"apple.com": ["a-1"], "email": ["a@b.invalid"]}
                ),
            },
            "apple",
        ),
        ({"phone_number": ..., "firebase": firebase("anonymous", email=["a@b.invalid"])}, None),
        ({"phone_number": ..., "firebase": firebase("anonymous", **{"google.com": []})}, None),
    ],
)
def test_a_linked_user_is_registered_by_what_was_linked(
    claims: dict[str, Any], registered_via: RegisteredVia | None
) -> None:
    """A token may go on saying `anonymous` after linking; its identities know better."""
    identity = identity_of(MINT.claims(NOW, **claims), PROJECT, NOW)

    assert identity.registered_via == registered_via


FOREIGN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1)
VALUES = st.recursive(
    FOREIGN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FOREIGN, inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["name", "email", "picture", "user_id", "uid", "display_name", "given_name", "nonce", "phone"]
)


@given(extra=st.dictionaries(NAMES | FOREIGN, VALUES, min_size=1), inside=VALUES)
def test_no_byte_of_any_other_claim_survives(extra: dict[str, Any], inside: object) -> None:
    """With whatever else in the token and its firebase claim, the identity is the same."""
    nested = {**firebase("google.com"), "sign_in_attributes": inside, "email": inside}
    nested["identities"] = {"google.com": inside, "email": inside}
    plain = MINT.claims(NOW, firebase=firebase("google.com"))

    identity = identity_of({**plain, **extra, "firebase": nested}, PROJECT, NOW)

    assert identity == identity_of(plain, PROJECT, NOW)
    assert repr(identity).isascii()


def test_the_phone_number_stays_out_of_the_repr() -> None:
    """An identity that ends up in a log line tells no number."""
    identity = identity_of(MINT.claims(NOW), PROJECT, NOW)

    assert identity.phone == "+6281234567890"
    assert "6281234567890" not in repr(identity)
