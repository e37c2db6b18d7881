"""Bad input, over real sockets, against the whole server: a clear answer each time, nothing lost,
the connection kept where the contract keeps it, and nothing in the log that calls for anybody."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import asyncpg
import orjson
import pytest
from structlog.testing import capture_logs

from halobestie.clock import SystemClock
from halobestie.identity.local_tokens import KID, new_private_pem
from tests.e2e.house import House, Json, Phone
from tests.identity.forge import Mint
from tests.identity.forgeries import FORGERIES

TOO_BIG, NOT_AUTHENTICATED, NO_COMMANDS, WRONG_ROLE = 1009, 4500, 4501, 4507
LARGEST = 16 * 1024
FAULTS_FORGIVEN = 20
SOMEBODY = "019bcc6d-0c40-7c3e-9a51-3f0e6f1d2a99"


@pytest.fixture(autouse=True)
def _calm(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[list[Json]]:
    """Whatever a test sends: no line with level error, no traceback, of ours or of a library."""
    caplog.set_level(logging.WARNING)
    with capture_logs() as lines:
        yield lines  # type: ignore[misc]  # structlog's own mapping
    assert any(line["event"] == "ready" for line in lines), "nothing was captured"
    assert [line for line in lines if line["log_level"] in ("error", "critical")] == []
    assert [line for line in lines if {"exc_info", "exception"} & line.keys()] == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err


# -- frames -----------------------------------------------------------------------------------


def padded(size: int) -> str:
    """A good command of so many bytes."""
    frame = '{"type":"heartbeat","id":"big"'
    return f"{frame}{' ' * (size - len(frame) - 1)}}}"


def told(kind: str, **data: Any) -> str:
    return orjson.dumps({"type": kind, "id": "x", "data": data}).decode()


DEEP = 4000
NO_OBJECT = (
    "",
    "hello?",
    '{"type":"heartbeat"',
    "[]",
    '[{"type":"heartbeat"}]',
    "null",
    "7",
    '"heartbeat"',
    '{"type":NaN}',
    # Numbers that no program could hold: RFC 8259 lets a reader set such limits.
    f'{{"type":"session.end","id":"x","data":{{"session_id":{"9" * 400}}}}}',
    '{"type":"session.end","id":"x","data":{"session_id":1e999}}',
    "[" * DEEP + "]" * DEEP,
    '{"a":' * 2000 + "1" + "}" * 2000,
)
NO_ID = (
    '{"type":"heartbeat","id":7}',
    '{"type":"heartbeat","id":null}',
    '{"type":"heartbeat","id":""}',
    f'{{"type":"heartbeat","id":"{"i" * 65}"}}',
    '{"type":"heartbeat","id":"\\ud800"}',
)
NO_TYPE = (
    '{"id":"x"}',
    '{"id":"x","type":7}',
    '{"id":"x","type":["heartbeat"]}',
    '{"id":"x","type":null}',
)
UNKNOWN = (
    told("chat.say"),
    told("request.created"),
    told(""),
    told("Heartbeat"),
    told("auth", token="t"),
)
NO_DATA = (
    '{"type":"heartbeat","id":"x","data":[]}',
    '{"type":"heartbeat","id":"x","data":null}',
    '{"type":"heartbeat","id":"x","data":"no"}',
    '{"type":"heartbeat","id":"x","to":"me"}',
    told("heartbeat", extra=1),
    told("session.end"),
    told("session.end", session_id=None),
    told("session.end", session_id=7),
    told("session.end", session_id=["a"]),
    told("session.end", session_id="not-a-uuid"),
    told("session.end", session_id=SOMEBODY + "0"),
    told("session.end", session_id=SOMEBODY.replace("-", "")),
    told("session.end", session_id=SOMEBODY, also=SOMEBODY),
    f'{{"type":"session.end","id":"x","data":{{"session_id":{2**64}}}}}',
    f'{{"type":"session.end","id":"x","data":{{"session_id":{"[" * 900}{"]" * 900}}}}}',
)
OF_A_ROLE = {
    "customer": (
        told("request.cancel", request_id=True),
        told("request.create", for_whom="me"),
    ),
    "mitra": (
        told("presence.set", online=1),
        told("presence.set", online="true"),
        told("presence.set"),
        told("offer.accept", request_id={}),
        told("offer.decline", request_id="' OR 1=1 --"),
    ),
}
OF_THE_OTHER = {
    "customer": (told("offer.accept", request_id=SOMEBODY), told("presence.set", online=True)),
    "mitra": (told("request.create"), told("request.cancel", request_id=SOMEBODY)),
}


def frames(role: str) -> Iterator[tuple[str, str, str | None]]:
    """Each bad frame, the code of its answer, and the id that the answer names."""
    yield from ((text, "bad_frame", None) for text in (*NO_OBJECT, *NO_ID))
    yield from ((text, "bad_frame", "x") for text in NO_TYPE)
    yield from ((text, "unknown_type", "x") for text in (*UNKNOWN, *OF_THE_OTHER[role]))
    yield from ((text, "invalid_data", "x") for text in (*NO_DATA, *OF_A_ROLE[role]))


async def token_of(house: House, role: str) -> str:
    if role == "customer":
        return await house.customer_token()
    body = {"phone": "+6281200001001", "display_name": "Bestie Satu"}
    await house.control("POST", "/mitras", body)
    return await house.mitra_token("+6281200001001")


@asynccontextmanager
async def pressed(house: House) -> AsyncIterator[str]:
    """A customer waits meanwhile, and a mitra comes afterwards: nothing of it was lost."""
    customer = await house.customer("Waiting")
    request_id: str = (await customer.ok("request.create"))["request_id"]
    yield request_id
    mitra = await house.mitra(99)
    offer = await mitra.hear("offer.new")
    assert offer["request_id"] == request_id
    await mitra.ok("offer.accept", {"request_id": request_id})
    assert (await customer.hear("session.started"))["session"]["request_id"] == request_id


@pytest.mark.parametrize("role", ["customer", "mitra"])
async def test_a_frame_that_is_no_command(house: House, role: str) -> None:
    """Then its error says so, with its id where it could be read, quotes nothing of it, and the
    connection goes on."""
    async with pressed(house):
        token = await token_of(house, role)
        bad = list(frames(role))
        for begin in range(0, len(bad), FAULTS_FORGIVEN):
            phone = await house.connect(role, token)
            for text, code, re in bad[begin : begin + FAULTS_FORGIVEN]:
                await phone.ws.send_str(text)
                reply = await phone.next()
                while reply["type"] != "error":
                    reply = await phone.next()
                assert (reply["data"]["code"], reply.get("re")) == (code, re), text[:80]
                assert reply["data"]["temporary"] is False
                assert SOMEBODY not in reply["data"]["message"]
            await phone.ok("heartbeat")


async def test_a_binary_frame(house: House) -> None:
    """It is no command, whatever is in it; the connection goes on."""
    phone = await house.customer()
    for content in (b"", b'{"type":"heartbeat","id":"x"}', b"\xff\xfe\x00"):
        await phone.ws.send_bytes(content)
        reply = await phone.next()
        assert (reply["type"], reply["data"]["code"]) == ("error", "bad_frame")
    await phone.ok("heartbeat")


async def test_a_frame_that_is_too_big(house: House) -> None:
    """As big as allowed it is answered; one byte more and the connection ends with 1009, and the
    state of the account does not."""
    token = await house.customer_token()
    phone = await house.connect("customer", token)
    request_id = (await phone.ok("request.create"))["request_id"]
    await phone.ws.send_str(padded(LARGEST))
    while (await phone.next()).get("re") != "big":
        """What came before."""
    await phone.ws.send_str(padded(LARGEST + 1))
    assert await phone.closed() == TOO_BIG
    again = await house.connect("customer", token)
    assert again.ready["request"]["request_id"] == request_id


async def test_text_that_is_no_utf8(house: House) -> None:
    """RFC 6455 wants such a connection failed: 1007."""
    phone = await house.customer()
    await phone.ws._writer.send_frame(b'{"type":"\xff"}', aiohttp.WSMsgType.TEXT)
    assert await phone.closed() == 1007


async def test_one_who_goes_on_is_closed(house: House) -> None:
    """Twenty faults within a minute are forgiven, the next one closes with 4501."""
    phone = await house.customer()
    for _ in range(FAULTS_FORGIVEN + 1):
        await phone.ws.send_str("?")
    assert await phone.closed() == NO_COMMANDS
    assert [f["data"]["code"] for f in phone.frames if f["type"] == "error"] == (
        ["bad_frame"] * (FAULTS_FORGIVEN + 1)
    )


# -- whose it is ------------------------------------------------------------------------------


async def test_a_token_of_the_other_role(house: House) -> None:
    """On a socket 4507, at a REST route 403; its owner notices nothing."""
    tokens = {role: await token_of(house, role) for role in ("customer", "mitra")}
    for role, other in (("customer", "mitra"), ("mitra", "customer")):
        owner = await house.connect(role, tokens[role])
        assert await shut_out(house, other, tokens[role]) == WRONG_ROLE
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        async with house.http.get(f"{house.public}/v1/{other}/me", headers=headers) as answer:
            assert (answer.status, (await answer.json())["code"]) == (403, "wrong_role")
        await owner.ok("heartbeat")


@pytest.mark.parametrize("role", ["customer", "mitra"])
async def test_a_token_that_is_none(house: House, role: str) -> None:
    """Made up, empty of sense, or in the wrong place: 4500; a token that can't be one: told why."""
    for token in ("x", "A" * 43, "A" * 512, "été", "a b", "' OR 1=1 --"):
        assert await shut_out(house, role, token) == NOT_AUTHENTICATED, token
    ws = await house.http.ws_connect(f"{house.public}/v1/{role}/ws")
    phone = Phone(ws)
    await phone.next()
    bad: list[Any] = [{}, {"token": ""}, {"token": 7}, {"token": "t" * 513}, {"t": 1}, []]
    for data in bad:
        await ws.send_json({"type": "auth", "data": data})
        assert (await phone.next())["data"]["code"] == "invalid_data"
    await ws.send_json({"type": "heartbeat", "id": "x"})
    assert (await phone.next())["data"]["code"] == "not_authenticated"
    await ws.send_json({"type": "auth", "data": {"token": await token_of(house, role)}})
    await phone.hear("ready")


