"""CSV of requests, sessions and the online log: whole, safe to open, and written as it is read."""

from __future__ import annotations

import asyncio
import csv
import io
import socket
import tracemalloc
from datetime import timedelta

import pytest

from halobestie.db.exports import APPLICATION
from halobestie.http.csv_text import BOM, cell, csv_text
from halobestie.http.export_room import AT_ONCE
from tests.db.given import value
from tests.http.internal.kit import NOW, Browser, House

PATHS = ("/v1/requests.csv", "/v1/sessions.csv", "/v1/online-log.csv")
MANY = 50_000
EXPORTS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1"
MANY_REQUESTS = """
    INSERT INTO requests (id, customer_id, state, reason, pairing_method, offer_timeout_s, terms,
                          created_at, expires_at, closed_at, home_node, home_epoch)
    SELECT gen_random_uuid(), (SELECT id FROM customers LIMIT 1), 'expired', 'no_mitra', 'blast',
           45, '{}', at, at + interval '180 s', at + interval '180 s', 'node-1', 1
      FROM generate_series(1, $1) AS n,
           LATERAL (SELECT $2::timestamptz - interval '1 day' + n * interval '1 ms') AS t (at)
"""


def table(text: str) -> list[dict[str, str]]:
    """The rows by the names of their columns, as a spreadsheet reads them."""
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


async def test_a_session_stands_in_all_three(house: House, operator: Browser) -> None:
    """A request, what came of it, and when its mitra was online; times in UTC."""
    mitra_id, mitra = await house.online_mitra("Awan")
    session_id = await house.paired(await house.customer("Bulan"), mitra)
    house.later(timedelta(minutes=2))
    await operator.call("POST", f"/v1/mitras/{mitra_id}/offline")

    (request,) = table(await operator.get("/v1/requests.csv"))
    (session,) = table(await operator.get("/v1/sessions.csv"))
    (period,) = table(await operator.get("/v1/online-log.csv"))

    assert (request["state"], request["session_id"]) == ("accepted", session_id)
    assert (request["customer_name"], request["mitra_name"]) == ("Bulan", "Awan")
    assert (session["session_id"], session["state"]) == (session_id, "active")
    assert (session["created_at"], session["ended_at"]) == ("2026-03-01T21:00:00Z", "")
    assert period["mitra_id"] == mitra_id
    assert (period["reason"], period["online_s"]) == ("control_center", "120")
    assert period["offline_at"] == "2026-03-01T21:02:00Z"


@pytest.mark.parametrize("path", PATHS)
async def test_it_comes_as_a_file(operator: Browser, path: str) -> None:
    """Named after what is in it; empty, it has the names of its columns; HEAD has no content."""
    got = await operator.call("GET", f"{path}?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z")
    head = await operator.call("HEAD", path)

    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    what = path.removeprefix("/v1/").removesuffix(".csv")
    name = f"halobestie-{what}-20260301T0000-20260302T0000.csv"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert got.body.startswith(BOM) and got.body.count("\r\n") == 1
    assert (head.status, head.body) == (200, "")


async def test_only_the_time_asked_for_is_in_it(house: House, operator: Browser) -> None:
    """From is in it, to is not; a period counts where it touches."""
    _, mitra = await house.online_mitra()
    await house.paired(await house.customer(), mitra)

    async def rows(path: str, since: str, until: str) -> int:
        return len(table(await operator.get(path, **{"from": since, "to": until})))

    at, second_later = "2026-03-01T21:00:00Z", "2026-03-01T21:00:01Z"
    for path in ("/v1/requests.csv", "/v1/sessions.csv"):
        assert await rows(path, at, second_later) == 1
        assert await rows(path, "2026-03-01T20:00:00Z", at) == 0
        assert await rows(path, second_later, "2026-03-02T00:00:00Z") == 0
    assert await rows("/v1/online-log.csv", "2026-03-01T20:00:00Z", at) == 0
    assert await rows("/v1/online-log.csv", second_later, "2026-03-02T00:00:00Z") == 1


@pytest.mark.parametrize("path", PATHS)
async def test_a_time_that_is_none_is_named(operator: Browser, path: str) -> None:
    """RFC 3339; from later than to is no mistake, but no time at all."""
    for query, field in (("from=yesterday", "from"), ("to=2026-02-30T00:00:00Z", "to")):
        got = await operator.call("GET", f"{path}?{query}")
        assert (got.said, got.fields) == ((422, "invalid_data"), [field])
    backwards = "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z"
    assert table(await operator.get(f"{path}?{backwards}")) == []


async def test_nobodys_phone_number_is_in_one(house: House, admin: Browser) -> None:
    """Not even for admins: a file goes further than a screen."""
    customer = await house.phone(
        "customer", await house.customer_token("Surya", phone="+6281298765432")
    )
    mitra_id, number = await house.mitra("Awan")
    mitra = await house.phone("mitra", await house.mitra_token(number))
    await mitra.ask("presence.set", online=True)
    await house.paired(customer, mitra)
    house.later(timedelta(seconds=1))

    for path in PATHS:
        text = await admin.get(path)
        assert mitra_id in text
        assert "6281298765432" not in text and number.removeprefix("+") not in text


