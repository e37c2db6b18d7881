"""The schema: the plain SQL files of sql/migrations, applied in their order, each once.

Alembic keeps the account of them in its table alembic_version (`revisions`). All that are pending
go in one transaction, under a lock, so that any number of nodes may start at once.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg

from halobestie.db.errors import translated
from halobestie.db.pool import CONNECT_TIMEOUT_S

FOLDER: Final = Path(__file__).parents[2] / "sql" / "migrations"
APPLY_WITHIN_S: Final = 600.0
_LOCK: Final = 0x48616C6F  # "Halo": a number that nobody else locks
# Other nodes' migrations are waited for, but not for ever.
_PATIENCE: Final = "SET LOCAL lock_timeout = '120s'; SET LOCAL statement_timeout = '600s'"
_NAME: Final = re.compile(r"(?P<number>\d{4})_\w+")


class MigrationError(Exception):
    """The schema and this program do not fit together; the text says how."""


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """`NNNN_name.sql`: `number` is its revision, `name` what `migrate` tells."""

    number: str
    name: str
    path: Path


async def migrate(url: str, folder: Path = FOLDER) -> list[str]:
    """Bring the database up to the newest file; the names of what was applied, oldest first.

    Quick when there is nothing to do. Raises `MigrationError` (the database is newer than this
    program, or files are missing), `DatabaseUnavailable`, or the error in a file; then nothing of
    what was pending is applied.
    """
    files = migration_files(folder)
    async with _connected(url) as conn:
        if not _pending(files, await _read_version(conn)):
            return []
        async with conn.transaction():
            await conn.execute(_PATIENCE)
            await conn.execute(f"SELECT pg_advisory_xact_lock({_LOCK})", timeout=APPLY_WITHIN_S)
            return await _apply(conn, files)


def migration_files(folder: Path = FOLDER) -> list[MigrationFile]:
    """The files of the folder in their order, numbered without a gap from 0001."""
    files: list[MigrationFile] = []
    for path in sorted(folder.glob("*.sql")):
        named = _NAME.fullmatch(path.stem)
        if named is None or int(named["number"]) != len(files) + 1:
            raise MigrationError(f"{path.name} is not the migration {len(files) + 1:04}.")
        files.append(MigrationFile(named["number"], path.stem, path))
    if not files:
        raise MigrationError(f"There are no migrations in {folder}.")
    return files


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    with translated():
        conn = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
        try:
            with translated(conn):
                yield conn
        finally:
            await conn.close(timeout=CONNECT_TIMEOUT_S)


async def _apply(conn: Any, files: Sequence[MigrationFile]) -> list[str]:
    # Another node may have been faster while this one waited for the lock.
    version = await _read_version(conn)
    pending = _pending(files, version)
    if pending:
        # Alembic takes longer to load than all the rest: only when there is work.
        from halobestie.db.revisions import upgrade_script  # noqa: PLC0415

        # Many statements in one text: only the simple protocol takes that, without arguments.
        await conn.execute(upgrade_script(files, version), timeout=APPLY_WITHIN_S)
    return [file.name for file in pending]


async def _read_version(conn: Any) -> str | None:
    """The number of the newest migration that is applied; None on an empty database."""
    if await conn.fetchval("SELECT to_regclass('alembic_version')::text") is None:
        return None
    version: str | None = await conn.fetchval("SELECT version_num FROM alembic_version")
    return version


def _pending(files: Sequence[MigrationFile], version: str | None) -> list[MigrationFile]:
    """The files after this version; raises for one that only a newer program can have applied."""
    if version is not None and version not in {file.number for file in files}:
        raise MigrationError(
            f"The database is at migration {version}; this program knows them up to "
            f"{files[-1].number}. Use a newer Halo Bestie."
        )
    return [file for file in files if version is None or file.number > version]
