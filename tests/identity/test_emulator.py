"""The emulator: unsigned tokens are taken, every other check stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from halobestie.clock import SystemClock
from halobestie.identity.emulator import EmulatorProvider, is_loopback
from halobestie.identity.model import (
    IdentityMisconfigured,
    IdentityUnavailable,
    InvalidIdToken,
)
from halobestie.identity.referee import EMULATOR_VARIABLE, FirebaseProject
from tests.identity.conftest import PROJECT, Silent
from tests.identity.forge import Mint, by_hand
from tests.identity.forgeries import FORGERIES
from tests.identity.google import Google


@pytest.fixture
async def emulator(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[EmulatorProvider]:
    monkeypatch.setenv(EMULATOR_VARIABLE, google.host_port)
    project = FirebaseProject(PROJECT, web_config={"apiKey": "any"})
    provider = EmulatorProvider(project, SystemClock(), google.host_port)
    await provider.prepare()
    yield provider
    await provider.close()


@pytest.mark.parametrize("host", ["127.0.0.1:9099", "localhost:9099", "[::1]:9099", "127.9.9.9:1"])
def test_loopback_is_this_machine(host: str) -> None:
    """By number or by its usual name."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "localhost",
        "127.0.0.1",
        "10.0.0.1:9099",
        "0.0.0.0:9099",
        "[::]:9099",
        "emulator:9099",
        "localhost.evil.example:9099",
        "127.0.0.1.evil.example:9099",
        "localhost:9099@evil.example",
        "user@127.0.0.1:9099",
        "http://127.0.0.1:9099",
        "127.0.0.1:9099/path",
        "127.0.0.1:0",
        "127.0.0.1:99999",
        "127.0.0.1:9099\n",
        "2130706433:9099",
    ],
)
def test_nothing_else_is_loopback(host: str) -> None:
    """firebase-admin pastes the text into a URL, so a look-alike must not pass."""
    assert not is_loopback(host)


async def test_an_unsigned_token_of_the_emulator_signs_in(
    emulator: EmulatorProvider, mint: Mint
) -> None:
    """As the emulator writes them: algorithm none, no key, no signature."""
    token = by_hand({"alg": "none", "typ": "JWT"}, mint.claims(datetime.now(UTC)))

    identity = await emulator.verify(token)

    assert (identity.uid, identity.phone) == ("uid-of-the-forged-one", "+6281234567890")
    assert emulator.name == "emulator"


UNSIGNED = {
    kind: (forge, reason)
    for kind, (forge, reason) in FORGERIES.items()
    if reason not in ("bad_signature", "wrong_algorithm")
}


@pytest.mark.parametrize("kind", UNSIGNED)
async def test_all_but_the_signature_is_still_checked(
    kind: str, emulator: EmulatorProvider, mint: Mint, silent: Silent
) -> None:
    """firebase-admin leaves out even the expiry there; we do not."""
    forge, reason = UNSIGNED[kind]
    token = forge(mint, datetime.now(UTC))

    with pytest.raises(InvalidIdToken) as refused:
        await emulator.verify(token)

    assert refused.value.reason == reason
    silent(token, refused.value)


async def test_the_apps_are_told_where_the_emulator_is(
    emulator: EmulatorProvider, google: Google
) -> None:
    """Beside the project's own public configuration."""
    url = f"http://{google.host_port}"

    assert emulator.web_config() == {"apiKey": "any", "authEmulatorUrl": url}


async def test_an_emulator_that_is_not_there_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody listens: not ready, try again."""
    with Google() as gone:
        host = gone.host_port
    monkeypatch.setenv(EMULATOR_VARIABLE, host)
    provider = EmulatorProvider(FirebaseProject(PROJECT), SystemClock(), host)

    with pytest.raises(IdentityUnavailable) as silent:
        await provider.prepare()

    assert silent.value.why == "emulator"
    await provider.close()


async def test_the_variable_itself_must_name_the_emulator() -> None:
    """firebase-admin reads the environment; a setting from elsewhere would not reach it."""
    provider = EmulatorProvider(FirebaseProject(PROJECT), SystemClock(), "127.0.0.1:9099")

    with pytest.raises(IdentityMisconfigured):
        await provider.prepare()

    await provider.close()
