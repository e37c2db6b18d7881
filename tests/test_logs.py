"""Logs: ids and places, never what a person is called, dials or says."""

from __future__ import annotations

import asyncpg
import pytest
import structlog
from structlog.typing import EventDict

from halobestie.db.pool import Database
from halobestie.logs import PlainFormatter, drop_secrets, tell_failure

PHONE = "+6281234567890"


def rendered(**line: object) -> EventDict:
    return drop_secrets(None, "error", tell_failure(None, "error", dict(line)))


def stumble() -> None:
    raise ValueError(PHONE)


def test_an_exception_is_its_class_and_its_places() -> None:
    """The text of the error and of its cause stay out; where it came from is in."""
    try:
        try:
            stumble()
        except ValueError as cause:
            raise RuntimeError(f"again {PHONE}") from cause
    except RuntimeError as failure:
        line = rendered(event="failed", exc_info=failure)
        plain = PlainFormatter().formatException((RuntimeError, failure, failure.__traceback__))
    assert line["error"] == "RuntimeError from ValueError"
    assert any(place.startswith("stumble:") for place in line["where"])
    assert PHONE not in repr(line)
    assert PHONE not in plain
    assert "stumble" in plain


async def test_what_postgresql_puts_into_its_errors_stays_out(db: Database) -> None:
    """A unique violation names the value in its text; the line does not."""
    add = "INSERT INTO mitras (id, phone, display_name, created_at) VALUES ($1, $2, 'x', now())"
    ids = ("00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002")
    await db.pool.execute(add, ids[0], PHONE)
    with pytest.raises(asyncpg.UniqueViolationError) as raised:
        await db.pool.execute(add, ids[1], PHONE)
    assert PHONE in str(raised.value), "else this test would show nothing"
    assert PHONE not in repr(rendered(event="failed", exc_info=raised.value))


@pytest.mark.parametrize("key", ["token", "phone", "password", "display_name", "code"])
def test_a_secret_passed_by_mistake_leaves_a_mark(key: str) -> None:
    """The value is gone, the mistake can be seen."""
    assert rendered(event="x", **{key: PHONE}) == {"event": "x", key: "[not logged]"}


def test_the_processor_takes_the_exception_that_is_being_handled() -> None:
    """`log.exception` passes True."""
    with structlog.testing.capture_logs(processors=[tell_failure]) as lines:
        try:
            stumble()
        except ValueError:
            structlog.get_logger().exception("failed")
    assert lines[0]["error"] == "ValueError"
    assert PHONE not in repr(lines)
