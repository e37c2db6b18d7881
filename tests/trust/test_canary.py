"""A run with marked numbers, names, tokens and passwords: each is found where it belongs alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import orjson
import pytest
import pytest_asyncio

from tests.process.server import Server, run
from tests.trust.canary import ALLOWED, HANDED_OUT, MARKS, as_table, found_in
from tests.trust.evening import (
    EMAIL,
    PASSWORD,
    REQUEST_ID,
    Evening,
    somebody_social_comes,
    strangers_try,
    they_are_looked_at,
    they_talk,
    what_is_kept,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "threat-model.md"
DSN_PASSWORD = MARKS["database's password"]


@pytest_asyncio.fixture
async def evening(database_url: str, tmp_path: Path) -> AsyncIterator[Evening]:
    """All of it, with logs as in production and at their most talkative; then the server left."""
    parts = urlsplit(database_url)
    who = parts.netloc.partition("@")[0].partition(":")[0]
    server = parts.netloc.partition("@")[2]
    dsn = urlunsplit(parts._replace(netloc=f"{who}:{DSN_PASSWORD}@{server}"))
    settings = {"HALOBESTIE_DATABASE_URL": dsn, "HALOBESTIE_LOG_FORMAT": "json"}
    settings["HALOBESTIE_LOG_LEVEL"] = "debug"
    named = ("admin", "create", "--email", EMAIL, "--name", MARKS["staff's name"])
    made = run(*named, typed=f"{PASSWORD}\n", settings=settings, folder=tmp_path)
    assert made.status == 0, made.complained
    told = Evening(Server(tmp_path, settings), dsn)
    told.tape.said["terminal"].append(made.printed + made.complained)
    await told.server.start()
    try:
        await they_talk(told)
        await somebody_social_comes(told)
        await they_are_looked_at(told)
        await strangers_try(told)
        told.tape.said["PostgreSQL"].append(await what_is_kept(told))
        told.server.leave()
    finally:
        told.server.end()
    told.tape.said["terminal"].append(told.server.printed())
    told.tape.said["log"].append(told.server.complained())
    yield told


async def test_an_evening_with_marks(evening: Evening) -> None:
    """Nothing leaks, and the log of the same evening is whole: an evening takes its time."""
    each_mark_is_where_it_belongs(evening)
    every_line_is_one_of_ours(evening)


def each_mark_is_where_it_belongs(evening: Evening) -> None:
    """And in most places where it may be it is: the search does find."""
    marks, said = evening.marks, evening.tape.said
    found = {place: found_in("\n".join(texts), marks) for place, texts in said.items()}
    assert set(found) == set(ALLOWED), "every place was looked at"
    leaks = {
        place: wrong
        for place, kinds in found.items()
        if (wrong := {k.split(": ")[-1] for k in kinds} - set(ALLOWED[place]))
    }
    assert leaks == {}
    assert {k.split(": ")[-1] for k in evening.handed_out} == set(HANDED_OUT)
    assert sum(len(kinds) for kinds in found.values()) > 30


def every_line_is_one_of_ours(evening: Evening) -> None:
    """One JSON object with event, level and instant; and whom it is about is named by ids."""
    lines = [orjson.loads(line) for line in evening.server.complained().splitlines()]
    assert len(lines) > 50
    assert [x for x in lines if not {"event", "level", "timestamp"} <= x.keys()] == []
    asked = [line for line in lines if line["event"] == "http_request"]
    assert [line for line in asked if not {"request_id", "route", "status"} <= line.keys()] == []
    assert any(line["request_id"] == REQUEST_ID for line in asked)
    decided = [line for line in lines if line["event"].endswith(("_logged_in", "_created"))]
    assert decided
    assert [line for line in decided if not any(k.endswith("_id") for k in line)] == []


@pytest.mark.parametrize("url", ["postgresql://me:{}@127.0.0.1:1/x", "mysql://me:{}@127.0.0.1/x"])
def test_a_password_is_not_said_when_nothing_starts(url: str, tmp_path: Path) -> None:
    """A database that is not there, and a setting that is wrong."""
    settings = {"HALOBESTIE_DATABASE_URL": url.format(MARKS["database's password"])}
    ended = run(settings=settings, folder=tmp_path)
    assert ended.status in (69, 78)
    assert found_in(ended.printed + ended.complained, MARKS) == set()


def test_the_document_has_the_same_table() -> None:
    """Who changes one changes the other."""
    assert as_table() in DOCUMENT.read_text("utf-8")


def test_no_mark_is_a_part_of_another() -> None:
    """Else one would be found where the other belongs."""
    for kind, mark in MARKS.items():
        assert found_in(mark, MARKS) == {kind}
        assert re.search(r"kenari7|8127777", mark, re.IGNORECASE)
