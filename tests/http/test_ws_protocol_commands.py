"""Commands and their one reply: done once, answered alike, whatever is sent again."""

from __future__ import annotations

from typing import Any

import pytest

from halobestie.domain import Role
from halobestie.errors import Refused
from halobestie.http import frames
from halobestie.http.repeats import REMEMBERED, RUNNING
from tests.http.ws_given import (
    REQUEST,
    after,
    error_of,
    only_run,
    ready,
    said,
)
from tests.http.ws_house import NOW, text

COMMANDS: list[tuple[Role, str, dict[str, Any], frames.Command]] = [
    ("customer", "request.create", {}, frames.RequestCreate()),
    ("customer", "request.cancel", {"request_id": REQUEST}, frames.RequestCancel(REQUEST)),
    ("customer", "session.end", {"session_id": REQUEST}, frames.SessionEnd(REQUEST)),
    ("mitra", "session.end", {"session_id": REQUEST}, frames.SessionEnd(REQUEST)),
    ("mitra", "presence.set", {"online": True}, frames.PresenceSet(True)),
    ("mitra", "offer.accept", {"request_id": REQUEST}, frames.OfferAccept(REQUEST)),
    ("mitra", "offer.decline", {"request_id": REQUEST}, frames.OfferDecline(REQUEST)),
]


@pytest.mark.parametrize(("role", "kind", "data", "command"), COMMANDS)
def test_a_command_is_run(
    role: Role, kind: str, data: dict[str, Any], command: frames.Command
) -> None:
    """Each command of the contract comes out typed."""
    assert only_run(ready(role).text(text(kind, "c1", **data), NOW)).command == command


def test_an_id_in_capitals_is_the_same_id() -> None:
    """Ids are compared as text in the house, so that there is one spelling."""
    run = only_run(ready().text(text("request.cancel", "c1", request_id=REQUEST.upper()), NOW))

    assert run.command == frames.RequestCancel(REQUEST)


def test_data_may_be_absent() -> None:
    """A command without fields needs no data."""
    assert only_run(ready().text('{"type":"request.create","id":"c1"}', NOW))


def test_heartbeat_is_answered_at_the_edge() -> None:
    """A heartbeat needs no actor to be answered."""
    assert said(ready().text(text("heartbeat", "h1"), NOW)) == [
        {"type": "ok", "re": "h1", "data": {}}
    ]


def test_the_reply_carries_the_id() -> None:
    """Given a command under way, when its result comes, then it goes out as the one reply."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))

    outputs = connection.replied(run.ticket, {"request_id": REQUEST, "expires_at": NOW})

    assert said(outputs) == [
        {
            "type": "ok",
            "re": "c1",
            "data": {"request_id": REQUEST, "expires_at": "2026-03-01T21:00:00Z"},
        }
    ]


def test_a_second_result_is_dropped() -> None:
    """A late answer to a command that was answered says nothing."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))
    connection.replied(run.ticket, {})

    assert connection.replied(run.ticket, {}) == ()


def test_a_refusal_is_an_error_reply() -> None:
    """A refusal goes out with code, sentence, and whether to try again."""
    connection = ready("mitra")
    run = only_run(connection.text(text("offer.accept", "c1", request_id=REQUEST), NOW))

    (frame,) = said(connection.replied(run.ticket, Refused("offer_taken")))

    assert frame == {
        "type": "error",
        "re": "c1",
        "data": {"code": "offer_taken", "message": "Another mitra was first.", "temporary": False},
    }


def test_a_command_without_an_id_gets_no_reply() -> None:
    """Nobody can tell whose reply it would be; a refusal is told all the same."""
    connection = ready()
    done = only_run(connection.text(text("request.create"), NOW))
    refused = only_run(connection.text(text("request.create"), NOW))

    assert connection.replied(done.ticket, {}) == ()
    assert error_of(connection.replied(refused.ticket, Refused("session_live"))) == (
        None,
        "session_live",
    )
    assert connection.text(text("heartbeat"), NOW) == ()


def test_the_same_id_while_it_runs() -> None:
    """Sent three times while under way: done once, answered three times alike."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))
    for _ in range(2):
        assert connection.text(text("request.create", "c1"), NOW) == ()

    first, second, third = said(connection.replied(run.ticket, {"request_id": REQUEST}))

    assert first == second == third


def test_the_same_id_afterwards() -> None:
    """Sent again after its answer, with whatever content: the same answer, and nothing is run."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))
    answer = connection.replied(run.ticket, {"request_id": REQUEST})

    assert connection.text(text("request.create", "c1"), NOW) == answer
    assert connection.text(text("request.cancel", "c1", request_id=REQUEST), NOW) == answer


def test_a_refusal_for_good_is_remembered() -> None:
    """A refusal that no second try can change is answered again without asking anybody."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))
    answer = connection.replied(run.ticket, Refused("session_live"))

    assert connection.text(text("request.create", "c1"), NOW) == answer


def test_a_temporary_error_is_tried_again() -> None:
    """`temporary` says try again: then the same id really is tried again."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))
    connection.replied(run.ticket, Refused("unavailable"))

    assert only_run(connection.text(text("request.create", "c1"), NOW)).ticket != run.ticket


def test_the_memory_of_answers_is_bounded() -> None:
    """The last 64 answers are remembered; the one before is run anew."""
    connection = ready()
    for number in range(REMEMBERED + 1):
        moment = after(number)
        run = only_run(connection.text(text("request.create", f"c{number}"), moment))
        connection.replied(run.ticket, {})
    now = after(REMEMBERED + 2)

    assert said(connection.text(text("request.create", "c1"), now))
    assert only_run(connection.text(text("request.create", "c0"), now))


def test_what_runs_is_bounded() -> None:
    """With too many commands under way the next one is told to wait, and is answered."""
    connection = ready()
    for number in range(RUNNING):
        only_run(connection.text(text("request.create", f"c{number}"), after(number)))

    outputs = connection.text(text("request.create", "more"), after(RUNNING))

    assert error_of(outputs) == ("more", "too_many_requests")


def test_an_answer_that_cannot_be_written_leaves_the_command_waiting() -> None:
    """Our own mistake raises before anything changed; the command can still be answered."""
    connection = ready()
    run = only_run(connection.text(text("request.create", "c1"), NOW))

    with pytest.raises(TypeError):
        connection.replied(run.ticket, object())

    assert error_of(connection.replied(run.ticket, Refused("internal_error")))[1] == (
        "internal_error"
    )
