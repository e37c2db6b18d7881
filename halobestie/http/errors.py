"""How the edge says no: every error leaves as `application/problem+json` (RFC 9457).

    handler ──raises──▶ Refusal             ▶ the code's status and sentence
                        DatabaseUnavailable ▶ 503 unavailable
                        IdentityUnavailable ▶ 503 identity_unavailable
                        HTTPException       ▶ 404, 405 with Allow, 413 …
                        anything else       ▶ 500 internal_error, logged once

No problem repeats what was sent, and no log line of a failure holds a value: an exception's own
text may quote one, so its type and the places it passed are all that is written.
"""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import starmap
from typing import Literal

import orjson
import structlog
from aiohttp import web

from halobestie.db.pool import DatabaseUnavailable
from halobestie.errors import CODES, Refusal, Refused
from halobestie.identity.model import IdentityUnavailable

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Fields = Iterable[tuple[str, str]]

PROBLEM = "application/problem+json"
REQUEST_ID: web.RequestKey[str] = web.RequestKey("request_id", str)

_CODE_OF_STATUS = {
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457, with a stable `code`, and `temporary`: whether trying again can help."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    code: str
    temporary: bool
    request_id: str


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidProblem(Problem):
    """The problem of a 422: which fields do not fit, and what is expected of them."""

    errors: tuple[FieldError, ...]


def problem(
    request: web.BaseRequest,
    refused: Refused,
    fields: Fields = (),
    retry_after_s: int | None = None,
    status: int | None = None,
) -> web.Response:
    """The answer that says no. `fields` are (field, message) pairs; `status` overrules the code's.

    `type` is about:blank, so the title is the status's own phrase.
    """
    number = status or CODES[refused.code].status
    body = Problem(
        type="about:blank",
        title=_phrase(number),
        status=number,
        detail=refused.sentence,
        code=refused.code,
        temporary=refused.temporary,
        request_id=request.get(REQUEST_ID, ""),
    )
    if number == HTTPStatus.UNPROCESSABLE_ENTITY:
        body = InvalidProblem(**asdict(body), errors=tuple(starmap(FieldError, fields)))
    response = web.Response(status=number, body=orjson.dumps(body), content_type=PROBLEM)
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(retry_after_s)
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns what a handler raises into a problem; stands inside the access log."""
    try:
        return await handler(request)
    except Refusal as no:
        return problem(request, no.refused, no.fields, no.retry_after_s)
    except DatabaseUnavailable as away:
        log.warning("database_unavailable", why=away.why, request_id=request.get(REQUEST_ID))
        return problem(request, Refused("unavailable"))
    except IdentityUnavailable as away:
        log.warning("identity_unavailable", why=away.why, request_id=request.get(REQUEST_ID))
        return problem(request, Refused("identity_unavailable"))
    except web.HTTPException as left:
        return _of_http(request, left)
    except Exception as failure:
        log_failure(request, failure)
        return problem(request, Refused("internal_error"))


def _of_http(request: web.Request, left: web.HTTPException) -> web.StreamResponse:
    """aiohttp's own ways to leave: a redirect stays one, an error becomes a problem."""
    if left.status < HTTPStatus.BAD_REQUEST:
        raise left
    code = _CODE_OF_STATUS.get(left.status)
    if code is None:
        code = "internal_error" if left.status >= 500 else "invalid_data"
    answer = problem(request, Refused(code), status=left.status)
    if "Allow" in left.headers:
        answer.headers["Allow"] = left.headers["Allow"]
    return answer


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def log_failure(request: web.BaseRequest, failure: BaseException | None) -> None:
    """One line: of which kinds the failure and its causes are, and the places they passed."""
    kinds: list[str] = []
    places: list[str] = []
    seen = failure
    while seen is not None and len(kinds) < 5:
        kinds.append(type(seen).__name__)
        places.extend(traceback.format_tb(seen.__traceback__))
        seen = seen.__cause__ or seen.__context__
    log.error(
        "internal_error",
        request_id=request.get(REQUEST_ID),
        error=" from ".join(kinds),
        where="".join(places),
    )