async def shut_out(house: House, role: str, token: str) -> int | None:
    """The code with which somebody who shows this token is closed; nothing is told before."""
    phone = Phone(await house.http.ws_connect(f"{house.public}/v1/{role}/ws"))
    await phone.ws.send_json({"type": "auth", "data": {"token": token}})
    code = await phone.closed()
    assert [frame["type"] for frame in phone.frames] == ["hello"]
    return code


@pytest.mark.parametrize("role", ["customer", "mitra"])
async def test_a_login_that_ended(house: House, role: str) -> None:
    """When somebody logs out, then the socket of that login closes with 4500, and the token opens
    nothing more."""
    token = await token_of(house, role)
    phone = await house.connect(role, token)
    await house.post(f"{house.public}/v1/logout", {}, token)
    assert await phone.closed() == NOT_AUTHENTICATED
    assert await shut_out(house, role, token) == NOT_AUTHENTICATED


async def test_a_browser_from_elsewhere(house: House) -> None:
    """An origin that is not allowed is refused before the upgrade."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await house.http.ws_connect(
            f"{house.public}/v1/customer/ws", origin="https://elsewhere.example"
        )
    assert refused.value.status == 403


async def test_what_belongs_to_somebody_else(house: House) -> None:
    """What others have is not there for a stranger, and stay as they are."""
    await house.change_settings(pairing_method="round_robin")
    owner, stranger = await house.customer("Senja"), await house.customer("Fajar")
    mitra, other = await house.mitra(1), await house.mitra(2)
    request = {"request_id": (await owner.ok("request.create"))["request_id"]}
    await mitra.hear("offer.new")

    assert await stranger.refused("request.cancel", request) == "request_not_found"
    for command in ("offer.accept", "offer.decline"):
        assert await other.refused(command, request) == "offer_not_found"
        nobodys = {"request_id": SOMEBODY}
        assert await other.refused(command, nobodys) == "offer_not_found"

    session = (await mitra.ok("offer.accept", request))["session"]
    await owner.hear("session.started")
    for phone in (stranger, other):
        asked = {"session_id": session["session_id"]}
        assert await phone.refused("session.end", asked) == "session_not_found"
        assert await phone.refused("session.end", {"session_id": SOMEBODY}) == "session_not_found"
    assert await other.refused("offer.accept", request) == "offer_taken"
    found = await house.controlled("GET", f"/sessions/{session['session_id']}")
    assert (found["state"], found["mitra"]["display_name"]) == ("active", "Bestie 1")


# -- ID tokens --------------------------------------------------------------------------------


@pytest.fixture
async def mint(house: House, database_url: str) -> Mint:
    """The issuer's own key, as somebody would need it; and one that it does not know."""
    await house.sign_in(provider="anonymous")
    conn = await asyncpg.connect(database_url)
    private_pem = await conn.fetchval("SELECT private_pem FROM local_identity_keys")
    await conn.close()
    stranger = await asyncio.to_thread(new_private_pem)
    return Mint(private_pem, stranger, KID, "demo-halobestie")


