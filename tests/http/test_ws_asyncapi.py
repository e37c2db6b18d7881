"""The AsyncAPI document: whole, true to the types, and the one that is kept in docs/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from halobestie.errors import CODES
from halobestie.events import CustomerEvent, MitraEvent
from halobestie.http import asyncapi, close_codes, parsing
from halobestie.http.asyncapi_messages import ANSWERS, EVERYWHERE
from halobestie.http.frames import COMMANDS
from halobestie.http.parsing import Envelope, Fault

DOCUMENT = asyncapi.document()
KEPT = Path(__file__).parents[2] / "docs" / "asyncapi.json"
MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Of a payload; what it refers to is looked up in the whole document."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def example(name: str) -> Any:
    return MESSAGES[name]["examples"][0]["payload"]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_kept_document_is_this_one() -> None:
    """The file in docs/ is what the types say; `python run.py asyncapi` writes it anew."""
    assert KEPT.read_text(encoding="utf-8") == asyncapi.text()


def test_every_reference_leads_somewhere() -> None:
    """No $ref points into nothing."""
    for reference in references(DOCUMENT):
        found: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_an_example_fits_its_schema(name: str) -> None:
    """Each message shows a frame that is one."""
    validator(MESSAGES[name]["payload"]).validate(example(name))


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_schema_refuses_another_type(name: str) -> None:
    """A schema that lets everything through would prove nothing."""
    assert not validator(MESSAGES[name]["payload"]).is_valid({**example(name), "type": "other"})
    assert not validator(MESSAGES[name]["payload"]).is_valid({**example(name), "data": 7})


@pytest.mark.parametrize("role", asyncapi.ROLES)
def test_what_the_server_reads_is_what_is_written(role: Any) -> None:
    """Each command's example is understood by the very parser that reads the traffic."""
    for command in COMMANDS[role]:
        read = parsing.read(orjson.dumps(example(f"{role}.{command.TYPE}")).decode())
        assert isinstance(read, Envelope)
        assert not isinstance(parsing.command(role, read), Fault)


def test_nothing_is_left_out() -> None:
    """Every command with its ok, and every event, is a message and an operation of its channel."""
    events = {"customer": get_args(CustomerEvent), "mitra": get_args(MitraEvent)}
    for role, channel in DOCUMENT["channels"].items():
        named = set(channel["messages"])
        assert {c.TYPE for c in COMMANDS[role]} <= named
        assert {f"{c.TYPE}.ok" for c in COMMANDS[role]} <= named
        assert {event.EVENT_TYPE for event in events[role]} <= named
        spoken = {"auth", "hello", "ready", "error"}
        assert len(named) == 2 * len(COMMANDS[role]) + len(events[role]) + len(spoken)
        in_operations = {name.removeprefix(f"{role}.") for name in DOCUMENT["operations"]}
        assert {name for name in named if not name.endswith((".ok", "error"))} <= in_operations


def test_error_codes_are_known() -> None:
    """Every code that a command may be refused with has its sentence."""
    for answered in ANSWERS.values():
        assert set(answered.codes) <= CODES.keys()
    assert set(EVERYWHERE) <= CODES.keys()


def test_close_codes_are_named() -> None:
    """Both channels name every close code of the contract."""
    for channel in DOCUMENT["channels"].values():
        assert channel["x-close-codes"] == {str(c): why for c, why in close_codes.MEANINGS.items()}
        assert {"4001", "4008", "4009", "4013", "4512"} <= channel["x-close-codes"].keys()
