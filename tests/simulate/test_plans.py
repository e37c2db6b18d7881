"""Who does what is drawn from a seed, and only drives servers on this machine."""

from __future__ import annotations

import phonenumbers
import pytest

from halobestie.simulate.options import Credentials, Options, OptionsRefused
from halobestie.simulate.people import FrontDoor, Run, new_run
from halobestie.simulate.plans import arrivals, customer_plans, dice, tap


@pytest.mark.parametrize(
    "url",
    [
        "https://halobestie.example",
        "http://10.0.0.4:8080",
        "http://127.0.0.1.example:8080",
        "http://user@203.0.113.7",
        "ftp://127.0.0.1",
        "http://[::2]:8080",
        "127.0.0.1:8080",
        "",
    ],
)
@pytest.mark.parametrize("which", ["public_url", "internal_url"])
def test_a_server_elsewhere_is_refused(url: str, which: str) -> None:
    """Anything that is not loopback for certain."""
    with pytest.raises(OptionsRefused):
        Options(1, **{which: url})  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://localhost:8080", "http://[::1]:80"])
def test_a_server_on_this_machine_is_taken(url: str) -> None:
    """Loopback in its three spellings."""
    assert Options(1, public_url=url).public_url == url


@pytest.mark.parametrize(
    "wrong", [{"customers": 0}, {"mitra": 1001}, {"rate": 0.0}, {"seconds": 0}]
)
def test_a_number_out_of_range_is_refused(wrong: dict[str, int]) -> None:
    """Load is bounded."""
    with pytest.raises(OptionsRefused):
        Options(1, **wrong)  # type: ignore[arg-type]


def test_a_password_is_not_shown() -> None:
    """Not even in a traceback."""
    assert "geheim" not in repr(Credentials("a@example.test", "geheim"))


def test_the_same_seed_makes_the_same_people() -> None:
    """And another seed other people."""
    plans = customer_plans(Options(7), anonymity=True)
    assert plans == customer_plans(Options(7), anonymity=True)
    assert plans != customer_plans(Options(8), anonymity=True)
    assert tap(dice(7, "mitra", 1)) == tap(dice(7, "mitra", 1))


def test_all_arrive_within_the_window_or_at_the_rate() -> None:
    """Exponential gaps, in order; at a rate, 1,000 take about as long as they should."""
    times = arrivals(Options(3, customers=500, seconds=30))
    assert times == sorted(times)
    assert times[0] > 0
    assert times[-1] <= 30
    at_rate = arrivals(Options(3, customers=1000, rate=50.0))
    assert 15 < at_rate[-1] < 25


def test_every_kind_of_customer_occurs() -> None:
    """Each way of signing in, each habit, and those without it."""
    plans = customer_plans(Options(5, customers=200), anonymity=True)
    assert {p.way for p in plans} == {"anonymous", "phone", "google", "apple", "facebook"}
    for habit in ("presses_twice", "cancels_after_s", "loss", "logs_out"):
        assert {bool(getattr(p, habit)) for p in plans} == {True, False}
    assert {p.loss.silently for p in plans if p.loss} == {True, False}


def test_nobody_is_anonymous_when_anonymity_is_off() -> None:
    """The server would refuse them."""
    plans = customer_plans(Options(5, customers=200), anonymity=False)
    assert "anonymous" not in {p.way for p in plans}


def test_phone_numbers_are_valid_and_of_one_run() -> None:
    """Indonesian mobile numbers for the library, no two alike."""
    run = new_run()
    numbers = [f(i) for f in (run.mitra_phone, run.customer_phone) for i in (0, 1, 4999)]
    assert len(set(numbers)) == 6
    for number in numbers:
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_valid_number(parsed)
        assert phonenumbers.region_code_for_number(parsed) == "ID"


def test_sockets_are_found_beside_the_rest() -> None:
    """http becomes ws, https becomes wss."""
    door = FrontDoor(None, ["http://127.0.0.1:8080/"])  # type: ignore[arg-type]
    assert door.socket_url("mitra") == "ws://127.0.0.1:8080/v1/mitra/ws"
    assert Run("12345").mark == "NamaSosial12345"
