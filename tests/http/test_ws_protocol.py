"""The rules of one connection: given what was said before, when this comes, then that goes out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from halobestie.domain import Role
from halobestie.errors import Refused
from halobestie.http import frames
from halobestie.http.answers import AppState, CustomerReady
from halobestie.http.outputs import Authenticate, Close, Outputs, ReleaseHeld, Run, Send, SignOfLife
from halobestie.http.patience import BURST, FAULTS
from halobestie.http.protocol import QUEUED, Connection, State
from halobestie.http.repeats import REMEMBERED, RUNNING
from tests.http.ws_house import NOW, SETTINGS, text, uuid_of

REQUEST = uuid_of(1)
EXPIRES = NOW + timedelta(days=30)
READY = CustomerReady(None, None, None, AppState(True, False))  # type: ignore[arg-type]


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def waiting(role: Role = "customer") -> Connection:
    """A connection that has said hello and waits for `auth`."""
    connection = Connection(role, NOW)
    connection.opened(SETTINGS, NOW, None)
    return connection


def greeting(role: Role = "customer") -> Connection:
    """A connection whose token is being looked up."""
    connection = Connection(role, NOW)
    connection.opened(SETTINGS, NOW, "token")
    return connection


def ready(role: Role = "customer") -> Connection:
    connection = greeting(role)
    connection.greeted(READY, EXPIRES, NOW)
    return connection


def said(outputs: Outputs) -> list[dict[str, Any]]:
    """The frames that go out."""
    return [orjson.loads(output.frame) for output in outputs if isinstance(output, Send)]


def error_of(outputs: Outputs) -> tuple[str | None, str]:
    """(re, code) of the one error that goes out."""
    (frame,) = said(outputs)
    assert frame["type"] == "error"
    return frame.get("re"), frame["data"]["code"]


def only_run(outputs: Outputs) -> Run:
    (run,) = (output for output in outputs if isinstance(output, Run))
    return run


# -- hello, auth, ready -----------------------------------------------------------------


def test_hello_comes_first() -> None:
    """Without a token the server says hello, and waits."""
    outputs = Connection("customer", NOW).opened(SETTINGS, NOW, None)

    assert said(outputs) == [
        {
            "type": "hello",
            "data": {"protocol": "1.0", "heartbeat_s": 15, "server_time": "2026-03-01T21:00:00Z"},
        }
    ]
    assert len(outputs) == 1


def test_a_token_in_the_upgrade_needs_no_auth_frame() -> None:
    """With the token of the upgrade the look-up starts right behind hello."""
    hello, look_up = Connection("customer", NOW).opened(SETTINGS, NOW, "token")

    assert isinstance(hello, Send)
    assert look_up == Authenticate("token")


def test_auth_frame_starts_the_look_up() -> None:
    """Given hello, when auth comes, then its token is looked up."""
    assert waiting().text(text("auth", token="t" * 43), NOW) == (Authenticate("t" * 43),)


def test_a_token_is_in_no_repr() -> None:
    """A token that passes through a log line's repr leaves nothing there."""
    assert "secret" not in repr(Authenticate("secret"))
    assert "secret" not in repr(frames.Auth("secret"))


def test_no_auth_in_time() -> None:
    """Given hello, when ten seconds pass without auth, then 4502, and not a moment before."""
    connection = waiting()

    assert connection.passed(after(9.9), 90) == ()
    assert connection.passed(after(10), 90) == (Close(4502),)


def test_a_command_before_auth_is_refused() -> None:
    """Whoever is not logged in gets not_authenticated for the command, and may still log in."""
    connection = waiting()

    assert error_of(connection.text(text("request.create", "c1"), NOW)) == (
        "c1",
        "not_authenticated",
    )
    assert connection.text(text("auth", token="token"), NOW) == (Authenticate("token"),)


@pytest.mark.parametrize(
    "data", [{}, {"token": ""}, {"token": 7}, {"token": "t", "more": 1}, {"token": "t" * 513}]
)
def test_auth_that_does_not_fit(data: dict[str, Any]) -> None:
    """An auth frame without a token as it should be is faulty, and tells nothing of what it had."""
    outputs = waiting().text(text("auth", **data), NOW)

    assert error_of(outputs) == (None, "invalid_data")


def test_ready_then_what_was_held_then_what_waited() -> None:
    """Commands sent before `ready` wait for it: snapshot first, held events second, they third."""
    connection = greeting()
    assert connection.text(text("request.create", "c1"), NOW) == ()
    assert connection.text(text("heartbeat", "c2"), NOW) == ()

    snapshot, release, run, beat = connection.greeted(READY, EXPIRES, NOW)

    assert said((snapshot,))[0]["type"] == "ready"
    assert release == ReleaseHeld()
    assert isinstance(run, Run)
    assert run.id == "c1"
    assert said((beat,)) == [{"type": "ok", "re": "c2", "data": {}}]


