"""The schema comes from plain SQL files, once, however many nodes start at the same moment."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from halobestie.db.errors import DatabaseUnavailable
from halobestie.db.migrations import FOLDER, MigrationError, migrate, migration_files

NAMES = [path.stem for path in sorted(FOLDER.glob("*.sql"))]


async def _value(url: str, sql: str) -> object:
    conn = await asyncpg.connect(url)
    value = await conn.fetchval(sql)
    await conn.close()
    return value


async def test_five_nodes_at_once_migrate_an_empty_database_once(empty_database_url: str) -> None:
    """One applies everything, in order; the others find it done."""
    # when
    done = await asyncio.gather(*(migrate(empty_database_url) for _ in range(5)))
    # then
    assert sorted(done) == [[], [], [], [], NAMES]
    version = await _value(empty_database_url, "SELECT version_num FROM alembic_version")
    assert version == NAMES[-1][:4]
    assert await _value(empty_database_url, "SELECT count(*) FROM settings") == 1


async def test_nothing_to_do_is_quick(database_url: str) -> None:
    """A start of a node is not made to wait for it."""
    # when
    took = []
    for _ in range(5):
        began = time.perf_counter()
        assert await migrate(database_url) == []
        took.append(time.perf_counter() - began)
    # then
    assert min(took) < 0.05


def test_nothing_to_do_loads_no_alembic(database_url: str) -> None:
    """Alembic and SQLAlchemy are loaded by the one who has something to apply."""
    # when
    look = (
        "import asyncio, sys; from halobestie.db.migrations import migrate\n"
        "print(asyncio.run(migrate(sys.argv[1])), 'alembic' in sys.modules,"
        " 'sqlalchemy' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", look, database_url],
        cwd=FOLDER.parents[1],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    # then
    assert ran.stdout.split() == ["[]", "False", "False"]


async def test_only_what_is_pending_is_applied(empty_database_url: str, tmp_path: Path) -> None:
    """A file that was added is applied to what is there."""
    # given
    (tmp_path / "0001_one.sql").write_text("CREATE TABLE one (n int); INSERT INTO one VALUES (1);")
    assert await migrate(empty_database_url, tmp_path) == ["0001_one"]
    # when
    (tmp_path / "0002_two.sql").write_text("UPDATE one SET n = 2; CREATE TABLE two (n int);")
    applied = await migrate(empty_database_url, tmp_path)
    # then
    assert applied == ["0002_two"]
    assert await _value(empty_database_url, "SELECT n FROM one") == 2


async def test_an_error_in_a_file_leaves_nothing_of_what_was_pending(
    empty_database_url: str, tmp_path: Path
) -> None:
    """All pending files are one transaction."""
    # given
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE good (n int);")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE bad (n int); SELECT 1 / 0;")
    # when
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(empty_database_url, tmp_path)
    # then
    assert await _value(empty_database_url, "SELECT to_regclass('good')::text") is None
    assert await _value(empty_database_url, "SELECT to_regclass('alembic_version')::text") is None


async def test_a_database_newer_than_the_program_is_refused(
    database_url: str, tmp_path: Path
) -> None:
    """It says at what the database is, and what to do."""
    # given
    (tmp_path / "0001_one.sql").write_text("SELECT 1;")
    # when
    with pytest.raises(MigrationError) as refused:
        await migrate(database_url, tmp_path)
    # then
    assert f"at migration {NAMES[-1][:4]}" in str(refused.value)
    assert "Use a newer Halo Bestie" in str(refused.value)


@pytest.mark.parametrize("names", [["0002_x.sql"], ["0001_x.sql", "0003_y.sql"], ["1_x.sql"], []])
def test_files_are_numbered_without_a_gap(tmp_path: Path, names: list[str]) -> None:
    """A file that got lost is noticed, not skipped."""
    # given
    for name in names:
        (tmp_path / name).write_text("")
    # then
    with pytest.raises(MigrationError):
        migration_files(tmp_path)


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    """The caller may try again."""
    with pytest.raises(DatabaseUnavailable):
        await migrate(f"postgresql://nobody@/nothing?host={tmp_path}")
