"""Logs: one line a decision, with ids. JSON where a machine reads, coloured text on a terminal."""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET_KEYS = frozenset(
    {"token", "id_token", "password", "phone", "code", "display_name", "name", "email", "text"}
)
"""Keys that no line carries; whoever passes one by mistake finds a mark in its place."""


def drop_secrets(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    for key in SECRET_KEYS & line.keys():
        line[key] = "[not logged]"
    return line


def set_up_logs(
    level: Literal["debug", "info", "warning", "error"],
    form: Literal["auto", "text", "json"],
) -> None:
    """Configure structlog and the standard library's logging for this process, once."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_secrets,
    ]
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    numeric = getattr(logging, level.upper())
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(numeric, logging.WARNING), stream=sys.stderr, format="%(message)s"
    )
