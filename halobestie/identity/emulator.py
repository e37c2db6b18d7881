"""The Firebase Auth emulator signs people in: unsigned tokens, so on loopback only.

firebase-admin looks at neither the signature nor the expiry of an emulator's token; the expiry is
checked with the claims, and anybody can be anybody. That is what a developer's machine wants and
nothing else may have.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from typing import Any, Final

from halobestie.clock import Clock
from halobestie.identity.firebase import FirebaseProvider
from halobestie.identity.model import IdentityName
from halobestie.identity.referee import HTTP_TIMEOUT_S, FirebaseProject, NoAnswer
from halobestie.identity.workers import Workers

# Strict, because firebase-admin pastes the text into a URL: no user part, no path.
_HOST_PORT: Final = re.compile(r"(localhost|[0-9.]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})")


def is_loopback(host_port: str) -> bool:
    """Whether `host:port` names this machine and nothing more."""
    match = _HOST_PORT.fullmatch(host_port)
    if match is None or not 1 <= int(match[2]) <= 65535:
        return False
    host = match[1].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class EmulatorProvider(FirebaseProvider):
    """Firebase's shape and firebase-admin's client, with the emulator at `emulator_host`."""

    def __init__(
        self,
        project: FirebaseProject,
        clock: Clock,
        emulator_host: str,
        workers: Workers | None = None,
    ) -> None:
        super().__init__(project, clock, workers, emulator_host)
        self._emulator_host = emulator_host

    @property
    def name(self) -> IdentityName:
        return "emulator"

    def web_config(self) -> dict[str, Any]:
        """The project's configuration, with the emulator's address for the apps."""
        return {**(super().web_config() or {}), "authEmulatorUrl": f"http://{self._emulator_host}"}

    async def _reach(self) -> None:
        """See that somebody listens there; there are no certificates to fetch."""
        host, _, port = self._emulator_host.rpartition(":")
        try:
            async with asyncio.timeout(HTTP_TIMEOUT_S):
                _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        except (OSError, TimeoutError) as error:
            silent = NoAnswer("emulator", type(error).__name__)
        else:
            writer.close()
            return
        self._give_up(silent)
