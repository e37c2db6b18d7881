"""The balancer of `deploy/haproxy.cfg`, for real, in front of nodes on loopback."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.embedded.machine import ROOT
from tests.process.server import environment

CONFIG = ROOT / "deploy" / "haproxy.cfg"
PROGRAM = shutil.which("haproxy") or "/usr/sbin/haproxy"
PORT_STEP = 10


@dataclass(frozen=True, slots=True)
class Balancer:
    public: str
    internal: str
    figures: str


def free_ports(count: int) -> list[int]:
    """So many that nobody has just now."""
    with ExitStack() as held:
        listening = [
            held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [one.getsockname()[1] for one in listening]


def free_base(nodes: int) -> tuple[int, int]:
    """A public and an internal port from which so many nodes have theirs."""
    for first in range(24_000, 30_000, 7 * PORT_STEP):
        wanted = [first + PORT_STEP * i + side for i in range(nodes) for side in (0, 1)]
        if all(map(_is_free, wanted)):
            return first, first + 1
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def config_for(nodes: Sequence[tuple[int, int]], ours: Sequence[int]) -> str:
    """The real configuration with other addresses: of the nodes, and of its own three listeners.

    A node too few is one at a port where nobody listens.
    """
    text = CONFIG.read_text(encoding="utf-8").replace(" resolvers docker", "")
    text = text.replace("maxconn 40000", "maxconn 400")
    for real, port in zip((8080, 8081, 8404), ours, strict=True):
        text = text.replace(f"bind :{real}\n", f"bind 127.0.0.1:{port}\n")
    for side, real in enumerate((8080, 8081)):
        for number in (1, 2, 3):
            port = nodes[number - 1][side] if number <= len(nodes) else 1
            text = text.replace(f"node-{number}:{real}", f"127.0.0.1:{port}")
    assert "bind :" not in text.replace("#   bind :", "")
    assert not re.search(r"node-\d:", text)
    return text


@contextmanager
def balancer_in(folder: Path, nodes: Sequence[tuple[int, int]]) -> Iterator[Balancer]:
    """Runs in front of these nodes (public and internal port of each)."""
    ours = free_ports(3)
    file = folder / "haproxy.cfg"
    file.write_text(config_for(nodes, ours), encoding="utf-8")
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen(
            [PROGRAM, "-db", "-f", str(file)],
            env=environment({"PUBLIC_SCHEME": "http"}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Balancer(*(f"http://127.0.0.1:{port}" for port in ours))
    finally:
        process.kill()
        process.wait()
