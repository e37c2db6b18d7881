"""Planted bugs: one rule is broken at a time, and the world must notice within three thousand.

`bugs` breaks the rules of one node, `bugs_abroad` what many nodes owe each other, `bugs_mended`
what the worlds found in the house and was mended. Most are noticed within a hundred worlds; the
rarest takes fifteen hundred.
"""

from __future__ import annotations

import pytest

from tests.world.bugs import BUGS
from tests.world.bugs_abroad import BUGS_ABROAD
from tests.world.bugs_mended import BUGS_MENDED
from tests.world.sweep import first_failure

WORLDS = 3_000
HEALTHY = 300
ALL_BUGS = {**BUGS, **BUGS_ABROAD, **BUGS_MENDED}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("bug", ALL_BUGS)
def test_the_world_notices(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given one broken rule, some world breaks an invariant."""
    ALL_BUGS[bug](monkeypatch)
    failure = first_failure(range(WORLDS))
    assert failure is not None, f"{WORLDS} worlds, and nobody noticed that {bug}"


def test_without_a_bug_nothing_is_noticed() -> None:
    """The same worlds hold every invariant when the rules are as they are."""
    assert first_failure(range(HEALTHY)) is None
