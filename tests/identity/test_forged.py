"""A forged token opens nothing at any provider, and leaves no trace of itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from halobestie.clock import SystemClock
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.model import Identity, IdentityUnavailable, InvalidIdToken
from halobestie.identity.referee import FirebaseProject
from tests.identity.conftest import PROJECT, Issuer, Silent
from tests.identity.forge import Mint
from tests.identity.forgeries import FORGERIES, shifted


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_forged_token_is_refused_in_silence(
    kind: str, issuer: Issuer, silent: Silent
) -> None:
    """The reason is told by a code; neither exception nor log holds a part of the token."""
    provider, mint = issuer
    forge, reason = FORGERIES[kind]
    token = forge(mint, datetime.now(UTC))

    with pytest.raises(InvalidIdToken) as refused:
        await provider.verify(token)

    assert refused.value.reason == reason
    silent(token, refused.value)


async def test_a_good_token_of_the_same_mint_is_taken(issuer: Issuer) -> None:
    """The forgeries fail for what is forged about them, and for nothing else."""
    provider, mint = issuer
    now = datetime.now(UTC).replace(microsecond=0)

    identity = await provider.verify(mint.token(now))

    assert identity == Identity("uid-of-the-forged-one", "phone", "phone", "+6281234567890", now)


@pytest.mark.parametrize("offsets", [{"iat": 5}, {"auth_time": 50}, {"exp": -5}])
async def test_clocks_may_differ_a_little(offsets: dict[str, int], issuer: Issuer) -> None:
    """Ten seconds for the token's times, a minute for the sign-in's."""
    provider, mint = issuer

    identity = await provider.verify(shifted(**offsets)(mint, datetime.now(UTC)))

    assert identity.provider == "phone"


@pytest.mark.parametrize("kind", ["garbage", "empty", "a newline behind", "no ASCII", "huge"])
async def test_what_cannot_be_a_token_never_gets_to_the_referee(kind: str, mint: Mint) -> None:
    """A provider that is not even prepared refuses it; only what has the shape must wait."""
    forge, reason = FORGERIES[kind]
    provider = FirebaseProvider(FirebaseProject(PROJECT), SystemClock())

    with pytest.raises(InvalidIdToken) as refused:
        await provider.verify(forge(mint, datetime.now(UTC)))
    with pytest.raises(IdentityUnavailable):
        await provider.verify(mint.token(datetime.now(UTC)))

    assert refused.value.reason == reason
    await provider.close()
