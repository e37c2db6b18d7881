"""Hostile bodies: whatever comes in, the answer is a refusal with a code, never a 500, no echo."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator

import pytest

from halobestie.db.pool import Database
from tests.http.rest.kit import Got, Rest, no_database

LOGIN = "/v1/customer/login"
SECRET = "7c1f0e5d-do-not-repeat"


@pytest.fixture
def db() -> Database:
    return no_database()


async def _send(rest: Rest, raw: bytes, content_type: str = "application/json") -> Got:
    return await rest.call("POST", LOGIN, raw=raw, headers={"Content-Type": content_type})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"{",
        b'{"id_token": }',
        b'{"id_token": "x",}',
        b"{'id_token': 'x'}",
        b'{"id_token": "x"} trailing',
        b'{"id_token": NaN}',
        b'{"id_token": -Infinity}',
        b'{"id_token": "a\nb"}',
        b'\xef\xbb\xbf{"id_token": "x"}',
        b'{"id_token": "\xff\xfe"}',
        b'{"id_token": "\xed\xa0\x80"}',
        '{"id_token": "x"}'.encode("utf-16"),
        b"\0\0\0\0",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"id_token": ' + b"1" * 60_000 + b"}",
    ],
    ids=range(18),
)
async def test_no_json_is_bad_json(rest: Rest, raw: bytes) -> None:
    """When the body is no JSON in UTF-8, or none that can be read, then 400 bad_json."""
    assert (await _send(rest, raw)).said == (400, "bad_json")


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        (b"[]", ["body"]),
        (b"null", ["body"]),
        (b"1", ["body"]),
        (b'"text"', ["body"]),
        (b'[{"id_token": "x"}]', ["body"]),
        (b"{}", ["id_token"]),
        (b'{"id_token": null}', ["id_token"]),
        (b'{"id_token": 1}', ["id_token"]),
        (b'{"id_token": true}', ["id_token"]),
        (b'{"id_token": ["x"]}', ["id_token"]),
        (b'{"id_token": {"a": "b"}}', ["id_token"]),
        (b'{"id_token": 1' + b"0" * 4000 + b"}", ["id_token"]),
        (b'{"id_token": 1e999}', ["id_token"]),
        (b'{"id_token": "a\\u0000b"}', ["id_token"]),
        (b'{"id_token": "a\\ud800b"}', ["id_token"]),
        (b'{"id_token": "x", "display_nam": "Bulan"}', ["display_nam"]),
        (b'{"id_token": "x", "": "Bulan"}', ["(unknown)"]),
        (b'{"id_token": "x", "a b\\u0000": 1}', ["(unknown)"]),
        (b'{"id_token": "x", "__proto__": {}}', ["__proto__"]),
        (b'{"id_token": "x", "deep": ' + b"[" * 500 + b"]" * 500 + b"}", ["deep"]),
    ],
    ids=range(20),
)
async def test_what_does_not_fit_is_named(rest: Rest, raw: bytes, fields: list[str]) -> None:
    """When the JSON does not fit, then 422 invalid_data with the fields that do not."""
    got = await _send(rest, raw)

    assert got.said == (422, "invalid_data")
    assert got.fields == fields


@pytest.mark.parametrize("raw", [b'{"\\ud800": 1}', b'{"id_token": "x", "\\udfff": 1}'])
async def test_a_field_whose_name_is_no_text_is_refused(rest: Rest, raw: bytes) -> None:
    """When a field's name is a lone surrogate, then 422, and the answer itself is text."""
    assert (await _send(rest, raw)).said == (422, "invalid_data")


async def test_of_a_field_given_twice_the_last_counts(rest: Rest) -> None:
    """When a key comes twice, then it is read as most readers do: the last one."""
    assert (await _send(rest, b'{"id_token": 1, "id_token": "x"}')).said == (
        401,
        "invalid_id_token",
    )
    assert (await _send(rest, b'{"id_token": "x", "id_token": 1}')).said == (422, "invalid_data")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/problem+json",
        "nonsense",
        ";",
    ],
)
async def test_only_json_is_read(rest: Rest, content_type: str) -> None:
    """When the content type is another, then 415, whatever the body says."""
    got = await _send(rest, b'{"id_token": "x"}', content_type)

    assert got.said == (415, "unsupported_media_type")


async def test_json_with_a_charset_is_json(rest: Rest) -> None:
    """When the content type has a parameter, then the body is read."""
    got = await _send(rest, b'{"id_token": "x"}', "Application/JSON; charset=utf-8")

    assert got.said == (401, "invalid_id_token")


async def test_64_kib_are_the_limit(rest: Rest) -> None:
    """Given the limit of 64 KiB, then a body of just that is read, and one more byte is not."""
    empty = len(json.dumps({"id_token": ""}))
    fits = json.dumps({"id_token": "x" * (64 * 1024 - empty)}).encode()

    assert (await _send(rest, fits)).said == (401, "invalid_id_token")
    assert (await _send(rest, fits + b" ")).said == (413, "body_too_large")


async def test_a_stream_without_a_length_is_limited_too(rest: Rest) -> None:
    """When a body comes in chunks and never says how long it is, then 413 all the same."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(80):
            yield b"x" * 1024

    headers = {"Content-Type": "application/json"}
    async with rest.client.post(LOGIN, data=chunks(), headers=headers) as response:
        assert response.status == 413
        assert (await response.json(content_type=None))["code"] == "body_too_large"


async def test_a_body_that_unpacks_too_far_is_limited(rest: Rest) -> None:
    """When a small gzip body unpacks to megabytes, then 413, and one that is no gzip is 400."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * 10_000_000)

    assert (await rest.call("POST", LOGIN, raw=bomb, headers=headers)).status == 413
    assert (await rest.call("POST", LOGIN, raw=b"no gzip", headers=headers)).status == 400


@pytest.mark.parametrize(
    "wish",
    [
        {"id_token": SECRET},
        {"id_token": {"nested": SECRET}},
        {"id_token": "x", "display_name": SECRET * 3},
        {"id_token": "x", "surprise": SECRET},
        [SECRET],
        SECRET,
    ],
)
async def test_no_answer_repeats_what_was_sent(rest: Rest, wish: object) -> None:
    """When a body is refused, then the value that was wrong is not in the answer."""
    got = await rest.call("POST", LOGIN, wish)

    assert 400 <= got.status < 500
    assert SECRET not in str(got.body) + str(got.headers)


@pytest.mark.parametrize("name", ["x" * 65, "a b", "<script>", "é"])
async def test_no_answer_repeats_a_strange_field_name(rest: Rest, name: str) -> None:
    """When an unknown field has a strange name, then not even the name comes back."""
    got = await rest.call("POST", LOGIN, {"id_token": "x", name: 1})

    assert (got.status, got.fields) == (422, ["(unknown)"])
    assert name not in str(got.body)
