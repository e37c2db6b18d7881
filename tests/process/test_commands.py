"""The other commands, beside a server that runs on the same data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.embedded.machine import ROOT
from tests.process.outside import Outside
from tests.process.server import Ended, Server, run

DOCS = ROOT / "docs"
PASSWORD = "a pass phrase that is long"


def beside(server: Server, *arguments: str, typed: str | None = None) -> Ended:
    return run(*arguments, typed=typed, settings={"HALOBESTIE_DATA_DIR": str(server.data)})


async def test_an_admin_is_made_beside_the_server(house: Outside) -> None:
    """The password comes from standard input; that admin logs in, and may do admins' things."""
    email = "Second.Admin@halobestie.test"
    made = beside(
        house.server, "admin", "create", "--email", email, "--name", "Dua", typed=PASSWORD + "\n"
    )
    assert made.status == 0, made.complained
    assert PASSWORD not in made.printed + made.complained

    login = {"email": email.lower(), "password": PASSWORD}
    user = (await house.controlled("POST", "/login", login))["user"]
    assert (user["display_name"], user["role"]) == ("Dua", "admin")
    assert user["id"] in made.printed
    await house.controlled("GET", "/audit-log")

    again = beside(house.server, "admin", "create", "--email", email, typed=PASSWORD + "\n")
    assert (again.status, again.complained) == (1, "Another user has this e-mail.\n")


@pytest.mark.parametrize(
    ("email", "name", "password", "said"),
    [
        ("third@halobestie.test", "Tiga", "short", "A password has 12 to 256 characters."),
        ("third@halobestie.test", "Tiga", "", "A password has 12 to 256 characters."),
        ("third@halobestie.test", " ", PASSWORD, "A name has 1 to 80 visible characters."),
        ("nobody", "Tiga", PASSWORD, "This is no e-mail address."),
        ("third@halobestie.test", "Tiga", "Third@HaloBestie.test", "A password is not the e-mail."),
    ],
)
def test_an_admin_who_cannot_be(
    only_server: Server, email: str, name: str, password: str, said: str
) -> None:
    """Refused in a sentence, exit status 1."""
    made = beside(
        only_server, "admin", "create", "--email", email, "--name", name, typed=password + "\n"
    )
    assert (made.status, made.complained) == (1, said + "\n")


def test_migrate_beside_the_server(server: Server) -> None:
    """There is nothing to do, and it says so; the server goes on."""
    done = beside(server, "migrate")
    assert (done.status, done.printed) == (0, "nothing to do\n")
    assert server.alive


def test_migrate_alone(tmp_path: Path) -> None:
    """On an empty folder it starts PostgreSQL, makes the schema, and leaves nothing running."""
    done = run("migrate", "--data-dir", str(tmp_path / "data"))
    assert done.status == 0, done.complained
    applied = [f"applied {path.stem}" for path in sorted((ROOT / "sql/migrations").glob("*.sql"))]
    assert done.printed.splitlines() == applied


def test_config_check_shows_no_secret() -> None:
    """What is in force, as JSON; of a URL only that it is there."""
    settings = {
        "HALOBESTIE_DATABASE_URL": "postgresql://u:secret@127.0.0.1/d",
        "HALOBESTIE_NODE_ID": "node-7",
    }
    done = run("config", "check", settings=settings)
    shown = json.loads(done.printed)
    assert (done.status, shown["node_id"]) == (0, "node-7")
    assert "secret" not in done.printed
    assert set(shown["database_url"]) == {"*"}


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("asyncapi",), "asyncapi.json"),
        (("openapi",), "openapi-public.json"),
        (("openapi", "--listener", "internal"), "openapi-internal.json"),
    ],
)
def test_a_contract_is_the_one_that_is_kept(arguments: tuple[str, ...], kept: str) -> None:
    """What the command prints stands in docs/; `python run.py … > docs/…` writes it anew."""
    done = run(*arguments)
    assert done.status == 0, done.complained
    json.loads(done.printed)
    assert done.printed == (DOCS / kept).read_text(encoding="utf-8"), f"docs/{kept} is of before"


def test_a_listener_that_is_none() -> None:
    """78, and both are named."""
    done = run("openapi", "--listener", "phones")
    assert (done.status, done.complained) == (78, "--listener is public or internal\n")