def test_what_waits_for_ready_is_bounded() -> None:
    """One command more than the queue holds is answered at once, and may be tried again."""
    connection = greeting()
    for number in range(QUEUED):
        assert connection.text(text("request.create", f"c{number}"), NOW) == ()

    (frame,) = said(connection.text(text("request.create", "more"), NOW))

    assert (frame["re"], frame["data"]["code"]) == ("more", "too_many_requests")
    assert frame["data"]["temporary"] is True


def test_a_closed_connection_greets_nobody() -> None:
    """A snapshot that comes after the close is dropped."""
    connection = greeting()
    assert connection.closed(4512) == (Close(4512),)

    assert connection.greeted(READY, EXPIRES, NOW) == ()
    assert connection.state is State.CLOSED


def test_a_refusal_is_told_before_the_close() -> None:
    """PostgreSQL is away: the phone hears a retryable error, then the code to come back on."""
    outputs = greeting().closed(4001, Refused("unavailable"))

    assert error_of(outputs) == (None, "unavailable")
    assert outputs[-1] == Close(4001)


# -- frames that are no commands ---------------------------------------------------------

BAD = [
    pytest.param("", None, "bad_frame", id="nothing"),
    pytest.param("{", None, "bad_frame", id="no JSON"),
    pytest.param('{"type":"heartbeat"', None, "bad_frame", id="cut off"),
    pytest.param("[]", None, "bad_frame", id="an array"),
    pytest.param('"heartbeat"', None, "bad_frame", id="a string"),
    pytest.param("null", None, "bad_frame", id="null"),
    pytest.param("7", None, "bad_frame", id="a number"),
    pytest.param('{"a":NaN}', None, "bad_frame", id="NaN"),
    pytest.param("[" * 5000, None, "bad_frame", id="too deep"),
    pytest.param('{"id":7,"type":"heartbeat"}', None, "bad_frame", id="id a number"),
    pytest.param('{"id":null,"type":"heartbeat"}', None, "bad_frame", id="id null"),
    pytest.param('{"id":"","type":"heartbeat"}', None, "bad_frame", id="id empty"),
    pytest.param(text("heartbeat", "x" * 65), None, "bad_frame", id="id too long"),
    pytest.param('{"id":"c1"}', "c1", "bad_frame", id="no type"),
    pytest.param('{"id":"c1","type":7}', "c1", "bad_frame", id="type a number"),
    pytest.param('{"id":"c1","type":"nope"}', "c1", "unknown_type", id="unknown"),
    pytest.param('{"type":"nope"}', None, "unknown_type", id="unknown, no id"),
    pytest.param(text("offer.accept", "c1"), "c1", "unknown_type", id="of the other role"),
    pytest.param(text("auth", "c1", token="t"), "c1", "unknown_type", id="auth once more"),
    pytest.param('{"id":"c1","type":"heartbeat","data":[]}', "c1", "invalid_data", id="data []"),
    pytest.param('{"id":"c1","type":"heartbeat","data":null}', "c1", "invalid_data", id="null"),
    pytest.param('{"id":"c1","type":"heartbeat","x":1}', "c1", "invalid_data", id="a field more"),
    pytest.param(text("heartbeat", "c1", x=1), "c1", "invalid_data", id="data has more"),
    pytest.param(text("request.cancel", "c1"), "c1", "invalid_data", id="data missing"),
    pytest.param(text("request.cancel", "c1", request_id="7"), "c1", "invalid_data", id="no UUID"),
    pytest.param(
        text("request.cancel", "c1", request_id=7), "c1", "invalid_data", id="UUID a number"
    ),
    pytest.param(
        text("request.cancel", "c1", request_id=REQUEST.replace("-", "")),
        "c1",
        "invalid_data",
        id="UUID without hyphens",
    ),
]


@pytest.mark.parametrize(("frame", "re", "code"), BAD)
def test_a_faulty_frame_gets_an_error(frame: str, re: str | None, code: str) -> None:
    """A frame that is no command is answered, with `re` when its id could be read."""
    connection = ready()

    outputs = connection.text(frame, NOW)

    assert error_of(outputs) == (re, code)
    assert connection.state is State.READY


@pytest.mark.parametrize("online", ["true", 1, None, "yes"])
def test_online_is_a_boolean(online: object) -> None:
    """presence.set takes true and false, and nothing that only looks like them."""
    outputs = ready("mitra").text(text("presence.set", "c1", online=online), NOW)

    assert error_of(outputs) == ("c1", "invalid_data")


def test_an_error_repeats_nothing_that_was_sent() -> None:
    """What a client made up, names included, does not come back."""
    outputs = ready().text(text("request.cancel", "c1", secret_field="secret value"), NOW)

    (frame,) = said(outputs)
    assert frame["data"]["message"] == "The data does not fit: request_id."


def test_a_binary_frame_is_faulty() -> None:
    """Binary frames are never commands."""
    assert error_of(ready().binary(NOW)) == (None, "bad_frame")


