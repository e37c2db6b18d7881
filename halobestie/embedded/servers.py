"""`EmbeddedServers`: PostgreSQL and Valkey of one data folder, started and closed together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from halobestie.embedded.choice import Kind, UseBinaries, discover
from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.fit import find_fit
from halobestie.embedded.folders import folders_for, make_data_folder, make_private, unusable
from halobestie.embedded.identity import ways_to_run_here
from halobestie.embedded.owner import Addresses, own
from halobestie.embedded.postgres_server import PostgresServer
from halobestie.embedded.server import Server
from halobestie.embedded.supervisor import Supervisor
from halobestie.embedded.valkey_server import ValkeyServer

VALKEY_RESTS_S = 5.0


class EmbeddedServers:
    """The servers of a data folder; they live as long as this does, and never longer than we.

    Start it from the main thread, or from one that lives as long as the servers should: the
    kernel ends them when that thread ends. `durable=False` forgoes fsync, nothing else.
    `on_failure` is called once for a PostgreSQL that kept dying. Valkey is missed but not needed:
    one that keeps dying is tried again after each rest of VALKEY_RESTS_S.
    """

    def __init__(
        self,
        data_dir: Path,
        want_postgres: bool = True,
        want_valkey: bool = True,
        *,
        durable: bool = True,
        on_failure: Callable[[EmbeddedServerError], None] | None = None,
    ) -> None:
        self._folders = folders_for(data_dir)
        self._want_postgres = want_postgres
        self._want_valkey = want_valkey
        self._durable = durable
        self._on_failure = on_failure
        self._addresses = Addresses(None, None)
        self._stack = AsyncExitStack()
        self._supervisors: list[Supervisor] = []
        self._failure: asyncio.Future[EmbeddedServerError] | None = None

    @property
    def database_url(self) -> str:
        """For asyncpg: `postgresql://halobestie@/halobestie?host=…&port=5432`."""
        return self._known(self._addresses.database_url, "PostgreSQL")

    @property
    def valkey_url(self) -> str:
        """For `valkey.asyncio.Valkey.from_url`: `unix:///…`."""
        return self._known(self._addresses.valkey_url, "Valkey")

    async def start(self) -> None:
        """Own the data folder and return when all servers answer.

        Raises `EmbeddedServerError`; then everything that had been started is closed again.
        """
        self._failure = asyncio.get_running_loop().create_future()
        try:
            await self._start()
        except OSError as error:
            await self.close()
            raise unusable(self._folders.data, error) from error
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Stop the servers, let go of the data folder. Bounded; harmless when done twice."""
        self._addresses = Addresses(None, None)
        await self._stack.aclose()

    async def wait_failed(self) -> EmbeddedServerError:
        """Return, with the reason, when PostgreSQL kept dying and was given up."""
        if self._failure is None:
            raise EmbeddedServerError("not_started", "The embedded servers were not started.")
        return await asyncio.shield(self._failure)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _start(self) -> None:
        make_data_folder(self._folders.data)
        owner = await own(self._folders.data)
        self._stack.callback(owner.release)
        self._make_socket_folder()
        self._stack.push_async_callback(self._stop_all)
        database_url, valkey_url = await _both(self._start_postgres(), self._start_valkey())
        self._addresses = Addresses(database_url, valkey_url)
        owner.announce(self._addresses)
        self._stack.callback(owner.announce, None)

    def _make_socket_folder(self) -> None:
        # As root the folder may have been given to the account that PostgreSQL ran as.
        accounts = {way.uid for way in ways_to_run_here() if way.way == "user"}
        make_private(self._folders.sockets, frozenset({os.geteuid(), *accounts}))
        self._stack.callback(_remove_if_empty, self._folders.sockets)

    async def _start_postgres(self) -> str | None:
        if not self._want_postgres:
            return None
        candidates = _candidates("postgres")
        fit = await find_fit(candidates, ways_to_run_here(), self._folders.data)
        return await self._supervise(PostgresServer(self._folders, fit, self._durable))

    async def _start_valkey(self) -> str | None:
        if not self._want_valkey:
            return None
        return await self._supervise(
            ValkeyServer(self._folders, _candidates("valkey")[0]), VALKEY_RESTS_S
        )

    async def _supervise(self, server: Server, rest_s: float | None = None) -> str:
        supervisor = Supervisor(server, self._given_up, rest_s=rest_s)
        self._supervisors.append(supervisor)
        await supervisor.start()
        return server.url

    async def _stop_all(self) -> None:
        supervisors, self._supervisors = self._supervisors, []
        await asyncio.gather(*(supervisor.stop() for supervisor in supervisors))

    def _given_up(self, error: EmbeddedServerError) -> None:
        if self._failure is not None and not self._failure.done():
            self._failure.set_result(error)
        if self._on_failure is not None:
            self._on_failure(error)

    @staticmethod
    def _known(url: str | None, name: str) -> str:
        if url is None:
            raise EmbeddedServerError("not_started", f"No embedded {name} was started here.")
        return url


async def _both(*starts: Awaitable[str | None]) -> list[str | None]:
    # When one fails the other is still waited for, so that closing finds it in a known state.
    ends = await asyncio.gather(*starts, return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            raise end
    return [end for end in ends if not isinstance(end, BaseException)]


def _candidates(kind: Kind) -> tuple[Path, ...]:
    choice = discover(kind)
    assert isinstance(choice, UseBinaries), "without a URL there is only a program to choose"
    return choice.candidates


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
