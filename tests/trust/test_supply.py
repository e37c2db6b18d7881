"""What it is made of: pinned with hashes, from no named place, under licences we can keep."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "deploy" / "requirements.lock"]
FAR_REACHING = re.compile(r"\b(A?GPL|Affero|SSPL|BUSL|Commons Clause)", re.IGNORECASE)
"""Licences that ask for more than we give: also for what is only used while building."""


@pytest.fixture(scope="module")
def sbom() -> Any:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "deploy" / "sbom.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def licence(component: dict[str, Any]) -> str:
    return "".join(one["license"]["name"] for one in component["licenses"])


def test_each_locked_package_is_listed_with_its_hashes(sbom: Any) -> None:
    """As many as the lock pins; what is served is a part of them."""
    listed = list(sbom.python_components())
    pinned = re.findall(r"^([a-z0-9._-]+)==", LOCKS[0].read_text("utf-8"), re.MULTILINE)
    assert [one["name"] for one in listed] == pinned
    assert all(one["hashes"] for one in listed)
    served = {one["name"] for one in listed if one["scope"] == "required"}
    assert {"aiohttp", "asyncpg"} <= served
    assert not served & {"pytest", "mypy", "hypothesis"}


def test_no_licence_reaches_further_than_we_can_follow(sbom: Any) -> None:
    """In Python and in npm, for what runs and for what only builds."""
    listed = [*sbom.python_components(), *sbom.npm_components()]
    assert len(listed) > 500
    assert [one["purl"] for one in listed if FAR_REACHING.search(licence(one))] == []
    assert FAR_REACHING.search("GNU AGPL v3")


def test_the_locks_name_no_place_and_leave_no_hash_out() -> None:
    """Whoever installs chooses the registry; what comes from it is compared."""
    for lock in LOCKS:
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
    for lock in (p for p in ROOT.glob("*/package-lock.json")):
        packages = json.loads(lock.read_text("utf-8"))["packages"]
        pinned = [told for path, told in packages.items() if "node_modules/" in path]
        assert all("resolved" not in told or told.get("link") for told in pinned)
        assert all("integrity" in told for told in pinned if not told.get("link"))
