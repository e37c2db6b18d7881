"""PostgreSQL and Valkey of a scenario run: real ones of our own, and what can befall them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import asyncpg
import valkey.asyncio as valkey
from valkey.exceptions import ValkeyError

from halobestie.embedded import EmbeddedServers
from tests.embedded.machine import main_process, processes_in
from tests.faults.waiting import until

NODES: Final = "application_name = 'halobestie'"
BACK_WITHIN_S: Final = 30.0


class Servers:
    """Both servers, at home in `folder`."""

    def __init__(self, folder: Path, embedded: EmbeddedServers) -> None:
        self.folder = folder
        self.database_url = embedded.database_url
        self.valkey_url = embedded.valkey_url
        place = parse_qs(urlsplit(embedded.database_url).query)
        self.postgres_socket = Path(place["host"][0]) / f".s.PGSQL.{place['port'][0]}"
        self.valkey_socket = Path(urlsplit(embedded.valkey_url).path)

    async def query(self, sql: str, *arguments: object) -> list[Any]:
        """Straight from PostgreSQL, past every program of ours."""
        conn = await asyncpg.connect(self.database_url, timeout=5.0)
        try:
            return list(await conn.fetch(sql, *arguments))
        finally:
            await conn.close()

    @asynccontextmanager
    async def holding(self, prepare: str, lock: str) -> AsyncIterator[None]:
        """Prepares something, and holds a lock of PostgreSQL's meanwhile."""
        conn = await asyncpg.connect(self.database_url)
        try:
            await conn.execute(prepare)
            await conn.execute(lock)
            yield
        finally:
            conn.terminate()

    # -- PostgreSQL ----------------------------------------------------------------------

    def postgres_family(self) -> list[int]:
        """The main process first, then its children."""
        main = main_process(self.folder)
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    async def shut_down_immediately(self) -> None:
        """As after a power cut, but the machine lives: it is started again by its supervisor."""
        died = main_process(self.folder)
        os.kill(died, signal.SIGQUIT)
        await until(lambda: self._postgres_answers(died), BACK_WITHIN_S, "PostgreSQL's return")

    async def _postgres_answers(self, died: int) -> bool:
        with suppress(OSError, ValueError, IndexError, asyncpg.PostgresError):
            await self.query("SELECT 1")
            return main_process(self.folder) != died
        return False

    @asynccontextmanager
    async def out_of_connections(self) -> AsyncIterator[int]:
        """The nodes lose theirs, and others take every place; how many those are."""
        taken: list[Any] = []
        try:
            taken.append(await asyncpg.connect(self.database_url))
            first = taken[0]
            until = time.monotonic() + 10.0
            while time.monotonic() < until:
                await first.execute(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {NODES}"
                )
                if await self._take_all(taken):
                    left = await first.fetchval(
                        f"SELECT count(*) FROM pg_stat_activity WHERE {NODES}"
                    )
                    if not left:
                        break
            yield len(taken)
        finally:
            for conn in taken:
                conn.terminate()

    async def _take_all(self, taken: list[Any]) -> bool:
        while len(taken) < 300:
            try:
                taken.append(await asyncpg.connect(self.database_url))
            except (asyncpg.TooManyConnectionsError, asyncpg.CannotConnectNowError):
                return True
        return True

    # -- Valkey --------------------------------------------------------------------------

    def valkey_pid(self) -> int:
        """The process that works in Valkey's folder."""
        (pid, *_) = sorted(processes_in(self.folder / "valkey"))
        return pid

    async def kill_valkey(self) -> None:
        """kill -9; its supervisor starts a new one, which is empty."""
        died = self.valkey_pid()
        os.kill(died, signal.SIGKILL)
        await until(lambda: self._valkey_answers(died), BACK_WITHIN_S, "Valkey's return")

    async def _valkey_answers(self, died: int) -> bool:
        try:
            await self._valkey("PING")
            return self.valkey_pid() != died
        except (OSError, ValueError, ValkeyError):
            return False

    async def flush_valkey(self) -> None:
        await self._valkey("FLUSHALL")

    async def _valkey(self, *words: str) -> None:
        client = valkey.Valkey.from_url(self.valkey_url, socket_timeout=2.0)
        try:
            await client.execute_command(*words)
        finally:
            await client.aclose()


@contextmanager
def frozen(pids: list[int]) -> Iterator[None]:
    """The processes stand still; the first one first, so that it starts no others."""
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@asynccontextmanager
async def servers(folder: Path) -> AsyncIterator[Servers]:
    """Both, started; without fsync, as no fault here is one of the machine's power."""
    async with EmbeddedServers(folder, durable=False) as embedded:
        yield Servers(folder, embedded)
