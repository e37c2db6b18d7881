"""What the tests of the actors share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.actors.moved_loop import MovedLoop
from tests.actors.puppets import House, house_on


@pytest.fixture
def house() -> Iterator[House]:
    with house_on(MovedLoop()) as house:
        yield house
