"""Firebase: real firebase-admin, our certificate, and a Google that may fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from halobestie.clock import SystemClock
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.model import (
    IdentityMisconfigured,
    IdentityUnavailable,
    InvalidIdToken,
)
from halobestie.identity.referee import EMULATOR_VARIABLE, FirebaseProject
from halobestie.identity.workers import Workers
from tests.identity.conftest import PROJECT, Silent
from tests.identity.forge import Mint, by_hand
from tests.identity.google import Google


def now() -> datetime:
    return datetime.now(UTC)


async def test_certificates_are_fetched_before_ready_and_then_kept(
    firebase: FirebaseProvider, google: Google, mint: Mint
) -> None:
    """The first login waits for nobody, and nor does the third."""
    before = list(google.paths)

    for _ in range(3):
        await firebase.verify(mint.token(now()))

    assert before == ["/certificates"]
    assert google.paths == before


@pytest.mark.parametrize(
    ("status", "certificates"),
    [(503, b"{}"), (200, b"<html>log in to the network"), (200, b"\xff")],
)
async def test_without_certificates_it_is_not_ready_and_may_try_again(
    status: int, certificates: bytes, google: Google, mint: Mint
) -> None:
    """A failing or an odd answer is temporary; the next try succeeds."""
    good, google.status, google.certificates = google.certificates, status, certificates
    provider = FirebaseProvider(FirebaseProject(PROJECT), SystemClock())

    with pytest.raises(IdentityUnavailable) as missing:
        await provider.prepare()
    with pytest.raises(IdentityUnavailable) as unprepared:
        await provider.verify(mint.token(now()))
    google.status, google.certificates = 200, good
    await provider.prepare()

    assert (missing.value.why, unprepared.value.why) == ("certificates", "not_prepared")
    assert (await provider.verify(mint.token(now()))).phone == "+6281234567890"
    await provider.close()


async def test_a_google_that_hangs_is_unavailable_in_time(google: Google) -> None:
    """Nobody waits longer than the limit; the thread that does is freed by its own."""
    google.open_for_business.clear()
    provider = FirebaseProvider(FirebaseProject(PROJECT), SystemClock(), Workers(timeout_s=0.5))

    with pytest.raises(IdentityUnavailable) as late:
        await provider.prepare()

    assert late.value.why == "timeout"
    google.open_for_business.set()
    await provider.close()


async def test_an_emulator_variable_that_appears_later_stops_everything(
    firebase: FirebaseProvider, mint: Mint, monkeypatch: pytest.MonkeyPatch, silent: Silent
) -> None:
    """With it firebase-admin would take unsigned tokens: it is not asked, nor opened."""
    forged = by_hand({"alg": "none"}, mint.claims(now()))
    monkeypatch.setenv(EMULATOR_VARIABLE, "127.0.0.1:9099")

    with pytest.raises(IdentityUnavailable) as stopped:
        await firebase.verify(forged)
    with pytest.raises(IdentityMisconfigured):
        await firebase.prepare()

    assert stopped.value.why == "environment"
    silent(forged, stopped.value)


async def test_a_closed_provider_says_so(firebase: FirebaseProvider, mint: Mint) -> None:
    """Closing twice is as good as once."""
    await firebase.close()
    await firebase.close()

    with pytest.raises(IdentityUnavailable):
        await firebase.verify(mint.token(now()))


async def test_credentials_that_are_none_are_named_and_not_quoted(google: Google) -> None:
    """The message tells the setting, not a word of the key."""
    project = FirebaseProject(PROJECT, {"type": "service_account", "private_key": "SECRET-PEM"})
    provider = FirebaseProvider(project, SystemClock())

    with pytest.raises(IdentityMisconfigured) as wrong:
        await provider.prepare()

    assert "HALOBESTIE_FIREBASE_CREDENTIALS" in str(wrong.value)
    assert wrong.value.__context__ is None
    await provider.close()


@pytest.fixture
async def strict(google: Google, keys: tuple[str, str]) -> AsyncIterator[FirebaseProvider]:
    """A provider that asks Firebase, as a service account, whether a login was revoked."""
    account = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key": keys[1],
        "client_email": f"server@{PROJECT}.invalid",
        "token_uri": f"http://{google.host_port}/token",
    }
    project = FirebaseProject(PROJECT, account, check_revoked=True)
    provider = FirebaseProvider(project, SystemClock())
    await provider.prepare()
    yield provider
    await provider.close()


USER = {"localId": "uid-of-the-forged-one", "validSince": "1700000000"}


@pytest.mark.parametrize(
    ("users", "reason"),
    [
        ([{**USER, "validSince": "9999999999"}], "revoked"),
        ([{**USER, "disabled": True}], "disabled"),
        ([], "unknown_user"),
    ],
)
async def test_a_login_that_firebase_took_back_is_refused(
    users: list[dict[str, Any]],
    reason: str,
    strict: FirebaseProvider,
    google: Google,
    mint: Mint,
    silent: Silent,
) -> None:
    """With `check_revoked` the user's record decides over a token that is otherwise good."""
    google.users, token = [USER], mint.token(now())
    assert (await strict.verify(token)).uid == "uid-of-the-forged-one"

    google.users = users
    with pytest.raises(InvalidIdToken) as refused:
        await strict.verify(token)

    assert refused.value.reason == reason
    silent(token, refused.value)


async def test_a_firebase_that_fails_is_unavailable_not_a_refusal(
    strict: FirebaseProvider, google: Google, mint: Mint, silent: Silent
) -> None:
    """Nobody is called a forger because Google has a bad day."""
    token = mint.token(now())
    google.status = 500

    with pytest.raises(IdentityUnavailable) as failed:
        await strict.verify(token)

    assert failed.value.why == "backend"
    silent(token, failed.value)


async def test_the_web_configuration_is_handed_out_as_a_copy() -> None:
    """The apps read it; nobody changes ours."""
    provider = FirebaseProvider(FirebaseProject(PROJECT, web_config={"apiKey": "k"}), SystemClock())

    given = provider.web_config()
    assert given == {"apiKey": "k"}
    given["apiKey"] = "changed"

    assert provider.web_config() == {"apiKey": "k"}
    await provider.close()
