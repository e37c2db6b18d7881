"""Choosing the provider: what each setting gives, and what is refused before it can start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from halobestie.clock import ManualClock
from halobestie.identity.build import IdentityChoice, build_provider, check, check_project
from halobestie.identity.local_store import MemoryLocalStore
from halobestie.identity.model import IdentityMisconfigured

LOOPBACK = "127.0.0.1:9099"


@pytest.mark.parametrize(
    ("identity", "env", "emulator_host"),
    [
        ("local", "development", None),
        ("local", "development", ""),
        ("emulator", "development", LOOPBACK),
        ("emulator", "development", "localhost:9099"),
        ("firebase", "development", None),
        ("firebase", "production", None),
    ],
)
def test_a_safe_choice_has_no_problem(identity: str, env: str, emulator_host: str | None) -> None:
    """Production knows Firebase alone."""
    assert check(identity, env, emulator_host) == []


@pytest.mark.parametrize(
    ("identity", "env", "emulator_host", "about"),
    [
        ("local", "production", None, "HALOBESTIE_ENV=production"),
        ("emulator", "production", LOOPBACK, "HALOBESTIE_ENV=production"),
        ("firebase", "production", LOOPBACK, "only for HALOBESTIE_IDENTITY=emulator"),
        ("firebase", "development", " ", "only for HALOBESTIE_IDENTITY=emulator"),
        ("local", "development", LOOPBACK, "only for HALOBESTIE_IDENTITY=emulator"),
        ("emulator", "development", None, "needs FIREBASE_AUTH_EMULATOR_HOST"),
        ("emulator", "development", "emulator.example:9099", "on loopback"),
        ("emulator", "development", "0.0.0.0:9099", "on loopback"),
        ("auth0", "development", None, "one of firebase, emulator, local"),
    ],
)
def test_an_unsafe_choice_is_named(
    identity: str, env: str, emulator_host: str | None, about: str
) -> None:
    """One sentence for the one thing that is wrong."""
    (problem,) = check(identity, env, emulator_host)

    assert about in problem


@pytest.mark.parametrize(
    ("identity", "project_id", "web_config", "about"),
    [
        ("firebase", None, None, "needs HALOBESTIE_FIREBASE_PROJECT"),
        ("firebase", "demo-halobestie", None, "demo- project"),
        ("firebase", "p-1", "{", "no JSON object"),
        ("firebase", "p-1", "[]", "no JSON object"),
        ("firebase", "p-1", '{"private_key": "SECRET"}', "no private key"),
        ("emulator", "p-1", '{"projectId": "p-2"}', "another project"),
    ],
)
def test_a_project_that_cannot_be_is_named(
    identity: str, project_id: str | None, web_config: str | None, about: str
) -> None:
    """Without repeating what was set."""
    (problem,) = check_project(identity, project_id, web_config)

    assert about in problem
    assert "SECRET" not in problem


def test_the_local_issuer_needs_no_project() -> None:
    """And an emulator may well have a demo- one."""
    assert check_project("local", None, "{") == []
    assert check_project("emulator", "demo-halobestie", None) == []


@pytest.mark.parametrize("identity", ["local", "firebase", "emulator"])
async def test_each_name_builds_its_provider(
    identity: str, clock: ManualClock, tmp_path: Path
) -> None:
    """Under the name that it was chosen by, with nothing fetched yet."""
    account = tmp_path / "account.json"
    account.write_text(json.dumps({"type": "service_account"}))
    choice = IdentityChoice(
        identity=identity,
        env="development",
        project_id="p-1",
        credentials_path=account,
        web_config='{"apiKey": "k"}',
        emulator_host=LOOPBACK if identity == "emulator" else None,
    )

    provider = build_provider(choice, MemoryLocalStore(), clock)

    assert provider.name == identity
    assert (provider.web_config() is None) == (identity == "local")
    await provider.close()


def test_every_problem_is_told_at_once(clock: ManualClock) -> None:
    """Nobody mends settings one start at a time."""
    choice = IdentityChoice(identity="firebase", env="production", emulator_host=LOOPBACK)

    with pytest.raises(IdentityMisconfigured) as wrong:
        build_provider(choice, MemoryLocalStore(), clock)

    assert len(wrong.value.problems) == 2


@pytest.mark.parametrize("content", [None, "SECRET", "[]", "\udcff"])
def test_a_credentials_file_that_is_none_is_refused(
    content: str | None, clock: ManualClock, tmp_path: Path
) -> None:
    """Missing, no JSON, no object, no text: named, not quoted."""
    path = tmp_path / "account.json"
    if content is not None:
        path.write_text(content, errors="surrogateescape")
    choice = IdentityChoice("firebase", "production", "p-1", credentials_path=path)

    with pytest.raises(IdentityMisconfigured) as wrong:
        build_provider(choice, MemoryLocalStore(), clock)

    assert "HALOBESTIE_FIREBASE_CREDENTIALS" in str(wrong.value)
    assert wrong.value.__context__ is None
