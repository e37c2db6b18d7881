"""As whom PostgreSQL runs, and the leash that gets it there."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import asyncpg
import pytest

from halobestie.embedded import EmbeddedServerError, UseBinaries, discover
from halobestie.embedded.fit import find_fit
from halobestie.embedded.folders import Folders, make_data_folder, make_private
from halobestie.embedded.identity import Identity, ways_to_run, ways_to_run_here
from halobestie.embedded.postgres_server import PostgresServer
from halobestie.embedded.supervisor import Supervisor
from tests.embedded.machine import main_process, processes_in, real_user, ways_that_work

NAMESPACE = Identity("namespace", 26, 27)
USER = Identity("user", 26, 27)
SAME = Identity("same", os.geteuid(), os.getegid())


@pytest.mark.parametrize(
    ("uid", "named", "ways"),
    [
        (0, True, (NAMESPACE, USER)),
        (0, False, (NAMESPACE, USER)),
        (1000, True, (Identity("same", 1000, 1000),)),
        (1000, False, (NAMESPACE, Identity("same", 1000, 1000))),
    ],
)
def test_ways_to_run(uid: int, named: bool, ways: tuple[Identity, ...]) -> None:
    """Root needs another face or another user; a user without a name needs a namespace."""
    assert ways_to_run(uid, named=named, account=(26, 27)) == ways


def postgres_programs() -> tuple[Path, ...]:
    choice = discover("postgres")
    assert isinstance(choice, UseBinaries)
    return choice.candidates


async def test_postgres_runs_in_every_way_that_this_user_has(tmp_path: Path) -> None:
    """As root in a namespace, as another user, and back: the data change hands and stay."""
    folders = Folders(tmp_path / "data", tmp_path / "s")
    make_data_folder(folders.data)
    ways = ways_that_work()
    for number, identity in enumerate((*ways, ways[0]), start=1):
        make_private(folders.sockets, frozenset({os.geteuid(), identity.uid, ways[-1].uid}))
        fit = await find_fit(postgres_programs(), (identity,), folders.data)
        server = PostgresServer(folders, fit, durable=False)
        supervisor = Supervisor(server, unexpected)
        await supervisor.start()
        try:
            assert await count_visit(server.url) == number
            for path in (folders.data / "postgres", folders.sockets):
                assert path.stat().st_uid == identity.file_owner[0]
            assert real_user(main_process(folders.data)) == identity.file_owner[0]
        finally:
            await supervisor.stop()
        assert not processes_in(folders.data)


async def count_visit(url: str) -> int:
    client = await asyncpg.connect(url)
    await client.execute("CREATE TABLE IF NOT EXISTS visit ()")
    await client.execute("INSERT INTO visit DEFAULT VALUES")
    visits = int(await client.fetchval("SELECT count(*) FROM visit"))
    await client.close()
    return visits


async def test_where_nothing_can_run_the_error_says_what_to_do(tmp_path: Path) -> None:
    """Every attempt is named, with the ways out."""
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho not today >&2; exit 1\n")
    program.chmod(0o755)
    with pytest.raises(EmbeddedServerError, match="not today") as refused:
        await find_fit((program,), (SAME,), tmp_path)
    assert refused.value.code == "cannot_run_here"
    for way_out in ("ordinary user", "namespaces", "HALOBESTIE_DATABASE_URL"):
        assert way_out in str(refused.value)


async def test_the_next_program_is_tried_when_one_does_not_fit(tmp_path: Path) -> None:
    """Data of an older version find the older program, if there is one."""
    for major in ("18", "16"):
        program = tmp_path / f"postgres-{major}"
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.1'\n")
        program.chmod(0o755)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    both = (tmp_path / "postgres-18", tmp_path / "postgres-16")

    fit = await find_fit(both, (SAME,), tmp_path)

    assert (fit.program, fit.major) == (tmp_path / "postgres-16", 16)


def unexpected(error: EmbeddedServerError) -> None:
    raise AssertionError(error)


def test_the_account_for_root_has_a_name() -> None:
    """initdb looks its user up: an account that nobody knows would not do."""
    for identity in ways_to_run_here():
        if identity.way != "same":
            assert pwd.getpwuid(identity.uid).pw_name != "root"
