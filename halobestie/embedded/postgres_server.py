"""PostgreSQL as an embedded server: its cluster, its options, its database."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import asyncpg

from halobestie.embedded.child import Child, Spec, start_child
from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.fit import Fit
from halobestie.embedded.folders import Folders, hand_over, remove_tree
from halobestie.embedded.server import no_other_family

DATABASE = "halobestie"
USER = "halobestie"
PORT = 5432  # only the socket's name: nothing listens on a port

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "250",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "synchronous_commit": "on",
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "5s",
    "client_connection_check_interval": "1s",
    # A refused row would be quoted with the names and numbers in it: the client is told, and the
    # server's own log keeps only what the server itself has to say.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_BUILTIN_LOCALE_SINCE = 17
_INITDB_WITHIN = 60.0
_CONNECT_WITHIN = 5.0
_NOT_YET = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """PostgreSQL on the data folder's `postgres/`. `durable=False` forgoes fsync only."""

    folders: Folders
    fit: Fit
    durable: bool = True
    name: str = "PostgreSQL"
    # A start after a crash replays at most max_wal_size of log first.
    ready_within: float = 30.0

    @property
    def url(self) -> str:
        # The port is named because a PGPORT in somebody's environment would replace it.
        place = urlencode({"host": str(self.folders.sockets), "port": PORT}, quote_via=quote)
        return f"postgresql://{USER}@/{DATABASE}?{place}"

    async def launch(self) -> Child:
        """Start it on its cluster, which is made first if there is none."""
        async with no_other_family(self.name, self.folders.data / "postgres.lock") as family:
            if not (self._cluster / "PG_VERSION").exists():
                await self._make_cluster(family)
            self._clear_traces()
            hand_over(self._cluster, *self.fit.identity.file_owner)
            hand_over(self.folders.sockets, *self.fit.identity.file_owner, contents=False)
            return await start_child(self._spec(), family)

    async def answers(self) -> bool:
        """Connect to our database, which is created by the first who misses it."""
        try:
            await self._reach_database()
        except _NOT_YET:
            return False
        return True

    @property
    def _cluster(self) -> Path:
        return self.folders.data / "postgres"

    @property
    def _log(self) -> Path:
        return self.folders.data / "postgres.log"

    def _spec(self) -> Spec:
        options = {**OPTIONS, "unix_socket_directories": str(self.folders.sockets)}
        options["fsync"] = "on" if self.durable else "off"
        settings = [part for pair in options.items() for part in ("-c", "=".join(pair))]
        return Spec(
            name=self.name,
            command=(str(self.fit.program), "-D", str(self._cluster), "-p", str(PORT), *settings),
            folder=self._cluster,
            identity=self.fit.identity,
            log=self._log,
            # Immediate shutdown takes every backend along, which a dead postmaster does not, and
            # loses nothing that was committed: the next start replays the log.
            death_signal=signal.SIGQUIT,
            # Fast shutdown, immediate shutdown, the end. Not one of them loses what was committed,
            # so a server that hangs is not waited for: whoever asked us to leave has a limit, too.
            stops=((signal.SIGINT, 4.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 1.0)),
        )

    async def _make_cluster(self, family: int) -> None:
        # Made beside its place and moved there when whole: an interrupted first start leaves
        # nothing that looks like a cluster.
        fresh = self.folders.data / "postgres.new"
        remove_tree(fresh)
        fresh.mkdir(mode=0o700)
        hand_over(fresh, *self.fit.identity.file_owner)
        child = await start_child(self._initdb(fresh), family)
        try:
            status = await asyncio.wait_for(child.process.wait(), _INITDB_WITHIN)
        except TimeoutError:
            raise child.failure(f"did not finish within {_INITDB_WITHIN:.0f} seconds") from None
        finally:
            await child.stop()
        if status != 0:
            raise child.failure(f"ended with status {status}")
        fresh.rename(self._cluster)

    def _initdb(self, fresh: Path) -> Spec:
        locale = ["--locale=C"]
        if self.fit.major >= _BUILTIN_LOCALE_SINCE:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return Spec(
            name="initdb",
            command=(
                *(str(self.fit.program.with_name("initdb")), "-D", str(fresh)),
                *(f"--username={USER}", "--auth-local=trust", "--auth-host=reject"),
                *("--encoding=UTF8", *locale, "--data-checksums", "--no-instructions"),
                *(() if self.durable else ("--no-sync",)),
            ),
            folder=fresh,
            identity=self.fit.identity,
            log=self._log,
            death_signal=signal.SIGKILL,
            stops=((signal.SIGTERM, 2.0), (signal.SIGKILL, 2.0)),
        )

    def _clear_traces(self) -> None:
        # We hold the lock that every process of an earlier server of ours held, so what the note
        # names is not ours any more; its number may by now be anybody's.
        note = self._cluster / "postmaster.pid"
        if note.exists() and _works_in(note.read_text().split()[:1], self._cluster):
            raise EmbeddedServerError(
                "still_running", f"A PostgreSQL that we did not start runs on {self._cluster}."
            )
        note.unlink(missing_ok=True)
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.folders.sockets / name).unlink(missing_ok=True)

    async def _connect(self, database: str) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=str(self.folders.sockets),
            port=PORT,
            user=USER,
            database=database,
            timeout=_CONNECT_WITHIN,
        )

    async def _reach_database(self) -> None:
        try:
            connection = await self._connect(DATABASE)
        except asyncpg.InvalidCatalogNameError:
            await self._create_database()
        else:
            await connection.close()

    async def _create_database(self) -> None:
        connection = await self._connect("postgres")
        try:
            with suppress(asyncpg.DuplicateDatabaseError):
                await connection.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            await connection.close()


def _works_in(pid: list[str], folder: Path) -> bool:
    # PostgreSQL's main process has its cluster as its working directory.
    with suppress(OSError):
        return bool(pid) and Path(f"/proc/{pid[0]}/cwd").readlink() == folder
    return False
