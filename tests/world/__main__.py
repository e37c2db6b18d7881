"""The command: `python -m tests.world --worlds 200000 --seed 1`, or `--replay SEED`."""

from __future__ import annotations

import argparse
import sys
from time import monotonic

from tests.world.sweep import TOGETHER, Failure, replay, sweep

EVERY_S = 5.0


def main() -> int:
    """0 when every invariant held in every world, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("--worlds", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--replay", type=int, metavar="SEED", help="one world, with all it did")
    asked = parser.parse_args()
    if asked.replay is not None:
        print(replay(asked.replay))
        return 0
    failures = _run(asked.seed, asked.worlds)
    if failures:
        print(f"\n{replay(min(f.seed for f in failures))}")
    return 1 if failures else 0


def _run(first: int, count: int) -> list[Failure]:
    began = told = monotonic()
    done = 0
    failures: list[Failure] = []
    for failed in sweep(first, count):
        failures += failed
        for failure in failed:
            print(f"seed {failure.seed}: {failure.what}", flush=True)
        done = min(count, done + TOGETHER)
        if monotonic() - told > EVERY_S or done == count:
            told = monotonic()
            rate = done / (told - began) * 60
            print(f"{done} worlds, {rate:.0f} a minute, {len(failures)} broken", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
