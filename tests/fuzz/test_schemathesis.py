"""Schemathesis reads the document of each listener, tries to break its word, and finds nothing.

A bounded number of cases here; `make test-schemathesis` sends many more.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from halobestie.http import settings as settings_room
from tests.fuzz.runner import Role, fuzz
from tests.http.internal.kit import House

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "5"))
"""Of each operation, beside those that cover each of its parameters."""


async def somebody_everywhere(house: House) -> str:
    """A running session, an open request, an ended one: no list is empty. A mitra's number."""
    _, number = await house.mitra("Awan")
    mitra = await house.phone("mitra", await house.mitra_token(number))
    assert (await mitra.ask("presence.set", online=True))["type"] == "ok"
    ended = await house.customer("Surya")
    session_id = await house.paired(ended, mitra)
    assert (await ended.ask("session.end", session_id=session_id))["type"] == "ok"
    await house.paired(await house.customer("Bulan"), mitra)
    await (await house.customer("Senja")).ask("request.create")
    await house.online_mitra("Bintang")
    return number


@pytest.mark.parametrize(
    ("role", "left_out", "least"),
    [("admin", 1, 1500), ("operator", 1, 1500), ("customer", 2, 300), ("mitra", 2, 300)],
)
async def test_nothing_is_found(
    house: House, role: Role, left_out: int, least: int, tmp_path: Path
) -> None:
    """Every check, every operation but the named ones, as a user, an admin, a phone."""
    number = await somebody_everywhere(house)

    report = await fuzz(house, role, number, tmp_path, examples=EXAMPLES)

    print(f"schemathesis as {role}: {report.cases} cases, {report.tested} operations")  # with -s
    assert report.exit_status == 0, report.said
    assert report.complete, report.said
    assert report.operations - report.tested == left_out, report.said
    assert report.cases >= least, report.said


async def test_a_broken_word_is_found(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given an answer that is not what the document says, when it is looked for, then it is found:
    the run above can fail."""
    number = await somebody_everywhere(house)

    async def broken(*_: object) -> dict[str, str]:
        return {"version": "one"}

    monkeypatch.setattr(settings_room, "read_settings", broken)
    report = await fuzz(house, "operator", number, tmp_path, examples=1, only="get_settings")

    assert report.exit_status == 1
    assert "GET /v1/settings" in report.said
    assert "Response violates schema" in report.said
