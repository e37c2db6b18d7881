"""thespian's own test suite, run against our actor system: the contract that its actors count on.

It runs twice, on systems that an event loop drives, as in the server, and on systems that their
caller drives. Sleeping moves the clock (`moved_time`), so minutes of it take seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import thespian.test

from tests.actors.thespian_cases import NOT_APPLICABLE

_REPOSITORY = Path(__file__).parents[2]
_SUITE = Path(thespian.test.__file__).parent
_SECONDS = 240  # usually under 20

_OUTCOMES = ("passed", "failed", "skipped")

# Why the suite itself leaves out a case on its in-process base, whose name ours goes by.
_LEFT_OUT_BY_THE_SUITE = (
    "Skipped: Functionality not supported for simpleSystemBase system base",
    "Skipped: Cannot send signals to primary testing process",
    "Skipped: Python 2 version imports",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case, and how many systems of ours it built."""

    case: str
    outcome: str
    why: str
    systems: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the suite, under way."""

    process: subprocess.Popen[str]
    outcomes: Path

    def result(self) -> list[Outcome]:
        said, _ = self.process.communicate(timeout=_SECONDS)
        assert self.process.returncode in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED), said
        return [Outcome(**json.loads(line)) for line in self.outcomes.read_text().splitlines()]


def _start(driven: str, home: Path) -> Run:
    outcomes = home / f"{driven}.jsonl"
    command = [sys.executable, "-m", "pytest", str(_SUITE), "-q", "-c", os.devnull]
    command += ["--rootdir", str(home), "-p", "no:cacheprovider", "-p", "no:threadexception"]
    command += ["-p", "tests.actors.thespian_plugin", "--driven", driven]
    command += ["--outcomes", str(outcomes)]
    process = subprocess.Popen(
        command,
        cwd=home,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(_REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Run(process, outcomes)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Run]]:
    """Both at once: they spend most of their time waiting for commands that sleep."""
    home = tmp_path_factory.mktemp("thespian")
    started = {driven: _start(driven, home) for driven in ("loop", "solo")}
    yield started
    for run in started.values():
        run.process.kill()
        run.process.wait()


@pytest.mark.parametrize("driven", ["loop", "solo"])
def test_our_system_passes_thespians_own_suite(
    driven: str, runs: dict[str, Run], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every case that thespian runs in process passes, except those the table gives reasons for."""
    outcomes = runs[driven].result()
    by = {what: {o.case: o for o in outcomes if o.outcome == what} for what in _OUTCOMES}
    with capsys.disabled():
        print(_summary(driven, outcomes))

    broken = {case: o.why for case, o in by["failed"].items() if case not in NOT_APPLICABLE}
    assert not broken, f"{len(broken)} cases fail:\n" + "\n".join(map(str, broken.items()))
    gone_or_passing = sorted(NOT_APPLICABLE.keys() - by["failed"].keys())
    assert not gone_or_passing, f"in the table for no reason: {gone_or_passing}"
    assert {o.why for o in by["skipped"].values()} <= set(_LEFT_OUT_BY_THE_SUITE)
    assert sum(o.systems > 0 for o in by["passed"].values()) > 200, "hardly a system of ours ran"


def _summary(driven: str, outcomes: list[Outcome]) -> str:
    count = Counter(o.outcome for o in outcomes)
    ours = sum(o.outcome == "passed" and o.systems > 0 for o in outcomes)
    excused = sum(o.outcome == "failed" and o.case in NOT_APPLICABLE for o in outcomes)
    return (
        f"\nthespian's suite, driven {driven}: {len(outcomes)} cases; "
        f"{count['passed']} passed, {ours} of them on systems of ours; "
        f"{count['failed']} failed, {excused} of which cannot apply; "
        f"{count['skipped']} left out by the suite itself"
    )