@pytest.mark.parametrize(
    "name", ["=1+1", "+62", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")']
)
async def test_a_name_is_never_a_formula(house: House, operator: Browser, name: str) -> None:
    """What a spreadsheet would compute has an apostrophe before it."""
    await (await house.customer(name)).ask("request.create")
    house.later(timedelta(seconds=1))

    (row,) = table(await operator.get("/v1/requests.csv"))

    assert row["customer_name"] == f"'{name}"


def test_a_cell_is_what_it_says() -> None:
    """Nothing is empty, an instant has a Z; commas, quotes and line ends are quoted."""
    assert [cell(one) for one in (None, 7, NOW, "Bulan", "\tx", "\rx", "\nx")] == [
        "",
        "7",
        "2026-03-01T21:00:00Z",
        "Bulan",
        "'\tx",
        "'\rx",
        "'\nx",
    ]
    assert csv_text([["a,b", 'c"d']]) == b'"a,b","c""d"\r\n'


async def many_requests(house: House) -> None:
    await house.customer_token()
    async with house.db.connection() as conn:
        await conn.execute(MANY_REQUESTS, MANY, NOW)


async def test_fifty_thousand_rows_are_never_in_memory_at_once(
    house: House, operator: Browser
) -> None:
    """Ten megabytes leave; what the server and its reader hold meanwhile stays below two."""
    await many_requests(house)
    lines = size = 0

    tracemalloc.start()
    async with operator.http.get(f"{operator.base}/v1/requests.csv") as response:
        async for chunk in response.content.iter_chunked(65536):
            lines += chunk.count(b"\r\n")
            size += len(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert lines == MANY + 1
    assert size > 9_000_000
    assert peak < 2_500_000, peak
    assert await value(house.db, EXPORTS, APPLICATION) == 0


class SlowReader:
    """Somebody who asks for a file and reads hardly any of it: its buffers are small."""

    def __init__(self, house: House, browser: Browser) -> None:
        self._port = house.app.internal_port
        self._cookie = browser.cookie()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        self._socket.setblocking(False)

    async def ask(self, path: str) -> bytes:
        """The first bytes of the answer."""
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self._socket, ("127.0.0.1", self._port))
        cookie = f"halobestie_session={self._cookie}"
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        await loop.sock_sendall(self._socket, asked.encode())
        return await loop.sock_recv(self._socket, 4096)

    async def rest_is_whole(self) -> bool:
        """Whether what follows ends as an answer in chunks does."""
        loop, last = asyncio.get_running_loop(), b""
        async with asyncio.timeout(10):
            try:
                while chunk := await loop.sock_recv(self._socket, 65536):
                    last = (last + chunk)[-5:]
            except ConnectionError:
                pass
        self.leave()
        return last.endswith(b"0\r\n\r\n")

    def leave(self) -> None:
        self._socket.close()


async def test_the_first_bytes_come_before_the_last_row_is_read(
    house: House, operator: Browser
) -> None:
    """The query waits for its reader; when the reader goes away, it is over."""
    await many_requests(house)
    reader = SlowReader(house, operator)

    begun = await reader.ask("/v1/requests.csv")

    assert begun.startswith(b"HTTP/1.1 200 OK\r\n")
    assert await value(house.db, EXPORTS, APPLICATION) == 1
    reader.leave()
    await house.until(lambda: value(house.db, EXPORTS, APPLICATION), lambda open_: open_ == 0)


async def test_there_is_room_for_a_few_at_once(house: House, operator: Browser) -> None:
    """One more is asked to come again; when somebody has left, there is room."""
    await many_requests(house)
    readers = [SlowReader(house, operator) for _ in range(AT_ONCE)]
    for reader in readers:
        assert (await reader.ask("/v1/requests.csv")).startswith(b"HTTP/1.1 200 OK\r\n")

    refused = await operator.call("GET", "/v1/sessions.csv")

    assert refused.said == (503, "unavailable")
    assert refused.headers["Retry-After"] == "10"
    for reader in readers:
        reader.leave()
    await house.until(lambda: value(house.db, EXPORTS, APPLICATION), lambda open_: open_ == 0)
    assert (await operator.call("GET", "/v1/sessions.csv")).status == 200


async def test_a_file_that_is_not_whole_does_not_look_like_one(
    house: House, operator: Browser
) -> None:
    """PostgreSQL ends the query in the middle: the connection breaks off."""
    await many_requests(house)
    end_them = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1"
    reader = SlowReader(house, operator)
    await reader.ask("/v1/requests.csv")

    await value(house.db, end_them, APPLICATION)

    assert not await reader.rest_is_whole()
