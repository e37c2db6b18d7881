"""A real Valkey server for one test: started, killed, frozen and continued by its own id."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import valkey

from halobestie.embedded.child import leashed
from halobestie.embedded.choice import UseBinaries, discover
from halobestie.embedded.identity import Identity
from tests.embedded.machine import wait_until


def free_port() -> int:
    """A port that nobody has, outside the range that the kernel gives to clients.

    A client that tries a port of that range again and again while no server is there may at
    last reach itself, and then the server cannot have its port back.
    """
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(slots=True)
class ValkeyProcess:
    """`options` are the server's own, by name; `scheme` is what clients say to it."""

    folder: Path
    options: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    password: str = ""
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        login = f":{self.password}@" if self.password else ""
        return f"valkey://{login}127.0.0.1:{self.port}"

    def client(self) -> valkey.Valkey:
        """A client that blocks: while it works, nobody else on the loop does."""
        return valkey.Valkey(port=self.port, password=self.password or None, socket_timeout=5)

    def start(self) -> None:
        """Returns when it answers."""
        self.spawn()
        wait_until(self._answers)

    def spawn(self) -> None:
        """Returns before it answers."""
        options = {"port": str(self.port), "bind": "127.0.0.1", "save": "", **self.options}
        if self.password:
            options["requirepass"] = self.password
        settings = [part for name, value in options.items() for part in (f"--{name}", value)]
        same = Identity("same", os.geteuid(), os.getegid())
        command = leashed((str(_program()), *settings), self.folder, same, signal.SIGKILL)
        with (self.folder / f"valkey-{self.port}.log").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output)

    def kill(self) -> None:
        """kill -9; returns when nothing of it is left."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def freeze(self) -> None:
        """It keeps its sockets and answers nobody."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        with suppress(valkey.ValkeyError, OSError), self.client() as client:
            return bool(client.ping())
        return False


@contextmanager
def valkey_in(folder: Path, **given: object) -> Iterator[ValkeyProcess]:
    """A server that runs; it is killed at the end at the latest."""
    server = ValkeyProcess(folder, **given)  # type: ignore[arg-type]
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _program() -> Path:
    choice = discover("valkey")
    assert isinstance(choice, UseBinaries)
    return choice.candidates[0]
