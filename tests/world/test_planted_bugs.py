"""Planted bugs: one rule is broken at a time, and the world must notice within some hundred worlds.

`world`: the how-manieth it was, from seed 0 on. The broken rules are in tests/world/bugs.py.

the broken rule                                   | world | what was noticed
--------------------------------------------------|-------|---------------------------------------
an accept overtakes the one being claimed         |    16 | board: holds are not the accepts in …
losers are not told that it is taken              |     2 | I7: an offer stays on a screen
a late tap of the winner hears offer_taken        |     2 | I5: the winner was told `offer_taken`
accepts in the queue are never answered           |     5 | I5: commands without an answer
a hold is never released                          |     2 | board: holds are not the accepts in …
a new load is left aside                          |     2 | rest: the board's load is not true
cancelled and expired offers stay on the screens  |     1 | I7: an offer stays on a screen
an accept in flight takes no place                |     4 | board: available means room, accepts …
the maximum is one more                           |     4 | board: available means room, accepts …
a decliner is asked again                         |     3 | I10: somebody is free, and a request …
the newest request is offered first               |     1 | I10: a newer request was offered first
an offer never runs out                           |     6 | I7: an offer is past its time
the snapshot has no offers                        |     2 | I7: an offer was made, and not shown
online is said before the commit                  |     1 | I4: online, and not committed
the coordinator is not told of offline            |     1 | I9: the board and the mitra's actor …
silence is not noticed                            |     1 | I8: somebody is online for ever
going offline is not tried again                  |     1 | I5: commands without an answer
an actor never ends                               |     1 | rest: actors are left
an explicit offline leaves the wish               |     1 | I9: an explicit offline was overridden
a deactivation is ignored                         |     4 | I9: inactive, and online
a request has no deadline                         |     1 | I7: an offer is past its time
closing is not tried again                        |     1 | I5: commands without an answer
the old mitra is not told of a reroute            |    76 | I4: a mitra's screen is not true
the same mitra is always next                     |     4 | routing: somebody waits longer for an …
"""

from __future__ import annotations

import pytest

from tests.world.bugs import BUGS
from tests.world.sweep import first_failure

WORLDS = 400


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("bug", BUGS)
def test_the_world_notices(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given one broken rule, some world breaks an invariant."""
    BUGS[bug](monkeypatch)
    failure = first_failure(range(WORLDS))
    assert failure is not None, f"{WORLDS} worlds, and nobody noticed that {bug}"


def test_without_a_bug_nothing_is_noticed() -> None:
    """The same worlds hold every invariant when the rules are as they are."""
    assert first_failure(range(WORLDS)) is None
