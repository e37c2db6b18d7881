"""Requests, sessions and the online log of a time range as CSV, written while they are read.

    GET /v1/requests.csv?from&to ─▶ a cursor ─▶ 500 rows ─▶ written ─▶ 500 rows ─▶ …

A reader that is too slow, or gone, ends the query. When PostgreSQL goes away in the middle, the
connection is cut: a file that is not whole must not look like one. No phone number is in any.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Final

import structlog
from aiohttp import web
from pydantic import Field

from halobestie.db.exports import Export, ExportName, open_export
from halobestie.db.pool import DatabaseUnavailable
from halobestie.http.body import Query
from halobestie.http.csv_text import BOM, csv_text
from halobestie.http.instant import Instant
from halobestie.http.internal_parts import PARTS
from halobestie.http.route import Call, Route
from halobestie.http.staff_gate import Caller

log = structlog.get_logger(__name__)

CSV: Final = "text/csv"
SPAN: Final = timedelta(days=7)
WRITE_WITHIN_S: Final = 20.0
"""A reader whose buffers are full for so long is left."""


class ExportQuery(Query):
    """The last seven days, unless told otherwise. `to` itself is not in it; from later than to is
    no time at all."""

    since: Instant | None = Field(None, alias="from")
    until: Instant | None = Field(None, alias="to")


def exporting(name: ExportName, what: str) -> Callable[[Call], Awaitable[web.StreamResponse]]:
    """The handler of one export; `what` names it in the file's name and in the log."""

    async def export(call: Call) -> web.StreamResponse:
        since, until = _span(call)
        response = _headers(what, since, until)
        if call.request.method == "HEAD":
            return response
        database = call.services.database
        with call.request.app[PARTS].exports.room():
            return await _sent(call, response, what, open_export(database, name, since, until))

    return export


def _span(call: Call) -> tuple[datetime, datetime]:
    query = call.query(ExportQuery)
    until = query.until or call.now
    return query.since or until - SPAN, until


def _headers(what: str, since: datetime, until: datetime) -> web.StreamResponse:
    name = f"halobestie-{what}-{since:%Y%m%dT%H%M}-{until:%Y%m%dT%H%M}.csv"
    response = web.StreamResponse(
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}
    )
    response.content_type, response.charset = CSV, "utf-8"
    return response


async def _sent(
    call: Call,
    response: web.StreamResponse,
    what: str,
    opening: AbstractAsyncContextManager[Export],
) -> web.StreamResponse:
    user_id, rows = call.caller(Caller).user.user_id, 0
    try:
        async with opening as export:
            async for count, text in _pieces(export):
                await _written(call.request, response, text)
                rows += count
        await response.write_eof()
    except (TimeoutError, ConnectionError, DatabaseUnavailable) as end:
        if not response.prepared:
            raise
        log.info("export_broken_off", what=what, rows=rows, by=user_id, why=type(end).__name__)
        _cut(call.request)
    else:
        log.info("exported", what=what, rows=rows, by=user_id)
    return response


async def _pieces(export: Export) -> AsyncIterator[tuple[int, bytes]]:
    """How many rows, and their text; the names of the columns go with the first."""
    rows = await export.batch()
    yield len(rows), BOM.encode() + csv_text([export.columns, *rows])
    while rows and (rows := await export.batch()):
        yield len(rows), csv_text(rows)


async def _written(request: web.Request, response: web.StreamResponse, text: bytes) -> None:
    async with asyncio.timeout(WRITE_WITHIN_S):
        if not response.prepared:
            await response.prepare(request)
        await response.write(text)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _route(path: str, name: ExportName, what: str, summary: str) -> Route:
    return Route(
        "GET",
        path,
        exporting(name, what),
        summary,
        who="staff",
        query=ExportQuery,
        answers={200: str},
        media=CSV,
        tag="exports",
    )


EXPORT_ROUTES: Final = (
    _route("/v1/requests.csv", "export_requests", "requests", "Requests of a time range, as CSV"),
    _route("/v1/sessions.csv", "export_sessions", "sessions", "Sessions of a time range, as CSV"),
    _route(
        "/v1/online-log.csv",
        "export_online_log",
        "online-log",
        "Online periods that touch a time range, of all mitra, as CSV",
    ),
)
