"""Finds the PostgreSQL program that runs on this machine as somebody, and fits the data."""

from __future__ import annotations

import asyncio
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from halobestie.embedded.child import leashed, plain_environment
from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.folders import let_others_through
from halobestie.embedded.identity import Identity

OLDEST_MAJOR = 14
_ANSWER_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A program that answered, its major version, and as whom it ran."""

    program: Path
    major: int
    identity: Identity


async def find_fit(
    candidates: tuple[Path, ...], identities: tuple[Identity, ...], data: Path
) -> Fit:
    """The first candidate that runs here and can open the data folder's PostgreSQL, if any.

    Raises `EmbeddedServerError` (`cannot_run_here`, `wrong_version`).
    """
    wanted = written_by(data)
    refusals: list[str] = []
    async for fit in _runnable(candidates, identities, data, refusals):
        if fit.major == wanted or (wanted is None and fit.major >= OLDEST_MAJOR):
            return fit
        refusals.append(f"{fit.program} is version {fit.major}")
    if any(" is version " in refusal for refusal in refusals):
        raise _wrong_version(wanted, data, refusals)
    # The first program is the one to mend; the others would only repeat it.
    raise _cannot_run(refusals[: len(identities)])


def written_by(data: Path) -> int | None:
    """The major version whose data lie in the folder; None before the first start."""
    try:
        return int((data / "postgres" / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        return None


async def _runnable(
    candidates: tuple[Path, ...], identities: tuple[Identity, ...], data: Path, refusals: list[str]
) -> AsyncIterator[Fit]:
    for program in candidates:
        for identity in identities:
            answer, complaint = await _ask_version(program, identity, data)
            if found := re.search(r"PostgreSQL\) (\d+)", answer):
                yield Fit(program, int(found[1]), identity)
                break
            refusals.append(f"{program} as {identity}: {complaint or 'no answer'}")


async def _ask_version(program: Path, identity: Identity, data: Path) -> tuple[str, str]:
    # Asking for the version from inside the data folder proves that identity, program and folder
    # go together.
    if identity.way == "user":
        let_others_through(data)
    process = await asyncio.create_subprocess_exec(
        *leashed((str(program), "--version"), data, identity, signal.SIGKILL),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        env=plain_environment(),
    )
    try:
        output = await asyncio.wait_for(process.communicate(), _ANSWER_WITHIN)
    except TimeoutError:
        process.kill()
        return "", "no answer in time"
    return output[0].decode(errors="replace"), output[1].decode(errors="replace").strip()


def _wrong_version(wanted: int | None, data: Path, refusals: list[str]) -> EmbeddedServerError:
    need = f"version {wanted}" if wanted else f"version {OLDEST_MAJOR} or newer"
    return EmbeddedServerError(
        "wrong_version", f"The data folder {data} needs PostgreSQL {need} ({'; '.join(refusals)})."
    )


def _cannot_run(refusals: list[str]) -> EmbeddedServerError:
    return EmbeddedServerError(
        "cannot_run_here",
        "No PostgreSQL program can run here. Start as an ordinary user; as root, allow user "
        "namespaces or put the programs and the data folder where other users can reach them; "
        f"or set HALOBESTIE_DATABASE_URL ({'; '.join(refusals)}).",
    )
