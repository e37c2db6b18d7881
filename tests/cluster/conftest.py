"""A Valkey server for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.valkey_process import ValkeyProcess, valkey_in


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ValkeyProcess]:
    with valkey_in(tmp_path) as running:
        yield running
