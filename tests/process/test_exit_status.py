"""What cannot work is said in a sentence, and by the exit status: 78 a setting, 69 a dependency.

A simulation drives the server meanwhile: it takes half a minute, and these need no server.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.process.server import Server, command, environment, run

MISCONFIGURED, UNAVAILABLE = 78, 69
SECRET = "do-not-repeat-me"
NOWHERE = "redis://127.0.0.1:1"
SOON_S = 15.0


@pytest.fixture(scope="module")
def simulation(
    only_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """15 customers and 4 mitra, at the server that runs; the process, and what it prints."""
    if not only_server.alive:
        asyncio.run(only_server.start())
    ports = {
        "HALOBESTIE_PUBLIC_PORT": only_server.public.rpartition(":")[2],
        "HALOBESTIE_INTERNAL_PORT": only_server.internal.rpartition(":")[2],
        "HALOBESTIE_DATA_DIR": str(only_server.data),
    }
    asked = ("--customers", "15", "--mitra", "4", "--seconds", "5", "--limit", "60")
    printed = tmp_path_factory.mktemp("simulation") / "out"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            command("simulate", *asked),
            cwd=printed.parent,
            env=environment(ports),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    yield process, printed
    process.kill()
    process.wait()


@pytest.fixture(autouse=True)
def _meanwhile(simulation: object) -> None:
    """It is under way."""


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"HALOBESTIE_PUBLIC_PROT": SECRET}, "HALOBESTIE_PUBLIC_PROT"),
        ({"HALOBESTIE_LOGIN_TTL_DAYS": SECRET}, "HALOBESTIE_LOGIN_TTL_DAYS"),
        ({"HALOBESTIE_ENV": SECRET}, "HALOBESTIE_ENV"),
        ({"HALOBESTIE_ALLOWED_ORIGINS": SECRET}, "HALOBESTIE_ALLOWED_ORIGINS"),
        ({"HALOBESTIE_DATABASE_URL": f"http://u:{SECRET}@h/d"}, "HALOBESTIE_DATABASE_URL"),
        ({"HALOBESTIE_VALKEY_URL": f"http://u:{SECRET}@h:99999/"}, "HALOBESTIE_VALKEY_URL"),
        (
            {"HALOBESTIE_VALKEY_URL": f"valkey+cluster://u:{SECRET}@one:6379,,two:6379"},
            "HALOBESTIE_VALKEY_URL",
        ),
        ({"HALOBESTIE_ENV": "production"}, "HALOBESTIE_IDENTITY"),
        (
            {"HALOBESTIE_ENV": "production", "HALOBESTIE_IDENTITY": "firebase"},
            "HALOBESTIE_DATABASE_URL",
        ),
        ({"FIREBASE_AUTH_EMULATOR_HOST": "127.0.0.1:9099"}, "FIREBASE_AUTH_EMULATOR_HOST"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    """Then the exit status is 78, the name is told and the value is not, and nothing was begun."""
    ended = run(settings={"HALOBESTIE_DATA_DIR": str(tmp_path / "data"), **settings})

    assert ended.status == MISCONFIGURED, ended.complained
    assert named in ended.complained
    assert SECRET not in ended.complained + ended.printed
    assert "Traceback" not in ended.complained
    assert not (tmp_path / "data").exists()


def test_a_wrong_setting_in_a_file(tmp_path: Path) -> None:
    """A `.env` is read alike: what has our prefix must be known; what is of others is theirs."""
    file = tmp_path / ".env"
    file.write_text(f"HALOBESTIE_PUBLIC_PROT={SECRET}\nPOSTGRES_PASSWORD={SECRET}\n")
    wrong = run("config", "check", folder=tmp_path)
    assert (wrong.status, wrong.complained) == (
        MISCONFIGURED,
        "HALOBESTIE_PUBLIC_PROT: there is no such setting\n",
    )

    file.write_text(f"HALOBESTIE_NODE_ID=node-7\nPOSTGRES_PASSWORD={SECRET}\n")
    right = run("config", "check", folder=tmp_path)
    assert (right.status, json.loads(right.printed)["node_id"]) == (0, "node-7")


@pytest.mark.parametrize(
    "url",
    [
        "valkey://:p,w@there:6379/1",
        "unix:///run/valkey.sock",
        "valkeys+cluster://u:p@one:6379,two:6380",
    ],
)
def test_where_valkey_may_be(url: str) -> None:
    """One server by name or socket, or the servers of a cluster; a password may hold a comma."""
    ended = run("config", "check", settings={"HALOBESTIE_VALKEY_URL": url})
    assert ended.status == 0, ended.complained


def test_all_that_is_missing_is_named_at_once() -> None:
    """Production without its URLs: both are named, and the project that is nobody's."""
    ended = run(settings={"HALOBESTIE_ENV": "production", "HALOBESTIE_IDENTITY": "firebase"})

    for name in ("DATABASE_URL", "VALKEY_URL", "FIREBASE_PROJECT"):
        assert f"HALOBESTIE_{name}" in ended.complained


def elsewhere(database_url: str) -> dict[str, str]:
    """Nothing is embedded."""
    return {"HALOBESTIE_DATABASE_URL": database_url, "HALOBESTIE_VALKEY_URL": NOWHERE}


@contextmanager
def a_port_that_never_answers() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_database_that_is_not_there() -> None:
    """Nobody listens, or nobody answers: 69 within seconds, and no word of the URL."""
    with a_port_that_never_answers() as silent:
        for port in (1, silent):
            url = f"postgresql://u:{SECRET}@127.0.0.1:{port}/d"
            ended = run(settings=elsewhere(url))

            assert ended.status == UNAVAILABLE, ended.complained
            assert ended.complained.startswith("PostgreSQL cannot answer now")
            assert SECRET not in ended.complained
            assert ended.seconds < SOON_S


def test_a_database_that_does_not_let_us_in(only_server: Server) -> None:
    """Given a server without such a database or user, then 69 with a sentence."""
    for url in (
        only_server.database_url.replace("/halobestie?", "/no-such-database?"),
        only_server.database_url.replace("halobestie@", f"{SECRET}@"),
    ):
        ended = run(settings=elsewhere(url))

        assert ended.status == UNAVAILABLE, ended.complained
        assert ended.complained.startswith("PostgreSQL ")
        assert SECRET not in ended.complained


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """A first start on a taken port: 69, the port is named, nothing stays behind; and the admin's
    password is not lost, for it is told at the first start that works."""
    server = Server(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = await asyncio.to_thread(
            run, "--public-port", port, "--internal-port", "0", "--data-dir", str(server.data)
        )

    assert ended.status == UNAVAILABLE, ended.complained
    last = ended.complained.splitlines()[-1]
    assert last == f"Cannot listen on 127.0.0.1, port {port}: Address already in use."
    assert server.embedded() == set()
    assert "password" not in ended.printed
    try:
        await server.start()
        assert server.admin[1]
    finally:
        server.end()


def test_a_data_folder_of_another(only_server: Server) -> None:
    """69, and the process that has it is named."""
    ended = run("--public-port", "0", "--data-dir", str(only_server.data))

    assert ended.status == UNAVAILABLE
    assert f"in use by process {only_server.process.pid}." in ended.complained


async def test_meanwhile_a_simulation_found_nothing_broken(
    simulation: tuple[subprocess.Popen[bytes], Path],
) -> None:
    """It ends by itself, with its table, and status 0."""
    process, printed = simulation
    status = await asyncio.to_thread(process.wait, 90)
    said = printed.read_text(encoding="utf-8")
    print(said[-1500:])
    assert status == 0, said
