"""`run.py` as a process of its own, as its operator sees it: started, asked to leave, or killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import aiohttp
import orjson

from halobestie.embedded import find_running
from tests.embedded.machine import ROOT, is_alive, main_process, processes_in, wait_until

READY_WITHIN_S = 30.0
LEAVE_WITHIN_S = 10.0
COMMAND_WITHIN_S = 30.0
NEUTRAL = Path(tempfile.gettempdir())
"""Not the project's folder, where somebody's .env may lie."""
NOTHING_SET: Mapping[str, str] = MappingProxyType({})
EXPECTED_ERRORS = frozenset(
    {"embedded_server_died", "embedded_server_given_up", "embedded_server_rests"}
)
"""What the log may call an error: the servers that the tests kill."""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Of a new terminal: nothing of Halo Bestie is set but what is given here."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HALOBESTIE_", "FIREBASE_", "GOOGLE_", "PG"))
    }
    return {**clean, **settings}


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "run.py"), *arguments]


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended."""

    status: int
    printed: str
    complained: str
    seconds: float


def run(
    *arguments: str,
    typed: str | None = None,
    settings: Mapping[str, str] = NOTHING_SET,
    folder: Path = NEUTRAL,
) -> Ended:
    """Run a command of `run.py` to its end, in that folder; `typed` is its standard input."""
    begun = time.monotonic()
    ended = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(settings),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=COMMAND_WITHIN_S,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr, time.monotonic() - begun)


@dataclass(slots=True)
class Server:
    """One data folder, and the process that serves it now, if any."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=lambda: NOTHING_SET)
    """Beside the data folder."""
    public: str = ""
    internal: str = ""
    admin: tuple[str, str] = ("", "")
    """E-mail and password of the first admin, as printed at the first start."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)
    """How many seconds each start took."""
    _launches: int = 0
    _looked_at: int = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "it was never started"
        return self._process

    # -- its life ------------------------------------------------------------------------

    async def start(self) -> float:
        """Start it and wait until it says that it is ready; the seconds that took."""
        assert not self.alive
        begun = time.monotonic()
        self._launch()
        await self._until_ready()
        self.starts.append(time.monotonic() - begun)
        return self.starts[-1]

    def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def leave(self) -> tuple[int, float]:
        """SIGTERM; the exit status, and the seconds until it was gone."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(3 * LEAVE_WITHIN_S)
        return status, time.monotonic() - begun

    def end(self) -> None:
        """At the end of all tests, however they went."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        wait_until(lambda: not processes_in(self.data))

    # -- what it says ----------------------------------------------------------------------

    def printed(self, start: int | None = None) -> str:
        """To whoever started it: at that start, the first is 1; else since the last one."""
        return self._of_start("out", start or self._launches).read_text(encoding="utf-8")

    def complained(self) -> str:
        """Since this start: its log, and the sentence that it ends with when it must."""
        return self._err.read_text(encoding="utf-8")

    def log(self) -> list[dict[str, Any]]:
        """The lines of this start."""
        return _lines(self._err)

    def said(self, event: str) -> bool:
        """Whether it logged this since this start."""
        return any(line["event"] == event for line in self.log())

    def complaints(self) -> list[dict[str, Any]]:
        """Errors in the logs of all starts that nobody has looked at yet, and none of our doing."""
        lines = [line for log in sorted(self.folder.glob("err-*")) for line in _lines(log)]
        wrong = [line for line in lines if line["level"] in ("error", "critical")]
        ours = [line for line in wrong if not _of_our_doing(line)]
        fresh, self._looked_at = ours[self._looked_at :], len(ours)
        return fresh

    # -- its own servers --------------------------------------------------------------------

    @property
    def database_url(self) -> str:
        running = find_running(self.data)
        assert running is not None
        assert running.database_url is not None
        return running.database_url

    def postgres(self) -> int:
        return main_process(self.data)

    def postgres_family(self) -> list[int]:
        """The main process first, then its children."""
        main = self.postgres()
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def newest(self, name: Literal["PostgreSQL", "Valkey"]) -> int:
        """The main process of the server that answered last, as the log tells."""
        ups = [line for line in self.log() if line["event"] == "embedded_server_up"]
        pids = [int(line["pid"]) for line in ups if line["server"] == name]
        return pids[-1]

    def embedded(self) -> set[int]:
        """Every process of both servers."""
        return {pid for pid in processes_in(self.data) if is_alive(pid)}

    # -- inside ------------------------------------------------------------------------------

    @property
    def _out(self) -> Path:
        return self._of_start("out", self._launches)

    @property
    def _err(self) -> Path:
        return self._of_start("err", self._launches)

    def _of_start(self, what: str, number: int) -> Path:
        return self.folder / f"{what}-{number:03}"

    def _launch(self) -> None:
        self._launches += 1
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                command("--public-port", "0", "--internal-port", "0"),
                cwd=self.folder,
                env=environment({"HALOBESTIE_DATA_DIR": str(self.data), **self.settings}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    async def _until_ready(self) -> None:
        async with asyncio.timeout(READY_WITHIN_S), aiohttp.ClientSession() as http:
            while not self._addresses():
                assert self.alive, self._err.read_text()
                await asyncio.sleep(0.01)
            async with http.get(f"{self.internal}/readyz") as answer:
                assert answer.status == 200, await answer.text()

    def _addresses(self) -> bool:
        """Whether it has printed where it is; its last line tells that all is printed."""
        printed = self.printed()
        places = re.findall(r"^(?:phones|control center) +(http://\S+)", printed, re.MULTILINE)
        admin = re.search(r"^first admin +(\S+) +password (\S+)", printed, re.MULTILINE)
        if admin:
            self.admin = (admin[1], admin[2])
        if len(places) == 2 and printed.endswith("\n") and "simulate" in printed:
            self.public, self.internal = places
        return len(places) == 2 and "simulate" in printed


def _of_our_doing(line: dict[str, Any]) -> bool:
    # asyncpg's word for a connection that broke while it was being written to. `db/errors` does not
    # know it yet as PostgreSQL being away, so it is logged as a mistake of the server.
    cut_amid_a_word = line.get("error") == "InternalClientError"
    return line["event"] in EXPECTED_ERRORS or cut_amid_a_word


def _lines(log: Path) -> list[dict[str, Any]]:
    # What kill -9 left unfinished is no line; a server that gives up ends with a sentence.
    said = log.read_bytes()
    assert b"Traceback" not in said
    return [orjson.loads(line) for line in said.split(b"\n")[:-1] if line.startswith(b"{")]