def test_a_client_that_goes_on_is_closed() -> None:
    """Twenty faulty frames in a minute are answered; the next is answered and closes."""
    connection = ready()
    for _ in range(FAULTS):
        assert len(connection.text("{", NOW)) == 1

    outputs = connection.text(text("nope", "last"), after(59))

    assert error_of(outputs) == ("last", "unknown_type")
    assert outputs[-1] == Close(4501)


def test_faults_are_forgotten() -> None:
    """Twenty faulty frames, a minute of peace, and twenty more: nobody is closed."""
    connection = ready()
    for second in (0, 60):
        for _ in range(FAULTS):
            connection.text("{", after(second))

    assert connection.state is State.READY


def test_faults_before_auth_count() -> None:
    """Commands without a login are faulty frames, too."""
    connection = waiting()
    for _ in range(FAULTS):
        connection.text(text("heartbeat", "c1"), NOW)

    assert connection.text(text("heartbeat", "c1"), NOW)[-1] == Close(4501)


# -- commands and their one reply --------------------------------------------------------

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


# -- time, and too much -----------------------------------------------------------------


def test_missed_heartbeats() -> None:
    """Given a frame at 10 s, when more than the timeout passes, then 4009; at the timeout not."""
    connection = ready()
    connection.text(text("heartbeat"), after(10))

    assert connection.passed(after(100), 90) == ()
    assert connection.passed(after(100.1), 90) == (Close(4009),)


def test_a_new_timeout_counts_at_once() -> None:
    """The timeout is the one in force now, not the one of the connection's birth."""
    assert ready().passed(after(31), 30) == (Close(4009),)


def test_a_ping_is_no_sign_of_life() -> None:
    """The network of a phone answers pings by itself; presence tells the truth about the app."""
    connection = ready("mitra")

    assert connection.control(after(80)) == ()
    assert connection.passed(after(91), 90) == (Close(4009),)


def test_our_own_pause_is_nobodys_silence() -> None:
    """Given a server that stood still for 100 s, then nobody is closed for these 100 s."""
    connection = ready()
    connection.excused(timedelta(seconds=100))

    assert connection.passed(after(101), 90) == ()
    assert connection.passed(after(191), 90) == (Close(4009),)


def test_a_login_that_runs_out() -> None:
    """When the login expires, the socket ends with 4500."""
    connection = greeting()
    connection.greeted(READY, after(60), NOW)

    assert connection.passed(after(59), 90) == ()
    assert connection.passed(after(60), 90) == (Close(4500),)


def test_a_slow_look_up_is_not_the_clients_silence() -> None:
    """While the token is looked up neither the auth deadline nor heartbeats count."""
    connection = greeting()

    assert connection.passed(after(300), 90) == ()
    connection.greeted(READY, EXPIRES, after(300))
    assert connection.passed(after(390), 90) == ()
    assert connection.passed(after(391), 90) == (Close(4009),)


def test_too_many_messages() -> None:
    """A burst of 100 is fine, the 101st in the same moment closes with 4013."""
    connection = ready()
    for _ in range(int(BURST)):
        connection.text(text("heartbeat"), NOW)

    assert connection.text(text("heartbeat", "c1"), NOW) == (Close(4013),)


def test_pings_count_as_messages() -> None:
    """Control frames are cheap to send, and bounded like all others."""
    connection = ready()
    for _ in range(int(BURST)):
        connection.control(NOW)

    assert connection.control(NOW) == (Close(4013),)


def test_fifty_a_second_may_go_on() -> None:
    """The bucket fills by fifty a second."""
    connection = ready()
    for tick in range(500):
        assert connection.text(text("heartbeat"), after(tick / 50)) == ()

    assert connection.state is State.READY


def test_every_frame_of_a_mitra_is_a_sign_of_life() -> None:
    """A command, a heartbeat and even a faulty frame: each says that the mitra is there."""
    connection = ready("mitra")

    for second, frame in enumerate((text("heartbeat"), "{", text("presence.set", online=True)), 1):
        assert SignOfLife() in connection.text(frame, after(second))


def test_signs_of_life_are_throttled() -> None:
    """However many frames come in a moment, the actors hear of one."""
    connection = ready("mitra")

    outputs = [out for _ in range(50) for out in connection.text(text("heartbeat"), after(1))]

    assert outputs.count(SignOfLife()) == 1


def test_a_customers_frames_are_no_presence() -> None:
    """Customers have no presence, so that nobody is told."""
    assert ready("customer").text(text("heartbeat"), after(5)) == ()


@pytest.mark.parametrize("build", [waiting, greeting, ready])
def test_after_the_close_nothing_is_said(build: Any) -> None:
    """Given a closed connection, every input is answered by silence."""
    connection = build()
    connection.lost()

    assert connection.text(text("heartbeat", "c1"), NOW) == ()
    assert connection.binary(NOW) == ()
    assert connection.control(NOW) == ()
    assert connection.passed(after(1000), 90) == ()
    assert connection.closed(4001) == ()
    assert connection.replied(1, {}) == ()
