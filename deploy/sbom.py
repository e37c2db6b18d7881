"""Lists what Halo Bestie is made of, from the locks: CycloneDX 1.6 into dist/sbom.json, and how
often which licence is met on the screen.

    python deploy/sbom.py        needs the environment that the lock describes, for its licences

A component is `required` when it runs in production (deploy/requirements.lock; an npm package that
is no development dependency), else `excluded`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
OUT = ROOT / "dist" / "sbom.json"
NPM = ("control_center", "client_app", "mitra_app", "sdk/typescript", "sdk/kit/firebase")
UNKNOWN = "(not said)"

Component = dict[str, Any]


def python_components() -> Iterator[Component]:
    """Those of the lock, with its hashes; licences as their packages tell them."""
    served = {name for name, _, _ in _locked(ROOT / "deploy" / "requirements.lock")}
    for name, version, hashes in _locked(ROOT / "requirements.lock"):
        made = _component("pypi", name, version, _licence_of(name), required=name in served)
        yield made | {"hashes": [{"alg": "SHA-256", "content": one} for one in hashes]}


def npm_components() -> Iterator[Component]:
    """Those of all locks, each version once; required where any of them needs it to run."""
    found: dict[str, Component] = {}
    for folder in NPM:
        lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
        for path, told in lock["packages"].items():
            if not path or told.get("link") or "version" not in told:
                continue
            name = told.get("name") or path.rpartition("node_modules/")[2]
            required = not (told.get("dev") or folder == "sdk/kit/firebase")
            licence = told.get("license", UNKNOWN)
            made = _component("npm", name, told["version"], licence, required=required)
            known = found.setdefault(made["purl"], made)
            known["scope"] = "required" if required else known["scope"]
    yield from found.values()


def _locked(lock: Path) -> Iterator[tuple[str, str, list[str]]]:
    for block in re.split(r"\n(?=[a-z0-9])", lock.read_text("utf-8")):
        if named := re.match(r"([a-z0-9._-]+)==([^\s;\\]+)", block):
            yield named[1], named[2], re.findall(r"sha256:([0-9a-f]{64})", block)


def _licence_of(name: str) -> str:
    """What the package says of itself: the expression, else its classifiers, else its words."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return UNKNOWN
    ours = [c for c in told.get_all("Classifier") or () if c.startswith("License :: OSI")]
    classified = " AND ".join(c.rpartition(" :: ")[2] for c in ours)
    words = (told.get("License") or "").strip().split("\n")[0][:60]
    return told.get("License-Expression") or classified or words or UNKNOWN


def _component(kind: str, name: str, version: str, licence: str, *, required: bool) -> Component:
    address = f"pkg:{kind}/{quote(name, safe='/')}@{quote(version)}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "scope": "required" if required else "excluded",
        "licenses": [] if licence == UNKNOWN else [{"license": {"name": licence}}],
    }


def main() -> None:
    components = [*python_components(), *npm_components()]
    OUT.parent.mkdir(exist_ok=True)
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    OUT.write_text(json.dumps(bom, indent=1) + "\n", "utf-8")
    counts: Counter[tuple[str, str]] = Counter()
    for one in components:
        licence = one["licenses"][0]["license"]["name"] if one["licenses"] else UNKNOWN
        counts[one["scope"], licence] += 1
    for (scope, licence), times in sorted(counts.items()):
        sys.stdout.write(f"{scope:9} {times:5} {licence}\n")
    sys.stdout.write(f"{len(components)} components: {OUT.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
