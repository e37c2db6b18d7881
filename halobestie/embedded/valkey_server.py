"""Valkey as an embedded server: a cache that keeps nothing on disk."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import valkey.asyncio
import valkey.exceptions

from halobestie.embedded.child import Child, Spec, start_child
from halobestie.embedded.folders import Folders
from halobestie.embedded.identity import Identity
from halobestie.embedded.server import no_other_family

OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "protected-mode": "yes",
    "daemonize": "no",
    # Whatever is in it may be lost without one wrong pairing, so nothing is written to disk.
    "save": "",
    "appendonly": "no",
    # Everything we keep in it expires; when it is full, what expires soonest goes first.
    "maxmemory": "256mb",
    "maxmemory-policy": "volatile-ttl",
}
_ANSWER_WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class ValkeyServer:
    """Valkey with the data folder's `valkey/` as its working directory."""

    folders: Folders
    program: Path
    name: str = "Valkey"
    ready_within: float = 10.0

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self._socket))}"

    async def launch(self) -> Child:
        """Start it, empty."""
        async with no_other_family(self.name, self.folders.data / "valkey.lock") as family:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._socket.unlink(missing_ok=True)
            return await start_child(self._spec(), family)

    async def answers(self) -> bool:
        client = valkey.asyncio.Valkey(
            unix_socket_path=str(self._socket), socket_timeout=_ANSWER_WITHIN
        )
        try:
            return bool(await client.ping())
        except (OSError, valkey.exceptions.ValkeyError):
            return False
        finally:
            await client.aclose()

    @property
    def _folder(self) -> Path:
        return self.folders.data / "valkey"

    @property
    def _socket(self) -> Path:
        return self.folders.sockets / "valkey.sock"

    def _spec(self) -> Spec:
        options = {**OPTIONS, "unixsocket": str(self._socket), "dir": str(self._folder)}
        settings = [part for name, value in options.items() for part in (f"--{name}", value)]
        return Spec(
            name=self.name,
            command=(str(self.program), *settings),
            folder=self._folder,
            identity=Identity("same", os.geteuid(), os.getegid()),
            log=self.folders.data / "valkey.log",
            death_signal=signal.SIGKILL,
            stops=((signal.SIGTERM, 5.0), (signal.SIGKILL, 2.0)),
        )
