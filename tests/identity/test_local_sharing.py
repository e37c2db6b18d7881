"""The local issuer outlives itself, and many nodes are one issuer, on both stores."""

from __future__ import annotations

import asyncio

import pytest

from halobestie.clock import ManualClock
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_sign_in import SignIn, SignInRefused
from halobestie.identity.local_store import LocalStore
from halobestie.identity.model import IdentityUnavailable
from tests.identity.conftest import NOW
from tests.identity.people import PHONE, by_google, by_phone


async def test_key_and_users_outlive_a_restart(
    local: LocalProvider, store: LocalStore, clock: ManualClock
) -> None:
    """A new process on the same store knows the old tokens and the old people."""
    token = await by_phone(local)
    await local.close()
    with pytest.raises(IdentityUnavailable):
        await local.verify(token)

    restarted = LocalProvider(store, clock)
    await restarted.prepare()

    before = await restarted.verify(token)
    assert (await restarted.verify(await by_phone(restarted))).uid == before.uid


async def test_nodes_that_start_together_agree_on_the_key(
    store: LocalStore, clock: ManualClock
) -> None:
    """Each makes a key, the first is kept, and each verifies the other's tokens."""
    nodes = [LocalProvider(store, clock) for _ in range(3)]
    await asyncio.gather(*(node.prepare() for node in nodes))

    for issuing in nodes:
        token = await by_google(issuing)
        seen = [(await node.verify(token)).uid for node in nodes]
        assert len(set(seen)) == 1


async def test_two_first_sign_ins_at_once_are_one_user(
    local: LocalProvider, store: LocalStore, clock: ManualClock
) -> None:
    """Two taps, two nodes, one social account: one user."""
    other = LocalProvider(store, clock)
    await other.prepare()

    tokens = await asyncio.gather(*(by_google(node) for node in (local, other) * 4))

    assert len({(await local.verify(token)).uid for token in tokens}) == 1


async def test_a_code_used_twice_at_once_opens_once(local: LocalProvider) -> None:
    """Whoever is first spends it."""
    code = await local.request_otp(PHONE, NOW)
    asked = SignIn("phone", phone=PHONE, code=code)

    ends = await asyncio.gather(
        *(local.sign_in(asked, NOW) for _ in range(5)), return_exceptions=True
    )

    refused = [end.code for end in ends if isinstance(end, SignInRefused)]
    assert refused == ["invalid_code"] * 4


async def test_one_credential_links_to_one_of_two_who_want_it(local: LocalProvider) -> None:
    """The other learns that it is in use."""
    wanting = [await local.sign_in(SignIn("anonymous"), NOW) for _ in range(4)]

    ends = await asyncio.gather(
        *(by_google(local, link_to=token) for token in wanting), return_exceptions=True
    )

    refused = [end.code for end in ends if isinstance(end, SignInRefused)]
    assert refused == ["credential_in_use"] * 3
