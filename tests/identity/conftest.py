"""What the tests of identity share: keys, a Google on loopback, the providers, a database."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog

from halobestie.clock import ManualClock, SystemClock
from halobestie.db.pool import Database
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.local import LOCAL_PROJECT, LocalProvider
from halobestie.identity.local_store import LocalStore, MemoryLocalStore
from halobestie.identity.local_store_pg import PgLocalStore
from halobestie.identity.local_tokens import KID, new_private_pem
from halobestie.identity.model import IdentityProvider
from halobestie.identity.referee import EMULATOR_VARIABLE, FirebaseProject
from tests.identity.forge import Mint
from tests.identity.google import Google, certificate

PROJECT = "halobestie-test"
NOW = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def keys() -> tuple[str, str]:
    """The issuer's private key and a stranger's."""
    return new_private_pem(), new_private_pem()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture(autouse=True)
def no_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EMULATOR_VARIABLE, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def google(keys: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """Serves our certificate; firebase-admin is told that Google's are there."""
    from firebase_admin import _token_gen, _user_mgt

    with Google() as served:
        served.certificates = json.dumps({"key-1": certificate(keys[0])}).encode()
        monkeypatch.setattr(_token_gen, "ID_TOKEN_CERT_URI", served.certificates_url)
        lookup = f"http://{served.host_port}/v1"
        monkeypatch.setattr(_user_mgt.UserManager, "ID_TOOLKIT_URL", lookup)
        yield served


@pytest.fixture
def mint(keys: tuple[str, str]) -> Mint:
    """Signs as Google would, for the project of these tests."""
    return Mint(keys[0], keys[1], "key-1", PROJECT)


@pytest.fixture
async def firebase(google: Google) -> AsyncIterator[FirebaseProvider]:
    provider = FirebaseProvider(FirebaseProject(PROJECT), SystemClock())
    await provider.prepare()
    yield provider
    await provider.close()


Issuer = tuple[IdentityProvider, Mint]


@pytest.fixture(params=["local", "firebase"])
async def issuer(request: pytest.FixtureRequest, keys: tuple[str, str]) -> AsyncIterator[Issuer]:
    """Each provider that checks signatures, with a mint that has its key. On the wall clock."""
    if request.param == "firebase":
        google: Google = request.getfixturevalue("google")
        assert google.certificates
        provider: IdentityProvider = FirebaseProvider(FirebaseProject(PROJECT), SystemClock())
        forger = Mint(keys[0], keys[1], "key-1", PROJECT)
    else:
        store = MemoryLocalStore()
        await store.keep_key(KID, keys[0], NOW)
        provider = LocalProvider(store, SystemClock())
        forger = Mint(keys[0], keys[1], KID, LOCAL_PROJECT)
    await provider.prepare()
    yield provider, forger
    await provider.close()


Silent = Callable[[str, BaseException], None]


@pytest.fixture
def silent(caplog: pytest.LogCaptureFixture) -> Iterator[Silent]:
    """Asserts that no part of a token is in an exception, what hangs on to it, or a log."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as events:

        def check(token: str, error: BaseException) -> None:
            assert error.__cause__ is None
            assert error.__context__ is None
            told = "".join(traceback.format_exception(error))
            said = f"{error!s} {error!r} {error.args} {told} {caplog.text} {events}"
            for part in {token, *token.split(".")}:
                assert len(part) < 8 or part not in said

        yield check


@pytest.fixture
def pg_pool(db: Database) -> Any:
    """The server's own pool, on a fresh, migrated database."""
    return db.pool


@pytest.fixture(params=["memory", "postgresql"])
def store(request: pytest.FixtureRequest) -> LocalStore:
    """Both stores: the same tests hold for the one in memory and the one that lasts."""
    if request.param == "memory":
        return MemoryLocalStore()
    return PgLocalStore(request.getfixturevalue("pg_pool"))


@pytest.fixture
async def local(store: LocalStore, clock: ManualClock) -> LocalProvider:
    provider = LocalProvider(store, clock)
    await provider.prepare()
    return provider
