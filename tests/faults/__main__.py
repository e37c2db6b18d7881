"""`python -m tests.faults`: all faults, one after the other, and the table of what held.

--only WORDS     those whose name has all these words
--times N        all of them, so many times in a row
--nodes N        how many nodes the town has
--keep           leave the folder with the logs and histories, also when everything held
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from halobestie.logs import set_up_logs
from tests.faults.catalogue import Fault
from tests.faults.everything import FAULTS
from tests.faults.play import Played, play
from tests.faults.table import show
from tests.faults.town import town


def _wanted(words: Sequence[str], nodes: int) -> list[Fault]:
    able = [fault for fault in FAULTS if fault.nodes <= nodes]
    return [f for f in able if all(w.lower() in f.name.lower() for w in words)]


async def run(options: argparse.Namespace, folder: Path, console: Console) -> int:
    played: list[Played] = []
    async with town(folder, options.nodes) as place:
        for turn in range(1, options.times + 1):
            for fault in _wanted(options.only, options.nodes):
                done = await play(place, fault, seed=turn)
                console.print(done.line(), soft_wrap=True, highlight=False, markup=False)
                played.append(done)
    show(played, console)
    return 0 if all(done.held for done in played) else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.faults")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    console = Console(width=150)
    set_up_logs("error", "text")
    folder = Path(tempfile.mkdtemp(prefix="hb-faults-")).resolve()
    folder.chmod(0o755)  # PostgreSQL may run as another user, who must get in
    status = asyncio.run(run(options, folder, console))
    if status or options.keep:
        console.print(f"Logs and histories: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