async def test_forged_id_tokens(house: House, mint: Mint, _calm: list[Json]) -> None:
    """Given every forgery we know, then customer and mitra logins answer 401 `invalid_id_token`,
    which says nothing of why; and no part of a token is in an answer or in the log."""
    await house.controlled("POST", "/mitras", {"phone": "+6281234567890", "display_name": "Satu"})
    now = SystemClock().now()
    good = {"id_token": mint.token(now)}
    assert (await house.post(f"{house.public}/v1/mitra/login", good))["mitra"]

    for name, (forge, _) in FORGERIES.items():
        forged = forge(mint, now)
        for path, more in (("customer", {"display_name": "Palsu"}), ("mitra", {})):
            status, said = await refused(house, f"/v1/{path}/login", {"id_token": forged, **more})
            if name == "a lone surrogate":  # is no text
                assert (status, said["code"]) == (422, "invalid_data")
                continue
            assert (status, said["code"], said["temporary"]) == (401, "invalid_id_token", False), (
                name
            )
            for part in forged.split("."):
                assert len(part) < 9 or part not in str(said), name
                assert len(part) < 9 or part not in str(_calm), name
    customers = await house.controlled("GET", "/customers?q=Palsu")
    assert customers["total"] == 0


async def refused(house: House, path: str, body: object) -> tuple[int, Json]:
    """The problem that a body is answered with."""
    content = body if isinstance(body, bytes) else as_json(body)
    headers = {"Content-Type": "application/json"}
    async with house.http.post(f"{house.public}{path}", data=content, headers=headers) as answer:
        assert answer.content_type == "application/problem+json", await answer.text()
        said: Json = await answer.json()
        assert said.keys() >= {"type", "title", "status", "detail", "code", "temporary"}
        assert said["status"] == answer.status
        return answer.status, said


