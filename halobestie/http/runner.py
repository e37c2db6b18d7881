"""Runs a listener's application: aiohttp's runner, with a last resort that keeps to our rules.

What is no HTTP never reaches the application. aiohttp answers it by itself, and quotes what it
could not read in the answer and in its own log: that may be a token. So a connection here answers
with a problem, logs the kind of failure alone, and names no version of the server.
"""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from aiohttp import web

from halobestie.errors import Refused
from halobestie.http.access import SERVER
from halobestie.http.errors import REQUEST_ID, log_failure, problem

log = structlog.get_logger(__name__)


class EdgeRunner(web.AppRunner):
    """Runs an application of `make_app`; `shutdown_timeout_s` is for answers that are under way."""

    __slots__ = ()

    def __init__(self, app: web.Application, *, shutdown_timeout_s: float = 10.0) -> None:
        super().__init__(app, access_log=None, shutdown_timeout=shutdown_timeout_s)

    async def _make_server(self) -> web.Server:
        # aiohttp has no public place to say of which class its connections are.
        made = await super()._make_server()
        return _Server(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            loop=made._loop,
            **made._kwargs,
        )


class _Server(web.Server):
    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(web.RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes
    ) -> web.StreamResponse:
        """The answer to what no application has answered; what aiohttp would say is dropped."""
        request[REQUEST_ID] = request.get(REQUEST_ID) or uuid.uuid4().hex
        if status < 500:
            log.info("http_unreadable", status=status, error=type(exc).__name__)
            refused = Refused("invalid_data", "This is no HTTP request that can be read.")
        else:
            log_failure(request, exc)
            refused = Refused("internal_error")
        if request.writer.output_size > 0:
            raise ConnectionError("a part of another answer is out already")
        answer = problem(request, refused, status=status)
        answer.headers["Server"] = SERVER
        answer.headers["X-Request-ID"] = request[REQUEST_ID]
        answer.force_close()
        return answer

    def log_exception(self, *_: Any, exc_info: Any = None, **__: Any) -> None:
        """What else aiohttp has to say of a connection, without the exception's text."""
        log.error("http_connection_failed", error=type(exc_info).__name__)
