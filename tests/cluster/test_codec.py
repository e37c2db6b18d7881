"""Messages between nodes as bytes: each comes back as it was; what is damaged or newer is left."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halobestie import messages
from halobestie.cluster.codec import MOST_BYTES, TYPES, VERSION, Unread, decode, encode
from halobestie.domain import Load, Request, Session
from halobestie.events import CustomerView
from halobestie.messages import nodes as between_nodes

NIGHT = datetime(2026, 11, 21, 23, 0, 1, 234567, tzinfo=UTC)
REQUEST = Request("r1", "c1", "Senja 🌙 \x00\"'", "blast", 45, NIGHT, NIGHT, ("m8", "m9"))
SESSION = Session("s1", "r1", "active", "c1", "Senja", "m1", "Bestie", NIGHT, NIGHT, None, None, 7)
VIEW = CustomerView("c1", "Senja", False, None, None, NIGHT)

EACH = (
    messages.RequestOffered(REQUEST, "n1"),
    messages.OfferSent(REQUEST, "n1", "m1", NIGHT),
    messages.OfferPassed("r1", "m1", "declined"),
    messages.OfferRecalled("r1", "m1"),
    messages.AcceptForwarded("r1", "m1", "s1", "n2"),
    messages.AcceptAnswered("r1", "m1", "offer_taken"),
    messages.AcceptAnswered("r1", "m1", None, SESSION, Load("m1", 2, 9)),
    messages.RequestNews("r1", "c1", "open", expires_at=NIGHT),
    messages.RequestNews("r1", "c1", "accepted", None, "m1"),
    messages.SessionNews(SESSION, "mitra", (Load("m1", 0, 3), Load("m2", 1, 4)), "m2"),
    messages.LineMoved("n1", (messages.Place("m1", 3),), ("m2",)),
    messages.LineTold("n1", ()),
    messages.LineAsked("n1"),
    messages.TurnTaken("weighted_round_robin", "m1", 12),
    messages.SocketEntered("mitra", "m1", "n1", 1_790_000_000_000),
    messages.LoginEnded("l1", 4500),
    messages.AccountShut("customer", "c1", 4503),
    messages.CustomerEdited(VIEW),
    messages.MitraEdited("m1", 100),
    messages.MitraDeactivated("m1"),
    messages.OfflineForced("m1"),
    messages.NodeLeft("n1"),
    messages.MissedSomething("n1"),
)


@pytest.mark.parametrize("message", EACH, ids=lambda m: type(m).__name__)
def test_each_message_comes_back_as_it_was(message: object) -> None:
    """Instants to the microsecond, names as typed, tuples as tuples: equal, of the same type."""
    came = decode(encode(message))
    assert came == message
    assert type(came) is type(message)
    assert hash(came) == hash(message), "no list or mapping has crept in"


def test_every_message_between_nodes_has_a_name_and_an_example_here() -> None:
    """One that is added and forgotten in the codec would be lost in silence."""
    declared = {
        type_
        for type_ in vars(between_nodes).values()
        if is_dataclass(type_) and isinstance(type_, type)
        if type_.__module__ == between_nodes.__name__
    } - {messages.Place}
    assert declared <= set(TYPES.values())
    assert {type(message) for message in EACH} == set(TYPES.values())


def test_what_is_no_message_between_nodes_is_not_written() -> None:
    """Our own mistake, said at once."""
    with pytest.raises(KeyError):
        encode(messages.Woke())


@pytest.mark.parametrize("message", EACH, ids=lambda m: type(m).__name__)
def test_a_field_that_a_newer_release_has_added_is_left_aside(message: object) -> None:
    """Two releases run side by side."""
    envelope = orjson.loads(encode(message))
    envelope["new"] = 1
    envelope["d"]["added_later"] = {"anything": [1, 2]}
    assert decode(orjson.dumps(envelope)) == message


@pytest.mark.parametrize("message", EACH, ids=lambda m: type(m).__name__)
def test_a_field_that_an_older_release_does_not_know_has_its_default(message: Any) -> None:
    """What it does not say is as if nothing was to be said."""
    envelope = orjson.loads(encode(message))
    plain = {f.name: f.default for f in fields(message) if f.default is not f.default_factory}
    optional = {name: default for name, default in plain.items() if _is_default(default)}
    for name in optional:
        envelope["d"].pop(name, None)
    assert decode(orjson.dumps(envelope)) == replace(message, **optional)


def _is_default(default: object) -> bool:
    return default is None or isinstance(default, int | tuple | str)


def test_a_newer_version_of_a_message_is_not_guessed_at() -> None:
    """Its meaning has changed: left aside, and said so."""
    envelope = orjson.loads(encode(messages.NodeLeft("n1")))
    newer = orjson.dumps({**envelope, "v": VERSION + 1})
    assert decode(newer) == Unread("newer_version", "node.left")


def test_a_message_that_only_a_newer_release_has_is_left_aside() -> None:
    """With its name, cut short: whoever wrote it is not to fill our logs."""
    unknown = orjson.dumps({"v": VERSION + 5, "t": "moon." + "x" * 500, "d": {}})
    assert decode(unknown) == Unread("unknown_type", "moon." + "x" * 35)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"7",
        b'"text"',
        b"[]",
        b"{}",
        b'{"v":1,"t":"node.left"}',
        b'{"v":1,"t":"node.left","d":null}',
        b'{"v":1,"t":"node.left","d":{}}',
        b'{"v":1,"t":"offer.passed","d":{"request_id":"r","mitra_id":"m","why":"moon"}}',
        b'{"v":1,"t":"line.told","d":{"node_id":"n","places":[{"mitra_id":"m"}]}}',
        b"[" * 100_000,
        b'{"v":1,"t":"node.left","d":{"node_id":"' + b"n" * MOST_BYTES + b'"}}',
    ],
)
def test_what_is_damaged_is_left_aside(data: bytes) -> None:
    """Never an exception: the bus carries what others write."""
    came = decode(data)
    assert isinstance(came, Unread)
    assert came.why == "malformed"


@pytest.mark.parametrize("name", [b"null", b"[]", b"{}", b"17"])
def test_a_name_that_is_no_text_is_unknown(name: bytes) -> None:
    """Also one that no mapping could hold."""
    came = decode(b'{"v":1,"t":' + name + b',"d":{}}')
    assert isinstance(came, Unread)
    assert came.why == "unknown_type"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_left_aside(data: bytes) -> None:
    """And nothing but a message or an `Unread` comes of them."""
    came = decode(data)
    assert isinstance(came, Unread) or type(came) in TYPES.values()


@given(st.sampled_from(EACH), st.integers(0, 10_000), st.integers(0, 255))
def test_a_message_with_one_wrong_byte_is_read_or_left_aside(
    message: object, place: int, byte: int
) -> None:
    """A damaged one may still be a message; it never raises."""
    data = bytearray(encode(message))
    data[place % len(data)] = byte
    came = decode(bytes(data))
    assert isinstance(came, Unread) or type(came) in TYPES.values()
