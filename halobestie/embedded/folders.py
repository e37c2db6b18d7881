"""Where an embedded server keeps its data, and the short private folder of its sockets."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from halobestie.embedded.errors import EmbeddedServerError

# The address of a Unix socket is 108 bytes with its closing zero on Linux, 104 elsewhere.
_LONGEST_SOCKET_PATH = 103
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Folders:
    """The two folders of one owner; both absolute."""

    data: Path
    sockets: Path


def socket_folder(data_dir: Path, uid: int, bases: tuple[Path, ...]) -> Path:
    """The socket folder of a data folder: the same answer for every process of one user.

    It lies in the first base that keeps a socket's path short enough for the kernel.
    Raises `EmbeddedServerError` (`socket_folder_unusable`).
    """
    name = hashlib.blake2b(f"{uid}:{data_dir}".encode(), digest_size=6).hexdigest()
    for base in bases:
        folder = base / f"hb-{name}"
        if len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= _LONGEST_SOCKET_PATH:
            return folder
    raise EmbeddedServerError(
        "socket_folder_unusable",
        "No folder for temporary files has a path short enough for a socket; set TMPDIR to one.",
    )


def folders_for(data_dir: Path) -> Folders:
    """The folders that belong to a data folder; creates nothing."""
    data = data_dir.resolve()
    # Not the login session's runtime folder: it vanishes at logout, under a server that stays.
    bases = (Path(tempfile.gettempdir()), Path("/tmp"))  # noqa: S108 - made private below
    return Folders(data, socket_folder(data, os.geteuid(), bases))


def make_data_folder(data: Path) -> None:
    """Create the data folder; raises `EmbeddedServerError` (`data_folder_unusable`)."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unusable(data, error) from error


def make_private(folder: Path, owners: frozenset[int]) -> None:
    """Create the folder with mode 700, or take it over if one of `owners` already has it.

    In a folder where everybody may write, somebody else may have put something there first.
    Raises `EmbeddedServerError` (`socket_folder_unusable`).
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
            raise _not_ours(folder)
        folder.chmod(0o700)
    except FileExistsError:
        raise _not_ours(folder) from None
    except OSError as error:
        raise EmbeddedServerError(
            "socket_folder_unusable", f"The socket folder {folder}: {error.strerror}."
        ) from error


def hand_over(folder: Path, uid: int, gid: int, *, contents: bool = True) -> None:
    """Give a folder (and its contents) to another user, unless it is theirs already."""
    if folder.lstat().st_uid == uid:
        return
    for path in [*(folder.rglob("*") if contents else ()), folder]:
        os.chown(path, uid, gid, follow_symlinks=False)


def let_others_through(folder: Path) -> None:
    """Let other users reach what is theirs inside the folder, without listing it."""
    folder.chmod(folder.stat().st_mode | 0o011)


def remove_tree(folder: Path) -> None:
    """Remove what an interrupted first start left behind."""
    if folder.exists():
        shutil.rmtree(folder)


def unusable(data: Path, error: OSError) -> EmbeddedServerError:
    """The error (`data_folder_unusable`) that names the folder and what the system said."""
    return EmbeddedServerError(
        "data_folder_unusable", f"The data folder {data} cannot be used: {error}."
    )


def _not_ours(folder: Path) -> EmbeddedServerError:
    return EmbeddedServerError(
        "socket_folder_unusable",
        f"{folder} belongs to somebody else or is no folder; remove it, or set TMPDIR.",
    )
