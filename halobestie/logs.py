"""Logs: one line a decision, with ids. JSON where a machine reads, coloured text on a terminal.

An exception is logged as its class and the places in our code that it came through, never as its
text: PostgreSQL and others put the offending value there.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Literal, TypeAlias

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET_KEYS = frozenset(
    {"token", "id_token", "password", "phone", "code", "display_name", "name", "email", "text"}
)
"""Keys that no line carries; whoever passes one by mistake finds a mark in its place."""

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def drop_secrets(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    for key in SECRET_KEYS & line.keys():
        line[key] = "[not logged]"
    return line


def tell_failure(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Puts `error` and `where` in the place of `exc_info`."""
    given = line.pop("exc_info", None)
    failure = sys.exc_info()[1] if given is True else given
    if isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        line["error"] = " from ".join(type(f).__name__ for f in _causes(failure))
        line["where"] = places(failure)
    return line


def places(failure: BaseException) -> list[str]:
    """The functions and lines that the failure came through, outermost first: code, never data."""
    return [
        f"{frame.f_code.co_qualname}:{line}"
        for cause in _causes(failure)
        for frame, line in traceback.walk_tb(cause.__traceback__)
    ]


def _causes(failure: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    seen: BaseException | None = failure
    while seen is not None and seen not in causes:
        causes.append(seen)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return causes


class PlainFormatter(logging.Formatter):
    """For what libraries log by themselves: the same care with exceptions."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802, RUF100 - logging's name
        return "" if ei[1] is None else f"{type(ei[1]).__name__} at {' < '.join(places(ei[1]))}"


def _json_formatter() -> logging.Formatter:
    """What libraries log by themselves, as lines like ours: a machine reads every line."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            tell_failure,
            drop_secrets,
            structlog.processors.JSONRenderer(),
        ],
    )


def set_up_logs(
    level: Literal["debug", "info", "warning", "error"],
    form: Literal["auto", "text", "json"],
) -> None:
    """Configure structlog and the standard library's logging for this process, once."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    numeric = getattr(logging, level.upper())
    last: Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            tell_failure,
            drop_secrets,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _json_formatter() if as_json else PlainFormatter("%(levelname)s %(name)s %(message)s")
    )
    logging.basicConfig(level=max(numeric, logging.WARNING), handlers=[handler])
