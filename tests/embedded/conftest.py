"""A folder that every user of this machine can reach.

Where root may not make namespaces, as in many containers, PostgreSQL runs as another user, who
could not enter pytest's own folders.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hb-test-")).resolve()
    folder.chmod(0o755)
    # Here and in the processes that we start: socket folders of killed owners go with the folder.
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    shutil.rmtree(folder)
