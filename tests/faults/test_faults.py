"""The short set of faults, with all tests; the whole is `make faults`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.catalogue import Fault
from tests.faults.everything import FAULTS
from tests.faults.play import play
from tests.faults.town import Town, town

SHORT = [fault for fault in FAULTS if fault.short]
NODES = 2


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def small_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Two nodes as processes, on servers of their own."""
    folder: Path = tmp_path_factory.mktemp("faults")
    async with town(folder, NODES) as place:
        yield place


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("fault", SHORT, ids=lambda fault: fault.name)
async def test_it_holds(small_town: Town, fault: Fault) -> None:
    """Given people on two nodes, when this is done to them, then every rule holds."""
    played = await play(small_town, fault)
    assert played.times > 0
    assert played.held, played.line()
