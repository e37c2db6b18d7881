"""The socket folder: short, the same for everybody who asks, and nobody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from halobestie.embedded import EmbeddedServerError
from halobestie.embedded.folders import LONGEST_SOCKET_NAME, make_private, socket_folder

TMP = Path("/tmp")
DATA = Path("/srv/halo/.halobestie")
US = frozenset({os.geteuid()})


def test_every_process_of_a_user_finds_the_same_folder() -> None:
    """The folder follows from the data folder and the user, and from nothing else."""
    folder = socket_folder(DATA, 1000, (TMP,))
    assert folder == socket_folder(DATA, 1000, (TMP,))
    assert folder != socket_folder(DATA, 1001, (TMP,))
    assert folder != socket_folder(DATA / "other", 1000, (TMP,))


def test_the_folder_is_short_however_deep_the_data_lie() -> None:
    """A base that is too long for a socket's address is passed over."""
    deep = Path("/" + "d" * 200)
    folder = socket_folder(deep, 1000, (deep, TMP))
    assert folder.parent == TMP
    assert len(os.fsencode(folder / LONGEST_SOCKET_NAME)) < 104


def test_no_short_base_is_an_error() -> None:
    """Where no base is short enough, the error says what to set."""
    with pytest.raises(EmbeddedServerError, match="TMPDIR") as refused:
        socket_folder(DATA, 1000, (Path("/" + "d" * 200),))
    assert refused.value.code == "socket_folder_unusable"


def test_a_new_folder_is_private_whatever_the_umask(tmp_path: Path) -> None:
    """Nobody else may enter, and a folder of ours that was left open is closed."""
    folder = tmp_path / "hb"
    before = os.umask(0)
    try:
        make_private(folder, US)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    folder.chmod(0o777)
    make_private(folder, US)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_somebody_else_put_there_is_refused(tmp_path: Path) -> None:
    """A folder of another user, a link or a file in its place: none of them is used."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")

    somebody_else = frozenset({os.geteuid() + 1})
    for name, owners in (("theirs", somebody_else), ("file", US), ("link", US)):
        with pytest.raises(EmbeddedServerError) as refused:
            make_private(tmp_path / name, owners)
        assert refused.value.code == "socket_folder_unusable"
        assert name in str(refused.value)
