"""Signs of life: what makes a server lost, and what does not."""

from __future__ import annotations

import pytest

from halobestie.cluster.valkey_signs import LOOKS_IN_SILENCE, Signs


def asked() -> Signs:
    """Signs of a wire that has just sent its first probe, at second 10."""
    signs = Signs(b"node-1\0", 0.0)
    signs.ask(10.0)
    return signs


def test_signs_of_both_ways_are_life() -> None:
    """What we said was taken, and something came."""
    signs = asked()
    signs.wrote()
    signs.read()

    assert signs.look(10.7)
    assert (signs.is_lost, signs.alive_at) == (False, 10.7)


@pytest.mark.parametrize("way", ["wrote", "read", "neither"])
def test_a_sign_of_one_way_is_none(way: str) -> None:
    """Three looks, and the server is lost, however much the other way brings."""
    signs = asked()
    for look in range(LOOKS_IN_SILENCE):
        assert not signs.is_lost
        if way != "neither":
            getattr(signs, way)()
        assert not signs.look(11.0 + look)

    assert signs.is_lost
    assert signs.alive_at == 0.0


def test_silence_must_be_in_a_row() -> None:
    """A server that is slow now and then is alive."""
    signs = asked()
    for _ in range(10):
        signs.look(11.0)
        signs.look(12.0)
        signs.wrote()
        signs.read()
        signs.look(13.0)

    assert not signs.is_lost


def test_a_loop_that_stood_still_itself_counts_one_look() -> None:
    """A minute between two looks is one silence, not a lost server."""
    signs = asked()

    assert not signs.look(70.0)
    assert not signs.is_lost


def test_the_round_trip_is_that_of_the_last_probe() -> None:
    """A probe of long ago that comes late says nothing about now."""
    signs = asked()
    first = signs.take_probe()
    signs.ask(20.0)
    second = signs.take_probe()

    signs.returned(second, 20.25)
    signs.returned(first, 29.0)

    assert signs.round_trip_s == 0.25
    assert not signs.is_due


def test_a_new_wire_begins_without_a_stain() -> None:
    """What the last one was lost for is not held against it."""
    signs = asked()
    for _ in range(LOOKS_IN_SILENCE):
        signs.look(11.0)

    signs.begin()

    assert not signs.is_lost
