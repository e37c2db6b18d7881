"""Fixtures of the world: either referee, and a log that says nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from halobestie.db.pool import Database
from tests.world.referees import AnyReferee, Fake, Real


@pytest.fixture(params=["fake", "postgresql"])
def referee(request: pytest.FixtureRequest, db: Database) -> AnyReferee:
    """The same questions for both: what holds for one holds for the other."""
    return Fake() if request.param == "fake" else Real(db)


@pytest.fixture
def quiet() -> Iterator[None]:
    """A rule that is broken on purpose is logged by the shell; nobody needs to read that."""
    with capture_logs():
        yield
