"""Which provider signs people in: chosen from the settings, refused where it would be unsafe."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from halobestie.clock import Clock
from halobestie.identity.emulator import EmulatorProvider, is_loopback
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.local import LOCAL_PROJECT, LocalProvider
from halobestie.identity.local_store import LocalStore
from halobestie.identity.model import IdentityMisconfigured, IdentityProvider
from halobestie.identity.referee import EMULATOR_VARIABLE, FirebaseProject


@dataclass(frozen=True, slots=True)
class IdentityChoice:
    """The settings that this part of the house reads, as plain values."""

    identity: str
    env: str
    project_id: str | None = None
    credentials_path: Path | None = None
    web_config: str | None = None
    emulator_host: str | None = None
    check_revoked: bool = False


def check(identity: str, env: str, emulator_host: str | None) -> list[str]:
    """What is unsafe about this choice, as sentences; empty if nothing is."""
    problems = []
    if identity not in ("firebase", "emulator", "local"):
        problems.append("HALOBESTIE_IDENTITY is one of firebase, emulator, local")
    if env == "production" and identity in ("local", "emulator"):
        problems.append(f"HALOBESTIE_IDENTITY={identity} is not for HALOBESTIE_ENV=production")
    if identity == "emulator":
        if not emulator_host:
            problems.append(f"HALOBESTIE_IDENTITY=emulator needs {EMULATOR_VARIABLE}=host:port")
        elif not is_loopback(emulator_host):
            problems.append(f"{EMULATOR_VARIABLE} must be host:port on loopback")
    elif emulator_host:
        problems.append(f"{EMULATOR_VARIABLE} is only for HALOBESTIE_IDENTITY=emulator")
    return problems


def check_project(identity: str, project_id: str | None, web_config: str | None) -> list[str]:
    """What is wrong with the Firebase project's settings, as sentences. Reads no file."""
    if identity not in ("firebase", "emulator"):
        return []
    problems = []
    if not project_id:
        problems.append(f"HALOBESTIE_IDENTITY={identity} needs HALOBESTIE_FIREBASE_PROJECT")
    elif identity == "firebase" and project_id.startswith("demo-"):
        # Such a project is nobody's: whoever registers the name would sign people in here.
        problems.append("a demo- project is the emulator's; set HALOBESTIE_FIREBASE_PROJECT")
    if web_config is None:
        return problems
    parsed = _json_object(web_config)
    if parsed is None:
        return [*problems, "HALOBESTIE_FIREBASE_WEB_CONFIG is no JSON object"]
    if "private_key" in parsed:
        problems.append("HALOBESTIE_FIREBASE_WEB_CONFIG is public and must hold no private key")
    if parsed.get("projectId", project_id) != project_id:
        problems.append("HALOBESTIE_FIREBASE_WEB_CONFIG is of another project")
    return problems


def build_provider(choice: IdentityChoice, store: LocalStore, clock: Clock) -> IdentityProvider:
    """The provider of this choice, not yet prepared; `store` is for `local` alone.

    Raises IdentityMisconfigured with every problem of `check` and `check_project`.
    """
    problems = check(choice.identity, choice.env, choice.emulator_host)
    problems += check_project(choice.identity, choice.project_id, choice.web_config)
    if problems:
        raise IdentityMisconfigured(*problems)
    if choice.identity == "local":
        return LocalProvider(store, clock, choice.project_id or LOCAL_PROJECT)
    project = FirebaseProject(
        project_id=choice.project_id or "",
        credentials=_credentials(choice.credentials_path),
        web_config=_json_object(choice.web_config or "null"),
        check_revoked=choice.check_revoked,
    )
    if choice.identity == "emulator":
        return EmulatorProvider(project, clock, choice.emulator_host or "")
    return FirebaseProvider(project, clock)


def _credentials(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    parsed = _json_object(text)
    if parsed is None:
        raise IdentityMisconfigured("HALOBESTIE_FIREBASE_CREDENTIALS names no readable JSON file")
    return parsed


def _json_object(text: str) -> dict[str, Any] | None:
    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None
