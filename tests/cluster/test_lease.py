"""A lease, as the node itself may rely on it: it falls silent before others may replace it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halobestie.cluster.lease import LeaseWatch

LEASE, MARGIN = 10.0, 3.0


def watch(*renewals: float) -> LeaseWatch:
    """A lease that was renewed at these seconds."""
    lease = LeaseWatch(LEASE, MARGIN)
    for asked_at in renewals:
        lease.renewed(asked_at)
    return lease


def test_before_the_first_renewal_nothing_is_relied_upon() -> None:
    """Neither its own place, nor the right to adopt."""
    lease = watch()
    assert lease.in_doubt(0)
    assert lease.left(0) == 0
    assert not lease.may_adopt(1_000)


def test_it_is_in_doubt_a_margin_before_it_ends() -> None:
    """Counted from before the renewal was asked for: PostgreSQL's lease is never the shorter."""
    lease = watch(100.0)
    assert lease.left(104.0) == 3.0
    assert not lease.in_doubt(106.9)
    assert lease.in_doubt(107.0)
    assert lease.left(500.0) == 0


def test_a_renewal_ends_the_doubt() -> None:
    """As long as nobody has taken over, which PostgreSQL says."""
    lease = watch(0.0)
    assert lease.in_doubt(8.0)
    lease.renewed(8.0)
    assert not lease.in_doubt(8.5)


def test_answers_that_overtake_each_other_shorten_nothing() -> None:
    """The renewal that was asked for last counts."""
    assert watch(10.0, 8.0).left(10.0) == LEASE - MARGIN


def test_others_may_be_adopted_after_a_whole_lease_without_a_break() -> None:
    """By then everybody who lives has renewed, too."""
    lease = watch(0.0, 2.0, 4.0, 6.0, 8.0)
    assert not lease.may_adopt(9.9)
    lease.renewed(9.9)
    assert lease.may_adopt(10.0)


def test_after_an_outage_of_postgresql_nobody_adopts_at_once() -> None:
    """Everybody's lease has run out meanwhile: the first who is back must not bury the others."""
    lease = watch(0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    assert lease.may_adopt(12.0)
    lease.renewed(60.0)
    assert not lease.may_adopt(60.1)
    for asked_at in range(62, 70, 2):
        lease.renewed(asked_at)
        assert not lease.may_adopt(asked_at + 0.1)
    lease.renewed(70.0)
    assert lease.may_adopt(70.0)


def test_who_is_in_doubt_adopts_nobody() -> None:
    """However long it was a member before."""
    lease = watch(*range(0, 100, 2))
    assert lease.may_adopt(99.0)
    assert not lease.may_adopt(98.0 + LEASE - MARGIN)


def test_a_lost_epoch_ends_the_lease_at_once() -> None:
    """And the next one is held from its own beginning."""
    lease = watch(*range(0, 20, 2))
    lease.lost()
    assert lease.in_doubt(18.1)
    lease.renewed(19.0)
    assert not lease.in_doubt(19.1)
    assert not lease.may_adopt(28.9)


@given(
    st.lists(st.tuples(st.floats(0, 20), st.booleans()), max_size=40),
    st.floats(0, LEASE - MARGIN),
)
def test_it_never_relies_on_a_lease_that_postgresql_has_ended(
    beats: list[tuple[float, bool]], travel: float
) -> None:
    """Whatever beats fail and however long a question travels: silent before it is replaced."""
    lease, now, ends = LeaseWatch(LEASE, MARGIN), 0.0, 0.0
    for pause, granted in beats:
        now += pause
        assert lease.in_doubt(now) or now < ends, "relied upon, and over"
        if granted:
            lease.renewed(now)
            ends = now + travel + LEASE  # by PostgreSQL, when the question has arrived


@pytest.mark.parametrize("margin", [0.0, 3.0, 9.0])
def test_the_margin_is_what_it_is_given(margin: float) -> None:
    """A short lease has a short margin."""
    lease = LeaseWatch(LEASE, margin)
    lease.renewed(0.0)
    assert lease.left(0.0) == LEASE - margin
