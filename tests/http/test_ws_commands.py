"""From typed commands to messages: who is told what."""

from __future__ import annotations

from uuid import UUID

import pytest

from halobestie.domain import Role
from halobestie.http import frames
from halobestie.http.commands import Sender, command_id, message
from halobestie.messages import (
    COORDINATOR,
    DESK,
    CancelAsked,
    Key,
    OfferAccepted,
    OfferDeclined,
    PresenceAsked,
    RequestAsked,
    SessionEndAsked,
)
from tests.http.ws_house import NOW, uuid_of

CUSTOMER, MITRA, REQUEST, SESSION = (uuid_of(n) for n in range(4))


def sent(role: Role, command: frames.Command, id_: str | None = "c1") -> tuple[Key, object]:
    account = CUSTOMER if role == "customer" else MITRA
    return message(command, id_, Sender(role, account, NOW), "r1")


def test_a_request_gets_its_id_at_the_edge() -> None:
    """A new request's id is a UUIDv7 of this moment, and names the actor that decides."""
    key, asked = sent("customer", frames.RequestCreate())

    assert isinstance(asked, RequestAsked)
    assert key == Key("request", asked.request_id)
    assert UUID(asked.request_id).version == 7
    assert asked == RequestAsked(asked.request_id, CUSTOMER, None, "r1")


@pytest.mark.parametrize(
    ("id_", "kept"),
    [
        (REQUEST, REQUEST),
        (REQUEST.upper(), REQUEST),
        ("c1", None),
        (None, None),
        (f"urn:uuid:{REQUEST}", None),
    ],
)
def test_an_id_that_is_a_uuid_survives_a_reconnect(id_: str | None, kept: str | None) -> None:
    """Only a UUID can be kept with the request, to know the same press again."""
    assert command_id(id_) == kept
    _, asked = sent("customer", frames.RequestCreate(), id_)
    assert isinstance(asked, RequestAsked)
    assert asked.command_id == kept


@pytest.mark.parametrize(
    ("role", "command", "key", "expected"),
    [
        (
            "customer",
            frames.RequestCancel(REQUEST),
            DESK,
            CancelAsked(REQUEST, CUSTOMER, "customer", "r1"),
        ),
        (
            "customer",
            frames.SessionEnd(SESSION),
            DESK,
            SessionEndAsked(SESSION, "r1", customer_id=CUSTOMER),
        ),
        ("mitra", frames.SessionEnd(SESSION), DESK, SessionEndAsked(SESSION, "r1", mitra_id=MITRA)),
        (
            "mitra",
            frames.PresenceSet(False),
            Key("mitra", MITRA),
            PresenceAsked(MITRA, False, "r1"),
        ),
        (
            "mitra",
            frames.OfferDecline(REQUEST),
            COORDINATOR,
            OfferDeclined(REQUEST, MITRA, "r1"),
        ),
    ],
)
def test_a_command_becomes_a_message(
    role: Role, command: frames.Command, key: Key, expected: object
) -> None:
    """Each command tells one actor, in the name of the account that the login belongs to."""
    assert sent(role, command) == (key, expected)


def test_an_accept_brings_the_id_of_its_session() -> None:
    """The session that an accept may win has its id already, so that doing it twice is harmless."""
    key, accepted = sent("mitra", frames.OfferAccept(REQUEST))

    assert key == COORDINATOR
    assert isinstance(accepted, OfferAccepted)
    assert accepted == OfferAccepted(REQUEST, MITRA, accepted.session_id, "r1")
    assert UUID(accepted.session_id).version == 7
