"""A simulation of a real node: it finds nothing where all is well, and finds what is planted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from halobestie.domain import Role
from halobestie.events import Event, OfferWithdrawn, RequestAccepted
from halobestie.http.sockets import Sockets
from halobestie.simulate import Credentials, Options, Report, SimulationFailed, simulate
from halobestie.simulate.staff import Staff
from tests.e2e.conftest import house as house
from tests.e2e.house import House


def options(house: House, **more: Any) -> Options:
    small = {"customers": 15, "mitra": 4, "seconds": 1.5, "session_s": 1.0, "reroutes": 1}
    return Options(1, house.public, house.internal, **(small | more))


async def simulated(house: House, **more: Any) -> tuple[Report, str]:
    out = io.StringIO()
    staff = Staff(house.http, house.internal)
    report = await simulate(options(house, **more), staff, Console(file=out, width=120))
    return report, out.getvalue()


def broken(report: Report) -> set[str]:
    return {finding.number for finding in report.findings if finding.broken}


async def test_a_small_evening_keeps_every_promise(house: House) -> None:
    """Everybody ends paired or cancelled, no invariant is broken, and the mitra are dismissed."""
    report, text = await simulated(house)
    assert (broken(report), report.ok) == (set(), True)
    f = report.figures
    assert (f.customers, f.paired + f.expired + f.cancelled, f.unfinished) == (15, 15, 0)
    assert f.paired > 5
    assert "talking" in text
    mitra = (await house.controlled("GET", "/mitras"))["items"]
    assert [m["active"] for m in mitra] == [False] * 4


async def test_too_few_mitra_means_that_some_requests_expire(house: House) -> None:
    """With a waiting time of two seconds for this run alone; the setting is put back."""
    report, _ = await simulated(house, mitra=1, request_timeout_s=2, session_s=4.0)
    assert report.ok
    assert report.figures.expired > 0
    assert (await house.controlled("GET", "/settings"))["request_timeout_s"] == 180


async def test_who_is_not_done_by_the_limit_is_a_broken_promise(house: House) -> None:
    """Customers who would arrive within a minute, and a limit of one second."""
    report, _ = await simulated(house, customers=3, seconds=60, limit_s=1)
    assert broken(report) == {"I6"}
    assert report.figures.unfinished > 0


async def test_a_wrong_password_is_a_failure_and_no_report(house: House) -> None:
    """Nothing can be judged, and the text says so without the password."""
    with pytest.raises(SimulationFailed, match="invalid_credentials"):
        await simulate(
            options(house),
            Credentials("admin@halobestie.test", "wrong"),
            Console(file=io.StringIO()),
        )


async def test_withdrawals_that_are_never_sent_are_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I7: offers stay on the losers' screens."""
    said = Sockets.broadcast

    def forgetful(self: Sockets, mitra_ids: Sequence[str], event: Event) -> None:
        if not isinstance(event, OfferWithdrawn):
            said(self, mitra_ids, event)

    monkeypatch.setattr(Sockets, "broadcast", forgetful)
    report, _ = await simulated(house, customers=5)
    assert "I7" in broken(report)


async def test_a_pairing_that_was_never_committed_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I4: the customer is told of a session that nobody can find."""
    said = Sockets.push

    def premature(self: Sockets, role: Role, account_id: str, event: Event) -> None:
        if isinstance(event, RequestAccepted):
            event = replace(event, session_id="01900000-0000-7000-8000-000000000000")
        said(self, role, account_id, event)

    monkeypatch.setattr(Sockets, "push", premature)
    report, _ = await simulated(house, customers=5)
    assert "I4" in broken(report)
