"""A pytest plugin for thespian's own suite: where a case asks for an actor system, it gets ours.

The suite builds its systems by name, among them `simpleSystemBase`, the one in-process kind; the
plugin puts ours in that name's place and leaves out the cases of the other kinds. It writes one
line of JSON a case to the file `--outcomes`: name, outcome, why, and how many systems it built.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.actors.moved_time import MovedTime

# These wait for other processes, which live by the real clock.
_IN_REAL_TIME = ("test_runcommand.py",)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--outcomes", type=Path)
    parser.addoption("--driven", choices=["solo", "loop"])


def pytest_configure(config: pytest.Config) -> None:
    moved = MovedTime()
    moved.install()
    run = SuiteRun(moved, config.getoption("outcomes"), config.getoption("driven"))
    config.pluginmanager.register(run)


class SuiteRun:
    """The suite, once, on systems that are driven by a loop, or by the caller."""

    def __init__(self, moved: MovedTime, outcomes: Path, driven: str) -> None:
        from thespian.system import simpleSystemBase

        self._moved = moved
        self._outcomes = outcomes
        self._build = _solo if driven == "solo" else _on_a_loop
        self._built = 0
        simpleSystemBase.ActorSystemBase = self._system_base
        threading.excepthook = _fail_the_case
        signal.signal(signal.SIGUSR1, _raise)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not _is_of_another_base(item)]

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._built = 0
        self._moved.real = item.path.name in _IN_REAL_TIME
        yield

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            outcome = {
                "case": _short(report.nodeid),
                "outcome": report.outcome,
                "why": _why(report),
                "systems": self._built,
            }
            with self._outcomes.open("a") as file:
                file.write(json.dumps(outcome) + "\n")

    def _system_base(self, system: Any, logDefs: object = None) -> Any:
        self._built += 1
        return self._build(system.capabilities)


def _solo(capabilities: dict[str, Any]) -> Any:
    from halobestie.actors.system import AsyncioSystemBase

    return AsyncioSystemBase(capabilities=capabilities)


def _on_a_loop(capabilities: dict[str, Any]) -> Any:
    from tests.actors.loop_driven import LoopDriven

    return LoopDriven(capabilities)


def _is_of_another_base(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    given = spec.params.values() if spec else ()
    return any(isinstance(value, str) and value.startswith("multiproc") for value in given)


def _short(nodeid: str) -> str:
    """File, class and name, with the parameters except the system base: there is one."""
    name = nodeid.rpartition("/")[2].replace("[simpleSystemBase]", "")
    return name.replace("[simpleSystemBase-", "[").replace("-simpleSystemBase]", "]")


def _why(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    return report.longreprtext[-2000:]


def _fail_the_case(_: threading.ExceptHookArgs) -> None:
    """A thread of a case died: its main thread need not wait for what cannot come."""
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGUSR1)


def _raise(*_: object) -> None:
    raise AssertionError("a thread of this case died")