def as_json(body: object) -> bytes:
    """As a client that is too lenient would: a lone surrogate goes out as its escape."""
    return json.dumps(body).encode()


# -- bodies -----------------------------------------------------------------------------------


async def test_a_phone_number_that_is_none(house: House) -> None:
    """Wherever it is typed: 422 `invalid_phone`, the field is named, the number is not repeated."""
    for typed in (
        "",
        "call me",
        "0812",
        "+6281200000001234567",
        "+1",
        "0812-0000-000x",
        "\x00",
        "٠٨",
    ):
        for path, body in (
            ("/v1/dev/otp", {"phone": typed}),
            ("/v1/dev/sign-in", {"provider": "phone", "phone": typed, "code": "123456"}),
        ):
            status, said = await refused(house, path, body)
            assert (status, said["code"]) == (422, "invalid_phone"), typed
            assert [error["field"] for error in said["errors"]] == ["phone"]
        status, said = await house.control("POST", "/mitras", {"phone": typed, "display_name": "X"})
        assert (status, said["code"]) == (422, "invalid_phone"), typed


async def test_an_id_that_is_no_uuid(house: House) -> None:
    """In the address of a thing there is no such thing: 404, as for one that is not there."""
    for kind, code in (
        ("sessions", "session_not_found"),
        ("requests", "request_not_found"),
        ("mitras", "mitra_not_found"),
        ("customers", "customer_not_found"),
        ("users", "user_not_found"),
    ):
        assert (await house.control("GET", f"/{kind}/{SOMEBODY}"))[1]["code"] == code
        for id_ in ("77", "nobody", SOMEBODY + "0", "%00", "..%2f..%2fetc", "%F0%9F%92%A9"):
            status, said = await house.control("GET", f"/{kind}/{id_}")
            assert status == 404, (kind, id_, said)
            assert id_ not in said["detail"]


async def test_a_body_that_is_none(house: House) -> None:
    """Bad JSON 400, another kind of value or an unknown field 422, all named, none repeated."""
    for body, status, code in (
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b'{"id_token": NaN}', 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b"[" * 5000, 400, "bad_json"),
        ([], 422, "invalid_data"),
        ("text", 422, "invalid_data"),
        ({}, 422, "invalid_data"),
        ({"id_token": 7}, 422, "invalid_data"),
        ({"id_token": "a.b.c", "admin": True}, 422, "invalid_data"),
        ({"id_token": ["a"]}, 422, "invalid_data"),
    ):
        found, said = await refused(house, "/v1/customer/login", body)
        assert (found, said["code"]) == (status, code), body


async def test_what_is_no_http(house: House) -> None:
    """Answered with 400, or cut off; the listener goes on."""
    for port in (house.app.public_port, house.app.internal_port):
        for garbage in (
            b"\x16\x03\x01\x02\x00\x01",
            b"GET\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\r\n" * 9,
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(garbage)
            writer.write_eof()
            answer = await asyncio.wait_for(reader.read(), 5)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 400 "), answer
            writer.close()
    async with house.http.get(f"{house.public}/livez") as alive:
        assert alive.status == 200
