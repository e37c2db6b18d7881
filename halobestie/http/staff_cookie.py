"""The cookie of a control-center session: its name, and how it is set and taken back.

plain http on loopback    halobestie_session
anything else             __Host-halobestie_session, Secure
"""

from __future__ import annotations

import ipaddress
from typing import Final

from aiohttp import web
from yarl import URL

PLAIN_NAME: Final = "halobestie_session"
SECURE_NAME: Final = f"__Host-{PLAIN_NAME}"


def read_cookie(request: web.Request) -> str | None:
    """The session id that the browser holds, None without one."""
    return request.cookies.get(_name(request)) or None


def set_cookie(request: web.Request, response: web.Response, value: str, max_age_s: int) -> None:
    response.set_cookie(
        _name(request),
        value,
        max_age=max_age_s,
        path="/",
        secure=not on_plain_loopback(request),
        httponly=True,
        samesite="Strict",
    )


def drop_cookie(request: web.Request, response: web.Response) -> None:
    set_cookie(request, response, "", 0)


def on_plain_loopback(request: web.BaseRequest) -> bool:
    """Whether no network is in between. Whoever claims a TLS proxy gets the strict cookie: a false
    claim harms only the one who makes it."""
    return (
        request.scheme == "http"
        and request.headers.get("X-Forwarded-Proto", "http") == "http"
        and _is_loopback(request.remote or "")
        and _is_loopback(_host_of(request))
    )


def _name(request: web.Request) -> str:
    return PLAIN_NAME if on_plain_loopback(request) else SECURE_NAME


def _host_of(request: web.BaseRequest) -> str:
    try:
        return URL(f"http://{request.host}").host or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
